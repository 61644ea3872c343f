import { leafKinds, type LeafKind } from '../../../model/ledger.ts';
import { canonicalJson } from '../../../base/bytes/canonical.ts';
import type { OutsideAnchor } from '../../../model/ledger.ts';
import type { IntegrityLevel, Pack } from '../../../model/pack.ts';
import { formatVkey } from '../../log/vkey.ts';
import type { ReadLog } from './log/read-log.ts';
import { PACK } from './manifest.ts';
import type { Problems } from './problem.ts';

/** What is shown of how far the pack can be relied on, by what is in it. */
export interface Shown {
  /** A trusted key signed for it. */
  readonly isSigned: boolean;
  readonly log: ReadLog | undefined;
  /** Marks that lie in the pack and are of its log. */
  readonly anchors: readonly OutsideAnchor[];
  /** Those of them in which nothing wrong was found, and those that were made by somebody whom whoever checks named. */
  readonly faultless: readonly OutsideAnchor[];
  readonly named: readonly OutsideAnchor[];
}

const order: readonly IntegrityLevel[] = ['unsigned', 'signed', 'logged', 'anchored'];

/** `anchored` only where every entry of the period lies under one of the marks. */
function levelBy({ period }: Pack, { isSigned, log }: Shown, marks: readonly OutsideAnchor[]): IntegrityLevel {
  if (!isSigned) return 'unsigned';
  if (log === undefined) return 'signed';
  const within = indexesWithin(log, period);
  const last = within.at(-1) ?? -1;
  return within.length > 0 && marks.some(({ size }) => size > last) ? 'anchored' : 'logged';
}

/**
 * That a pack claims no more than it holds, and that what it tells of the log is so. Answers the level that is shown to whoever checks: marks of those whom
 * they did not name count for the claim, and not for them.
 */
export function checkIntegrity(problems: Problems, pack: Pack, shown: Shown): IntegrityLevel {
  const { integrity } = pack;
  const level = levelBy(pack, shown, shown.faultless);
  const proven = levelBy(pack, shown, shown.named);
  const wrong = (place: string, says: string, seen: string | number | null, expected: string | number | null): void =>
    problems.add('wrong-integrity', PACK, `/integrity${place}`, says, { seen: seen ?? 'none', expected: expected ?? 'none' });
  if (order.indexOf(integrity.level) > order.indexOf(level))
    problems.add(
      'over-claimed',
      PACK,
      '/integrity/level',
      `the pack says that it is ${integrity.level}, and shows no more than that it is ${level}`,
      { seen: integrity.level, expected: level },
    );
  if (integrity.level !== 'anchored' && !/integrity rests on management/i.test(integrity.says))
    problems.add('over-claimed', PACK, '/integrity/says', 'the pack is not anchored and does not say that integrity rests on management', {
      seen: integrity.says,
      expected: 'integrity rests on management',
    });
  const { log } = shown;
  if (log === undefined) {
    if (integrity.size !== null || integrity.origin !== null || integrity.anchors.length > 0)
      problems.add('over-claimed', PACK, '/integrity', 'the pack tells of a log that is not in it', { seen: integrity.origin ?? '' });
    return proven;
  }
  if (integrity.origin !== log.origin) wrong('/origin', 'the pack names another log than the one in it', integrity.origin, log.origin);
  const now = log.keys.at(-1);
  if (now !== undefined && integrity.vkey !== formatVkey(now.vkey))
    wrong('/vkey', 'the pack names another key than the one that signs the log', integrity.vkey, formatVkey(now.vkey));
  const size = integrity.size ?? -1;
  if (size < 0 || size > log.size)
    wrong(
      '/size',
      'the pack was made of a log with more entries than it shows: the log was rolled back',
      integrity.size,
      `at most ${log.size}`,
    );
  else {
    const root = Buffer.from(log.rootAt(size) ?? []).toString('base64');
    if (integrity.root !== root)
      wrong('/root', 'the log of the pack does not begin with the log that the pack was made of', integrity.root, root);
    checkCounts(pack, log, size, wrong);
  }
  const held = new Set(shown.anchors.map((anchor) => canonicalJson({ ...anchor })));
  integrity.anchors.forEach((anchor, index) => {
    if (!held.has(canonicalJson({ ...anchor })))
      problems.add('missing-anchor', PACK, `/integrity/anchors/${index}`, `the pack tells of a mark of ${anchor.by} that is not in it`, {
        seen: `${anchor.how} of ${anchor.at}`,
      });
  });
  return proven;
}

function checkCounts(
  { period, integrity }: Pack,
  log: ReadLog,
  size: number,
  wrong: (place: string, says: string, seen: string | number | null, expected: string | number | null) => void,
): void {
  const counts = new Map<LeafKind, number>();
  for (const index of indexesWithin(log, period)) {
    const kind = log.leaves[index]?.kind;
    if (kind !== undefined && index < size) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  for (const kind of leafKinds)
    if ((integrity.leaves[kind] ?? 0) !== (counts.get(kind) ?? 0))
      wrong(
        `/leaves/${kind}`,
        `the pack does not count the entries of the log that are of the period as the log does`,
        integrity.leaves[kind] ?? 0,
        counts.get(kind) ?? 0,
      );
}

function indexesWithin(log: ReadLog, { from, to }: Pack['period']): readonly number[] {
  return log.leaves.flatMap((leaf, index) => (leaf !== null && leaf.at >= from && leaf.at < to ? [index] : []));
}
