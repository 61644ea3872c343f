import { isJsonObject } from '../../../src/base/json.ts';
import type { Task } from '../../../src/model/page.ts';
import { accountCalls } from './account.ts';
import type { Call } from './call.ts';
import { identityCenterCalls } from './identity-center.ts';
import { organizationCalls } from './organization.ts';
import { probeCalls } from './probes.ts';
import { regionalCalls } from './regional.ts';
import { trailCalls } from '../trail/calls.ts';
import { usersCalls } from './users.ts';
import { workloadCalls } from './workloads.ts';

/** Every operation the live session may call. */
export const calls: readonly Call[] = [
  ...accountCalls,
  ...usersCalls,
  ...organizationCalls,
  ...probeCalls,
  ...identityCenterCalls,
  ...regionalCalls,
  ...workloadCalls,
  ...trailCalls,
];

const byTask: ReadonlyMap<string, Call> = new Map(calls.map((call) => [`${call.surface} ${call.task ?? ''}`, call]));

/** The operation a task asks; `undefined` = none that is allowed. */
export function callOf(task: Task): Call | undefined {
  const name = isJsonObject(task.args) ? task.args['call'] : undefined;
  return byTask.get(`${task.surface} ${typeof name === 'string' ? name : ''}`);
}
