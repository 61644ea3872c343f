import type { Instant } from '../base/instant.ts';

/*
 * The sample estate on earlier days. What stands in `estate/` is how it is on the last day; here is what was otherwise before, so that a
 * history can be told: who left, what was taken away and came back, what is another thing under an old name.
 */

/** The part of `aws iam get-account-authorization-details` that differs between days. */
export interface Details {
  readonly UserDetailList: readonly User[];
  readonly RoleDetailList: readonly Role[];
  readonly [rest: string]: unknown;
}

interface User {
  readonly UserName: string;
  readonly UserId: string;
  readonly Arn: string;
  readonly CreateDate: string;
  readonly GroupList: readonly string[];
  readonly AttachedManagedPolicies: readonly object[];
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly [rest: string]: unknown;
}

interface Role {
  readonly RoleName: string;
  readonly RoleId: string;
  readonly CreateDate: string;
  readonly RoleLastUsed?: { readonly LastUsedDate?: string };
  readonly [rest: string]: unknown;
}

/** The days on which the estate was read, at this hour. On the last it is as its files say. */
export const demoDays = ['2026-09-30', '2026-10-15', '2026-10-16', '2026-11-01'] as const;
export type DemoDay = (typeof demoDays)[number];

export function readAtOf(day: DemoDay): Instant {
  return `${day}T06:00:00.000Z`;
}

/** Left the company; her user was deleted between the first two reads, which the third confirms. */
const greta: User = {
  ...{ Path: '/', UserName: 'greta.holm', UserId: 'AIDAKESTRELZZZZZZZZ31', Arn: 'arn:aws:iam::111122223333:user/greta.holm' },
  ...{ CreateDate: '2025-09-01T09:00:00+00:00', GroupList: ['platform-admins'], AttachedManagedPolicies: [] },
  Tags: [{ Key: 'owner', Value: 'platform' }],
};
/** A vendor's engineer, gone from the last read alone. */
const kai: User = {
  ...{ Path: '/', UserName: 'kai.brandt', UserId: 'AIDAKESTRELZZZZZZZZ32', Arn: 'arn:aws:iam::111122223333:user/kai.brandt' },
  ...{ CreateDate: '2026-03-02T09:00:00+00:00', GroupList: ['platform-admins'], AttachedManagedPolicies: [] },
  Tags: [{ Key: 'owner', Value: 'platform' }],
};

/** What the authorization details said on a day. */
export function detailsOn(day: DemoDay, last: Details): Details {
  if (day === '2026-11-01') return last;
  const users = [...last.UserDetailList.map((user) => userOn(day, user)), kai, ...(day === '2026-09-30' ? [greta] : [])];
  return { ...last, UserDetailList: users, RoleDetailList: last.RoleDetailList.map((role) => roleOn(day, role)) };
}

function userOn(day: DemoDay, user: User): User {
  // Her colleague was called otherwise, and is the same user.
  if (user.UserName === 'emil.sorensen' && day === '2026-09-30') return { ...user, UserName: 'emil.berg', Arn: renamed(user.Arn) };
  // Its right to manage IAM was taken away in October, and is back.
  if (user.UserName === 'deploy-bot' && day !== '2026-09-30') return { ...user, AttachedManagedPolicies: [] };
  return user;
}

function roleOn(day: DemoDay, role: Role): Role {
  const used = role.RoleLastUsed?.LastUsedDate;
  const before = used === undefined ? role : { ...role, RoleLastUsed: { ...role.RoleLastUsed, LastUsedDate: notAfter(day, used) } };
  // Deleted and made again under its name: another role.
  if (role.RoleName !== 'log-archive' || day !== '2026-09-30') return before;
  return { ...before, RoleId: 'AROAKESTRELZZZZZZZZ29', CreateDate: '2024-06-01T09:00:00+00:00' };
}

/** What the credential report said on a day; `last` is its text of the last day. */
export function credentialReportOn(day: DemoDay, last: string): string {
  if (day === '2026-11-01') return last;
  const [head = '', ...rows] = last.trimEnd().split('\n');
  const own = [...rows, rowOf(kai), ...(day === '2026-09-30' ? [rowOf(greta)] : [])];
  const named = day === '2026-09-30' ? own.map((row) => (row.startsWith('emil.sorensen,') ? renamed(row) : row)) : own;
  return [head, ...named.map((row) => row.replaceAll(/\d{4}-\d\d-\d\dT[\d:]+\+00:00/g, (date) => notAfter(day, date)))].join('\n') + '\n';
}

/** When that report was made. */
export function generatedOn(day: DemoDay): string {
  return `${day}T05:30:00+00:00`;
}

/** Somebody who signs in with a password and a second factor. */
function rowOf({ UserName, Arn, CreateDate }: User): string {
  const key = 'false,N/A,N/A,N/A,N/A';
  return `${UserName},${Arn},${CreateDate},true,2026-10-14T08:00:00+00:00,${CreateDate},N/A,true,${key},${key},false,N/A,false,N/A`;
}

function renamed(text: string): string {
  return text.replaceAll('emil.sorensen', 'emil.berg');
}

/** What happened later had not happened: it then was as on the day before. */
function notAfter(day: DemoDay, date: string): string {
  return date < day ? date : `${new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)}T12:00:00+00:00`;
}
