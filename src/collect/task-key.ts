import { canonicalJson } from '../base/bytes/canonical.ts';
import type { Task } from '../model/page.ts';

/** The canonical form of a task: two tasks with the same one are one task, and run once. */
export function taskKey(task: Task): string {
  return canonicalJson({ args: task.args, boundary: task.boundary, surface: task.surface });
}

/** A task for people: `aws:access-keys in aws:111122223333 {"user":"ann"}`. */
export function nameOfTask(task: Task): string {
  const args = canonicalJson(task.args);
  const shown = args.length > 200 ? `${args.slice(0, 200)}…` : args;
  return `${task.surface} in ${task.boundary}${args === '{}' || args === 'null' ? '' : ` ${shown}`}`;
}
