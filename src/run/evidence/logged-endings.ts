import { hashJson } from '../../base/bytes/hash.ts';
import type { Json } from '../../base/json.ts';
import { valuesBatch } from '../../evidence/items/batch.ts';
import type { LoggedEnding } from '../../evidence/pack/input.ts';
import type { Ending } from '../../model/ending.ts';
import type { LoggedBatch } from './logged-pages.ts';

/**
 * Which of the endings that runs told are those that the ledger has batches of. A batch is of a list of endings where they hash to its root: nothing else is
 * believed.
 */
export function loggedEndings(batches: readonly LoggedBatch[], told: readonly (readonly Ending[])[]): readonly LoggedEnding[] {
  return batches.flatMap(({ what, leaf, count, root, secret }) => {
    if (what !== 'endings' || secret === null) return [];
    const values = told.find(
      (endings) => endings.length === count && valuesBatch(secret, 'endings', endings as unknown as readonly Json[]).root === root,
    );
    return (values ?? []).map((ending, item) => ({ leaf, item, sha256: hashJson(ending as unknown as Json) }));
  });
}
