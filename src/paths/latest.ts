/** Answers again, without working it out, what was asked last: rules ask about one thing several times over. */
export function latest<K, T>(make: (key: K) => T): (key: K) => T {
  let last: { readonly key: K; readonly made: T } | undefined;
  return (key) => {
    if (last === undefined || last.key !== key) last = { key, made: make(key) };
    return last.made;
  };
}

/** The same for any keys, of which at most so many are kept; what `make` answers with `undefined` is asked again. */
export function keptLately<K, T>(most: number): (key: K, make: (key: K) => T) => T {
  const known = new Map<K, T>();
  return (key, make) => {
    let made = known.get(key);
    if (made === undefined) {
      made = make(key);
      if (known.size >= most) known.clear();
      known.set(key, made);
    }
    return made;
  };
}
