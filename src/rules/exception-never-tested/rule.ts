import * as v from 'valibot';
import { defineRule } from '../../contract/rule.ts';
import { controls } from '../controls.ts';
import { accepted, decisionText, exceptionNeeds, exceptionQuestions, noStore, ofException } from '../exceptions.ts';
import { ageInDays, clear, days, inDays } from '../shared.ts';

const tested = (testedAt: string | null) => ({ exception: { id: 'break-glass-1', kind: 'break-glass', testedAt } }) as const;

export const rule = defineRule({
  id: 'exception-never-tested',
  revision: 1,
  family: 'break-glass',
  title: 'Break-glass account was not tried out',
  why: 'An account for emergencies that nobody tries out does not work when it is needed, and nobody notices when it is used by somebody else: the test shows that it opens, that its use raises the alarm, and that what is sealed is still sealed. Asked of each break-glass exception in force.',
  remedy:
    'Try the account out with the people who would use it, check that the alarm came, seal it again, and say so with `vestige exceptions test`.',
  verify: 'The next run finds a test that is not older than the setting allows.',
  controls: controls('PR.AA-05', 'AC-2', 'AC-2(2)', 'CA-7', 'CC4.1', 'A.8.2', 'GDPR-32.1.d'),
  settings: v.strictObject({
    days: days(
      90,
      'Microsoft, Manage emergency access accounts in Microsoft Entra ID: validate them at least every 90 days',
      'How old the last test may be',
    ),
  }),
  needs: exceptionNeeds,
  after: 'exceptions',
  questions: (view) => exceptionQuestions(view, ({ state, exception }) => state === 'in-force' && exception.kind === 'break-glass'),
  answer: (view, { subject }, settings) =>
    ofException(view, subject, (standing) => {
      const { exception } = standing;
      const age = ageInDays(view, exception.testedAt);
      if (age !== undefined && age >= 0 && age <= settings.days) return clear;
      return {
        says: 'finding',
        severity: age === undefined ? 'medium' : 'low',
        reasons: [
          age === undefined
            ? 'nobody said that it was ever tested'
            : `it was last tested at ${exception.testedAt ?? ''}, ${inDays(Math.abs(age))} ${age < 0 ? 'after' : 'before'} the time of the audit; ${inDays(settings.days)} are allowed`,
          decisionText(standing),
        ],
        witness: [{ type: 'exception', id: exception.id }],
      };
    }),
  examples: {
    fires: [
      accepted('it was never tested', tested(null)),
      accepted('the last test was half a year ago', tested('2025-07-01T00:00:00.000Z')),
    ],
    clear: [accepted('it was tested last month', tested('2025-12-01T00:00:00.000Z'))],
    undetermined: [
      noStore('no store was at hand'),
      accepted('identities were refused', tested('2025-12-01T00:00:00.000Z'), { unread: [{ kind: 'identity' }] }),
    ],
  },
});
