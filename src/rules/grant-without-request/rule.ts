import * as v from 'valibot';
import { minuteOf } from '../../base/text/moment.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Ending } from '../../model/ending.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';
import type { Observation, Witness } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { ben, daysAgo } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { answerLack, lackQuestions, lookBackFrom } from '../records.ts';
import { ended, entry, requested, withoutHistory, withoutRecords } from '../request-examples.ts';
import { requestDays, requestKinds } from '../requests.ts';
import { clear, milder, nameOf, strings, undetermined } from '../shared.ts';

const given = {
  ...entry('given-1', 'granted', 2),
  actor: ben,
  by: 'person',
  source: 'entra:directory-audits',
  sourceKind: 'provider-log',
  activity: 'Add member to role',
} as const;
const unasked = ended({ tierZero: true, authorised: 'never', events: [{ source: 'entra:directory-audits', id: 'given-1' }] });

export const rule = defineRule({
  id: 'grant-without-request',
  revision: 1,
  family: 'jit-integrity',
  title: 'Privilege given that nobody asked for',
  why: 'Where privilege is given on request, what was given without one went round the decision, its end and its record: a hurried favour, or somebody making access last. Asked of each access to tier 0 that was first seen in the look-back, and of any access in the boundaries named; where the records do not cover the time in which it began it is undetermined.',
  remedy: 'Ask who gave it and why, take it away, and have it requested where it is needed.',
  verify: 'the records then show that the access ended, or a request and an approval of it',
  controls: controls('PR.AA-05', 'AC-2', 'AC-2(7)', 'AC-6(5)', 'CA-7', 'CC6.1', 'CC6.2', 'CC6.3', 'A.5.18', 'A.8.2', 'PCI-7.2.2'),
  settings: v.strictObject({
    days: requestDays,
    boundaries: strings(
      [],
      'our own choice: only what is tier 0',
      'Boundaries in which every access is asked about, not only tier 0',
      'list of boundaries',
    ),
  }),
  needs: [{ kind: 'boundary', where: 'own' }],
  *questions(view, { days, boundaries }) {
    const from = lookBackFrom(view, days);
    for (const { id, tierZero, boundary, firstSeen } of view.assured.endings) {
      if (firstSeen >= from && (tierZero || boundaries.includes(boundary))) yield { subject: { type: 'ending', id } };
    }
    yield* lackQuestions(view, { kinds: requestKinds, from });
  },
  answer(view, { subject }, { days }) {
    if (subject.type === 'boundary') return answerLack(view, subject.id, { kinds: requestKinds, from: lookBackFrom(view, days) });
    const ending = subject.type === 'ending' ? view.assured.ending(subject.id) : undefined;
    return ending === undefined ? clear : answer(view, ending);
  },
  examples: {
    fires: [
      requested('a role that controls the tenant', {}, { ...records(), endings: [unasked] }, { lifeCycleEvents: [given] }),
      requested(
        'the same, taken away since',
        {},
        {
          ...records(),
          endings: [{ ...unasked, outcome: 'ended', ended: { how: 'absent', after: daysAgo(1), before: daysAgo(1), recorded: null } }],
        },
        { lifeCycleEvents: [given] },
      ),
    ],
    clear: [
      requested('somebody asked for it', {}, { ...records(), endings: [{ ...unasked, authorised: 'yes' }] }, { lifeCycleEvents: [given] }),
    ],
    undetermined: [
      requested('the records begin after it did', {}, { ...records(), endings: [{ ...unasked, authorised: 'unknown' }] }),
      withoutRecords('no records of requests were imported'),
      withoutHistory('no store was at hand'),
    ],
  },
});

function records() {
  return { sources: [{ source: 'broker', events: 1 }], requests: [] };
}

function answer(view: View, ending: Ending): Observation {
  const { access, authorised, boundary, subjectName, firstSeen } = ending;
  if (authorised === 'yes') return clear;
  if (authorised === 'unknown') {
    const detail = `whether ${access.name} of ${subjectName} was asked for is not known: the records do not cover when it began, or have entries that may be about it`;
    return undetermined({ boundary, surface: 'life-cycle:broker', subject: ending.subject, cause: 'unsupported', detail });
  }
  const logged = givenOf(view, ending);
  const isGone = ending.ended !== null;
  const weight = ending.tierZero ? 'high' : 'medium';
  const began =
    logged === undefined
      ? `first seen ${minuteOf(firstSeen)}`
      : `given ${minuteOf(logged.at)} by ${logged.actor === null ? 'somebody the log does not name' : nameOf(view, logged.actor)} ("${logged.activity}")`;
  return {
    says: 'finding',
    severity: isGone ? milder(weight) : weight,
    reasons: [
      `${access.name} of ${subjectName} in ${boundary} was ${began}, and no request, approval or review on record allows it`,
      isGone ? `it is gone since ${minuteOf(ending.ended.before)} at the latest` : 'it is not known to have ended',
      ...(ending.tierZero ? ['it leads to control of a whole boundary'] : []),
    ],
    witness: [
      { type: 'ending', id: ending.id },
      ...(logged === undefined ? [] : [{ type: 'life-cycle-event', id: logged.id } satisfies Witness]),
    ],
  };
}

/** The log's entry of its beginning. */
function givenOf({ assured }: View, { events }: Ending): LifeCycleEvent | undefined {
  return events
    .flatMap(({ source, id }) => assured.event(source, id) ?? [])
    .find(({ type, succeeded, sourceKind }) => type === 'granted' && succeeded && sourceKind === 'provider-log');
}
