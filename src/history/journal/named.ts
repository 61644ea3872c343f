import type { EntryRow } from '../engine.ts';

/** Whether it is found by one of these names, or its key is one. */
export function isNamed({ key, names }: Pick<EntryRow, 'key' | 'names'>, wanted: ReadonlySet<string>): boolean {
  return wanted.has(key) || (JSON.parse(names) as readonly string[]).some((name) => wanted.has(name));
}
