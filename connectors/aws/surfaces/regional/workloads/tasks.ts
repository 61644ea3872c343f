import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import { isJsonObject } from '../../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../../src/contract/connector.ts';
import type { Task } from '../../../../../src/model/page.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import { elements, errorName, lost, notUnderstood, reading, shaped } from '../../../../../src/contract/reading.ts';
import type { TaskDefinitionFact } from '../../../workload-facts.ts';
import { isAsked, isOwn } from '../../asked.ts';
import { arnOf, follow, name, optional, tell } from '../fields.ts';
import { aboutWorkloads, listArgs, oneArgs, optionalRole, tellWorkload } from './told.ts';

/**
 * Tasks that run, in every cluster: commands are run in no other. The role that pulls images and writes logs is not told, as no command
 * has it.
 */
export const ecsTasks: Surface = {
  ...aboutWorkloads,
  id: 'aws:ecs-tasks',
  permission: 'ecs:ListClusters, ecs:ListTasks, ecs:DescribeTasks, ecs:DescribeTaskDefinition',
  ifUnread: 'which tasks of ECS run as a role, and so which roles are had by running a command in one',
};

/** So many tasks one question may name (Amazon ECS API reference, DescribeTasks); a page of ListTasks has no more. */
const MOST = 100;
/** Amazon ECS API reference, ListTasks and DescribeTasks. */
export const clusterGone = 'ClusterNotFoundException';

const arn = arnOf('ecs');
const tasksArgs = v.strictObject({
  call: v.literal('DescribeTasks'),
  region: v.string(),
  cluster: v.string(),
  tasks: v.pipe(v.array(name), v.minLength(1), v.maxLength(MOST)),
});
/** Amazon ECS API reference, Task, TaskOverride, Failure, TaskDefinition. */
const ecsTask = v.looseObject({
  taskArn: arn,
  taskDefinitionArn: arn,
  lastStatus: optional,
  desiredStatus: optional,
  enableExecuteCommand: v.nullish(v.boolean(), null),
  overrides: v.nullish(v.looseObject({ taskRoleArn: optionalRole }), null),
});
const failure = v.looseObject({ arn: name, reason: optional });
const definition = v.looseObject({ taskDefinitionArn: arn, taskRoleArn: optionalRole });
/** Amazon ECS developer guide, task lifecycle: the states after RUNNING. */
const over: ReadonlySet<string> = new Set(['DEACTIVATING', 'STOPPING', 'DEPROVISIONING', 'STOPPED', 'DELETED']);

/** Maps a page of clusters or of a cluster's tasks, what is told of up to a hundred tasks, or a task definition. */
export function mapTasks(task: Task, body: Json): Mapped {
  const into = reading(task);
  const batch = v.safeParse(tasksArgs, task.args);
  if (batch.success) {
    if (errorName(body) !== clusterGone) readTasks(into, batch.output, body);
    return into;
  }
  const cluster = oneArgs(task, 'ListTasks', 'cluster');
  if (cluster !== undefined) {
    // deleted since the clusters were listed, with all its tasks
    if (errorName(body) === clusterGone) return into;
    const of = clusterIn(cluster.about);
    const listed = elements(into, body, 'taskArns', arn).filter(
      ({ value, at }) => isOwn(into, value, at) && isAsked(into, of ?? '', clusterIn(value), at),
    );
    const tasks = listed.map(({ value }) => value);
    for (let at = 0; at < tasks.length; at += MOST) {
      const { region, about } = cluster;
      into.spawns.push(follow(into, { call: 'DescribeTasks', region, cluster: about, tasks: tasks.slice(at, at + MOST) }));
    }
    return into;
  }
  const named = oneArgs(task, 'DescribeTaskDefinition', 'definition');
  if (named !== undefined) {
    readDefinition(into, named.about, body);
    return into;
  }
  const asked = listArgs(task, 'ListClusters');
  if (asked === undefined) return notUnderstood(task);
  for (const { value, at } of elements(into, body, 'clusterArns', arn)) {
    if (isOwn(into, value, at)) into.spawns.push(follow(into, { call: 'ListTasks', region: asked.region, cluster: value }));
  }
  return into;
}

/** The cluster that an ARN names, of the cluster or of a task in it; `null`: the short form of tasks names none. */
function clusterIn(of: string): string | null {
  return /:(?:cluster\/|task\/(?=[^/]+\/))([^/]+)/.exec(of)?.[1] ?? null;
}

function readTasks(into: Reading, { region, tasks }: v.InferOutput<typeof tasksArgs>, body: Json): void {
  const missing = new Set(tasks);
  const definitions = new Set<string>();
  for (const { value, at } of elements(into, body, 'tasks', ecsTask)) {
    if (!missing.delete(value.taskArn)) {
      lost(into, `the answer is about ${JSON.stringify(value.taskArn)}, which was not asked for`, at);
      continue;
    }
    if (!isOwn(into, value.taskDefinitionArn, at)) continue;
    const own = value.overrides?.taskRoleArn ?? null;
    if (own === null) definitions.add(value.taskDefinitionArn);
    tellWorkload(into, region, at, {
      arn: value.taskArn,
      kind: 'task',
      name: value.taskArn.slice(value.taskArn.indexOf('/') + 1),
      role: own,
      instanceProfile: null,
      ...(own === null ? { definition: value.taskDefinitionArn } : {}),
      usable: usable(value),
    });
  }
  for (const each of definitions) into.spawns.push(follow(into, { call: 'DescribeTaskDefinition', region, definition: each }));
  // ended since they were listed
  for (const { value } of failuresIn(into, body)) if (value.reason === 'MISSING') missing.delete(value.arn);
  // what did not parse has its own gap already
  if (missing.size > 0 && into.gaps.length === 0) {
    lost(into, `the answer says nothing of ${[...missing].map((each) => JSON.stringify(each)).join(', ')}`, '');
  }
}

function failuresIn(into: Reading, body: Json): readonly { readonly value: v.InferOutput<typeof failure> }[] {
  return isJsonObject(body) && body['failures'] !== undefined && body['failures'] !== null ? elements(into, body, 'failures', failure) : [];
}

/** Whether commands are run in its containers is settled when a task starts, and is not changed after. */
function usable({ lastStatus, desiredStatus, enableExecuteCommand }: v.InferOutput<typeof ecsTask>): boolean | null {
  if (enableExecuteCommand === false || desiredStatus === 'STOPPED' || (lastStatus !== null && over.has(lastStatus))) return false;
  return enableExecuteCommand;
}

/** One that is not there any more is refused with a fault of many meanings, and so a gap: what its tasks run as is then not known. */
function readDefinition(into: Reading, asked: string, body: Json): void {
  const at = '/taskDefinition';
  const told = isJsonObject(body) ? body['taskDefinition'] : undefined;
  const value = shaped(into, definition, told, `task definition ${asked} could not be read`, at);
  if (value === undefined || !isAsked(into, asked, value.taskDefinitionArn, at) || !isOwn(into, asked, at)) return;
  const fact: TaskDefinitionFact = { type: 'task-definition', name: asked.slice(asked.lastIndexOf('/') + 1), role: value.taskRoleArn };
  tell(into, 'workload', asked, fact, at);
}
