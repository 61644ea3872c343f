import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../../src/contract/connector.ts';
import type { Task } from '../../../../../src/model/page.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import { elements, errorName, lost, notUnderstood, reading, shaped } from '../../../../../src/contract/reading.ts';
import { isAsked, isOwn } from '../../asked.ts';
import { arnOf, follow, name, optional } from '../fields.ts';
import { aboutWorkloads, listArgs, oneArgs, roleArn, tellWorkload, usableBy } from './told.ts';

/**
 * Endpoints of runtimes: each leads to one version, and a version keeps the role it was made with. A version that no endpoint leads to runs
 * for nobody.
 */
export const bedrockAgentRuntimes: Surface = {
  ...aboutWorkloads,
  id: 'aws:bedrock-agent-runtimes',
  permission: 'bedrock-agentcore:ListAgentRuntimes, bedrock-agentcore:ListAgentRuntimeEndpoints, bedrock-agentcore:GetAgentRuntime',
  ifUnread: 'which agent runtimes of Bedrock AgentCore run as a role, and so which roles are had by running a command in one',
};

const arn = arnOf('bedrock-agentcore');
/** Bedrock AgentCore Control API reference, AgentRuntime, AgentRuntimeEndpoint, GetAgentRuntime. */
const summary = v.looseObject({ agentRuntimeId: name, agentRuntimeArn: arn });
const endpoint = v.looseObject({ name, agentRuntimeArn: arn, liveVersion: optional, targetVersion: optional, status: name });
const runtime = v.looseObject({
  agentRuntimeId: name,
  agentRuntimeArn: arn,
  agentRuntimeName: name,
  agentRuntimeVersion: name,
  roleArn,
  status: name,
  authorizerConfiguration: v.nullish(v.looseObject({ customJWTAuthorizer: v.nullish(v.looseObject({}), null) }), null),
});
const versionArgs = v.strictObject({
  call: v.literal('GetAgentRuntime'),
  region: v.string(),
  runtime: name,
  version: name,
  endpoints: v.pipe(v.array(v.strictObject({ name, usable: v.nullable(v.boolean()) })), v.minLength(1)),
});
type Leading = v.InferOutput<typeof versionArgs>['endpoints'][number];

/** Of both: the references have the same words for them. */
const there: ReadonlySet<string> = new Set(['CREATING', 'READY', 'UPDATING']);
const over: ReadonlySet<string> = new Set(['CREATE_FAILED', 'DELETING']);

/** Maps a page of runtimes or of one's endpoints, or what is told of a version. */
export function mapAgentRuntimes(task: Task, body: Json): Mapped {
  const into = reading(task);
  const version = v.safeParse(versionArgs, task.args);
  if (version.success) {
    // deleted since its endpoints were listed
    if (errorName(body) !== 'ResourceNotFoundException') readVersion(into, version.output, body);
    return into;
  }
  const one = oneArgs(task, 'ListAgentRuntimeEndpoints', 'runtime');
  if (one !== undefined) {
    // deleted since the runtimes were listed, with its endpoints
    if (errorName(body) !== 'ResourceNotFoundException') readEndpoints(into, one.region, one.about, body);
    return into;
  }
  const asked = listArgs(task, 'ListAgentRuntimes');
  if (asked === undefined) return notUnderstood(task);
  for (const { value, at } of elements(into, body, 'agentRuntimes', summary)) {
    if (!isOwn(into, value.agentRuntimeArn, at)) continue;
    into.spawns.push(follow(into, { call: 'ListAgentRuntimeEndpoints', region: asked.region, runtime: value.agentRuntimeId }));
  }
  return into;
}

/** While an endpoint is updated it leads to two versions. */
function readEndpoints(into: Reading, region: string, about: string, body: Json): void {
  const leading = new Map<string, Leading[]>();
  for (const { value, at } of elements(into, body, 'runtimeEndpoints', endpoint)) {
    if (!isOwn(into, value.agentRuntimeArn, at) || !isAsked(into, about, lastPart(value.agentRuntimeArn), at)) continue;
    const versions = new Set([value.liveVersion, value.targetVersion].filter((each) => each !== null));
    const usable = usableBy(value.status, there, over);
    if (versions.size === 0 && usable !== false) lost(into, `endpoint ${value.name} of runtime ${about} tells no version`, at);
    for (const version of versions) {
      const here = leading.get(version) ?? [];
      leading.set(version, here);
      here.push({ name: value.name, usable });
    }
  }
  for (const [version, endpoints] of leading) {
    into.spawns.push(follow(into, { call: 'GetAgentRuntime', region, runtime: about, version, endpoints }));
  }
}

function readVersion(into: Reading, { region, runtime: about, version, endpoints }: v.InferOutput<typeof versionArgs>, body: Json): void {
  const value = shaped(into, runtime, body, `agent runtime ${about} could not be read`, '');
  if (value === undefined || !isAsked(into, about, value.agentRuntimeId, '')) return;
  if (!isAsked(into, version, value.agentRuntimeVersion, '')) return;
  const own = [usableBy(value.status, there, over), takesIam(value)];
  for (const each of endpoints) {
    const all = [...own, each.usable];
    tellWorkload(into, region, '', {
      arn: `${value.agentRuntimeArn}/runtime-endpoint/${each.name}`,
      kind: 'agent-runtime',
      name: `${value.agentRuntimeName}/${each.name}`,
      version,
      role: value.roleArn,
      instanceProfile: null,
      usable: all.includes(false) ? false : all.includes(null) ? null : true,
    });
  }
}

/** Whether callers sign with IAM: they do unless tokens of another issuer are asked for (Bedrock AgentCore developer guide, runtime-oauth.html). */
function takesIam({ authorizerConfiguration }: v.InferOutput<typeof runtime>): boolean | null {
  if (authorizerConfiguration === null) return true;
  return authorizerConfiguration.customJWTAuthorizer === null ? null : false;
}

function lastPart(of: string): string {
  return of.slice(of.lastIndexOf('/') + 1);
}
