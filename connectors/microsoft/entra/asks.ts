import { isJsonObject } from '../../../src/base/json.ts';
import type { TaskWords } from '../../../src/contract/connector.ts';
import type { Task } from '../../../src/model/page.ts';
import type { MicrosoftCall } from '../call.ts';
import { entraAreas } from './areas.ts';

/** Every operation that a scan of a tenant may send. */
export const entraCalls: readonly MicrosoftCall[] = entraAreas.flatMap((each) => each.calls);

const byName = new Map(entraCalls.map((call) => [call.name, call]));

/** The operation of a task; `undefined` where no call of its surface has its name. */
export function callOf({ surface, args }: Task): MicrosoftCall | undefined {
  const name = isJsonObject(args) ? args['call'] : undefined;
  const call = typeof name === 'string' ? byName.get(name) : undefined;
  return call?.surface === surface ? call : undefined;
}

/** `GET /groups/{id}/members` and `of group 1234`: the operation that a task sends and what it is asked about. */
export function entraTaskWords(task: Task): TaskWords {
  const args = isJsonObject(task.args) ? task.args : {};
  const call = callOf(task);
  if (call !== undefined) return { operation: call.operation, about: call.about?.(args) ?? '' };
  return { operation: typeof args['call'] === 'string' ? args['call'] : 'an unknown call', about: '' };
}
