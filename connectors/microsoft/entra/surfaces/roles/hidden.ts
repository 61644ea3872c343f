import type { Json } from '../../../../../src/base/json.ts';
import { isJsonObject } from '../../../../../src/base/json.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';

/**
 * Whether members are shown only to those who hold `Member.Read.Hidden` (https://learn.microsoft.com/graph/api/group-list-members): everybody
 * else may be given an empty list of them.
 */
export function hideMembers(visibility: string | null): boolean {
  return visibility?.toLowerCase() === 'hiddenmembership';
}

/**
 * A gap where a list of hidden members is empty, which proves nothing. It is about no one in particular: anybody may be among those who are
 * not shown.
 */
export function doubtEmpty(into: Reading, body: Json, whose: string): void {
  const list = isJsonObject(body) ? body['value'] : undefined;
  if (!Array.isArray(list) || list.length > 0) return;
  const { boundary, surface } = into.task;
  const detail = `${whose} hides its members from whoever lacks Member.Read.Hidden: that none are shown does not say that there are none (at /value)`;
  into.gaps.push({ boundary, surface, cause: 'denied', detail });
}
