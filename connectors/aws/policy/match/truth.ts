/** Kleene's three values: 0 false, 1 true, 2 not known. */
export type Truth = 0 | 1 | 2;

export function and(a: Truth, b: Truth): Truth {
  return a === 0 || b === 0 ? 0 : a === 1 ? b : 2;
}

export function or(a: Truth, b: Truth): Truth {
  return a === 1 || b === 1 ? 1 : a === 0 ? b : 2;
}

export function not(a: Truth): Truth {
  return a === 2 ? 2 : a === 1 ? 0 : 1;
}

/** What is known of one condition key of a request. Not known is never the same as absent. */
export type KeyState =
  | { readonly is: 'absent' }
  /** At least one value; the empty string is a value. */
  | { readonly is: 'present'; readonly values: readonly string[] }
  | { readonly is: 'present-unknown' }
  | { readonly is: 'unknown' };

/** Takes the key in lower case. */
export interface KeyLookup {
  (key: string): KeyState;
}

/** What the documentation leaves open about a comparison. `not known` unless the caller decides it. */
export type AtomDoubt = 'doc:multivalued-key' | 'doc:unparseable-value';
export interface AtomDoubts {
  (doubt: AtomDoubt): Truth;
}
