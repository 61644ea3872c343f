import type { Instant } from '../../../src/base/instant.ts';
import { instantOf, parseInstant } from '../../../src/base/instant.ts';
import type { Json, JsonObject } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { MappedFact } from '../../../src/model/fact.ts';
import type { Gap, GapCause } from '../../../src/model/gap.ts';
import type { BoundaryId, EntityId, SurfaceId } from '../../../src/model/ids.ts';
import { kindOf } from '../documents.ts';

/** Where the elements of a page stood in the file it was cut from; `$places` in the page's body. Lines count from 1. */
export interface Places {
  readonly file: string;
  readonly lines: Readonly<Record<string, readonly number[]>>;
}

/** What one page gives, as it is gathered. */
export interface Gathered {
  readonly surface: SurfaceId;
  readonly facts: MappedFact[];
  readonly gaps: Gap[];
}

/** One element of a page's list, whose owner is known. */
export interface Item {
  readonly into: Gathered;
  readonly boundary: BoundaryId;
  readonly arn: EntityId;
  readonly value: JsonObject;
  /** Of the element in the page. */
  readonly pointer: string;
  /** `, file.json line 12` or nothing. */
  readonly origin: string;
}

/** A value of this connector's own as the JSON that facts carry. */
export function asJson(value: object): Json {
  return value as unknown as Json;
}

export function gap(item: Item, what: string, at: string, cause: GapCause = 'malformed'): void {
  const { boundary, arn, into } = item;
  const detail = `${arn}: ${what} (at ${item.pointer}${at}${item.origin})`;
  into.gaps.push({ boundary, surface: into.surface, subject: arn, cause, detail });
}

/** A text that must be there. */
export function text(item: Item, field: string): string | null {
  const value = item.value[field];
  if (typeof value === 'string' && value !== '') return value;
  gap(item, `${field} is ${value === '' ? 'empty' : kindOf(value)}, a text was expected`, `/${field}`);
  return null;
}

/** The thing's name. It decides nothing, and the ARN ends with it: an absent one is taken from there. */
export function nameOf(item: Item, field: string): string {
  const given = item.value[field] === undefined ? null : text(item, field);
  return given ?? (item.arn.split('/').at(-1) as string);
}

/** A time that may be absent. */
export function time(item: Item, holder: JsonObject, field: string, at: string): Instant | null {
  const value = holder[field];
  if (value === undefined) return null;
  const ms = typeof value === 'string' ? parseInstant(value) : undefined;
  if (ms !== undefined) return instantOf(ms);
  gap(item, `${field} is no RFC 3339 time: ${JSON.stringify(value)}`, at);
  return null;
}

/** What an absent list means: IAM leaves some out when they are empty, and always sends the others. */
export type WhenAbsent = 'empty' | 'gap';

/** Calls back for each object of a list; everything else in its place is a gap. */
export function eachObject(item: Item, field: string, whenAbsent: WhenAbsent, use: (value: JsonObject, at: string) => void): void {
  const list = listAt(item, field, whenAbsent);
  for (let i = 0; i < list.length; i++) {
    const value = list[i] as Json;
    if (isJsonObject(value)) use(value, `/${field}/${i}`);
    else gap(item, `an element of ${field} is ${kindOf(value)}, an object was expected`, `/${field}/${i}`);
  }
}

export function listAt(item: Item, field: string, whenAbsent: WhenAbsent): readonly Json[] {
  const value = item.value[field];
  if (Array.isArray(value)) return value as readonly Json[];
  if (value === undefined && whenAbsent === 'empty') return [];
  gap(item, `${field} is ${kindOf(value)}, a list was expected: what it would tell is not known`, value === undefined ? '' : `/${field}`);
  return [];
}
