import * as v from 'valibot';
import { HOUR_MS, parseInstant } from '../../base/instant.ts';
import { isNonEmpty } from '../../base/json.ts';
import { defineRule } from '../../contract/rule.ts';
import { matchesText } from '../../model/exception-match.ts';
import type { ExceptionStanding } from '../../model/exception.ts';
import type { EntityId } from '../../model/ids.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';
import type { Question, Witness } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { controls } from '../controls.ts';
import { accepted, exceptionNeeds, exceptionQuestions, holder, noStore, ofException } from '../exceptions.ts';
import { LOOK_BACK_DAYS, lookBackFrom, recordsLack } from '../records.ts';
import { clear, count, counted, days, undetermined } from '../shared.ts';

const sealed = { exception: { id: 'break-glass-1', kind: 'break-glass' } } as const;
const use = { id: 'use-1', type: 'used', at: '2025-12-24T02:10:00.000Z', subject: holder, activity: 'ConsoleLogin' } as const;
const incident = { id: 'inc-7', type: 'incident', at: '2025-12-24T01:50:00.000Z', subject: holder, sourceKind: 'ticket' } as const;
const told = [
  {
    source: 'log',
    sourceKind: 'provider-log',
    spans: [{ from: '2000-01-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z', tells: 'use' }],
  },
] as const;
const used = (name: string, events: readonly (Partial<LifeCycleEvent> & Pick<LifeCycleEvent, 'id' | 'type'>)[], more: object = {}) => {
  const { life, ...graph } = accepted(name, { ...sealed, ...more });
  return { ...graph, lifeCycleEvents: events, life: { ...life, sources: told } };
};

export const rule = defineRule({
  id: 'break-glass-used',
  revision: 1,
  family: 'break-glass',
  title: 'Break-glass account was used without an incident',
  why: 'An account for emergencies is excepted from all that governs others because it is not used. Each use goes with an incident, or with a test that was announced; one with neither is convenience, or an intruder who found what nobody watches. Asked of each account that a break-glass exception in force is for.',
  remedy:
    'Find out who used it and for what; open the incident late if there was one; else change its credentials and treat it as an intrusion.',
  verify: 'The next run finds an incident or a test about each use, or the use lies before the days it looks at.',
  controls: controls('NHI10', 'PR.AA-05', 'AC-2(2)', 'AC-6(5)', 'CA-7', 'CC6.1', 'CC7.2', 'A.8.2', 'A.8.15', 'PCI-8.2.2', 'PCI-10.2.1'),
  settings: v.strictObject({
    days: days(LOOK_BACK_DAYS, 'the days that other rules of records look at', 'How far back uses are looked for'),
    hours: count(24, 'an incident is written up within a day of it', 'hours', 'How far an incident or a test may lie from the use'),
  }),
  needs: exceptionNeeds,
  after: 'exceptions',
  *questions(view): Iterable<Question> {
    if (view.assured.from === 'none') yield* exceptionQuestions(view, () => false);
    const asked = new Set(broken(view).flatMap((standing) => accountsOf(view, standing)));
    for (const id of asked) yield { subject: { type: 'identity', id } };
  },
  answer(view, { subject }, { days: back, hours }) {
    if (subject.type === 'boundary') return ofException(view, subject, () => clear);
    const standings = broken(view).filter((each) => accountsOf(view, each).includes(subject.id));
    const [first] = standings;
    if (first === undefined) return clear;
    const from = lookBackFrom(view, back);
    const events = view.assured.eventsOf(subject.id).filter(({ at, succeeded }) => succeeded && at <= view.asOf);
    const accounted = [
      ...events.filter(({ type }) => type === 'incident').map(({ at }) => at),
      ...standings.flatMap(({ exception }) => exception.testedAt ?? []),
    ].map(msOf);
    const unaccounted = events
      .filter(({ type, at }) => type === 'used' && at >= from)
      .filter(({ at }) => !accounted.some((each) => Math.abs(each - msOf(at)) <= hours * HOUR_MS));
    const last = unaccounted.at(-1);
    if (last === undefined) return lacksUse(view, subject.id, from);
    return {
      says: 'finding',
      severity: 'high',
      reasons: [
        `it was used ${counted(unaccounted.length, 'time')}, last at ${last.at} ("${last.activity}"), and no incident or test about it is on record within ${counted(hours, 'hour')}`,
        `exception ${first.exception.id} is for emergencies`,
      ],
      witness: [
        { type: 'identity', id: subject.id },
        ...unaccounted.slice(-20).map((each): Witness => ({ type: 'life-cycle-event', id: each.id })),
        { type: 'exception', id: first.exception.id },
      ],
    };
  },
  examples: {
    fires: [
      used('used on a quiet night', [use]),
      used('the incident was a week before', [use, { ...incident, at: '2025-12-17T01:50:00.000Z' }]),
    ],
    clear: [
      used('used in an incident', [incident, use]),
      used('used in a test', [use], { exception: { ...sealed.exception, testedAt: '2025-12-24T02:00:00.000Z' } }),
      used('not used', []),
    ],
    undetermined: [
      noStore('no store was at hand'),
      accepted('no log of use was read', sealed),
      { ...used('identities were refused', []), unread: [{ kind: 'identity' }] },
    ],
  },
});

function broken(view: View): readonly ExceptionStanding[] {
  return view.assured.exceptions.filter(({ state, exception }) => state === 'in-force' && exception.kind === 'break-glass');
}

function accountsOf(view: View, { exception }: ExceptionStanding): readonly EntityId[] {
  const { subject } = exception.matcher;
  if (subject === null) return [];
  if (!subject.endsWith('*')) return [subject];
  return [...view.identities()].flatMap(({ id }) => (matchesText(subject, id) ? [id] : []));
}

/** Only a log that tells of use says by its silence that there was none. */
function lacksUse(view: View, id: EntityId, from: string) {
  const boundary = view.identity(id)?.boundary ?? view.boundaries[0]?.id;
  if (boundary === undefined) return clear;
  const sources = view.assured.sources.map((each) => ({ ...each, spans: each.spans.filter(({ tells }) => tells === 'use') }));
  const lacks = recordsLack({ ...view, assured: { ...view.assured, sources } }, { kinds: ['provider-log'], boundary, from });
  return isNonEmpty(lacks) ? undetermined(...lacks) : clear;
}

function msOf(at: string): number {
  return parseInstant(at) ?? Number.NaN;
}
