import { canonicalJson } from '../../base/bytes/canonical.ts';
import { hashJson } from '../../base/bytes/hash.ts';
import { impossible } from '../../base/errors.ts';
import type { Json } from '../../base/json.ts';
import { valuesBatch } from '../../evidence/items/batch.ts';
import { showValues, type ShownValue } from '../../evidence/items/values.ts';
import type { LoggedEnding } from '../../evidence/pack/input.ts';
import type { Ending } from '../../model/ending.ts';
import type { DisclosedRecord, Pack } from '../../model/pack.ts';
import type { LoggedBatch } from './logged-pages.ts';

export interface LoggedEndings {
  readonly endings: readonly LoggedEnding[];
  /** Opens one of them: what shows that its batch holds it. */
  readonly show: (leaf: number, item: number) => ShownValue;
}

/**
 * Which of the endings that runs told are those that the ledger has batches of. A batch is of a list of endings where they hash to its root: nothing else is
 * believed.
 */
export function loggedEndings(batches: readonly LoggedBatch[], told: readonly (readonly Ending[])[]): LoggedEndings {
  const endings: LoggedEnding[] = [];
  const known = new Map<number, { readonly secret: Uint8Array; readonly values: readonly Json[] }>();
  for (const { what, leaf, count, root, secret } of batches) {
    if (what !== 'endings' || secret === null) continue;
    const values = told.find((each) => each.length === count && valuesBatch(secret, 'endings', jsonOf(each)).root === root);
    if (values === undefined) continue;
    known.set(leaf, { secret, values: jsonOf(values) });
    endings.push(...values.map((ending, item) => ({ leaf, item, sha256: hashJson(ending as unknown as Json) })));
  }
  const shows = new Map<number, (item: number) => ShownValue>();
  function show(leaf: number, item: number): ShownValue {
    const { secret, values } = known.get(leaf) ?? impossible('an ending is shown of a batch that was not found');
    const its = shows.get(leaf) ?? showValues(secret, 'endings', values);
    shows.set(leaf, its);
    return its(item);
  }
  return { endings, show };
}

/** Lines of `logged.ndjson`: for each record that was logged, in the order of the records, what shows that its batch holds it. */
export function loggedLines({ records }: Pick<Pack, 'records'>, show: LoggedEndings['show']): string {
  return records
    .flatMap(({ ending, logged }): readonly DisclosedRecord[] =>
      logged === null ? [] : [{ ending: ending.id, ...logged, ...show(logged.leaf, logged.item) }],
    )
    .map((line) => `${canonicalJson(line as unknown as Json)}\n`)
    .join('');
}

function jsonOf(endings: readonly Ending[]): readonly Json[] {
  return endings as unknown as readonly Json[];
}
