import { safeParse } from 'valibot';
import type { Json } from '../../../../base/json.ts';
import type { LeafKind, SaltedBody } from '../../../../model/ledger.ts';
import type { Pack } from '../../../../model/pack.ts';
import type { Problems } from '../problem.ts';
import { readLines, type PackFiles } from '../read.ts';
import { bodyLineSchema } from '../schema/files.ts';
import { leafBodySchema } from '../schema/leaf-body.ts';
import type { ReadBody, ReadLog } from './read-log.ts';

export const BODIES = 'log/bodies.ndjson';

/** Kinds without which a log is not understood, whenever they were written. */
const always: ReadonlySet<LeafKind> = new Set<LeafKind>(['begun', 'key-change', 'anchor', 'export', 'population']);
/** No ledger erases what tells of its keys. */
const lasting: ReadonlySet<LeafKind> = new Set<LeafKind>(['begun', 'key-change']);
/** Bodies that bear the name of nobody. */
const withoutNames: ReadonlySet<LeafKind> = new Set<LeafKind>(['run-end', 'batch', 'anchor']);

/** Bodies as they are disclosed, by the index of their leaf. Whether they are what the leaves commit to is for the check of the log to say. */
export function readBodies(problems: Problems, files: PackFiles): ReadonlyMap<number, SaltedBody> {
  const bodies = new Map<number, SaltedBody>();
  const bytes = files.get(BODIES);
  if (bytes === undefined) {
    problems.add('missing-file', BODIES, '', 'the pack has a log and does not disclose what its entries say');
    return bodies;
  }
  let before = -1;
  for (const { line, value } of readLines(problems, BODIES, bytes, bodyLineSchema)) {
    const { index, salt, body } = value;
    if (index <= before)
      problems.add('not-sorted', BODIES, `line ${line}`, 'the bodies are not in the order of their entries, each once', {
        seen: index,
        expected: `above ${before}`,
      });
    before = index;
    bodies.set(index, { salt, body: body as Json });
  }
  return bodies;
}

/** Those that the leaves commit to (`fitting`), as their schema has them. */
export function bodiesThatHold(
  problems: Problems,
  leaves: ReadLog['leaves'],
  fitting: ReadonlySet<number>,
  disclosed: ReadonlyMap<number, SaltedBody>,
): ReadonlyMap<number, ReadBody> {
  const bodies = new Map<number, ReadBody>();
  for (const [index, salted] of disclosed) {
    const leaf = leaves[index];
    if (leaf === undefined || leaf === null || !fitting.has(index)) continue;
    const read = safeParse(leafBodySchema, salted.body);
    if (read.success && read.output.kind === leaf.kind) bodies.set(index, read.output);
    else problems.add('bad-body', BODIES, `leaf ${index}`, `the body of entry ${index} is none of a ${leaf.kind}`);
  }
  return bodies;
}

/**
 * Bodies that should be disclosed and are not. They may have been erased, but no more of them than the log says were, and of a pack in which people are
 * pseudonymised those that bear a name are kept back. Answers how many are not here for one of these reasons.
 */
export function checkMissing(
  problems: Problems,
  log: ReadLog,
  pack: Pack,
  own: readonly number[],
): { readonly erased: number; readonly named: number } {
  const within = (index: number): boolean => {
    const at = log.leaves[index]?.at ?? '';
    return at >= pack.period.from && at < pack.period.to;
  };
  const runs = new Set<number>();
  log.leaves.forEach((leaf, index) => {
    if (within(index)) runs.add(leaf?.of ?? index);
  });
  const missing: number[] = [];
  let named = 0;
  let erasable = 0;
  log.leaves.forEach((leaf, index) => {
    const body = log.bodies.get(index);
    if (body?.kind === 'prune' && body.what === 'bodies') erasable += body.removed;
    if (leaf === null || body !== undefined) return;
    if (leaf.kind === 'prune' && pack.pseudonyms !== null) erasable = Infinity;
    if (!always.has(leaf.kind) && !runs.has(leaf.of ?? index)) return;
    if (pack.pseudonyms !== null && !withoutNames.has(leaf.kind) && !own.includes(index)) named++;
    else missing.push(index);
  });
  const isErasable = (index: number): boolean => !own.includes(index) && !lasting.has(log.leaves[index]?.kind ?? 'begun');
  const allowed = new Set(missing.filter(isErasable).slice(0, erasable));
  for (const index of missing)
    if (!allowed.has(index))
      problems.add(
        'missing-body',
        BODIES,
        `leaf ${index}`,
        `what entry ${index} of the log says (${log.leaves[index]?.kind ?? ''}) is not disclosed, and no entry says that it was erased`,
      );
  return { erased: allowed.size, named };
}
