import { canonicalJson } from '../../base/bytes/canonical.ts';
import { isJsonObject } from '../../base/json.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import { byCodeUnit } from '../../base/order.ts';
import { pointerTo } from '../../base/pointer.ts';
import type { Page } from '../../model/page.ts';

/*
 * How a page is cut into items, so that one of them can be shown and the others kept back. The cut depends on the page's envelope and body alone.
 *
 *   1. Item 0 has the pointer `#envelope`; its value is the envelope.
 *   2. Item 1 has the pointer ``; its value is the rest of the body: the body in which each array that is cut is replaced by `{"$items":n}`,
 *      n being how many elements it has.
 *   3. Then one item for each element of each array that is cut; its pointer is the element's RFC 6901 pointer into the body.
 *
 * Cut is every array with at least one element that is the body, a member of the body, or a member of a member of the body, where all that
 * is above it are objects. What is inside an element is never cut. The arrays come in the order in which the body's canonical JSON (RFC 8785)
 * has them, their elements in rising order.
 *
 * A body that has, at one of the places where an array could be cut, an object with the one member `$items` is not cut at all: it has two items.
 * So each list of items is the cut of one page only, and whoever has all of them has the page.
 */

/** One item: what it is of the page, and the canonical JSON of its value. */
export interface Item {
  /** `#envelope`, or an RFC 6901 pointer into the body. */
  readonly pointer: string;
  readonly value: string;
}

export const ENVELOPE = '#envelope';
/** Of how many members below the body an array may be and still is cut. */
export const DEEPEST = 2;

/** The items of a page, in their order; at least two. Throws `CanonicalError` where the page holds what JSON cannot say. */
export function itemsOf(page: Pick<Page, 'envelope' | 'body'>): readonly Item[] {
  const elements: Item[] = [];
  const rest = looksCut(page.body, 0) ? page.body : restOf(page.body, [], elements);
  return [
    { pointer: ENVELOPE, value: canonicalJson(page.envelope as unknown as Json) },
    { pointer: '', value: canonicalJson(rest) },
    ...elements,
  ];
}

/** What of the value stays in the rest; the elements of its arrays are added to the list. */
function restOf(value: Json, steps: readonly string[], elements: Item[]): Json {
  if (Array.isArray(value)) {
    const array = value as readonly Json[];
    if (array.length === 0) return array;
    const above = pointerTo(...steps);
    for (let i = 0; i < array.length; i++) elements.push({ pointer: `${above}/${i}`, value: canonicalJson(array[i] as Json) });
    return { $items: array.length };
  }
  if (!isJsonObject(value) || steps.length === DEEPEST) return value;
  // Made of entries: `__proto__` is a name like any other.
  const rest: [string, Json][] = [];
  for (const [name, member] of members(value)) rest.push([name, restOf(member, [...steps, name], elements)]);
  return Object.fromEntries(rest);
}

/** Whether something of the body would be taken for an array that was cut. */
function looksCut(value: Json, depth: number): boolean {
  if (!isJsonObject(value)) return false;
  const all = members(value);
  if (all.length === 1 && all[0]?.[0] === '$items') return true;
  return depth < DEEPEST && all.some(([, member]) => looksCut(member, depth + 1));
}

/** In canonical order; a member that is `undefined` is absent. */
function members(value: JsonObject): readonly (readonly [string, Json])[] {
  const present: [string, Json][] = [];
  for (const name of Object.keys(value).sort(byCodeUnit)) {
    const member = value[name];
    if (member !== undefined) present.push([name, member]);
  }
  return present;
}
