import { defineRule } from '../../contract/rule.ts';
import { controls } from '../controls.ts';
import { accepted, decisionText, exceptionQuestions, matchNeeds, noStore, ofException, print } from '../exceptions.ts';
import { clear, counted, noSettings } from '../shared.ts';

export const rule = defineRule({
  id: 'exception-outgrown',
  revision: 1,
  family: 'break-glass',
  title: 'More falls under an exception than was approved',
  why: 'An exception was approved for the findings that were there. What matches it since is a finding like any other; that such findings come shows that the exception is worded too widely, or that somebody takes it for leave to have more. Asked of each exception in force.',
  remedy: 'Mend what came since, or have the exception approved anew for it; word the matcher more narrowly.',
  verify: 'The next run finds nothing that matches the exception and was not approved.',
  controls: controls('PR.AA-05', 'AC-2', 'AC-6', 'CA-7', 'CC6.3', 'A.5.18', 'PCI-7.2.4'),
  settings: noSettings,
  needs: matchNeeds,
  after: 'exceptions',
  questions: (view) => exceptionQuestions(view, ({ state }) => state === 'in-force'),
  answer: (view, { subject }) =>
    ofException(view, subject, (standing) => {
      const { exception, fresh } = standing;
      if (fresh.length === 0) return clear;
      return {
        says: 'finding',
        severity: 'medium',
        reasons: [
          `${counted(fresh.length, 'finding')} ${fresh.length === 1 ? 'matches' : 'match'} it since, beside ${counted(exception.frozen.length, 'finding')} it was approved for: ${fresh
            .slice(0, 3)
            .map((each) => each.slice(0, 12))
            .join(', ')}`,
          decisionText(standing),
        ],
        witness: [{ type: 'exception', id: exception.id }],
      };
    }),
  examples: {
    fires: [accepted('one more matches', { fresh: [print] })],
    clear: [accepted('all that matches was approved', { covers: [print], exception: { id: 'erp-key', frozen: [print] } })],
    undetermined: [
      noStore('no store was at hand'),
      accepted('attachments were refused', { covers: [print] }, { unread: [{ kind: 'attachment' }] }),
    ],
  },
});
