import fc from 'fast-check';
import { hashJson } from '../../src/base/bytes/hash.ts';
import type { Json } from '../../src/base/json.ts';
import { byCodeUnit } from '../../src/base/order.ts';
import type { JournalEntry, JournalSort } from '../../src/model/history.ts';
import { entry } from './entries.ts';

/** One recording: of a run of that hour, or of what was appended by itself. */
export interface JournalStep {
  readonly run: number | null;
  readonly entries: readonly JournalEntry[];
}

const told = fc.record({
  sort: fc.constantFrom<JournalSort>('event', 'event', 'span', 'exception', 'import'),
  key: fc.constantFrom('a', 'b', '😀', '\uff5e'),
  says: fc.integer({ min: 0, max: 3 }),
});

/** Every run is of another time, tells of each entry one thing, and decides nothing. */
export const stepsOf: fc.Arbitrary<readonly JournalStep[]> = fc
  .array(fc.record({ isRun: fc.boolean(), hour: fc.integer({ min: 0, max: 30 }), entries: fc.array(told, { maxLength: 6 }) }), {
    maxLength: 7,
  })
  .map((steps) => {
    const seen = new Set<number>();
    return steps.flatMap(({ isRun, hour, entries }): readonly JournalStep[] => {
      const all = entries.map(({ sort, key, says }) => entry(key, says % 3, says, { sort }));
      if (!isRun) return [{ run: null, entries: all }];
      if (seen.has(hour)) return [];
      seen.add(hour);
      const once = new Map(all.filter(({ sort }) => !isSaid(sort)).map((each) => [`${each.sort} ${each.key}`, each]));
      return [{ run: hour, entries: [...once.values()] }];
    });
  });

interface Held {
  readonly sort: JournalSort;
  readonly key: string;
  readonly value: Json;
  readonly version: number;
  readonly at: string;
}

/** What a journal comes to, worked out from all that was ever told, without a thought for how it came. */
export function modelOf(steps: readonly JournalStep[]): { readonly every: readonly Held[]; readonly standing: readonly string[] } {
  const tellings = steps.flatMap(({ run, entries }) => entries.map((each) => ({ ...each, run })));
  const keys = [...new Set(tellings.map(({ sort, key }) => JSON.stringify([sort, key])))];
  const versions = keys.flatMap((name) => {
    const own = tellings.filter(({ sort, key }) => JSON.stringify([sort, key]) === name);
    const [first] = own;
    const isDecided = first !== undefined && isSaid(first.sort);
    const distinct = isDecided ? own.filter((each, i) => i === 0 || !isSame(each, own[i - 1])) : distinctOf(own);
    return distinct.map((each, i) => ({ ...each, version: i + 1, stands: i === distinct.length - 1 }));
  });
  const sorted = versions.sort(
    (a, b) => byCodeUnit(a.sort, b.sort) || byCodeUnit(a.at, b.at) || byCodeUnit(a.key, b.key) || a.version - b.version,
  );
  return {
    every: sorted.map(({ sort, key, value, version, at }) => ({ sort, key, value, version, at })),
    standing: sorted
      .filter(({ stands }) => stands)
      .map(({ key, value }) => `${key}=${JSON.stringify((value as { readonly says: Json }).says)}`),
  };
}

interface Telling extends JournalEntry {
  readonly run: number | null;
}

/** Each value once: as it was told first. What runs told comes first, by their time, then what was appended, as it came. */
function distinctOf(own: readonly Telling[]): readonly Telling[] {
  const firsts = own.filter((each, i) => own.findIndex((other) => isSame(each, other)) === i);
  const earliest = (each: Telling): number =>
    Math.min(...own.flatMap((other) => (isSame(each, other) && other.run !== null ? [other.run] : [])));
  return firsts
    .map((each, came) => ({ each, came, hour: earliest(each) }))
    .sort((a, b) => (a.hour === b.hour ? a.came - b.came : a.hour - b.hour))
    .map(({ each }) => each);
}

/** What somebody says, and may say again. */
function isSaid(sort: JournalSort): boolean {
  return sort === 'exception' || sort === 'import';
}

function isSame(a: JournalEntry, b: JournalEntry | undefined): boolean {
  return b !== undefined && hashJson(a.value) === hashJson(b.value);
}
