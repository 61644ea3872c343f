import { isJsonObject } from '../../base/json.ts';
import type { Json } from '../../base/json.ts';
import { pointerTo } from '../../base/pointer.ts';
import { DEEPEST, ENVELOPE } from './cut.ts';
import type { Item } from './cut.ts';

/** What the items are of, put together again: envelope and body as JSON. `null`: they are not all the items of any page. A value that is no JSON throws. */
export function wholeOf(items: readonly Item[]): { readonly envelope: Json; readonly body: Json } | null {
  const [envelope, rest, ...elements] = items;
  if (envelope?.pointer !== ENVELOPE || rest?.pointer !== '') return null;
  const values = new Map(elements.map((item) => [item.pointer, item.value]));
  const skeleton = JSON.parse(rest.value) as Json;
  // Where nothing was cut, what looks like a cut is the body's own.
  const body = elements.length === 0 ? skeleton : filled(skeleton, [], values);
  if (body === undefined || values.size > 0) return null;
  return { envelope: JSON.parse(envelope.value) as Json, body };
}

/** `undefined`: an element is missing. What is used is taken out of the values. */
function filled(value: Json, steps: readonly string[], values: Map<string, string>): Json | undefined {
  // What looks like a cut below where arrays are cut is the body's own too.
  if (!isJsonObject(value) || steps.length > DEEPEST) return value;
  const members = Object.entries(value);
  const [first] = members;
  if (members.length === 1 && first?.[0] === '$items') return elementsOf(first[1], pointerTo(...steps), values);
  const whole: [string, Json][] = [];
  for (const [name, member] of members) {
    const full = member === undefined ? undefined : filled(member, [...steps, name], values);
    if (full === undefined) return undefined;
    whole.push([name, full]);
  }
  return Object.fromEntries(whole);
}

function elementsOf(count: Json | undefined, above: string, values: Map<string, string>): Json | undefined {
  if (typeof count !== 'number') return undefined;
  const elements: Json[] = [];
  // The count is anybody's claim: the loop ends at the first element that is not there.
  for (let i = 0; i < count; i++) {
    const text = values.get(`${above}/${i}`);
    if (text === undefined) return undefined;
    values.delete(`${above}/${i}`);
    elements.push(JSON.parse(text) as Json);
  }
  return elements;
}
