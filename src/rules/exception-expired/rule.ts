import { defineRule } from '../../contract/rule.ts';
import { controls } from '../controls.ts';
import { accepted, decisionText, exceptionNeeds, exceptionQuestions, noStore, ofException, print } from '../exceptions.ts';
import { clear, counted, noSettings } from '../shared.ts';

export const rule = defineRule({
  id: 'exception-expired',
  revision: 1,
  family: 'break-glass',
  title: 'Exception is over and was not decided anew',
  why: 'An exception is a risk that somebody took for a time. When the time is over nobody takes it any more: what it covered is a finding again, and that nobody noticed shows that no one looks after it. Asked of each exception that was not revoked.',
  remedy: 'Mend what it covered and revoke it, or have it approved anew with a new end.',
  verify: 'The next run finds the exception revoked, or in force by a later approval.',
  controls: controls('PR.AA-05', 'AC-2', 'AC-6(7)', 'CA-7', 'CC4.1', 'CC6.3', 'A.5.18', 'PCI-7.2.4'),
  settings: noSettings,
  needs: exceptionNeeds,
  after: 'exceptions',
  questions: (view) => exceptionQuestions(view, ({ state }) => state !== 'revoked'),
  answer: (view, { subject }) =>
    ofException(view, subject, (standing) => {
      const { exception, state, gone } = standing;
      if (state !== 'expired') return clear;
      const left = exception.frozen.filter((each) => !gone.includes(each)).length;
      return {
        says: 'finding',
        severity: left > 0 ? 'medium' : 'low',
        reasons: [
          `it ended at ${exception.end}`,
          left > 0
            ? `${counted(left, 'finding')} it was approved for ${left === 1 ? 'is' : 'are'} there still`
            : 'nothing it was approved for was found',
          decisionText(standing),
        ],
        witness: [{ type: 'exception', id: exception.id }],
      };
    }),
  examples: {
    fires: [
      accepted('it ended and was not revoked', { state: 'expired', exception: { id: 'erp-key', end: '2025-12-31T00:00:00.000Z' } }),
      accepted('it ended, and what it covered is gone', { state: 'expired', gone: [print], exception: { id: 'erp-key', frozen: [print] } }),
    ],
    clear: [accepted('it is in force', { state: 'in-force' }), accepted('it has not begun', { state: 'not-begun' })],
    undetermined: [noStore('no store was at hand'), accepted('identities were refused', {}, { unread: [{ kind: 'identity' }] })],
  },
});
