import { canonicalJson } from '../base/bytes/canonical.ts';
import type { ConnectorCore } from '../contract/connector.ts';
import type { Task } from '../model/page.ts';

/** The canonical form of a task: two tasks with the same one are one task, and run once. */
export function taskKey(task: Task): string {
  return canonicalJson({ args: task.args, boundary: task.boundary, surface: task.surface });
}

/**
 * A task for people: `aws:access-keys in aws:111122223333: ListAccessKeys of user ann`; by its args, `{"user":"ann"}`, where the connector
 * has no words for it.
 */
export function nameOfTask(task: Task, core?: Pick<ConnectorCore<unknown>, 'asks'>): string {
  const place = `${task.surface} in ${task.boundary}`;
  const words = core?.asks?.(task);
  if (words !== undefined) return `${place}: ${words.operation}${words.about === '' ? '' : ` ${words.about}`}`;
  const args = canonicalJson(task.args);
  const shown = args.length > 200 ? `${args.slice(0, 200)}…` : args;
  return `${place}${args === '{}' || args === 'null' ? '' : ` ${shown}`}`;
}
