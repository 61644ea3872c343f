import type * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import { elements, lost, notUnderstood, reading } from '../../../../../src/contract/reading.ts';
import type { Task } from '../../../../../src/model/page.ts';
import type { Asked } from './asked.ts';
import { askedOf, boundaryOf } from './asked.ts';
import type { Where } from './where.ts';
import { whereIs } from './where.ts';

/** How pages of one call are mapped. `at`: what was asked about. */
export type ReadPage = (into: Reading, body: Json, at: Asked) => void;

/** Maps the pages of a surface by the call that its tasks name. A task of another boundary than its args tell is not understood. */
export function mapCalls(pages: Readonly<Record<string, ReadPage>>): (task: Task, body: Json) => Mapped {
  return function map(task, body) {
    const at = askedOf(task);
    const read = at === undefined ? undefined : Object.hasOwn(pages, at.call) ? pages[at.call] : undefined;
    if (at === undefined || read === undefined || boundaryOf(at) !== task.boundary) return notUnderstood(task);
    const into = reading(task);
    read(into, body, at);
    return into;
  };
}

/** A row of a list of things that lie at scopes. */
export interface Row<V> {
  readonly value: V;
  readonly at: string;
  readonly where: Where;
}

/**
 * The rows of a list that the schema takes and that lie in what was asked about, or above it; the others are gaps. `scopeOf`: the scope that
 * a row names.
 */
export function rowsOf<S extends v.GenericSchema>(
  into: Reading,
  body: Json,
  asked: Asked,
  schema: S,
  scopeOf: (value: v.InferOutput<S>) => string,
): readonly Row<v.InferOutput<S>>[] {
  return elements(into, body, 'value', schema).flatMap(({ value, at }) => {
    const where = whereIs(scopeOf(value), asked);
    if (where !== undefined) return [{ value, at, where }];
    lost(into, `the answer tells of the scope ${JSON.stringify(scopeOf(value))}, which is neither in nor above what was asked about`, at);
    return [];
  });
}
