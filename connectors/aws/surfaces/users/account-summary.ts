import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../src/contract/connector.ts';
import { byCodeUnit } from '../../../../src/base/order.ts';
import type { CredentialKind } from '../../../../src/model/entity.ts';
import type { Task } from '../../../../src/model/page.ts';
import { accountFacts, accountOf } from '../../identity.ts';
import type { Reading } from '../../../../src/contract/reading.ts';
import { lost, notUnderstood, reading, shaped } from '../../../../src/contract/reading.ts';
import { plainCredential, pushCredential, pushDetail } from './told.ts';

/** What the root user has, where the credential report has no row of it. When that was used it does not tell. */
export const accountSummary: Surface = {
  id: 'aws:account-summary',
  yields: ['credential-detail'],
  permission: 'iam:GetAccountSummary',
  ifUnread: 'what credentials the root user has, where the credential report does not tell',
  provesAbsence: { after: 60_000 },
  role: 'describes',
  service: 'iam',
  follows: [],
};

/** The partition is in no answer, and the root user's ARN needs it. */
const args = v.strictObject({ partition: v.string() });
const flag = v.picklist([0, 1]);
const summary = v.object({
  SummaryMap: v.object({
    AccountAccessKeysPresent: v.pipe(v.number(), v.integer(), v.minValue(0)),
    AccountMFAEnabled: v.optional(flag),
    AccountPasswordPresent: v.optional(flag),
    AccountSigningCertificatesPresent: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  }),
});

/**
 * Maps the answer of GetAccountSummary. It counts and does not tell states: what is there is taken for active. A password that is not
 * spoken of is taken for one that is there, as the credential report's `not_supported` is.
 */
export function mapAccountSummary(task: Task, body: Json): Mapped {
  const given = v.safeParse(args, task.args);
  const account = accountOf(task.boundary);
  if (!given.success || account === undefined) return notUnderstood(task);
  const into = reading(task);
  const root = `arn:${given.output.partition}:iam::${account}:root`;
  const said = shaped(into, summary, body, 'what the account summary tells of the root user could not be read', '');
  if (said === undefined) return into;
  into.facts.push(...accountFacts(task.boundary, given.output.partition, '/SummaryMap'));
  const { AccountAccessKeysPresent: keys, AccountMFAEnabled: mfa, AccountPasswordPresent: password } = said.SummaryMap;
  const secondFactor = mfa === undefined ? null : mfa === 1;
  const ids: string[] = [];
  if (password !== 0) ids.push(rootHas(into, root, 'password', 'password', 'AccountPasswordPresent', secondFactor));
  if (keys > 0) ids.push(rootHas(into, root, 'access-key', 'access-key', 'AccountAccessKeysPresent', null));
  const certificates = said.SummaryMap.AccountSigningCertificatesPresent;
  if (certificates === undefined) lost(into, 'the account summary does not tell AccountSigningCertificatesPresent', '/SummaryMap', root);
  else if (certificates > 0) ids.push(rootHas(into, root, 'certificate', 'certificate', 'AccountSigningCertificatesPresent', null));
  pushDetail(into, { type: 'list', of: 'root', identity: root, ids: ids.sort(byCodeUnit) }, '/SummaryMap');
  return into;
}

function rootHas(into: Reading, root: string, kind: CredentialKind, name: string, member: string, secondFactor: boolean | null): string {
  const id = `${root}#${name}`;
  const value = { ...plainCredential, id, identity: root, kind, name, state: 'active' as const, secondFactor };
  // A member that is not there has no place of its own.
  pushCredential(into, value, member === 'AccountPasswordPresent' ? '/SummaryMap' : `/SummaryMap/${member}`, `account-summary|${id}`);
  return id;
}
