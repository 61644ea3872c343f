import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import { isJsonObject } from '../../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../../src/contract/connector.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { isAsked, isOwn } from '../../asked.ts';
import { elements, errorName, notUnderstood, reading, shaped } from '../../../../../src/contract/reading.ts';
import { arnOf, follow, name } from '../fields.ts';
import { aboutWorkloads, listArgs, oneArgs, optionalRole, tellWorkload, usableBy } from './told.ts';

export const apprunnerServices: Surface = {
  ...aboutWorkloads,
  id: 'aws:apprunner-services',
  permission: 'apprunner:ListServices, apprunner:DescribeService',
  ifUnread: 'which services of App Runner run as a role, and so which roles are had by changing the code of one',
};

const arn = arnOf('apprunner');
/** App Runner API reference, ServiceSummary, Service, InstanceConfiguration. */
const summary = v.looseObject({ ServiceArn: arn });
const service = v.looseObject({
  ServiceArn: arn,
  ServiceName: name,
  Status: name,
  InstanceConfiguration: v.looseObject({ InstanceRoleArn: optionalRole }),
});
const there: ReadonlySet<string> = new Set(['OPERATION_IN_PROGRESS', 'PAUSED', 'RUNNING']);
const over: ReadonlySet<string> = new Set(['CREATE_FAILED', 'DELETED', 'DELETE_FAILED']);

/** Maps a page of the list of services, or what is told of one. */
export function mapAppServices(task: Task, body: Json): Mapped {
  const into = reading(task);
  const one = oneArgs(task, 'DescribeService', 'app');
  if (one === undefined) {
    const asked = listArgs(task, 'ListServices');
    if (asked === undefined) return notUnderstood(task);
    for (const { value, at } of elements(into, body, 'ServiceSummaryList', summary)) {
      if (!isOwn(into, value.ServiceArn, at)) continue;
      into.spawns.push(follow(into, { call: 'DescribeService', region: asked.region, app: value.ServiceArn }));
    }
    return into;
  }
  // deleted since the services were listed
  if (errorName(body) === 'ResourceNotFoundException') return into;
  const at = '/Service';
  const value = shaped(into, service, isJsonObject(body) ? body['Service'] : undefined, `service ${one.about} could not be read`, at);
  if (value === undefined || !isAsked(into, one.about, value.ServiceArn, at)) return into;
  tellWorkload(into, one.region, at, {
    arn: value.ServiceArn,
    kind: 'app-service',
    name: value.ServiceName,
    role: value.InstanceConfiguration.InstanceRoleArn,
    instanceProfile: null,
    usable: usableBy(value.Status, there, over),
  });
  return into;
}
