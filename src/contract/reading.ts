import * as v from 'valibot';
import type { Instant } from '../base/instant.ts';
import { instantIn } from '../base/instant.ts';
import type { Json } from '../base/json.ts';
import { isJsonObject } from '../base/json.ts';
import type { MappedFact } from '../model/fact.ts';
import type { Gap } from '../model/gap.ts';
import type { EntityId } from '../model/ids.ts';
import type { Task } from '../model/page.ts';

/** A time of an answer, as an instant. */
export const instant = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }): Instant => {
    const at = instantIn(dataset.value);
    if (at !== undefined) return at;
    addIssue({ message: 'no RFC 3339 time' });
    return NEVER;
  }),
);

/** One page as it is mapped, for surfaces whose shapes are schemas. */
export interface Reading {
  readonly task: Task;
  readonly facts: MappedFact[];
  readonly gaps: Gap[];
  readonly spawns: Task[];
}

export function reading(task: Task): Reading {
  return { task, facts: [], gaps: [], spawns: [] };
}

/** A `malformed` gap. `at`: RFC 6901, in the page's body. */
export function lost(into: Reading, what: string, at: string, subject?: EntityId): void {
  const { boundary, surface } = into.task;
  const about = subject === undefined ? {} : { subject };
  into.gaps.push({ boundary, surface, ...about, cause: 'malformed', detail: `${what} (at ${at === '' ? 'the top' : at})` });
}

/** The value as the schema has it, or `undefined` with a gap that names the place and what is wrong there. */
export function shaped<S extends v.GenericSchema>(
  into: Reading,
  schema: S,
  value: Json | undefined,
  what: string,
  at: string,
): v.InferOutput<S> | undefined {
  const read = v.safeParse(schema, value);
  if (read.success) return read.output;
  const [issue] = read.issues;
  const path = (issue.path ?? []).map((each) => `/${String(each.key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  lost(into, `${what}: ${issue.message}`, `${at}${path}`);
  return undefined;
}

/**
 * The elements of a list that the schema takes, each with its place. The others and a list that is none are gaps. `under`: where `body`
 * itself stands in the page.
 */
export function elements<S extends v.GenericSchema>(
  into: Reading,
  body: Json,
  list: string,
  schema: S,
  under = '',
): readonly { readonly value: v.InferOutput<S>; readonly at: string }[] {
  const given = isJsonObject(body) ? body[list] : undefined;
  const items = shaped(into, v.array(v.unknown()), given, `the answer has no list ${list}`, `${under}/${list}`) as
    readonly Json[] | undefined;
  return (items ?? []).flatMap((item, index) => {
    const at = `${under}/${list}/${index}`;
    const value = shaped(into, schema, item, `an element of ${list} could not be read`, at);
    return value === undefined ? [] : [{ value, at }];
  });
}

/** The name of the error that is this answer's body; `undefined` where it is none. */
export function errorName(body: Json): string | undefined {
  const error = isJsonObject(body) ? body['error'] : undefined;
  const name = isJsonObject(error) ? error['name'] : undefined;
  return typeof name === 'string' ? name : undefined;
}

/** The gap of a task that this version does not know how to read. */
export function notUnderstood(task: Task): { readonly facts: readonly []; readonly gaps: readonly Gap[] } {
  const call = isJsonObject(task.args) ? task.args['call'] : undefined;
  const asked = typeof call === 'string' ? ` that ask ${JSON.stringify(call)} with these arguments` : '';
  const detail = `pages of ${task.surface}${asked} are not understood by this version`;
  return { facts: [], gaps: [{ boundary: task.boundary, surface: task.surface, cause: 'unsupported', detail }] };
}
