import * as v from 'valibot';
import { errorName } from '../../../../../src/contract/reading.ts';
import { arnOf, name, optional } from '../fields.ts';
import { oneByOne } from './one-by-one.ts';
import { roleArn } from './told.ts';

const arn = arnOf('states');
/** AWS Step Functions API reference, StateMachineListItem and DescribeStateMachine. */
const summary = v.looseObject({ stateMachineArn: arn });
const machine = v.looseObject({ stateMachineArn: arn, name, status: optional, roleArn });

/** AWS Step Functions API reference, DescribeStateMachine. */
export const stateMachineGone = 'StateMachineDoesNotExist';

/** Published versions keep the role and the definition they were made with: the state machine itself is what can be changed. */
export const stateMachines = oneByOne({
  surface: {
    id: 'aws:stepfunctions-state-machines',
    ifUnread: 'which state machines run as a role, and so which roles are had by changing what one does',
  },
  service: 'states',
  kind: 'state-machine',
  called: 'state machine',
  list: {
    call: 'ListStateMachines',
    member: 'stateMachines',
    each: v.pipe(
      summary,
      v.transform(({ stateMachineArn: id }) => ({ id, arn: id })),
    ),
  },
  one: {
    call: 'DescribeStateMachine',
    about: 'machine',
    member: null,
    told: v.pipe(
      machine,
      v.transform(({ stateMachineArn: id, roleArn: role, ...told }) => ({ ...told, id, arn: id, role })),
    ),
  },
  isGone: (body) => errorName(body) === stateMachineGone,
  there: new Set(['ACTIVE']),
  over: new Set(['DELETING']),
});
