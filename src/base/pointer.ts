import { isJsonObject } from './json.ts';
import type { Json } from './json.ts';
import { VestigeError } from './errors.ts';

/** The text is no RFC 6901 pointer. That a pointer leads nowhere is not an error but an answer. */
export class PointerError extends VestigeError {
  readonly code = 'bad-pointer';
}

/** The RFC 6901 pointer to the place reached by these keys and indices, in order; `pointerTo()` is the whole value. */
export function pointerTo(...steps: readonly (string | number)[]): string {
  let pointer = '';
  for (const step of steps) pointer += `/${escapePointer(String(step))}`;
  return pointer;
}

/** One key as it stands between two slashes. */
export function escapePointer(key: string): string {
  return key.includes('~') || key.includes('/') ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key;
}

/** The keys and indices of a pointer, all as text. Throws {@link PointerError}. */
export function pointerSteps(pointer: string): readonly string[] {
  if (pointer === '') return [];
  if (!pointer.startsWith('/'))
    throw new PointerError(`cannot read the JSON pointer ${JSON.stringify(pointer)}: it does not begin with "/"`);
  if (/~(?![01])/.test(pointer))
    throw new PointerError(`cannot read the JSON pointer ${JSON.stringify(pointer)}: "~" without 0 or 1 after it`);
  // The order matters: `~01` is the key `~1`.
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What stands there; `undefined` when nothing does (`null` is something). Throws {@link PointerError}. */
export function resolvePointer(value: Json, pointer: string): Json | undefined {
  let at: Json | undefined = value;
  for (const step of pointerSteps(pointer)) {
    if (Array.isArray(at)) at = /^(0|[1-9]\d*)$/.test(step) ? (at as readonly Json[])[Number(step)] : undefined;
    else if (isJsonObject(at)) at = Object.hasOwn(at, step) ? at[step] : undefined;
    else return undefined;
  }
  return at;
}
