import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../../src/contract/connector.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { isOwn } from '../../asked.ts';
import { elements, notUnderstood, reading } from '../../../../../src/contract/reading.ts';
import { name, optional } from '../fields.ts';
import { aboutWorkloads, arnHere, listArgs, roleArn, tellWorkload, usableBy } from './told.ts';

export const glueDevEndpoints: Surface = {
  ...aboutWorkloads,
  id: 'aws:glue-dev-endpoints',
  permission: 'glue:GetDevEndpoints',
  ifUnread: 'which development endpoints of Glue run as a role, and so which roles are had by putting a key of one’s own on one',
};

/** Glue Web API reference, DevEndpoint. It has no ARN; the form of it is in the Service Authorization Reference. */
const endpoint = v.looseObject({ EndpointName: name, RoleArn: roleArn, Status: optional });
const ready: ReadonlySet<string> = new Set(['PROVISIONING', 'READY', 'UPDATING']);
const over: ReadonlySet<string> = new Set(['FAILED', 'TERMINATED', 'TERMINATING']);

/** Maps a page of GetDevEndpoints. */
export function mapDevEndpoints(task: Task, body: Json): Mapped {
  const asked = listArgs(task, 'GetDevEndpoints');
  if (asked === undefined) return notUnderstood(task);
  const into = reading(task);
  for (const { value, at } of elements(into, body, 'DevEndpoints', endpoint)) {
    // it names no other account, and a role of another cannot be passed to a service (IAM User Guide, id_roles_use_passrole.html)
    if (!isOwn(into, value.RoleArn, at)) continue;
    tellWorkload(into, asked.region, at, {
      arn: arnHere(into, asked.region, 'glue', `devEndpoint/${value.EndpointName}`),
      kind: 'dev-endpoint',
      name: value.EndpointName,
      role: value.RoleArn,
      instanceProfile: null,
      usable: usableBy(value.Status, ready, over),
    });
  }
  return into;
}
