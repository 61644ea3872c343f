import * as v from 'valibot';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import type { FactKind, MappedFact } from '../../../../src/model/fact.ts';
import type { BoundaryId, FactKey } from '../../../../src/model/ids.ts';
import type { IdentityCenterFact, ListingFact } from '../../identity-center-facts.ts';
import { allAbout } from '../asked.ts';
import { asJson } from '../item.ts';
import type { Reading } from '../../../../src/contract/reading.ts';
import { elements, lost, shaped } from '../../../../src/contract/reading.ts';

export interface Onward {
  readonly token?: string | undefined;
  readonly seen?: number | undefined;
}

/** A list, and how its service says that it goes on. */
export interface Listed<S extends v.GenericSchema> {
  readonly list: string;
  readonly schema: S;
  readonly listing: string;
  readonly kind: FactKind;
  /** Member of the answer that holds the next token. */
  readonly next?: string;
  /** Says a gap where an element is not of what was asked about: the page is another's then, and the list is not known whole. */
  readonly isAsked?: (value: v.InferOutput<S>, at: string) => boolean;
}

export interface Element<T> {
  readonly value: T;
  readonly at: string;
}

/**
 * The elements of one page of a list that is asked for page by page. The last page says how many elements stood in all of them, those
 * that could not be read too; before it, the next page's task is spawned. `kind`: that of the fact which says so.
 */
export function listed<S extends v.GenericSchema>(
  into: Reading,
  body: Json,
  { list, schema, listing, kind, next: member = 'NextToken', isAsked = () => true }: Listed<S>,
  { token: asked, seen = 0 }: Onward,
): readonly Element<v.InferOutput<S>>[] {
  const all = elements(into, body, list, schema);
  const found = allAbout(all, ({ value, at }) => isAsked(value, at));
  const items = isJsonObject(body) ? body[list] : undefined;
  if (!isJsonObject(body) || !Array.isArray(items)) return found;
  const count = seen + items.length;
  const next = body[member];
  if (next === undefined || next === null || next === '') {
    const value: ListingFact = { type: 'listing', listing, count };
    if (found.length === all.length) push(into, { kind, key: `listing|${listing}`, value, at: `/${list}` });
    return found;
  }
  const token = shaped(into, v.string(), next, 'the answer says how to go on in a way not understood', `/${member}`);
  if (token === undefined) return found;
  const { args, boundary, surface } = into.task;
  if (token === asked) lost(into, `the list of ${listing} goes on with the token it was asked with`, `/${member}`);
  else into.spawns.push({ boundary, surface, args: { ...(args as JsonObject), token, seen: count } });
  return found;
}

export interface Said {
  readonly kind: FactKind;
  readonly key: FactKey;
  readonly value: IdentityCenterFact;
  /** RFC 6901, in the page's body. */
  readonly at: string;
}

/** A fact in the boundary of the instance. */
export function push(into: Reading, { kind, key, value, at }: Said, boundary: BoundaryId = into.task.boundary): void {
  const fact = { kind, boundary, surface: into.task.surface, key, value: asJson(value), pointer: at };
  into.facts.push(fact as unknown as MappedFact);
}

/** A task about the same instance, on the same surface. */
export function ask(into: Reading, call: string, args: JsonObject): void {
  const { boundary, surface, args: given } = into.task;
  const region = isJsonObject(given) ? given['region'] : undefined;
  into.spawns.push({ boundary, surface, args: { call, ...args, ...(region === undefined ? {} : { region }) } });
}
