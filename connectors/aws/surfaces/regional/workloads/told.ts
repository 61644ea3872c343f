import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import { isJsonObject } from '../../../../../src/base/json.ts';
import type { Surface } from '../../../../../src/contract/connector.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { accountOf, parseIamArn } from '../../../identity.ts';
import type { RunningWorkloadFact } from '../../../workload-facts.ts';
import { workloadKey } from '../../../workload-facts.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import { isOwn } from '../../asked.ts';
import { tell } from '../fields.ts';

/**
 * What surfaces of workloads have in common. All of these services are eventually consistent; Amazon EC2 allows "a few minutes" at most
 * (EC2 API reference, query-api-troubleshooting.html#eventual-consistency), and the others name no greater time.
 */
export const aboutWorkloads = {
  yields: ['workload'],
  provesAbsence: { after: 300_000 },
  role: 'grants',
  service: 'regional',
  follows: [],
} as const satisfies Partial<Surface>;

function iamArn(of: 'role' | 'instance-profile') {
  return v.pipe(
    v.string(),
    v.check(
      (text) => parseIamArn(text)?.resource.startsWith(`${of}/`) === true,
      `no ARN of ${of === 'role' ? 'a role' : 'an instance profile'}`,
    ),
  );
}

/** ARN of a role that must be told. */
export const roleArn = iamArn('role');
/** ARN of a role; `null` where the answer has none: it runs as nobody. */
export const optionalRole = v.nullish(roleArn, null);
export const profileArn = iamArn('instance-profile');

/** What the arguments of a task name: the region, and what it is about, each a text. */
export interface AskedWorkload {
  readonly call: string;
  readonly region: string;
}

/** The arguments of a list that is asked in a region; `undefined` where they are none of these calls'. */
export function listArgs(task: Task, ...calls: readonly string[]): AskedWorkload | undefined {
  const read = v.safeParse(v.strictObject({ call: v.picklist(calls), region: v.string() }), task.args);
  return read.success ? read.output : undefined;
}

/** The same of a call that is about one thing, which `args.<about>` names. */
export function oneArgs(task: Task, call: string, about: string): (AskedWorkload & { readonly about: string }) | undefined {
  const args = isJsonObject(task.args) ? task.args : {};
  const { region, [about]: thing, ...rest } = args;
  if (typeof region !== 'string' || typeof thing !== 'string' || rest['call'] !== call || Object.keys(rest).length !== 1) return undefined;
  return { call, region, about: thing };
}

/** The partition a region is in, of those that the settings know. */
export function partitionOf(region: string): string {
  return region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** The ARN of a thing of the account that is asked, of a service that tells its name only. */
export function arnHere({ task }: Reading, region: string, service: string, resource: string): string {
  return `arn:${partitionOf(region)}:${service}:${region}:${accountOf(task.boundary) ?? ''}:${resource}`;
}

/** Whether a thing can be used, of the status it has: the words that say yes and no, and `null` for words that nobody told of. */
export function usableBy(status: string | null, yes: ReadonlySet<string>, no: ReadonlySet<string>): boolean | null {
  if (status === null) return null;
  return yes.has(status) ? true : no.has(status) ? false : null;
}

/** A fact of the account and region that were asked; a gap where the ARN is of another. */
export function tellWorkload(
  into: Reading,
  region: string,
  at: string,
  { arn, ...workload }: Omit<RunningWorkloadFact, 'type' | 'region'> & { readonly arn: string },
): void {
  if (!isOwn(into, arn, at)) return;
  const fact: RunningWorkloadFact = { type: 'workload', ...workload, region };
  tell(into, 'workload', workloadKey(arn, workload), fact, at);
}

/** The message of the error that is this answer's body; empty where it has none. */
export function errorMessage(body: Json): string {
  const error = isJsonObject(body) ? body['error'] : undefined;
  const message = isJsonObject(error) ? error['message'] : undefined;
  return typeof message === 'string' ? message : '';
}
