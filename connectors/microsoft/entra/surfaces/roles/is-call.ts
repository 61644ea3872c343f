import { isJsonObject } from '../../../../../src/base/json.ts';
import type { Task } from '../../../../../src/model/page.ts';

/** Whether a task asks this and nothing more particular. */
export function isCall({ args }: Task, ...calls: readonly string[]): boolean {
  return isJsonObject(args) && Object.keys(args).length === 1 && calls.some((each) => args['call'] === each);
}
