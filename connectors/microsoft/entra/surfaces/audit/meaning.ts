import type { LifeCycleEvent, LifeCycleEventType } from '../../../../../src/model/life-cycle.ts';

/** How an entry says whose and what: each sort of entry has its own way. */
export type Told =
  'pim' | 'role' | 'member' | 'owner' | 'app-role' | 'consent' | 'keys' | 'itself' | 'definition' | 'package' | 'decision' | 'elevated';

/** What an activity means. */
export interface Meaning {
  readonly type: LifeCycleEventType;
  readonly what: LifeCycleEvent['what'];
  readonly told: Told;
  /** It went round Privileged Identity Management. */
  readonly outsideBroker?: true;
}

/**
 * The name of an activity, as it is compared: display names differ in case, in blanks at their ends, and in which dash they are written with.
 */
export function activityKey(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[‐-―−]/g, '-')
    .replace(/\s+/g, ' ');
}

export type Meanings = Map<string, Meaning | null>;

/** Enters names with one meaning. */
export function means(
  into: Meanings,
  names: readonly string[],
  type: LifeCycleEventType,
  what: LifeCycleEvent['what'],
  told: Told,
  outsideBroker?: true,
): void {
  const meaning: Meaning = outsideBroker === undefined ? { type, what, told } : { type, what, told, outsideBroker };
  for (const name of names) into.set(activityKey(name), meaning);
}

/** Enters names of what is known and changes nobody's access by itself. */
export function nothing(into: Meanings, names: readonly string[]): void {
  for (const name of names) into.set(activityKey(name), null);
}

/** A name for each of its endings. */
export function each(parts: readonly string[], text: (part: string) => string): readonly string[] {
  return parts.map(text);
}
