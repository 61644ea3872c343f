import * as v from 'valibot';
import type { Credential } from '../../model/entity.ts';
import type { EntityId } from '../../model/ids.ts';
import type { Question } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { byKeys } from '../../base/order.ts';
import { isNonEmpty } from '../../base/json.ts';
import { defineRule } from '../../contract/rule.ts';
import { controls } from '../controls.ts';
import { answerUnread, breakage, secretAge, unreadCredentials, untold, weigh } from '../credential-questions.ts';
import { clear, counted, days, inDays } from '../shared.ts';

const identity = 'arn:aws:iam::111122223333:user/deploy';
const identities = [{ id: identity }];
const first = { id: `${identity}#access-key-1`, identity, createdAt: '2025-11-01T00:00:00.000Z' };
const partly = [{ kind: 'credential', status: 'partial' }] as const;
const second = { id: `${identity}#access-key-2`, identity, createdAt: '2025-12-31T00:00:00.000Z' };

export const rule = defineRule({
  id: 'access-key-two-active',
  revision: 1,
  family: 'long-lived',
  title: 'More than one active access key',
  why: 'A second key is meant for the hours of a rotation. Two that stay active double what can leak, and neither can be taken away with confidence because each hides whether the other is still in use.',
  remedy: 'Move every user of the older key to the newer one, deactivate the older key, watch for failures and delete it.',
  verify: 'The next complete read of the credentials shows at most one active key of this identity.',
  controls: controls('NHI7', 'PR.AA-01', 'IA-5', 'CC6.1', 'A.5.17', 'CIS3-1.13'),
  settings: v.strictObject({
    overlapDays: days(
      0,
      'CIS AWS Foundations Benchmark 3.0.0 recommendation 1.13, which allows no overlap',
      'Two active keys are a finding once the newest is older than this; 0 = at once, whatever their age',
    ),
  }),
  needs: [{ kind: 'credential', where: 'own' }],
  *questions(view): Iterable<Question> {
    const unread = new Set<EntityId>();
    for (const question of unreadCredentials(view, ['access-key'])) {
      if (question.subject.type === 'identity') unread.add(question.subject.id);
      yield question;
    }
    const holders = new Set<EntityId>();
    for (const { kind, identity } of view.credentials()) if (kind === 'access-key') holders.add(identity);
    for (const id of holders) {
      if (!unread.has(id) && view.identity(id)?.kind !== 'root') yield { subject: { type: 'identity', id } };
    }
  },
  answer(view, question, { overlapDays }) {
    const unread = answerUnread(view, question, 'credential');
    if (question.subject.type !== 'identity') return unread;
    const keys = activeKeys(view, question.subject.id);
    // Two keys seen are two keys, whatever else was not read; fewer are few only where all was read.
    if (keys.length < 2 || !isNonEmpty(keys)) return unread;
    const [oldest, ...others] = keys;
    if (overlapDays > 0) {
      const ages = keys.map((key) => secretAge(view, key));
      if (ages.some((age) => age.known && age.days <= overlapDays)) return clear;
      const open = ages.find((age) => !age.known);
      if (open !== undefined) return untold(view, oldest, open.why);
    }
    const reason = `${counted(keys.length, 'active access key')}: ${keys.map((key) => nameWithAge(view, key)).join(', ')}`;
    return weigh(
      view,
      question.subject.id,
      { usual: 'low', tierZero: 'medium' },
      [reason],
      [{ type: 'credential', id: oldest.id }, ...others.map(({ id }) => ({ type: 'credential' as const, id }))],
      breakage(view, oldest),
    );
  },
  examples: {
    fires: [
      { name: 'two active keys, one made yesterday', identities, credentials: [first, second] },
      {
        name: 'two active keys of untold age',
        identities,
        credentials: [
          { ...first, createdAt: null },
          { ...second, createdAt: null },
        ],
      },
      {
        name: 'two active keys of a standing administrator',
        identities,
        credentials: [first, second],
        grants: [{ subject: identity, capability: 'administer' }],
      },
      { name: 'two active keys in a report read in part', identities, credentials: [first, second], unread: partly },
    ],
    clear: [
      { name: 'one key', identities, credentials: [first] },
      { name: 'one active, one inactive', identities, credentials: [first, { ...second, state: 'inactive' }] },
      { name: 'a password and a key', identities, credentials: [first, { id: `${identity}#password`, identity, kind: 'password' }] },
    ],
    undetermined: [
      { name: 'one key seen in a report read in part', identities, credentials: [first], unread: partly },
      { name: 'credentials of the boundary refused', identities, unread: [{ kind: 'credential' }] },
    ],
  },
});

/** The oldest first, so that the same key is named as long as both are there. */
function activeKeys(view: View, identity: EntityId): readonly Credential[] {
  const age = byKeys<Credential>(
    ({ createdAt, rotatedAt }) => createdAt ?? rotatedAt ?? '',
    ({ id }) => id,
  );
  return view
    .credentialsOf(identity)
    .filter((each) => each.kind === 'access-key' && each.state === 'active')
    .sort(age);
}

function nameWithAge(view: View, key: Credential): string {
  const age = secretAge(view, key);
  return age.known ? `${key.name} (${inDays(age.days)} old)` : `${key.name} (age not told)`;
}
