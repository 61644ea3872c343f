import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../../src/contract/connector.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { isAsked, isOwn } from '../../asked.ts';
import { elements, errorName, notUnderstood, reading, shaped } from '../../../../../src/contract/reading.ts';
import { arnOf, follow, name, optional } from '../fields.ts';
import { aboutWorkloads, listArgs, oneArgs, roleArn, tellWorkload, usableBy } from './told.ts';

/** Published versions keep the role and the definition they were made with: the state machine itself is what can be changed. */
export const stateMachines: Surface = {
  ...aboutWorkloads,
  id: 'aws:stepfunctions-state-machines',
  permission: 'states:ListStateMachines, states:DescribeStateMachine',
  ifUnread: 'which state machines run as a role, and so which roles are had by changing what one does',
};

const arn = arnOf('states');
/** AWS Step Functions API reference, StateMachineListItem and DescribeStateMachine. */
const summary = v.looseObject({ stateMachineArn: arn });
const machine = v.looseObject({ stateMachineArn: arn, name, status: optional, roleArn });
const there: ReadonlySet<string> = new Set(['ACTIVE']);
const over: ReadonlySet<string> = new Set(['DELETING']);

/** AWS Step Functions API reference, DescribeStateMachine. */
export const stateMachineGone = 'StateMachineDoesNotExist';

/** Maps a page of the list of state machines, or what is told of one. */
export function mapStateMachines(task: Task, body: Json): Mapped {
  const into = reading(task);
  const one = oneArgs(task, 'DescribeStateMachine', 'machine');
  if (one === undefined) {
    const asked = listArgs(task, 'ListStateMachines');
    if (asked === undefined) return notUnderstood(task);
    for (const { value, at } of elements(into, body, 'stateMachines', summary)) {
      if (!isOwn(into, value.stateMachineArn, at)) continue;
      into.spawns.push(follow(into, { call: 'DescribeStateMachine', region: asked.region, machine: value.stateMachineArn }));
    }
    return into;
  }
  // deleted since the state machines were listed
  if (errorName(body) === stateMachineGone) return into;
  const value = shaped(into, machine, body, `state machine ${one.about} could not be read`, '');
  if (value === undefined || !isAsked(into, one.about, value.stateMachineArn, '')) return into;
  tellWorkload(into, one.region, '', {
    arn: value.stateMachineArn,
    kind: 'state-machine',
    name: value.name,
    role: value.roleArn,
    instanceProfile: null,
    usable: usableBy(value.status, there, over),
  });
  return into;
}
