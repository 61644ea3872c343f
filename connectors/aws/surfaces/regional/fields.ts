import * as v from 'valibot';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import type { FactKind } from '../../../../src/model/fact.ts';
import type { Task } from '../../../../src/model/page.ts';
import { isOwn } from '../asked.ts';
import { asJson } from '../item.ts';
import type { Reading } from '../../../../src/contract/reading.ts';
import { elements, instant } from '../../../../src/contract/reading.ts';

/** A time as RFC 3339; `null` where the answer has none. */
export const time = v.nullish(instant, null);

/** A text that need not be there; `null` where it is not. */
export const optional = v.nullish(v.string(), null);

export const name = v.pipe(v.string(), v.nonEmpty('an empty text'));

/** ARNs of a service with region and account. */
export function arnOf(service: string) {
  return v.pipe(v.string(), v.regex(new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]+:\\d{12}:[^\\s]+$`), `no ARN of ${service}`));
}

/** Args of a list that is asked in a region and of nothing in particular. */
export const inRegion = v.strictObject({ call: v.string(), region: v.string() });

/** A follow-up in the same boundary, surface and region. */
export function follow(into: Reading, args: JsonObject): Task {
  return { boundary: into.task.boundary, surface: into.task.surface, args };
}

type OwnKind = Extract<FactKind, 'observation' | 'provider' | 'resource-policy' | 'workload'>;

/** A fact of the task's own boundary: what is asked in an account is told of that account. */
export function tell(into: Reading, kind: OwnKind, key: string, value: object, pointer: string): void {
  const { boundary, surface } = into.task;
  into.facts.push({ kind, boundary, surface, key, value: asJson(value), pointer });
}

/** Facts of one kind of the elements of a list; those that do not parse, or are of another account or region, are gaps. */
export function tellEach<S extends v.GenericSchema<unknown, { readonly arn: string }>>(
  into: Reading,
  body: Json,
  list: string,
  schema: S,
  kind: OwnKind,
): readonly v.InferOutput<S>[] {
  const told: v.InferOutput<S>[] = [];
  for (const { value, at } of elements(into, body, list, schema)) {
    if (!isOwn(into, value.arn, at)) continue;
    tell(into, kind, value.arn, value, at);
    told.push(value);
  }
  return told;
}
