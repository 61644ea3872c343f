import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import { isJsonObject } from '../../../../../src/base/json.ts';
import { accountOf } from '../../../identity.ts';
import type { Mapped, Surface } from '../../../../../src/contract/connector.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { isAsked } from '../../asked.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import { elements, errorName, notUnderstood, reading, shaped } from '../../../../../src/contract/reading.ts';
import { arnOf, follow, name, optional } from '../fields.ts';
import { aboutWorkloads, listArgs, oneArgs, optionalRole, partitionOf, tellWorkload, usableBy } from './told.ts';

/** Stacks that were deleted are not listed without their ids, and stack sets that were are not asked for: neither can be updated. */
export const cloudformationStacks: Surface = {
  ...aboutWorkloads,
  id: 'aws:cloudformation-stacks',
  permission: 'cloudformation:DescribeStacks, cloudformation:ListStackSets, cloudformation:DescribeStackSet',
  ifUnread: 'which stacks and stack sets have a role, and so which roles are had by updating one',
};

/** CloudFormation API reference, Stack. */
const stack = v.looseObject({ StackId: arnOf('cloudformation'), StackName: name, StackStatus: name, RoleARN: optionalRole });
/** CloudFormation User Guide, stack status codes: a stack that can only be deleted, or is being. */
const onlyDeleted: ReadonlySet<string> = new Set([
  'DELETE_COMPLETE',
  'DELETE_FAILED',
  'DELETE_IN_PROGRESS',
  'ROLLBACK_COMPLETE',
  'ROLLBACK_FAILED',
  'ROLLBACK_IN_PROGRESS',
]);
/** The others, which can be updated, now or once what is under way has ended. */
const updatable: ReadonlySet<string> = new Set([
  ...['CREATE', 'UPDATE', 'IMPORT'].flatMap((what) => [`${what}_COMPLETE`, `${what}_IN_PROGRESS`]),
  ...['CREATE', 'UPDATE', 'UPDATE_ROLLBACK', 'IMPORT_ROLLBACK'].map((what) => `${what}_FAILED`),
  ...['UPDATE_ROLLBACK', 'IMPORT_ROLLBACK'].flatMap((what) => [`${what}_COMPLETE`, `${what}_IN_PROGRESS`]),
  'REVIEW_IN_PROGRESS',
  'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
  'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
]);

/** CloudFormation API reference, StackSetSummary, StackSet. */
const summary = v.looseObject({ StackSetId: name });
const stackSet = v.looseObject({
  StackSetId: name,
  StackSetName: name,
  StackSetARN: arnOf('cloudformation'),
  Status: optional,
  PermissionModel: optional,
  AdministrationRoleARN: optionalRole,
});
/** What a stack set administers with unless another role is given (CloudFormation User Guide, stacksets-prereqs-self-managed.html). */
const USUAL_ROLE = 'AWSCloudFormationStackSetAdministrationRole';
const active: ReadonlySet<string> = new Set(['ACTIVE']);
const deleted: ReadonlySet<string> = new Set(['DELETED']);

/** Maps a page of stacks or of stack sets, or what is told of one stack set. */
export function mapStacks(task: Task, body: Json): Mapped {
  const into = reading(task);
  const one = oneArgs(task, 'DescribeStackSet', 'stackSet');
  if (one !== undefined) {
    // deleted since the stack sets were listed
    if (errorName(body) !== stackSetGone) readStackSet(into, one.region, one.about, body);
    return into;
  }
  const asked = listArgs(task, 'DescribeStacks', 'ListStackSets');
  if (asked === undefined) return notUnderstood(task);
  const { call, region } = asked;
  if (call === 'ListStackSets') {
    for (const { value } of elements(into, body, 'Summaries', summary)) {
      into.spawns.push(follow(into, { call: 'DescribeStackSet', region, stackSet: value.StackSetId }));
    }
    return into;
  }
  for (const { value, at } of elements(into, body, 'Stacks', stack)) {
    tellWorkload(into, region, at, {
      arn: value.StackId,
      kind: 'stack',
      name: value.StackName,
      role: value.RoleARN,
      instanceProfile: null,
      usable: usableBy(value.StackStatus, updatable, onlyDeleted),
    });
  }
  return into;
}

/** CloudFormation API reference, DescribeStackSet, as the SDK names it. */
export const stackSetGone = 'StackSetNotFoundException';

function readStackSet(into: Reading, region: string, asked: string, body: Json): void {
  const at = '/StackSet';
  const value = shaped(into, stackSet, isJsonObject(body) ? body['StackSet'] : undefined, `stack set ${asked} could not be read`, at);
  if (value === undefined || !isAsked(into, asked, value.StackSetId, at)) return;
  // with permissions managed by the service there is no role of the account's own
  const usual = value.PermissionModel === 'SERVICE_MANAGED' ? null : usualRole(into, region);
  tellWorkload(into, region, at, {
    arn: value.StackSetARN,
    kind: 'stack-set',
    name: value.StackSetName,
    role: value.AdministrationRoleARN ?? usual,
    instanceProfile: null,
    usable: usableBy(value.Status, active, deleted),
  });
}

function usualRole({ task }: Reading, region: string): string {
  return `arn:${partitionOf(region)}:iam::${accountOf(task.boundary) ?? ''}:role/${USUAL_ROLE}`;
}
