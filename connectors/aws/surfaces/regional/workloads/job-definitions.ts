import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../../src/contract/connector.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { elements, notUnderstood, reading } from '../../../../../src/contract/reading.ts';
import { arnOf, name, optional } from '../fields.ts';
import { aboutWorkloads, listArgs, optionalRole, tellWorkload, usableBy } from './told.ts';

/**
 * Revisions that are active: no job can be submitted of another. The role that pulls the image is not told, as no command of a job has it,
 * nor are service accounts of EKS.
 */
export const batchJobDefinitions: Surface = {
  ...aboutWorkloads,
  id: 'aws:batch-job-definitions',
  permission: 'batch:DescribeJobDefinitions',
  ifUnread: 'which job definitions of Batch name a role, and so which roles are had by submitting a job with a command of one’s own',
};

/** AWS Batch API reference, JobDefinition, EcsTaskProperties, NodeRangeProperty. */
const container = v.nullish(v.looseObject({ jobRoleArn: optionalRole }), null);
const tasks = v.nullish(v.looseObject({ taskProperties: v.array(v.looseObject({ taskRoleArn: optionalRole })) }), null);
const definition = v.looseObject({
  jobDefinitionArn: arnOf('batch'),
  jobDefinitionName: name,
  revision: v.pipe(v.number(), v.integer()),
  status: optional,
  containerProperties: container,
  ecsProperties: tasks,
  nodeProperties: v.nullish(v.looseObject({ nodeRangeProperties: v.array(v.looseObject({ container, ecsProperties: tasks })) }), null),
});
const active: ReadonlySet<string> = new Set(['ACTIVE']);
const inactive: ReadonlySet<string> = new Set(['INACTIVE']);

/** Maps a page of DescribeJobDefinitions. A job of several nodes or containers may run as several roles: each is a fact. */
export function mapJobDefinitions(task: Task, body: Json): Mapped {
  const asked = listArgs(task, 'DescribeJobDefinitions');
  if (asked === undefined) return notUnderstood(task);
  const into = reading(task);
  for (const { value, at } of elements(into, body, 'jobDefinitions', definition)) {
    const roles = rolesOf(value);
    for (const role of roles.length === 0 ? [null] : roles) {
      tellWorkload(into, asked.region, at, {
        arn: value.jobDefinitionArn,
        kind: 'job-definition',
        name: `${value.jobDefinitionName}:${value.revision}`,
        role,
        instanceProfile: null,
        usable: usableBy(value.status, active, inactive),
      });
    }
  }
  return into;
}

function rolesOf({ containerProperties, ecsProperties, nodeProperties }: v.InferOutput<typeof definition>): readonly string[] {
  const nodes = [{ container: containerProperties, ecsProperties }, ...(nodeProperties?.nodeRangeProperties ?? [])];
  const roles = nodes.flatMap((node) => [
    node.container?.jobRoleArn ?? null,
    ...(node.ecsProperties?.taskProperties ?? []).map(({ taskRoleArn }) => taskRoleArn),
  ]);
  return [...new Set(roles)].filter((role) => role !== null);
}
