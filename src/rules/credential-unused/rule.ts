import * as v from 'valibot';
import { byCodeUnit } from '../../base/order.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Credential } from '../../model/entity.ts';
import type { BoundaryId } from '../../model/ids.ts';
import type { Question } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { app, secret, tenantWith } from '../application-examples.ts';
import { isLive, keptSecrets } from '../application.ts';
import { controls } from '../controls.ts';
import {
  answerCredential,
  answerUnread,
  credentialFinding,
  secretAge,
  sinceUse,
  unreadQuestions,
  untold,
} from '../credential-questions.ts';
import { clear, counted, days, gapAbout, inDays, undetermined } from '../shared.ts';

const createdAt = '2025-01-01T00:00:00.000Z';

export const rule = defineRule({
  id: 'credential-unused',
  revision: 1,
  family: 'unused',
  title: 'Client secret or certificate not used',
  why: 'A live secret or certificate that nothing signs in with was left behind when its task ended or its successor came. It still works for whoever holds a copy, and nobody would notice. Asked of each one whose last use is told; of those whose use is not told there is one question for each boundary. Access keys and passwords have rules of their own.',
  remedy: 'Ask the owner of the application, remove the secret or certificate, and watch for failures as long as its slowest user needs.',
  verify: 'The next complete read of the credentials no longer shows it as live, or shows a later use.',
  controls: controls('NHI1', 'PR.AA-01', 'AC-2(3)', 'IA-5', 'CC6.2', 'A.5.18', 'PCI-7.2.5.1'),
  settings: v.strictObject({
    unusedDays: days(
      90,
      'our own choice, after Microsoft Entra recommendations, which call an application unused after 90 days without a token',
      'A live one last used this long ago or longer, or made this long ago and never used, is a finding',
    ),
  }),
  needs: [{ kind: 'credential', where: 'own' }],
  *questions(view): Iterable<Question> {
    const boundaries = new Set<BoundaryId>();
    for (const credential of view.credentials()) {
      if (!keptSecrets.has(credential.kind) || !isLive(view, credential)) continue;
      if (credential.lastUsed !== 'unknown') yield { subject: { type: 'credential', id: credential.id } };
      else boundaries.add(boundaryOf(view, credential));
    }
    for (const { subject } of unreadQuestions(view, 'credential')) {
      if (subject.type === 'boundary') boundaries.add(subject.id);
      else yield { subject };
    }
    for (const id of [...boundaries].sort(byCodeUnit)) yield { subject: { type: 'boundary', id } };
  },
  answer(view, question, { unusedDays }) {
    const { subject } = question;
    if (subject.type === 'boundary') {
      const unread = answerUnread(view, question, 'credential');
      const count = untoldIn(view).get(subject.id) ?? 0;
      if (unread.says === 'undetermined' || count === 0) return unread;
      const those = counted(count, 'live secret or certificate', 'live secrets and certificates');
      return undetermined(gapAbout(view, 'credential-detail', subject.id, `of ${those} the last use is not told`));
    }
    return answerCredential(view, question, (credential) => {
      if (!isLive(view, credential)) return clear;
      const use = sinceUse(view, credential);
      const idle = use === 'never' ? secretAge(view, credential) : use;
      if (!idle.known) return untold(view, credential, idle.why);
      if (idle.days < unusedDays) return clear;
      const since =
        use === 'never'
          ? `never used since it was made ${inDays(idle.days)} ago`
          : `last used ${inDays(idle.days)} ago (${credential.lastUsed})`;
      return credentialFinding(
        view,
        credential,
        { usual: 'low', tierZero: 'high' },
        `${credential.name} is live and was ${since}; the limit is ${inDays(unusedDays)}`,
      );
    });
  },
  examples: {
    fires: [
      tenantWith('a secret last used exactly 90 days ago', {
        credentials: [secret('one', { createdAt, lastUsed: '2025-10-03T00:00:00.000Z' })],
      }),
      tenantWith('a certificate never used, made a year ago', {
        credentials: [secret('one', { kind: 'certificate', createdAt, lastUsed: 'never' })],
      }),
      tenantWith('of an application that administers', {
        credentials: [secret('one', { createdAt, lastUsed: '2025-02-01T00:00:00.000Z' })],
        grants: [{ subject: app, capability: 'administer' }],
      }),
    ],
    clear: [
      tenantWith('last used 89 days ago', { credentials: [secret('one', { createdAt, lastUsed: '2025-10-04T00:00:00.000Z' })] }),
      tenantWith('one past its end, which another rule asks, beside one in use', {
        credentials: [
          secret('old', { createdAt, lastUsed: 'unknown', expiresAt: '2025-06-01T00:00:00.000Z' }),
          secret('new', { createdAt, lastUsed: '2025-12-31T00:00:00.000Z' }),
        ],
      }),
    ],
    undetermined: [
      tenantWith('last use not told', { credentials: [secret('one', { createdAt })] }),
      tenantWith('never used, its making not told', { credentials: [secret('one', { lastUsed: 'never' })] }),
      tenantWith('credentials were refused', { unread: [{ kind: 'credential' }] }),
    ],
  },
});

function boundaryOf(view: View, { identity }: Credential): BoundaryId {
  return view.identity(identity)?.boundary ?? view.boundaries[0]?.id ?? 'unknown';
}

const untoldOf = new WeakMap<View, ReadonlyMap<BoundaryId, number>>();

/** Live secrets and certificates of which no last use is told, by boundary. */
function untoldIn(view: View): ReadonlyMap<BoundaryId, number> {
  let known = untoldOf.get(view);
  if (known !== undefined) return known;
  const counts = new Map<BoundaryId, number>();
  for (const credential of view.credentials()) {
    if (!keptSecrets.has(credential.kind) || credential.lastUsed !== 'unknown' || !isLive(view, credential)) continue;
    const boundary = boundaryOf(view, credential);
    counts.set(boundary, (counts.get(boundary) ?? 0) + 1);
  }
  known = counts;
  untoldOf.set(view, known);
  return known;
}
