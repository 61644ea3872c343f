import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import { readDocument } from '../../documents.ts';
import type { PermissionSetPartFact, PermissionSetSettingsFact } from '../../identity-center-facts.ts';
import type { Reading } from '../shape.ts';
import { elements, errorName, lost, shaped } from '../shape.ts';
import { optionalTime, permissionSetArn } from './ids.ts';
import { push } from './pages.ts';

// ISO 8601 duration as the API takes it, up to twelve hours: PT8H, PT1H30M
const DURATION = /^P(?=.)(?:(\d{1,3})D)?(?:T(?=.)(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?$/;

const described = v.object({
  PermissionSet: v.object({
    PermissionSetArn: permissionSetArn,
    Name: v.pipe(v.string(), v.nonEmpty()),
    SessionDuration: v.nullish(v.unknown(), null),
    CreatedDate: optionalTime,
  }),
});

/** Maps DescribePermissionSet. */
export function settings(into: Reading, body: Json, set: string): void {
  const said = shaped(into, described, body, `the answer about permission set ${set} could not be read`, '');
  if (said === undefined) return;
  const { Name: name, SessionDuration: duration, CreatedDate: createdAt } = said.PermissionSet;
  const sessionSeconds = duration === null || duration === '' ? null : secondsOf(duration);
  if (sessionSeconds === undefined) {
    // the name is no less true for it, and roles are found by it
    lost(into, `permission set ${set}: ${JSON.stringify(duration)} is no duration`, '/PermissionSet/SessionDuration');
  }
  const value: PermissionSetSettingsFact = {
    type: 'permission-set-settings',
    arn: set,
    name,
    sessionSeconds: sessionSeconds ?? null,
    createdAt,
  };
  push(into, { kind: 'provider', key: `settings|${set}`, value, at: '/PermissionSet' });
}

function secondsOf(duration: unknown): number | undefined {
  const match = typeof duration === 'string' ? DURATION.exec(duration) : null;
  if (match === null) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((each?: string) => Number(each ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}

/** Maps one page of ListManagedPoliciesInPermissionSet. */
export function managed(into: Reading, body: Json, set: string): void {
  const policy = v.object({ Arn: v.pipe(v.string(), v.startsWith('arn:')), Name: v.string() });
  for (const { value, at } of elements(into, body, 'AttachedManagedPolicies', policy)) part(into, set, 'managed-policy', value.Arn, at);
}

const reference = v.object({ Name: v.pipe(v.string(), v.nonEmpty()), Path: v.nullish(v.string(), '/') });

/** Maps one page of ListCustomerManagedPolicyReferencesInPermissionSet. */
export function customerManaged(into: Reading, body: Json, set: string): void {
  for (const { value, at } of elements(into, body, 'CustomerManagedPolicyReferences', reference)) {
    part(into, set, 'customer-managed-policy', value.Path + value.Name, at);
  }
}

/** Maps GetInlinePolicyForPermissionSet; an empty text = it has none. */
export function inline(into: Reading, body: Json, set: string): void {
  const said = shaped(into, v.object({ InlinePolicy: v.string() }), body, `the inline policy of ${set} could not be read`, '');
  if (said === undefined || said.InlinePolicy === '') return;
  const document = readDocument(said.InlinePolicy);
  if (!document.ok) lost(into, `the inline policy of ${set} could not be read: ${document.reason}`, '/InlinePolicy');
  part(into, set, 'inline-policy', 'inline', '/InlinePolicy', document.ok ? document.document : null);
}

const bounded = v.object({
  PermissionsBoundary: v.object({
    ManagedPolicyArn: v.nullish(v.pipe(v.string(), v.startsWith('arn:'))),
    CustomerManagedPolicyReference: v.nullish(reference),
  }),
});

/** Maps GetPermissionsBoundaryForPermissionSet; that there is none is told as an error. */
export function permissionsBoundary(into: Reading, body: Json, set: string): void {
  if (errorName(body) === 'ResourceNotFoundException') return;
  const said = shaped(into, bounded, body, `the permissions boundary of ${set} could not be read`, '');
  if (said === undefined) return;
  const { ManagedPolicyArn: arn, CustomerManagedPolicyReference: named } = said.PermissionsBoundary;
  const policy = arn ?? (named === null || named === undefined ? undefined : named.Path + named.Name);
  if (policy === undefined) lost(into, `the permissions boundary of ${set} names no policy`, '/PermissionsBoundary');
  else part(into, set, 'permissions-boundary', policy, '/PermissionsBoundary');
}

function part(into: Reading, set: string, which: PermissionSetPartFact['part'], policy: string, at: string, document: Json = null): void {
  const value: PermissionSetPartFact = { type: 'permission-set-part', permissionSet: set, part: which, policy, document };
  push(into, { kind: 'provider', key: `part|${set}|${which}|${policy}`, value, at });
}
