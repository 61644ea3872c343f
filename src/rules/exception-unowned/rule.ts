import { isNonEmpty } from '../../base/json.ts';
import { defineRule } from '../../contract/rule.ts';
import { controls } from '../controls.ts';
import { accepted, decisionText, exceptionNeeds, exceptionQuestions, noStore, ofException } from '../exceptions.ts';
import { clear, noSettings } from '../shared.ts';

export const rule = defineRule({
  id: 'exception-unowned',
  revision: 1,
  family: 'break-glass',
  title: 'Exception is not one: nobody else owns or approved it',
  why: 'Who is the subject of an exception may not own or approve it, and who owns it may not approve it; it has to have an end within the policy, a reason and a decision. One that lacks any of this is somebody’s word for his own access, and covers nothing. Some findings no exception may cover at all. Asked of each exception that is not over.',
  remedy: 'Have it approved anew with an owner and an approver who are neither each other nor whom it is about, or revoke it.',
  verify: 'The next run finds the exception with no fault, or revoked.',
  controls: controls('PR.AA-05', 'AC-2', 'AC-5', 'CC6.3', 'A.5.3', 'A.5.18', 'PCI-7.2.4'),
  settings: noSettings,
  needs: exceptionNeeds,
  after: 'exceptions',
  questions: (view) => exceptionQuestions(view, ({ state }) => state !== 'revoked' && state !== 'expired'),
  answer: (view, { subject }) =>
    ofException(view, subject, (standing) => {
      const { exception, state, faults } = standing;
      if (!isNonEmpty(faults)) return clear;
      const [first, ...others] = faults;
      return {
        says: 'finding',
        severity: state === 'invalid' ? 'medium' : 'low',
        reasons: [first, ...others, decisionText(standing)],
        witness: [{ type: 'exception', id: exception.id }],
      };
    }),
  examples: {
    fires: [
      accepted('its approver owns it', { state: 'invalid', faults: ['approver is owner'] }),
      accepted('nobody owns it', { state: 'invalid', faults: ['nobody owns it'], exception: { id: 'erp-key', owner: '' } }),
      accepted('it matches what none may cover', {
        faults: ['standing-disable-audit is not covered: it turns off what would show its use'],
      }),
    ],
    clear: [accepted('three people, an end and a reason', {})],
    undetermined: [noStore('no store was at hand'), accepted('identities were refused', {}, { unread: [{ kind: 'identity' }] })],
  },
});
