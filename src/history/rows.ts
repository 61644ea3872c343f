import type { Row, RowChange } from './engine.ts';
import type { Composition, KnownRecord } from './compose.ts';
import type { Sight } from './record.ts';
import type { Span } from './timeline.ts';
import { beginning } from './timeline.ts';

/** What of a row follows from its interval. */
export type RowState = Omit<Row, 'id' | 'previous'>;

export function stateOf(record: KnownRecord, span: Span, composition: Composition): RowState {
  const first = record.sights[span.first] as Sight;
  const last = record.sights[span.last] as Sight;
  const { content } = first;
  const firstAt = first.look.to;
  return {
    ...content,
    incarnation: record.kind === 'identity' ? span.uid : composition.incarnationOf(content.dependsOn, first.look.rank),
    tellers: last.tellers,
    evidence: first.evidence ?? '[]',
    notBefore: span.notBefore,
    firstRun: first.look.run,
    firstAt,
    seenRun: last.look.run,
    seenAt: lastAt(firstAt, last),
    ...stateOfSpan(span),
  };
}

/** The latest moment that a record is known to have been there: when its last read began, for at which moment it looked nobody knows. */
export function lastAt(firstAt: number, last: Pick<Sight, 'look'>): number {
  return Math.max(firstAt, beginning(last.look));
}

export function stateOfSpan({
  missing,
  end,
}: Pick<Span, 'missing' | 'end'>): Pick<
  Row,
  'missingRun' | 'missingAt' | 'wants' | 'how' | 'endAfter' | 'endBefore' | 'endRun' | 'renamedTo'
> {
  return {
    missingRun: missing?.look.run ?? null,
    missingAt: missing?.look.to ?? null,
    wants: end === null ? (missing?.wants ?? null) : null,
    how: end?.how ?? null,
    endAfter: end?.after ?? null,
    endBefore: end?.before ?? null,
    endRun: end?.look.run ?? null,
    renamedTo: end?.to ?? null,
  };
}

/** Whether it was away after it ended so: what is told in another way, or of another or otherwise called identity, need not have been. */
export function isGone(how: Row['how']): boolean {
  return how === 'absent' || how === 'cleared';
}

const mutable = [
  'tellers',
  'incarnation',
  'notBefore',
  'firstRun',
  'firstAt',
  'evidence',
  'missingRun',
  'missingAt',
  'wants',
  'how',
  'endAfter',
  'endBefore',
  'endRun',
  'renamedTo',
  'previous',
] as const satisfies readonly (keyof RowChange)[];

/** What to change of a row; `null`: nothing. Its last sighting is written only where later runs do not tell it: see `TellerRun`. */
export function changeOf(row: Row, state: Omit<Row, 'id'>, seenRuns: ReadonlySet<number>): RowChange | null {
  const change = Object.fromEntries(mutable.filter((key) => row[key] !== state[key]).map((key) => [key, state[key]]));
  const isTold = state.how === null && state.missingRun === null && seenRuns.has(row.seenRun);
  const isSame = isTold || (row.seenRun === state.seenRun && row.seenAt === state.seenAt);
  if (isSame && Object.keys(change).length === 0) return null;
  return { ...change, id: row.id, seenRun: state.seenRun, seenAt: state.seenAt };
}
