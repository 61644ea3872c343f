import { isNonEmpty } from '../../base/json.ts';
import { defineRule } from '../../contract/rule.ts';
import { controls } from '../controls.ts';
import { accepted, decisionText, exceptionQuestions, matchNeeds, noStore, ofException, print, unreadFor } from '../exceptions.ts';
import { clear, counted, noSettings } from '../shared.ts';

export const rule = defineRule({
  id: 'exception-unmatched',
  revision: 1,
  family: 'break-glass',
  title: 'Exception covers nothing any more',
  why: 'What it was approved for is gone, and the permission to have it again stayed. Whoever brings the finding back finds it accepted in advance. Asked of each exception in force; where something was not read, what it covers may be there and not have been seen, and that is said.',
  remedy: 'Revoke the exception; where it is to be had again, have it approved then.',
  verify: 'The next run finds the exception revoked, or a finding that it covers.',
  controls: controls('PR.AA-05', 'AC-2', 'AC-6(7)', 'CA-7', 'CC6.3', 'A.5.18', 'PCI-7.2.4'),
  settings: noSettings,
  needs: matchNeeds,
  after: 'exceptions',
  questions: (view) => exceptionQuestions(view, ({ state }) => state === 'in-force'),
  answer: (view, { subject }) =>
    ofException(view, subject, (standing) => {
      const { exception, covers } = standing;
      if (covers.length > 0) return clear;
      const unread = unreadFor(view, standing);
      if (isNonEmpty(unread)) return { says: 'undetermined', because: unread };
      return {
        says: 'finding',
        severity: 'low',
        reasons: [
          `none of the ${counted(exception.frozen.length, 'finding')} it was approved for was found, and all was read`,
          decisionText(standing),
        ],
        witness: [{ type: 'exception', id: exception.id }],
      };
    }),
  examples: {
    fires: [accepted('what it covered is gone', { gone: [print], exception: { id: 'erp-key', frozen: [print] } })],
    clear: [accepted('it covers a finding', { covers: [print], exception: { id: 'erp-key', frozen: [print] } })],
    undetermined: [
      noStore('no store was at hand'),
      accepted('nothing was found, and trusts were refused', {}, { unread: [{ kind: 'trust' }] }),
    ],
  },
});
