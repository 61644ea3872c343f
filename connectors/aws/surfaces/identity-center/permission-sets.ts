import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import type { Mapped } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import { readDocument } from '../../documents.ts';
import type { PermissionSetPartFact } from '../../identity-center-facts.ts';
import type { Reading } from '../../../../src/contract/reading.ts';
import { elements, errorName, lost, notUnderstood, reading, shaped } from '../../../../src/contract/reading.ts';
import { permissionSetArn, place } from './ids.ts';
import { push } from './pages.ts';

const readers = {
  ListManagedPoliciesInPermissionSet: managed,
  ListCustomerManagedPolicyReferencesInPermissionSet: customerManaged,
  GetInlinePolicyForPermissionSet: inline,
  GetPermissionsBoundaryForPermissionSet: permissionsBoundary,
} as const;

/** What is asked about each permission set. */
export const permissionSetCalls = Object.keys(readers) as readonly (keyof typeof readers)[];

/** Args of the tasks of `aws:permission-sets`. */
const permissionSetArgs = v.strictObject({ call: v.picklist(permissionSetCalls), ...place, permissionSet: permissionSetArn });

/** Maps one page about what a permission set holds. */
export function mapPermissionSets(task: Task, body: Json): Mapped {
  const args = v.safeParse(permissionSetArgs, task.args);
  if (!args.success) return notUnderstood(task);
  const into = reading(task);
  readers[args.output.call](into, body, args.output.permissionSet);
  return into;
}

/** Maps one page of ListManagedPoliciesInPermissionSet. */
function managed(into: Reading, body: Json, set: string): void {
  const policy = v.object({ Arn: v.pipe(v.string(), v.startsWith('arn:')), Name: v.string() });
  for (const { value, at } of elements(into, body, 'AttachedManagedPolicies', policy)) part(into, set, 'managed-policy', value.Arn, at);
}

const reference = v.object({ Name: v.pipe(v.string(), v.nonEmpty()), Path: v.nullish(v.string(), '/') });

/** Maps one page of ListCustomerManagedPolicyReferencesInPermissionSet. */
function customerManaged(into: Reading, body: Json, set: string): void {
  for (const { value, at } of elements(into, body, 'CustomerManagedPolicyReferences', reference)) {
    part(into, set, 'customer-managed-policy', value.Path + value.Name, at);
  }
}

/** Maps GetInlinePolicyForPermissionSet; an empty text = it has none. */
function inline(into: Reading, body: Json, set: string): void {
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
function permissionsBoundary(into: Reading, body: Json, set: string): void {
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
