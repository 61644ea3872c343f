import type { KeyState } from '../match/truth.ts';
import type { Unknown } from './unknown.ts';
import { shownDoubt } from './collect.ts';

/** Where a sample is put in. */
export interface Put {
  readonly keys: Map<string, KeyState>;
  readonly doubts: Map<string, boolean>;
  sessionName: string | null;
}

/** One unknown as a dimension of the ways a request may be. */
export interface Dimension {
  /** As an answer tells it. */
  readonly name: string;
  /** Whether the documentation, not the request, leaves it open. */
  readonly isDoubt: boolean;
  readonly size: number;
  put(sample: number, into: Put): void;
  /** What a sample stands for, by the name of the key or pseudo key; `null` = absent; a doubt is `true` or `false`. */
  shown(sample: number): readonly (readonly [string, string | readonly string[] | null])[];
}

export function keyDimension(unknown: Unknown): Dimension {
  return {
    name: unknown.name,
    isDoubt: false,
    size: unknown.samples.length,
    put(sample, { keys }) {
      for (const [key, state] of unknown.samples[sample] ?? []) keys.set(key, state);
    },
    shown(sample) {
      const [state] = unknown.samples[sample]?.values() ?? [];
      if (state?.is !== 'present') return [[unknown.name, null]];
      return [[unknown.name, state.values.length === 1 ? (state.values[0] ?? '') : state.values]];
    },
  };
}

export function doubtDimension(doubt: string): Dimension {
  return {
    name: shownDoubt(doubt),
    isDoubt: true,
    size: 2,
    put(sample, { doubts }) {
      doubts.set(doubt, sample === 1);
    },
    shown: (sample) => [[shownDoubt(doubt), String(sample === 1)]],
  };
}

/** Each name that policies mention, and one that none does. */
export function sessionDimension(name: string, mentioned: readonly string[]): Dimension {
  const names = [null, ...mentioned];
  return {
    name,
    isDoubt: false,
    size: names.length,
    put(sample, into) {
      const put = into;
      put.sessionName = names[sample] ?? null;
    },
    shown: (sample) => [[name, names[sample] ?? '(another)']],
  };
}

/** The caller's own account, and another. */
export function accountDimension(name: string): Dimension {
  return ofFormula(name, ['(the same)', '(another)']);
}

export function administratorDimension(name: string): Dimension {
  return ofFormula(name, ['true', 'false']);
}

/** Asked about by no statement, so it is put in nowhere. */
function ofFormula(name: string, shown: readonly [string, string]): Dimension {
  return { name, isDoubt: false, size: 2, put: () => undefined, shown: (sample) => [[name, sample === 0 ? shown[0] : shown[1]]] };
}
