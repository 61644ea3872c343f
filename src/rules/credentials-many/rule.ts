import * as v from 'valibot';
import { isNonEmpty } from '../../base/json.ts';
import { byKeys } from '../../base/order.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Credential } from '../../model/entity.ts';
import type { EntityId } from '../../model/ids.ts';
import type { Question } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { app, principal, secret, tenantWith } from '../application-examples.ts';
import { isLive, keptSecrets, registrationOf, withPrincipals } from '../application.ts';
import { controls } from '../controls.ts';
import { answerUnread, breakage, unreadQuestions, weigh } from '../credential-questions.ts';
import { count, counted } from '../shared.ts';

const three = [secret('one'), secret('two'), secret('three', { kind: 'certificate' })];
const partly = [{ kind: 'credential', status: 'partial' }] as const;

export const rule = defineRule({
  id: 'credentials-many',
  revision: 1,
  family: 'long-lived',
  title: 'Many live secrets of one application',
  why: 'A second secret is meant for the days of a rotation. Every one more is another copy to leak, and none can be removed with confidence, because each hides who uses which. Secrets and certificates of an application and of its own service principal open the same, and are counted together; those past their end are not counted.',
  remedy:
    'Find out which are in use, move their users to the newest one and remove the others. Give unrelated users applications of their own.',
  verify: 'The next complete read of the credentials shows no more live secrets and certificates of it than allowed.',
  controls: controls('NHI7', 'NHI9', 'PR.AA-01', 'IA-5', 'CC6.1', 'A.5.17', 'PCI-8.6.3'),
  settings: v.strictObject({
    most: count(
      2,
      'our own choice: the one in use, and its successor while it is rotated in',
      'secrets and certificates',
      'More live ones of one application than this are a finding',
    ),
  }),
  needs: [{ kind: 'credential', where: 'own' }],
  *questions(view): Iterable<Question> {
    const unread = new Set<EntityId>();
    for (const question of unreadQuestions(view, 'credential')) {
      if (question.subject.type === 'identity') unread.add(question.subject.id);
      yield question;
    }
    const holders = new Set<EntityId>();
    for (const { kind, identity } of view.credentials()) if (keptSecrets.has(kind)) holders.add(registrationOf(view, identity));
    for (const id of holders) if (!unread.has(id)) yield { subject: { type: 'identity', id } };
  },
  answer(view, question, { most }) {
    const unread = answerUnread(view, question, 'credential');
    if (question.subject.type !== 'identity') return unread;
    const identity = question.subject.id;
    const live = liveOf(view, identity);
    // So many that were seen are so many, whatever else was not read; fewer are few only where all was read.
    if (live.length <= most || !isNonEmpty(live)) return unread;
    const [oldest, ...others] = live;
    const names = live.slice(0, 10).map(({ kind, name }) => `${kind === 'certificate' ? 'certificate' : 'secret'} ${name}`);
    return weigh(
      view,
      identity,
      { usual: 'low', tierZero: 'medium' },
      [`${counted(live.length, 'live secret or certificate', 'live secrets and certificates')}, ${most} are allowed: ${names.join(', ')}`],
      [{ type: 'credential', id: oldest.id }, ...others.slice(0, 9).map(({ id }) => ({ type: 'credential' as const, id }))],
      breakage(view, oldest),
    );
  },
  examples: {
    fires: [
      tenantWith('two secrets and a certificate', { credentials: three }),
      tenantWith('two on the application, one on its service principal', {
        credentials: [secret('one'), secret('two'), secret('three', { identity: principal })],
      }),
      tenantWith('of an application that administers', { credentials: three, grants: [{ subject: app, capability: 'administer' }] }),
      tenantWith('three seen in a list read in part', { credentials: three, unread: partly }),
    ],
    clear: [
      tenantWith('two', { credentials: [secret('one'), secret('two')] }),
      tenantWith('the third is past its end', {
        credentials: [secret('one'), secret('two'), secret('three', { expiresAt: '2025-01-01T00:00:00.000Z' })],
      }),
    ],
    undetermined: [
      tenantWith('two seen in a list read in part', { credentials: [secret('one'), secret('two')], unread: partly }),
      tenantWith('credentials were refused', { unread: [{ kind: 'credential' }] }),
    ],
  },
});

/** The oldest first, so that the same one is named as long as all are there. */
function liveOf(view: View, identity: EntityId): readonly Credential[] {
  const age = byKeys<Credential>(
    ({ createdAt, rotatedAt }) => createdAt ?? rotatedAt ?? '',
    ({ id }) => id,
  );
  return withPrincipals(view, identity)
    .flatMap((each) => view.credentialsOf(each))
    .filter((each) => keptSecrets.has(each.kind) && isLive(view, each))
    .sort(age);
}
