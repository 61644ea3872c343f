import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import { isJsonObject } from '../../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../../src/contract/connector.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { isAsked } from '../../asked.ts';
import { elements, errorName, notUnderstood, reading, shaped } from '../../../../../src/contract/reading.ts';
import { arnOf, follow, name } from '../fields.ts';
import { aboutWorkloads, listArgs, oneArgs, roleArn, tellWorkload, usableBy } from './told.ts';

export const mwaaEnvironments: Surface = {
  ...aboutWorkloads,
  id: 'aws:mwaa-environments',
  permission: 'airflow:ListEnvironments, airflow:GetEnvironment',
  ifUnread: 'which workflow environments run as a role, and so which roles are had by having one run other workflows',
};

/** Amazon MWAA API reference, ListEnvironments and Environment. */
const environment = v.looseObject({ Name: name, Arn: arnOf('airflow'), Status: name, ExecutionRoleArn: roleArn });
const there: ReadonlySet<string> = new Set([
  'AVAILABLE',
  'CREATING',
  'CREATING_SNAPSHOT',
  'MAINTENANCE',
  'ROLLING_BACK',
  'UPDATE_FAILED',
  'UPDATING',
]);
// of one that is UNAVAILABLE or PENDING the reference does not tell whether it will run
const over: ReadonlySet<string> = new Set(['CREATE_FAILED', 'DELETED', 'DELETING']);

/** Maps a page of names, or what is told of one environment. */
export function mapWorkflowEnvironments(task: Task, body: Json): Mapped {
  const into = reading(task);
  const one = oneArgs(task, 'GetEnvironment', 'environment');
  if (one === undefined) {
    const asked = listArgs(task, 'ListEnvironments');
    if (asked === undefined) return notUnderstood(task);
    for (const { value } of elements(into, body, 'Environments', name)) {
      into.spawns.push(follow(into, { call: 'GetEnvironment', region: asked.region, environment: value }));
    }
    return into;
  }
  // deleted since the environments were listed
  if (errorName(body) === 'ResourceNotFoundException') return into;
  const at = '/Environment';
  const told = isJsonObject(body) ? body['Environment'] : undefined;
  const value = shaped(into, environment, told, `workflow environment ${one.about} could not be read`, at);
  if (value === undefined || !isAsked(into, one.about, value.Name, at)) return into;
  tellWorkload(into, one.region, at, {
    arn: value.Arn,
    kind: 'workflow-environment',
    name: value.Name,
    role: value.ExecutionRoleArn,
    instanceProfile: null,
    usable: usableBy(value.Status, there, over),
  });
  return into;
}
