import * as v from 'valibot';
import { DAY_MS, parseInstant } from '../../base/instant.ts';
import { isNonEmpty } from '../../base/json.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Grant, Link } from '../../model/grant.ts';
import type { View } from '../../model/view.ts';
import { admins, ann, ben, directory, eligible, logSince, switchedOn as activation } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { listedNeeds } from '../credential-questions.ts';
import { clear, days, gapAbout, inDays, undetermined } from '../shared.ts';
import { answerEligible, eligibleQuestions, logLacks, switchedOn } from '../switched-on.ts';

export const rule = defineRule({
  id: 'eligible-dormant',
  revision: 1,
  family: 'unused',
  title: 'Eligible and never switched on',
  why: 'A right that nobody switches on is not needed, and waits for whoever takes over the account. Asked of each eligible right that leads to more than what is ordinary; one that a group holds is in use when any of its members switches it on. A right that is newer than the time asked about is left alone.',
  remedy: 'Remove the eligibility, or ask its holder why it is needed and set an end.',
  verify: 'The next complete read no longer lists the eligibility, or the log shows that it was switched on.',
  controls: controls('NHI5', 'PR.AA-05', 'AC-2(3)', 'AC-6(7)', 'CC6.2', 'CC6.3', 'A.5.18', 'A.8.2', 'PCI-7.2.4'),
  settings: v.strictObject({
    days: days(
      28,
      'Microsoft Entra keeps its audit log for 30 days with a premium licence: four whole weeks of it can be told at any time',
      'A right that nobody switched on in this time is a finding; a log that begins later answers nothing',
    ),
  }),
  needs: listedNeeds,
  questions: eligibleQuestions,
  answer: (view, question, settings) =>
    answerEligible(view, question, (element, weight) => {
      if (isNew(view, element, settings.days)) return clear;
      const { sure, perhaps } = switchedOn(view, element);
      const since = view.now - settings.days * DAY_MS;
      if (sure.some(({ at }) => (parseInstant(at) ?? -Infinity) >= since)) return clear;
      const lacks = logLacks(view, element.boundary, settings.days);
      if (isNonEmpty(lacks)) return { says: 'undetermined', because: lacks };
      const [unclear] = perhaps;
      if (unclear !== undefined) {
        const detail = `${unclear.activity} at ${unclear.at} does not tell what was switched on`;
        return undetermined(gapAbout(view, 'life-cycle-event', element.boundary, detail));
      }
      return {
        says: 'finding',
        severity: weight === 'tier-0' ? 'medium' : 'low',
        reasons: [`nobody switched it on in the ${inDays(settings.days)} before the audit`],
        witness: [{ type: element.type, id: element.key }],
      };
    }),
  examples: {
    fires: [
      directory('nothing in a log of four weeks', {}, { lifeCycleEvents: [logSince(28)] }),
      directory('last switched on five weeks ago', {}, { lifeCycleEvents: [activation(ann, 35)] }),
      directory('somebody else switched the role on', {}, { lifeCycleEvents: [logSince(29), activation(ben, 3)] }),
    ],
    clear: [
      directory('switched on last week', {}, { lifeCycleEvents: [logSince(29), activation(ann, 7)] }),
      directory(
        'a member of the group switched it on',
        {},
        {
          grants: [eligible(admins)],
          links: [{ from: ben, to: admins, how: 'member-of' }],
          lifeCycleEvents: [logSince(29), activation(ben, 7)],
        },
      ),
      directory(
        'eligible since yesterday',
        {},
        {
          grants: [eligible(ann, { windows: [{ from: Date.UTC(2025, 11, 31), until: Date.UTC(2026, 11, 31) }] })],
          lifeCycleEvents: [logSince(29)],
        },
      ),
      directory('switched on in a log that was cut', {}, { lifeCycleEvents: [activation(ann, 2)] }),
    ],
    undetermined: [
      directory('the log begins last week', {}, { lifeCycleEvents: [logSince(7)] }),
      directory('the log was refused', {}, { unread: [{ kind: 'life-cycle-event' }] }),
      directory(
        'an entry that does not tell what was switched on',
        {},
        {
          lifeCycleEvents: [logSince(29), activation(ann, 7, 8, { object: null })],
        },
      ),
    ],
  },
});

function isNew(view: View, { windows }: Grant | Link, days: number): boolean {
  const from = windows[0]?.from ?? null;
  return from !== null && view.now - from < days * DAY_MS;
}
