import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../../src/contract/connector.ts';
import type { Task } from '../../../../../src/model/page.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import { elements, errorName, lost, notUnderstood, reading } from '../../../../../src/contract/reading.ts';
import { isJsonObject } from '../../../../../src/base/json.ts';
import { isAsked } from '../../asked.ts';
import { follow, name, optional } from '../fields.ts';
import { aboutWorkloads, arnHere, listArgs, oneArgs, tellWorkload, usableBy } from './told.ts';

/**
 * Groups, and whether they deploy to instances. Which instances a deployment reaches is told by tags, and whoever begins one may name
 * others; the service role of a group is not had by what is deployed. So a group has no role here.
 */
export const codedeployDeploymentGroups: Surface = {
  ...aboutWorkloads,
  id: 'aws:codedeploy-deployment-groups',
  permission: 'codedeploy:ListApplications, codedeploy:ListDeploymentGroups, codedeploy:BatchGetDeploymentGroups',
  ifUnread: 'whether anything deploys code to instances, and so whether their roles are had by deploying',
};

/** So many groups one question may name (AWS CodeDeploy API reference, BatchGetDeploymentGroups, BatchLimitExceededException). */
const MOST = 100;
/** AWS CodeDeploy API reference, ListDeploymentGroups and BatchGetDeploymentGroups. */
export const applicationGone = 'ApplicationDoesNotExistException';

const batchArgs = v.strictObject({
  call: v.literal('BatchGetDeploymentGroups'),
  region: v.string(),
  application: name,
  groups: v.pipe(v.array(name), v.minLength(1), v.maxLength(MOST)),
});
/** AWS CodeDeploy API reference, DeploymentGroupInfo. */
const group = v.looseObject({ applicationName: name, deploymentGroupName: name, computePlatform: optional });
const toInstances: ReadonlySet<string> = new Set(['Server']);
const toOthers: ReadonlySet<string> = new Set(['ECS', 'Lambda']);

/** Maps a page of applications or of one's groups, or what is told of up to a hundred groups. */
export function mapDeploymentGroups(task: Task, body: Json): Mapped {
  const into = reading(task);
  const batch = v.safeParse(batchArgs, task.args);
  if (batch.success) {
    // deleted since the groups were listed, with all of them
    if (errorName(body) !== applicationGone) readGroups(into, batch.output, body);
    return into;
  }
  const application = oneArgs(task, 'ListDeploymentGroups', 'application');
  if (application !== undefined) {
    // deleted since the applications were listed
    if (errorName(body) !== applicationGone) readNames(into, application.region, application.about, body);
    return into;
  }
  const asked = listArgs(task, 'ListApplications');
  if (asked === undefined) return notUnderstood(task);
  for (const { value } of elements(into, body, 'applications', name)) {
    into.spawns.push(follow(into, { call: 'ListDeploymentGroups', region: asked.region, application: value }));
  }
  return into;
}

function readNames(into: Reading, region: string, application: string, body: Json): void {
  const said = isJsonObject(body) ? body['applicationName'] : undefined;
  if (!isAsked(into, application, typeof said === 'string' ? said : null, '/applicationName')) return;
  const groups = elements(into, body, 'deploymentGroups', name).map(({ value }) => value);
  for (let at = 0; at < groups.length; at += MOST) {
    into.spawns.push(follow(into, { call: 'BatchGetDeploymentGroups', region, application, groups: groups.slice(at, at + MOST) }));
  }
}

/** One that is asked for and not told of is a gap: the service says why in words alone. */
function readGroups(into: Reading, { region, application, groups }: v.InferOutput<typeof batchArgs>, body: Json): void {
  const missing = new Set(groups);
  for (const { value, at } of elements(into, body, 'deploymentGroupsInfo', group)) {
    if (!isAsked(into, application, value.applicationName, at)) continue;
    if (!missing.delete(value.deploymentGroupName)) {
      lost(into, `the answer is about ${JSON.stringify(value.deploymentGroupName)}, which was not asked for`, at);
      continue;
    }
    const named = `${application}/${value.deploymentGroupName}`;
    tellWorkload(into, region, at, {
      arn: arnHere(into, region, 'codedeploy', `deploymentgroup:${named}`),
      kind: 'deployment-group',
      name: named,
      role: null,
      instanceProfile: null,
      usable: usableBy(value.computePlatform, toInstances, toOthers),
    });
  }
  // what did not parse has its own gap already
  if (missing.size > 0 && into.gaps.length === 0) {
    lost(into, `the answer says nothing of ${[...missing].map((each) => JSON.stringify(each)).join(', ')}`, '');
  }
}
