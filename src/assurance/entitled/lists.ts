/** Adds an item to the list under a key. */
export function put<K, T>(map: Map<K, T[]>, key: K, item: T): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [item]);
  else known.push(item);
}
