import * as v from 'valibot';
import { DAY_MS, instantOf } from '../../base/instant.ts';
import { isNonEmpty } from '../../base/json.ts';
import { minuteOf } from '../../base/text/moment.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Access } from '../../model/access.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';
import type { Question, Witness } from '../../model/question.ts';
import { isSameId } from '../../model/same-id.ts';
import type { View } from '../../model/view.ts';
import { ann, daysAgo, role, tenant } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { assignment, outdated, records, withoutHistory } from '../ending-examples.ts';
import { endingNeeds } from '../endings.ts';
import { answerLack, lackQuestions, recordsLack } from '../records.ts';
import type { RecordsAsked } from '../records.ts';
import { clear, counted, days } from '../shared.ts';
import { graveStanding } from '../standing-access.ts';

type Records = Parameters<typeof records>;
const reviews: NonNullable<NonNullable<Records[2]>['sources']> = [{ source: 'reviews', sourceKind: 'review' }];
const looked = { id: 'review-1', type: 'reviewed', subject: ann, object: role, source: 'reviews', sourceKind: 'review' } as const;

export const rule = defineRule({
  id: 'review-overdue',
  revision: 1,
  family: 'jit-integrity',
  title: 'Control of a boundary, not reviewed in time',
  why: 'Access that has no end lasts until somebody asks whether it is still needed. Nobody did for longer than your cadence, of an access that leads to control of a whole boundary: that is how a project’s administrator of last year is one today. Asked of each identity that has such access for good. What began within the cadence is not due.',
  remedy:
    'Have the owner review the access now: keep it with a reason, or take it away. Better, make it eligible or give it an end, so that it needs no reminder.',
  verify: 'A review of the access is on record, read or imported, or the next complete read shows that it is gone.',
  controls: controls('NHI5', 'PR.AA-05', 'AC-2', 'AC-2(7)', 'AC-6(7)', 'CC6.2', 'CC6.3', 'A.5.18', 'A.8.2', 'PCI-7.2.4', 'PCI-7.2.5.1'),
  settings: v.strictObject({
    days: days(
      90,
      'our own choice: quarterly; PCI DSS 4.0.1 7.2.4 asks for a review at least once every six months',
      'The time from one review to the next',
    ),
  }),
  needs: endingNeeds,
  *questions(view, settings): Iterable<Question> {
    for (const subject of graveStanding(view).keys()) yield { subject: { type: 'identity', id: subject } };
    yield* lackQuestions(view, recordsOf(view, settings.days));
  },
  answer(view, { subject }, settings) {
    const since = recordsOf(view, settings.days);
    if (subject.type === 'boundary') return answerLack(view, subject.id, since);
    const due = (graveStanding(view).get(subject.id) ?? []).filter((access) => isDue(view, access, since.from));
    const lacks = due.flatMap(({ boundary }) => recordsLack(view, { ...since, boundary }));
    if (isNonEmpty(lacks)) return { says: 'undetermined', because: lacks };
    const told = due.map((access) => ({ access, last: lastReview(view, access) }));
    if (!isNonEmpty(told)) return clear;
    const [first, ...rest] = told.map(
      ({ access: { name, scope, boundary }, last }) =>
        `${name} on ${scope ?? boundary}: ${last === undefined ? 'no review is on record' : `last reviewed ${minuteOf(last.at)}`}; the cadence is ${counted(settings.days, 'day')}`,
    );
    return {
      says: 'finding',
      severity: 'medium',
      reasons: [first ?? '', ...rest, 'it leads to control of a whole boundary'],
      witness: [
        { type: 'identity', id: subject.id },
        ...told.flatMap(({ last }): readonly Witness[] => (last === undefined ? [] : [{ type: 'life-cycle-event', id: last.id }])),
      ],
    };
  },
  examples: {
    fires: [
      administrator('never reviewed', { sources: reviews }),
      administrator('reviewed half a year ago', { sources: reviews }, [{ ...looked, at: daysAgo(180) }]),
      administrator('another role was reviewed', { sources: reviews }, [{ ...looked, at: daysAgo(9), object: 'another-role' }]),
    ],
    clear: [
      administrator('reviewed last month', { sources: reviews }, [{ ...looked, at: daysAgo(30) }]),
      administrator('given last month', { sources: reviews, accesses: [{ ...assignment, from: daysAgo(30) }] }),
    ],
    undetermined: [
      administrator('no reviews were read', { sources: [] }),
      outdated('nobody to ask about, and no reviews were read'),
      withoutHistory(),
    ],
  },
});

function recordsOf(view: View, cadence: number): Omit<RecordsAsked, 'boundary'> {
  return { kinds: ['review'], from: instantOf(view.now - cadence * DAY_MS) };
}

/** Neither reviewed nor begun since. */
function isDue(view: View, access: Access, since: string): boolean {
  const last = lastReview(view, access);
  if (last !== undefined && last.at >= since) return false;
  const began = [access.from, ...aboutIt(view, access, ['granted']).map(({ at }) => at)];
  return !began.some((at) => at !== null && at >= since && at <= view.asOf);
}

function lastReview(view: View, access: Access): LifeCycleEvent | undefined {
  return aboutIt(view, access, ['reviewed', 'review-denied']).reduce<LifeCycleEvent | undefined>(
    (last, each) => (last === undefined || each.at > last.at ? each : last),
    undefined,
  );
}

function aboutIt(view: View, { subject, objects }: Access, types: readonly LifeCycleEvent['type'][]): readonly LifeCycleEvent[] {
  return view.assured.eventsOf(subject).filter(({ type, succeeded, at, object, what }) => {
    if (!types.includes(type) || !succeeded || at > view.asOf || what === 'eligibility') return false;
    return object === null ? type !== 'granted' : objects.some((each) => isSameId(each, object));
  });
}

function administrator(
  name: string,
  life: Records[2],
  lifeCycleEvents: NonNullable<Records[3]>['lifeCycleEvents'] = [],
): ReturnType<typeof records> {
  const source = { id: assignment.source, kind: 'directory-role', name: assignment.name, boundary: tenant };
  const grants = [{ subject: ann, capability: 'administer', scope: tenant, source }] as const;
  return records(name, [], { accesses: [assignment], ...life }, { grants, lifeCycleEvents });
}
