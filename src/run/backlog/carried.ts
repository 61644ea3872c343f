import { byCodeUnit } from '../../base/order.ts';
import type { Instant } from '../../base/instant.ts';
import type { Backlog, BacklogItem } from '../../model/backlog.ts';
import type { Ending } from '../../model/ending.ts';
import type { Resolved } from '../../model/history.ts';
import type { Report } from '../../model/report.ts';

export interface CarryInput {
  readonly report: Pick<Report, 'coverage' | 'run'>;
  /** Items of now, by id. */
  readonly now: ReadonlyMap<string, BacklogItem>;
  /** Findings that were shown to be resolved, by fingerprint; `null`: no history tells. */
  readonly resolved: ReadonlyMap<string, Resolved> | null;
  endingsOf(source: string): readonly Ending[];
}

/**
 * What became of items of an earlier export that are not among those of now. An item is closed only where every finding of it was shown to be resolved;
 * one that is merely not told any more is `unconfirmed`, and says what is wanting. One whose findings are told under other items names those.
 */
export function carriedOver(before: Backlog, input: CarryInput): readonly BacklogItem[] {
  const homes = new Map<string, string>();
  for (const { id, findings } of input.now.values()) for (const { fingerprint } of findings) homes.set(fingerprint, id);
  return before.items.flatMap((item) => (input.now.has(item.id) ? [] : [carried(item, homes, input)]));
}

function carried(item: BacklogItem, homes: ReadonlyMap<string, string>, input: CarryInput): BacklogItem {
  const moved = [...new Set(item.findings.flatMap(({ fingerprint }) => homes.get(fingerprint) ?? []))].sort(byCodeUnit);
  if (moved.length > 0) {
    const rest = item.findings.filter(({ fingerprint }) => !homes.has(fingerprint)).length;
    const because = [`told under ${moved.join(', ')} now`, ...(rest === 0 ? [] : [`${rest} of its findings are told nowhere any more`])];
    return { ...item, state: 'unconfirmed', movedTo: moved, rankBecause: because, closed: null };
  }
  // what was shown to be gone stays so until a finding tells otherwise
  if (item.state === 'closed') return item;
  const closed = closingOf(item, input);
  if (closed !== null) return { ...item, state: 'closed', closed, movedTo: [], rankBecause: ['done'] };
  return { ...item, state: 'unconfirmed', closed: null, movedTo: [], rankBecause: wantingOf(item, input) };
}

function closingOf(item: BacklogItem, input: CarryInput): BacklogItem['closed'] {
  if (item.findings.length === 0) return readAgain(item, input);
  if (input.resolved === null) return null;
  const ends: Resolved[] = [];
  for (const { fingerprint } of item.findings) {
    const end = input.resolved.get(fingerprint);
    if (end === undefined) return null;
    ends.push(end);
  }
  const at =
    ends
      .map(({ before }) => before)
      .sort(byCodeUnit)
      .at(-1) ?? input.report.run.asOf;
  return { at, ...sureness(input.endingsOf(item.rootCause.id), ends) };
}

/** An item of questions alone is done when every surface of its boundary was read to its end. */
function readAgain({ rootCause, boundary }: BacklogItem, { report }: CarryInput): BacklogItem['closed'] {
  const lines = report.coverage.filter((each) => each.boundary === boundary);
  if (rootCause.kind !== 'reading' || lines.length === 0 || lines.some(({ status }) => status !== 'complete' && status !== 'excluded'))
    return null;
  return { at: report.run.asOf, level: 2, lacks: [] };
}

/**
 * The level of the least sure of the endings of what was taken away. Where none tells of it, a finding's resolution is one by reads that had all they need: observed,
 * and nobody looked at what the third level asks for.
 */
function sureness(endings: readonly Ending[], ends: readonly Resolved[]): Pick<NonNullable<BacklogItem['closed']>, 'level' | 'lacks'> {
  const told = endings.filter(({ outcome, level }) => outcome === 'ended' && level !== null);
  if (told.length > 0 && told.length === endings.length) {
    const level = told.reduce<NonNullable<Ending['level']>>(
      (least, each) => (each.level !== null && each.level < least ? each.level : least),
      3,
    );
    return { level, lacks: [...new Set(told.flatMap(({ lacks }) => lacks))].sort(byCodeUnit) };
  }
  const unsure = endings
    .filter((each) => !told.includes(each))
    .map(({ outcome, id }) => `ending ${id.slice(0, 12)} is ${outcome.replace('-', ' ')}`);
  const recreated = ends.some(({ how }) => how === 're-created')
    ? ['another thing of the same name is there: look whether it is meant to be']
    : [];
  const never = endings.length === 0 ? ['an ending on record: linger, other ways and use after the end were not looked at'] : [];
  return { level: 2, lacks: [...unsure, ...recreated, ...never].sort(byCodeUnit) };
}

function wantingOf({ findings, rootCause, boundary }: BacklogItem, { resolved, report }: CarryInput): readonly string[] {
  if (findings.length === 0) {
    const unread = report.coverage.filter((each) => each.boundary === boundary && each.status !== 'complete').map(({ surface }) => surface);
    return [
      unread.length === 0 ? `nothing tells of ${rootCause.name} any more` : `not read to the end: ${unread.sort(byCodeUnit).join(', ')}`,
    ];
  }
  if (resolved === null) return ['no finding tells it any more; without a history of runs nothing shows that it is gone'];
  const left = findings.filter(({ fingerprint }) => !resolved.has(fingerprint));
  return [`no finding tells it any more, and of ${left.length} of its ${findings.length} findings nothing shows that it is gone`];
}

/** Of history what matters here, by fingerprint; the last end of each. */
export function resolvedByFingerprint(resolved: readonly Resolved[]): ReadonlyMap<string, Resolved> {
  const found = new Map<string, Resolved>();
  for (const each of resolved) {
    const known = found.get(each.fingerprint);
    if (known === undefined || laterOf(known.before, each.before) === each.before) found.set(each.fingerprint, each);
  }
  return found;
}

function laterOf(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}
