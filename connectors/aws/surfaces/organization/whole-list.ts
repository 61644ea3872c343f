import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import { byCodeUnit } from '../../../../src/base/order.ts';
import type { Task } from '../../../../src/model/page.ts';
import type { Reading } from '../../../../src/contract/reading.ts';
import { lost, shaped } from '../../../../src/contract/reading.ts';

/** What a task that asks for one page of a list carries of the pages before. */
interface Asked {
  readonly call: string;
  readonly token?: string | undefined;
  readonly partial?: true | undefined;
  readonly before?: readonly string[] | undefined;
}

/** What the task that asks for the next page carries. */
export interface Onward {
  readonly token: string;
  readonly partial?: true;
  readonly before?: string[];
}

/**
 * The whole list, sorted, on its last page; `undefined` before, and where an element of this page or one before could not be read.
 * `ask`: the task that goes on; it is spawned where there is more.
 */
export function wholeList(
  into: Reading,
  body: Json,
  { call, token: asked, partial, before = [] }: Asked,
  found: readonly string[],
  ask: (more: Onward) => Task,
): readonly string[] | undefined {
  const next = isJsonObject(body) ? body['NextToken'] : undefined;
  const isWhole = into.gaps.length === 0 && partial !== true;
  const all = [...new Set([...before, ...found])].sort(byCodeUnit);
  if (next === undefined || next === null || next === '') return isWhole ? all : undefined;
  const token = shaped(into, v.string(), next, 'the answer says how to go on in a way not understood', '/NextToken');
  if (token === undefined) return undefined;
  if (token === asked) lost(into, `${call} goes on with the token it was asked with`, '/NextToken');
  else into.spawns.push(ask(isWhole ? { token, before: all } : { token, partial: true }));
  return undefined;
}
