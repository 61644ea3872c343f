import { sha256Hex } from '../../base/bytes/hash.ts';
import type { Instant } from '../../base/instant.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { Actor, LeafKind } from '../../model/ledger.ts';
import { LedgerError } from './errors.ts';
import { bodyPath, secretPath } from './layout.ts';
import { erasedMark } from './state.ts';
import type { FolderLedger } from './writer.ts';

/** Without their bodies nobody could tell which keys are the ledger's. */
const needed: ReadonlySet<LeafKind> = new Set(['begun', 'key-change']);

/** What the leaf that tells of an erasure says. */
export interface Erasing {
  readonly at: Instant;
  readonly by: Actor;
  /** Is in that leaf's body, which stays. */
  readonly reason?: string;
}

/**
 * Erases what leaves say of people: their bodies, and of batches the secret that salts their items. The leaves stay, and every proof with
 * them. A leaf says so first (`prune` of bodies, whose `ids` is SHA-256 over the indexes in decimal, each with a line feed, sorted by code
 * unit); cut off after it, a repeated call erases the rest. Answers the index of that leaf; `null` where all were erased before. Throws
 * `not-erasable` for leaves that tell of keys.
 */
export async function eraseBodies(ledger: FolderLedger, indexes: readonly number[], { at, by, reason }: Erasing): Promise<number | null> {
  const contents: { readonly path: string; readonly bytes: Uint8Array }[] = [];
  const erased: number[] = [];
  const mark = ledger.size;
  for (const index of [...new Set(indexes)].sort((a, b) => a - b)) {
    const kind = await kindOf(ledger, index);
    if (needed.has(kind))
      throw new LedgerError('not-erasable', `cannot erase the body of leaf ${index}: it tells of the ledger's keys`, {
        file: ledger.place,
      });
    const hasBody = (await ledger.body(index)) !== null;
    const hasSecret = kind === 'batch' && (await ledger.secret(index)) !== null;
    if (hasBody || hasSecret) erased.push(index);
    if (hasBody) contents.push({ path: bodyPath(index), bytes: erasedMark(mark) });
    if (hasSecret) contents.push({ path: secretPath(index), bytes: Buffer.from(`erased ${mark}\n`) });
  }
  if (erased.length === 0) return null;
  const ids = sha256Hex(
    erased
      .map((index) => `${index}\n`)
      .sort(byCodeUnit)
      .join(''),
  );
  const body = {
    kind: 'prune',
    what: 'bodies',
    until: null,
    removed: erased.length,
    ids,
    by,
    ...(reason === undefined ? {} : { reason }),
  } as const;
  const [index = mark] = await ledger.append([{ at, of: null, body }]);
  await ledger.overwrite(contents);
  return index;
}

/** {@link eraseBodies} of one. */
export function eraseBody(ledger: FolderLedger, index: number, by: Erasing): Promise<number | null> {
  return eraseBodies(ledger, [index], by);
}

async function kindOf(ledger: FolderLedger, index: number): Promise<LeafKind> {
  for await (const { leaf } of ledger.leaves(index, index + 1)) return leaf.kind;
  throw new LedgerError('out-of-range', `cannot erase the body of leaf ${index}: the ledger has ${ledger.size}`, { file: ledger.place });
}
