import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import type { Mapped } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import type { AssignmentRequestFact, NotProvisionedFact } from '../../identity-center-facts.ts';
import { listings } from '../../identity-center-facts.ts';
import { isAsked, isOfInstance } from '../asked.ts';
import type { Reading } from '../../../../src/contract/reading.ts';
import { elements, notUnderstood, reading, shaped } from '../../../../src/contract/reading.ts';
import { accountId, directoryId, onward, optionalText, optionalTime, permissionSetArn, place, principalType } from './ids.ts';
import { ask, listed, push } from './pages.ts';

const request = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/, 'the id of a request has letters, digits and dashes'));

/** Args of the tasks of `aws:identity-center-provisioning`. */
const provisioningArgs = v.variant('call', [
  v.strictObject({ call: v.literal('ListAccountsForProvisionedPermissionSet'), ...place, permissionSet: permissionSetArn, ...onward }),
  v.strictObject({ call: v.literal('ListAccountAssignmentDeletionStatus'), ...place }),
  v.strictObject({ call: v.literal('ListAccountAssignmentCreationStatus'), ...place }),
  v.strictObject({ call: v.literal('DescribeAccountAssignmentDeletionStatus'), ...place, request }),
  v.strictObject({ call: v.literal('DescribeAccountAssignmentCreationStatus'), ...place, request }),
]);

/** Maps one answer about what was asked for and did not come about: sets edited and not provisioned, requests that failed. */
export function mapProvisioning(task: Task, body: Json): Mapped {
  const read = v.safeParse(provisioningArgs, task.args);
  if (!read.success) return notUnderstood(task);
  const args = read.output;
  const into = reading(task);
  switch (args.call) {
    case 'ListAccountsForProvisionedPermissionSet': {
      const { permissionSet } = args;
      const listing = listings.notProvisioned(permissionSet);
      for (const { value: account, at } of listed(
        into,
        body,
        { list: 'AccountIds', schema: accountId, listing, kind: 'observation' },
        args,
      )) {
        const value: NotProvisionedFact = { type: 'not-provisioned', listing, permissionSet, account };
        push(into, { kind: 'observation', key: `${listing}|${account}`, value, at });
      }
      break;
    }
    case 'ListAccountAssignmentDeletionStatus':
      statuses(into, body, 'AccountAssignmentsDeletionStatus', 'DescribeAccountAssignmentDeletionStatus', args.instance);
      break;
    case 'ListAccountAssignmentCreationStatus':
      statuses(into, body, 'AccountAssignmentsCreationStatus', 'DescribeAccountAssignmentCreationStatus', args.instance);
      break;
    case 'DescribeAccountAssignmentDeletionStatus':
      failed(into, body, 'AccountAssignmentDeletionStatus', 'deletion', args);
      break;
    case 'DescribeAccountAssignmentCreationStatus':
      failed(into, body, 'AccountAssignmentCreationStatus', 'creation', args);
      break;
  }
  return into;
}

const summary = v.object({ Status: v.string(), RequestId: request });

/** The list tells no more than that a request failed: of whom and of what, its description does. */
function statuses(into: Reading, body: Json, list: string, call: string, instance: string): void {
  for (const { value } of elements(into, body, list, summary)) {
    if (value.Status === 'FAILED') ask(into, call, { instance, request: value.RequestId });
  }
}

const status = v.object({
  Status: v.string(),
  RequestId: request,
  TargetId: accountId,
  PermissionSetArn: permissionSetArn,
  PrincipalType: principalType,
  PrincipalId: directoryId,
  FailureReason: optionalText,
  CreatedDate: optionalTime,
});

interface Asked {
  readonly instance: string;
  readonly request: string;
}

function failed(into: Reading, body: Json, member: string, what: AssignmentRequestFact['request'], asked: Asked): void {
  const said = shaped(into, v.object({ [member]: status }), body, `the ${what} of an assignment could not be read`, '')?.[member];
  if (said === undefined || !isAsked(into, asked.request, said.RequestId, `/${member}/RequestId`)) return;
  if (!isOfInstance(into, asked.instance, said.PermissionSetArn, `/${member}/PermissionSetArn`) || said.Status !== 'FAILED') return;
  const value: AssignmentRequestFact = {
    type: 'assignment-request',
    request: what,
    id: said.RequestId,
    permissionSet: said.PermissionSetArn,
    account: said.TargetId,
    principalType: said.PrincipalType,
    principal: said.PrincipalId,
    reason: said.FailureReason,
    createdAt: said.CreatedDate,
  };
  push(into, { kind: 'life-cycle', key: `${what}|${value.id}`, value, at: `/${member}` });
}
