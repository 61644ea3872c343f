import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { Reading } from '../../../src/contract/reading.ts';

/**
 * A gap where a list is empty that no tenant has empty: the service answered, and showed its caller nothing of what there is. Of a list of several pages
 * the last may be empty with the rest told: what is told stands, and that it is all is not believed.
 */
export function doubtNone(into: Reading, body: Json, what: string): void {
  const list = isJsonObject(body) ? body['value'] : undefined;
  if (!Array.isArray(list) || list.length > 0) return;
  const { boundary, surface } = into.task;
  const detail = `the list of ${what} is empty, and no tenant is without: that none are shown does not say that there are none (at /value)`;
  into.gaps.push({ boundary, surface, cause: 'denied', detail });
}
