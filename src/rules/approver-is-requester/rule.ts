import * as v from 'valibot';
import { minuteOf } from '../../base/text/moment.ts';
import { defineRule } from '../../contract/rule.ts';
import type { RequestCase } from '../../model/authorisation.ts';
import type { Observation } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { ann, ben } from '../activation-examples.ts';
import { controls } from '../controls.ts';
import { requested, withoutHistory, withoutRecords } from '../request-examples.ts';
import {
  answerRequest,
  isGraveRequest,
  requestDays,
  requestNeeds,
  requestQuestions,
  requestText,
  requestWitness,
  unsure,
} from '../requests.ts';
import { clear, nameOf } from '../shared.ts';

const stranger = 'j.doe@contractor.example';

export const rule = defineRule({
  id: 'approver-is-requester',
  revision: 1,
  family: 'jit-integrity',
  title: 'Whoever asked approved it',
  why: 'An approval is a second person’s decision. Where the only approver is who asked, or who gets the right, or another account of the same person, one person decided alone, and the record looks as if two had. Asked of each approved request; one further approver who is somebody else is enough.',
  remedy:
    'Have another person decide on the request now, end the access until then, and set the tool so that nobody can approve what they asked for or get.',
  verify: 'the records then show an approval of the request, or of the one that follows it, by another person',
  controls: controls('PR.AA-05', 'AC-5', 'AC-6(1)', 'CC6.1', 'CC6.3', 'A.5.3', 'A.5.18', 'A.8.2', 'PCI-7.2.2'),
  settings: v.strictObject({ days: requestDays }),
  needs: requestNeeds,
  questions: (view, { days }) => requestQuestions(view, days, ({ approvedAt }) => approvedAt !== null),
  answer: (view, question, { days }) => answerRequest(view, question, days, (request) => answer(view, request)),
  examples: {
    fires: [
      requested('ann approved what she asked for', { approvers: [ann] }),
      requested('somebody asked for ben, and ben approved it', { subjects: [ben], requester: ann, approvers: [ben] }),
    ],
    clear: [
      requested('ben approved'),
      requested('ann approved it as well, beside ben', { approvers: [ann, ben] }),
      requested('asked by somebody for ann, and approved by ben', { requester: null }),
    ],
    undetermined: [
      requested('the approver is nobody who was read', { approvers: [stranger] }),
      requested('nobody is named who approved', { approvers: [] }),
      requested('the requester is nobody who was read', { requester: stranger }),
      requested('whom it is about is not known', { subjects: [], unmatched: [{ kind: 'mail', value: stranger }] }),
      withoutRecords('no records of requests were imported'),
      withoutHistory('no store was at hand'),
    ],
  },
});

function answer(view: View, request: RequestCase): Observation {
  const { approvers, requester, subjects, approvedAt } = request;
  const sides = [...(requester === null ? [] : [requester]), ...subjects];
  const own = (approver: string): string | undefined => sides.find((each) => isSame(view, approver, each));
  const isOther = (approver: string): boolean => own(approver) === undefined && view.identity(approver) !== undefined;
  const [first] = approvers;
  if (first === undefined) return unsure(view, request, 'it was approved, and by whom is not told');
  const side = own(first);
  if (side !== undefined && approvers.every((each) => own(each) !== undefined)) {
    const role = side === requester ? 'asked for it' : 'gets the right';
    const names =
      first === side
        ? `${nameOf(view, first)}, who`
        : `${nameOf(view, first)}, an account of the same person as ${nameOf(view, side)}, who`;
    const isGrave = isGraveRequest(view, request);
    return {
      says: 'finding',
      severity: isGrave ? 'high' : 'medium',
      reasons: [
        `${requestText(request)} was approved${approvedAt === null ? '' : ` at ${minuteOf(approvedAt)}`} by ${names} ${role}; nobody else approved it`,
        ...(isGrave ? ['it led to control of a whole boundary'] : []),
      ],
      witness: requestWitness(request),
    };
  }
  const strange = requester !== null && view.identity(requester) === undefined ? requester : undefined;
  if (strange !== undefined) return unsure(view, request, `who asked is named ${strange}, which is nobody who was read`);
  if (approvers.some(isOther)) return clear;
  const unread = approvers.find((each) => view.identity(each) === undefined) ?? first;
  return unsure(view, request, `the approver is named ${unread}, which is nobody who was read: it may be who asked`);
}

/** One account, one name, or two accounts of one person. */
function isSame(view: View, a: string, b: string): boolean {
  if (a.trim().toLowerCase() === b.trim().toLowerCase()) return true;
  const person = view.personOf(a);
  return person !== undefined && person === view.personOf(b);
}
