import { isJsonObject } from '../../../base/json.ts';
import type { Leaf, LeafKind, SaltedBody } from '../../../model/ledger.ts';
import { isBodyOf, parseLeaf } from '../../log/leaf.ts';
import type { LogProblem } from './problem.ts';
import { attempt } from './tiles.ts';

/** Of what a leaf has to be, if it is of another one. */
const ofWhat: Readonly<Partial<Record<LeafKind, LeafKind>>> = {
  'run-end': 'run-intent',
  'run-abort': 'run-intent',
  batch: 'run-intent',
  export: 'population',
};
/** Kinds that always are of another leaf. */
const always: ReadonlySet<LeafKind> = new Set(['run-end', 'run-abort']);

/** Reads leaves and holds them to each other: the first begins the log, ends are of intents, and an intent ends once. */
export function readLeaves(entries: readonly (Uint8Array | null)[], problems: LogProblem[]): readonly (Leaf | null)[] {
  const leaves: (Leaf | null)[] = [];
  const ended = new Map<number, number>();
  for (const [index, bytes] of entries.entries()) {
    const place = `leaf ${index}`;
    const leaf = bytes === null ? null : (attempt('', problems, () => parseLeaf(bytes), place) ?? null);
    leaves.push(leaf);
    if (leaf === null) continue;
    if ((leaf.kind === 'begun') !== (index === 0))
      problems.push({ code: 'leaf-order', file: '', place, seen: leaf.kind, expected: index === 0 ? 'begun' : 'begun at leaf 0 alone' });
    const wanted = ofWhat[leaf.kind];
    if (!isOf(leaf, index, wanted, leaves))
      problems.push({
        code: 'leaf-of',
        file: '',
        place,
        seen: `${leaf.kind} of ${String(leaf.of)}`,
        expected: wanted === undefined ? 'of null' : `of an earlier ${wanted}`,
      });
    if (leaf.of === null || !always.has(leaf.kind)) continue;
    const before = ended.get(leaf.of);
    if (before !== undefined)
      problems.push({
        code: 'leaf-order',
        file: '',
        place,
        seen: `leaf ${leaf.of} ends again`,
        expected: `its end at leaf ${before} alone`,
      });
    ended.set(leaf.of, index);
  }
  return leaves;
}

function isOf({ kind, of }: Leaf, index: number, wanted: LeafKind | undefined, leaves: readonly (Leaf | null)[]): boolean {
  if (of === null) return !always.has(kind);
  if (wanted === undefined || of >= index) return false;
  const target = leaves[of];
  return target === null || target?.kind === wanted;
}

/** Holds bodies to what their leaves commit to. Answers the indexes of those that fit. */
export function checkBodies(
  leaves: readonly (Leaf | null)[],
  bodies: ReadonlyMap<number, SaltedBody>,
  problems: LogProblem[],
): ReadonlySet<number> {
  const fitting = new Set<number>();
  for (const [index, salted] of bodies) {
    const leaf = leaves[index];
    if (leaf === null) continue;
    const place = `leaf ${index}`;
    if (leaf === undefined)
      problems.push({ code: 'body-differs', file: '', place, seen: 'a body', expected: `a leaf among ${leaves.length}` });
    else if (!isBodyOf(leaf, salted))
      problems.push({ code: 'body-differs', file: '', place, seen: 'a body with another hash', expected: leaf.body });
    else if (!isJsonObject(salted.body) || salted.body['kind'] !== leaf.kind)
      problems.push({ code: 'body-differs', file: '', place, seen: 'a body of another kind', expected: leaf.kind });
    else fitting.add(index);
  }
  return fitting;
}
