import { instantOf } from '../../../src/base/instant.ts';
import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import { droppedSecret } from '../../../src/base/redact.ts';

/** What the SDK gives as plain JSON: dates as instants, its own metadata and absent members dropped. */
export function plain(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Date) return instantOf(value.getTime());
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object') throw new TypeError(`no JSON can be made of ${typeof value}`);
  const members: [string, Json][] = [];
  for (const [key, member] of Object.entries(value)) if (member !== undefined && key !== '$metadata') members.push([key, plain(member)]);
  return Object.fromEntries(members);
}

/**
 * The same with each member that a path leads to replaced by `{"$dropped":"secret"}`; `*` in a path stands for every element of a list.
 * A path that leads nowhere changes nothing: what was absent stays absent.
 */
export function withoutSecrets(body: Json, paths: readonly (readonly string[])[] = []): Json {
  return paths.reduce((left, path) => dropAt(left, path), body);
}

/**
 * The same with the members that the paths lead to, whole, and no others. A value that stands where members were expected is no answer as
 * it should be, and nobody knows what is in it: it is dropped like a secret.
 */
export function withOnly(body: Json, paths: readonly (readonly string[])[]): Json {
  if (paths.some((path) => path.length === 0) || body === null) return body;
  const under = (member: string): readonly (readonly string[])[] => paths.flatMap(([first, ...rest]) => (first === member ? [rest] : []));
  if (Array.isArray(body)) {
    const each = under('*');
    return each.length === 0 ? droppedSecret : (body as readonly Json[]).map((element) => withOnly(element, each));
  }
  if (!isJsonObject(body)) return droppedSecret;
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, member]) => {
      const kept = under(name);
      return kept.length === 0 || member === undefined ? [] : [[name, withOnly(member, kept)] as const];
    }),
  );
}

function dropAt(value: Json, path: readonly string[]): Json {
  const [member, ...rest] = path;
  if (member === undefined) return droppedSecret;
  if (member === '*') return Array.isArray(value) ? (value as readonly Json[]).map((each) => dropAt(each, rest)) : value;
  const inner = isJsonObject(value) && Object.hasOwn(value, member) ? value[member] : undefined;
  return inner === undefined ? value : { ...(value as object), [member]: dropAt(inner, rest) };
}
