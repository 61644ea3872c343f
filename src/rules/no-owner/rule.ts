import * as v from 'valibot';
import type { Identity } from '../../model/entity.ts';
import type { Question } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { defineRule } from '../../contract/rule.ts';
import { controls } from '../controls.ts';
import { answerUnread, listedNeeds, notTold, unreadQuestions, weigh } from '../credential-questions.ts';
import { borrowsIdentities, isDirectory } from '../directory.ts';
import { clear, strings, tagValue } from '../shared.ts';

const role = 'arn:aws:iam::111122223333:role/import';
const user = 'arn:aws:iam::111122223333:user/ann';
const provisioned = 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef';

export const rule = defineRule({
  id: 'no-owner',
  revision: 2,
  family: 'ownership',
  title: 'Identity without an owner',
  why: 'Nobody can say whether an identity is still needed, take it away in time or answer for its use when no owner is on record. Not asked about: accounts by which a directory knows its people, who answer for them themselves; identities only the provider manages; and those provisioned from elsewhere (`provisioned`), whose owner is kept there and not on the copy in this boundary.',
  remedy:
    'Find who answers for the identity (its creator in the logs, its last users) and tag it with that owner; delete it when nobody does.',
  verify: 'The next complete read of the identities shows one of the owner tags with a value.',
  controls: controls('NHI1', 'ID.AM-08', 'AC-2', 'IA-4', 'CC6.2', 'A.5.9', 'A.5.16', 'PCI-7.2.5', 'GOVERN-1.6'),
  settings: v.strictObject({
    ownerTags: strings(
      ['owner', 'owner-email', 'owned-by', 'owner-team', 'team', 'contact'],
      'our own choice, after the tag names the AWS tagging guide gives as examples',
      'Names of tags that name an owner; letter case does not matter, a blank value is none',
    ),
    kinds: strings(['user', 'role'], 'our own choice: the kinds that act and can be tagged', 'Kinds of identity asked about'),
    provisioned: strings(
      ['arn:*:role/aws-reserved/*'],
      'AWS IAM User Guide: the path /aws-reserved/ is kept for AWS services; IAM Identity Center makes its roles there, and their owner is the permission set’s',
      'Ids of identities whose owner is kept elsewhere; * stands for any text',
    ),
  }),
  needs: listedNeeds,
  *questions(view, { kinds, provisioned }): Iterable<Question> {
    const patterns = provisioned.map((pattern) => pattern.split('*'));
    for (const identity of view.identities()) {
      const { id, kind, providerManaged, boundary } = identity;
      if (boundary === null || isDirectory(boundary) || providerManaged || !kinds.includes(kind) || isPersonsOwn(identity)) continue;
      if (patterns.some((pieces) => matches(pieces, id))) continue;
      yield { subject: { type: 'identity', id } };
    }
    // A gap about one identity is a gap in its own answer; asking twice would count it twice.
    for (const { subject } of unreadQuestions(view, 'identity')) {
      if (subject.type === 'boundary' && !isDirectory(subject.id) && !borrowsIdentities(subject.id)) yield { subject };
    }
  },
  answer(view, question, { ownerTags }) {
    const identity = question.subject.type === 'identity' ? view.identity(question.subject.id) : undefined;
    if (identity === undefined) return answerUnread(view, question, 'identity');
    if (tagValue(identity.tags, ownerTags) !== undefined) return clear;
    if (!tagsWereRead(view, identity)) return notTold(view, 'identity', identity.id, `the tags of ${identity.name} were not read`);
    const tags = Object.keys(identity.tags).length === 0 ? 'it has no tags at all' : 'none of its tags names an owner';
    return weigh(
      view,
      identity.id,
      { usual: 'low', tierZero: 'medium' },
      [`${identity.name} has no owner on record: ${tags} (looked for ${ownerTags.join(', ')})`],
      [{ type: 'identity', id: identity.id }],
      undefined,
    );
  },
  examples: {
    fires: [
      { name: 'a role without tags', identities: [{ id: role }] },
      { name: 'a user with other tags', identities: [{ id: user, tags: { Environment: 'prod' } }] },
      { name: 'a blank owner', identities: [{ id: role, tags: { Owner: '  ' } }] },
      { name: 'a standing administrator nobody owns', identities: [{ id: role }], grants: [{ subject: role, capability: 'administer' }] },
      { name: 'no tags, in a list read in part', identities: [{ id: role }], unread: [{ kind: 'identity', status: 'partial' }] },
    ],
    clear: [
      { name: 'an owner', identities: [{ id: role, tags: { owner: 'payments' } }] },
      { name: 'the name of the tag in other letters', identities: [{ id: user, tags: { OWNER: 'ann@example.com' } }] },
      {
        name: 'an account of a directory that keeps people, beside an owned one',
        identities: [
          { id: role, tags: { owner: 'payments' } },
          { id: user, nature: 'human', handles: [{ kind: 'user-name', value: 'ann', immutable: false }] },
        ],
      },
      { name: 'a team', identities: [{ id: role, tags: { Team: 'payments' } }] },
      {
        name: 'one provisioned from elsewhere and one only the provider manages, beside an owned one',
        identities: [{ id: role, tags: { owner: 'payments' } }, { id: provisioned }, { id: `${role}-linked`, providerManaged: true }],
      },
    ],
    undetermined: [
      { name: 'an identity known of, tags not read', identities: [{ id: user }], unread: [{ kind: 'identity' }] },
      {
        name: 'a role that only a trust names, beside an owned one',
        identities: [{ id: role, tags: { owner: 'payments' } }],
        links: [{ from: `${role}-unlisted`, to: role }],
      },
      { name: 'identities of the boundary refused', unread: [{ kind: 'identity' }] },
    ],
  },
});

/** A directory of people tells by handles whose account it is: that person answers for it. */
function isPersonsOwn({ nature, handles }: Identity): boolean {
  return nature === 'human' && handles !== undefined;
}

/** An identity may be known from its name in a policy or from a report that has no tags: then their absence says nothing. */
function tagsWereRead(view: View, { id, boundary }: Identity): boolean {
  if (boundary === null || view.evidenceOf('identity', id).length === 0) return false;
  const faults = view.gapsIn('identity', boundary, id).filter((gap) => gap.subject === id);
  // That something it refers to was not listed is no fault in its own tags.
  if (faults.some((gap) => !view.dangling().some((elsewhere) => elsewhere.detail === gap.detail))) return false;
  return view.coverageOf('identity', boundary).some((line) => line.status === 'complete' || line.status === 'partial');
}

/** Walks the pieces between a pattern's stars from left to right, so that many stars cost no more than its length times the text's. */
function matches(pieces: readonly string[], text: string): boolean {
  const [head = '', ...rest] = pieces;
  if (!text.startsWith(head)) return false;
  const tail = rest.pop();
  if (tail === undefined) return head === text;
  if (text.length < head.length + tail.length || !text.endsWith(tail)) return false;
  const end = text.length - tail.length;
  let at = head.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}
