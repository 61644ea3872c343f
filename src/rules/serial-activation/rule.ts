import * as v from 'valibot';
import { DAY_MS, parseInstant } from '../../base/instant.ts';
import { groupBy } from '../../base/group.ts';
import { isNonEmpty } from '../../base/json.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Grant, Link } from '../../model/grant.ts';
import type { EntityId } from '../../model/ids.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';
import type { Witness } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import type { Windows } from '../../model/window.ts';
import { intersect, union } from '../../model/window.ts';
import { ann, ben, directory, logSince, switchedOn as activation } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { listedNeeds } from '../credential-questions.ts';
import { clear, count, counted, days, nameOf } from '../shared.ts';
import { answerEligible, eligibleQuestions, logLacks, switchedOn } from '../switched-on.ts';

export const rule = defineRule({
  id: 'serial-activation',
  revision: 1,
  family: 'jit-integrity',
  title: 'Switched on day after day: standing in fact',
  why: 'A right that one person switches on every working day is there whenever an attacker comes. The gate has become a habit, and says nothing about a task. Asked of each eligible right that leads to more than what is ordinary; of each person who switched it on, the time in which it was on counts, times that overlap once.',
  remedy: 'Ask what the right is used for each day, and give a lesser role for that; keep the privileged one for what is rare.',
  verify: 'The next analysis finds the right switched on for less than the share allowed.',
  controls: controls('NHI5', 'PR.AA-05', 'AC-2(6)', 'AC-6', 'AC-6(7)', 'ZTA-3', 'CC6.3', 'A.5.18', 'A.8.2'),
  settings: v.strictObject({
    days: days(
      28,
      'Microsoft Entra keeps its audit log for 30 days with a premium licence: four whole weeks of it can be told at any time',
      'The time looked back on',
    ),
    percent: count(
      20,
      'our own choice: eight hours on each of five days a week are 24 percent of the time',
      'percent of the time looked back on',
      'One person who had the right on for so long, or longer, is a finding',
    ),
  }),
  needs: listedNeeds,
  questions: eligibleQuestions,
  answer: (view, question, settings) =>
    answerEligible(view, question, (element, weight) => {
      const most = longestOn(view, element, settings.days);
      if (most !== undefined && most.share * 100 >= settings.percent) {
        const { person, share, events } = most;
        const percent = Math.floor(share * 100);
        const gate = element.gate === 'self' ? ['nobody else decides when it is switched on'] : [];
        return {
          says: 'finding',
          severity: weight === 'tier-0' ? 'high' : 'low',
          reasons: [
            `${nameOf(view, person)} switched it on ${counted(events.length, 'time')} in ${counted(settings.days, 'day')} and had it for ${percent} % of them; the limit is ${settings.percent} %`,
            ...gate,
          ],
          witness: [
            { type: element.type, id: element.key },
            ...events.slice(-9).map(({ id }): Witness => ({ type: 'life-cycle-event', id })),
          ],
        };
      }
      const lacks = logLacks(view, element.boundary, settings.days);
      return isNonEmpty(lacks) ? { says: 'undetermined', because: lacks } : clear;
    }),
  examples: {
    fires: [
      directory('eight hours on each working day', {}, { lifeCycleEvents: [logSince(28), ...workingDays(8)] }),
      directory('on for a week without a break, in a log that begins then', {}, { lifeCycleEvents: [activation(ann, 8, 7 * 24)] }),
    ],
    clear: [
      directory('two hours on each working day', {}, { lifeCycleEvents: [logSince(28), ...workingDays(2)] }),
      directory('never', {}, { lifeCycleEvents: [logSince(28)] }),
      directory('each day by somebody else, who is not asked about', {}, { lifeCycleEvents: [logSince(28), ...workingDays(8, ben)] }),
      directory(
        'four times at once, and over within the hour',
        {},
        {
          lifeCycleEvents: [logSince(28), ...[1, 2, 3, 4].map((at) => activation(ann, 5, 40, { id: `again-${at}` }))],
        },
      ),
    ],
    undetermined: [
      directory('once, in a log that begins last week', {}, { lifeCycleEvents: [logSince(7), activation(ann, 3)] }),
      directory('the log was refused', {}, { unread: [{ kind: 'life-cycle-event' }] }),
    ],
  },
});

interface On {
  readonly person: EntityId;
  /** Of the time looked back on. */
  readonly share: number;
  readonly events: readonly LifeCycleEvent[];
}

/** Who had it on longest. */
function longestOn(view: View, element: Grant | Link, lookBack: number): On | undefined {
  const since = view.now - lookBack * DAY_MS;
  const { sure } = switchedOn(view, element);
  const byPerson = groupBy(sure, (each) => each.subject ?? '');
  let most: On | undefined;
  for (const [person, all] of byPerson) {
    const events = all.filter(({ at }) => (parseInstant(at) ?? -Infinity) >= since);
    const on = all.map((each) => onWindow(view, element, each)).reduce<Windows>(union, []);
    const looked = intersect(on, [{ from: since, until: view.now }]);
    const share = looked.reduce((sum, { from, until }) => sum + (until ?? view.now) - (from ?? since), 0) / (lookBack * DAY_MS);
    if (most === undefined || share > most.share) most = { person, share, events };
  }
  return most;
}

/** From when it was switched on until its end, or until it was given back or taken away before. */
function onWindow(view: View, element: Grant | Link, event: LifeCycleEvent): Windows {
  const from = parseInstant(event.at);
  if (from === undefined) return [];
  const longest = element.gatedBy === undefined ? null : (view.activationPolicy(element.gatedBy)?.longestActivationMs ?? null);
  const told = event.until === null ? undefined : parseInstant(event.until);
  // without an end that is told, and without one that the policy sets, it is not known to have been on at all
  const end = told ?? (longest === null ? from : from + longest);
  const cut = endings(view, event).find((each) => each >= from) ?? Infinity;
  const until = Math.min(end, cut);
  return until > from ? [{ from, until }] : [];
}

/** When this person was seen to lose the same, rising. */
function endings(view: View, { subject, object }: LifeCycleEvent): readonly number[] {
  if (subject === null) return [];
  return view.lifeCycleEvents(subject).flatMap((each) => {
    const ends =
      (each.type === 'revoked' || each.type === 'expired') && each.succeeded && each.object === object && each.what !== 'eligibility';
    const at = parseInstant(each.at);
    return ends && at !== undefined ? [at] : [];
  });
}

function workingDays(hours: number, person = ann): readonly ReturnType<typeof activation>[] {
  return [1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 15, 16, 17, 18, 19, 22, 23, 24, 25, 26].map((day) => activation(person, day, hours));
}
