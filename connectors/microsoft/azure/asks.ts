import { isJsonObject } from '../../../src/base/json.ts';
import type { TaskWords } from '../../../src/contract/connector.ts';
import type { Task } from '../../../src/model/page.ts';
import type { MicrosoftCall } from '../call.ts';
import { azureAreas } from './areas.ts';

/** Every operation that a session of Azure may send. */
export const azureCalls: readonly MicrosoftCall[] = azureAreas.flatMap((each) => each.calls);

const callNamed = new Map(azureCalls.map((each) => [each.name, each]));

/** The call of a task; `undefined` for one that this version does not know, or that is of another surface. */
export function azureCallOf({ surface, args }: Task): MicrosoftCall | undefined {
  const name = isJsonObject(args) ? args['call'] : undefined;
  const call = typeof name === 'string' ? callNamed.get(name) : undefined;
  return call?.surface === surface ? call : undefined;
}

/** `GET {scope}/providers/Microsoft.Authorization/roleAssignments` and `of subscription …`: what a task asks, and about what. */
export function azureTaskWords(task: Task): TaskWords {
  const call = azureCallOf(task);
  const args = isJsonObject(task.args) ? task.args : {};
  const unknown = typeof args['call'] === 'string' ? args['call'] : 'an unknown call';
  return { operation: call?.operation ?? unknown, about: call?.about?.(args) ?? '' };
}
