import type { NonEmpty } from '../../base/json.ts';

/** Why something did not verify. Texts may hold what a stranger wrote: show them as such. */
export interface Fault<Code extends string = string> {
  readonly code: Code;
  /** Within what was checked: `signatures[0]`, `subject[3].digest`. Empty: all of it. */
  readonly place: string;
  readonly seen: string;
  readonly expected: string;
}

/** It holds, with what it says; or every reason found why not. There is nothing between the two. */
export type Checked<T, Code extends string = string> =
  { readonly holds: true; readonly value: T } | { readonly holds: false; readonly faults: NonEmpty<Fault<Code>> };

export function holds<T>(value: T): { readonly holds: true; readonly value: T } {
  return { holds: true, value };
}

export function fails<Code extends string>(
  code: Code,
  place: string,
  seen: string,
  expected: string,
): { readonly holds: false; readonly faults: NonEmpty<Fault<Code>> } {
  return { holds: false, faults: [{ code, place, seen, expected }] };
}
