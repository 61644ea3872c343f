import type { CheckedPack } from './check.ts';
import { notProvenOf } from './told/not-proven.ts';
import { provenOf } from './told/proven.ts';

/** What a check shows and what it does not, in sentences for whoever asked for it. */
export interface Told {
  readonly proven: readonly string[];
  readonly notProven: readonly string[];
}

/** Sentences of a checked pack. Nothing is said to be proven of a part in which something is wrong. */
export function toldOf(checked: CheckedPack): Told {
  return { proven: provenOf(checked), notProven: notProvenOf(checked) };
}
