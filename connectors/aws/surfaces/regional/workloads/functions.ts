import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../../src/contract/connector.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { elements, notUnderstood, reading } from '../../../../../src/contract/reading.ts';
import { arnOf, name, optional } from '../fields.ts';
import { aboutWorkloads, listArgs, roleArn, tellWorkload } from './told.ts';

/** Published versions keep the role they were made with and their code cannot be changed: the list without them is what can be taken over. */
export const lambdaFunctions: Surface = {
  ...aboutWorkloads,
  id: 'aws:lambda-functions',
  permission: 'lambda:ListFunctions',
  ifUnread: 'which functions run as a role, and so which roles are had by changing the code of one',
};

/** Lambda API reference, FunctionConfiguration. */
const listed = v.looseObject({ FunctionArn: arnOf('lambda'), FunctionName: name, Role: roleArn, State: optional });

/** Maps a page of ListFunctions. It tells no state as a rule: a function that is listed is there, and can be given other code. */
export function mapFunctions(task: Task, body: Json): Mapped {
  const asked = listArgs(task, 'ListFunctions');
  if (asked === undefined) return notUnderstood(task);
  const into = reading(task);
  for (const { value, at } of elements(into, body, 'Functions', listed)) {
    tellWorkload(into, asked.region, at, {
      arn: value.FunctionArn,
      kind: 'function',
      name: value.FunctionName,
      role: value.Role,
      instanceProfile: null,
      usable: value.State === 'Deleting' ? false : value.State === 'Failed' ? null : true,
    });
  }
  return into;
}
