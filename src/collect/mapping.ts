import { ImpossibleError } from '../base/errors.ts';
import type { ConnectorCore, Mapped } from '../contract/connector.ts';
import type { Json } from '../base/json.ts';
import type { Task } from '../model/page.ts';
import { nameOfTask } from './task-key.ts';

/**
 * One page through a connector's `map`. `map` is to be total; where a core throws all the same, the page is a `malformed` gap that
 * names connector, task and error: nothing of it is known, and nothing of it is lost in silence. Our own broken invariants go on up.
 */
export function mapPage(core: Pick<ConnectorCore<unknown>, 'id' | 'map' | 'asks'>, task: Task, body: Json): Mapped {
  try {
    return core.map(task, body);
  } catch (error) {
    if (error instanceof ImpossibleError) throw error;
    const seen = error instanceof Error ? `${error.name}: ${error.message}` : 'it threw something that is no error';
    const detail = `connector '${core.id}' could not map a page of ${nameOfTask(task, core)}: ${seen}`;
    return { facts: [], gaps: [{ boundary: task.boundary, surface: task.surface, cause: 'malformed', detail }] };
  }
}
