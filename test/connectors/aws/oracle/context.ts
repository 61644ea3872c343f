/** What is known of one condition key in a request. */
export type KeyState =
  { readonly is: 'present'; readonly values: readonly string[] } | { readonly is: 'absent' } | { readonly is: 'unknown' };

/** By key name in lower case. A key that is not in it is {@link unknown}. */
export type Context = ReadonlyMap<string, KeyState>;

export const absent: KeyState = { is: 'absent' };
export const unknown: KeyState = { is: 'unknown' };
export function present(...values: readonly string[]): KeyState {
  return { is: 'present', values };
}

export function keyOf(context: Context, key: string): KeyState {
  return context.get(key.toLowerCase()) ?? unknown;
}
