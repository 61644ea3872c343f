import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import { elements, notUnderstood, reading } from '../../../../../src/contract/reading.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { isCall } from '../roles/is-call.ts';
import { group, tellGroup } from './group.ts';

/** Maps a page of the groups of a tenant. */
export function mapGroups(task: Task, body: Json): Mapped {
  if (!isCall(task, 'Groups')) return notUnderstood(task);
  const into = reading(task);
  for (const { value, at } of elements(into, body, 'value', group)) tellGroup(into, value, at);
  return into;
}
