import { byKeys } from '../../base/order.ts';
import type { Interval, RunId, SurfaceRead, Teller } from '../../model/history.ts';
import { surfaceOfTeller } from './reads.ts';

/** Something that one of two moments did not read to the end, so that what it tells cannot be compared. */
export interface NotCompared extends Teller {
  /** Which moment lacks it. */
  readonly lacks: 'first' | 'second' | 'both';
  readonly why: string;
  /** How many records are told by it at the moment that has it; at the second where neither has. */
  readonly records: number;
}

type Read = SurfaceRead & { readonly run: RunId };

/** Holds the last reads before two moments against each other, and counts what they tell. */
export class NotComparedReads {
  readonly #first: ReadonlyMap<string, Read>;
  readonly #second: ReadonlyMap<string, Read>;
  readonly #counts = new Map<string, [number, number]>();

  constructor(first: readonly Read[], second: readonly Read[]) {
    this.#first = byPlace(first);
    this.#second = byPlace(second);
  }

  count(before: Interval | null, after: Interval | null): void {
    for (const [side, interval] of [before, after].entries()) {
      for (const { boundary, surface: teller } of interval?.tellers ?? []) {
        const key = `${boundary}\n${surfaceOfTeller(teller).surface}`;
        const counts = this.#counts.get(key) ?? [0, 0];
        this.#counts.set(key, counts);
        counts[side === 0 ? 0 : 1]++;
      }
    }
  }

  lines(): readonly NotCompared[] {
    const lines: NotCompared[] = [];
    for (const key of new Set([...this.#first.keys(), ...this.#second.keys()])) {
      const [one, two] = [this.#first.get(key), this.#second.get(key)];
      const teller = one ?? two;
      if (teller === undefined) continue;
      const [firstHas, secondHas] = [isWhole(one), isWhole(two) && two?.run !== one?.run];
      if ((firstHas && secondHas) || (isLeftOut(one) && isLeftOut(two))) continue;
      const lacks = firstHas ? 'second' : secondHas ? 'first' : 'both';
      const { boundary, surface } = teller;
      const records = this.#counts.get(key)?.[lacks === 'second' ? 0 : 1] ?? 0;
      lines.push({ boundary, surface, lacks, why: why(lacks === 'first' ? one : two, one), records });
    }
    return lines.sort(
      byKeys(
        (line) => line.boundary,
        (line) => line.surface,
      ),
    );
  }
}

function byPlace(reads: readonly Read[]): ReadonlyMap<string, Read> {
  const whole = reads.filter(({ surface }) => surfaceOfTeller(surface).part === null);
  return new Map(whole.map((read) => [`${read.boundary}\n${read.surface}`, read]));
}

function isWhole(read: Read | undefined): boolean {
  return read?.status === 'complete';
}

function isLeftOut(read: Read | undefined): boolean {
  return read === undefined || read.status === 'excluded' || (read.status === 'unread' && read.cause === 'excluded');
}

function why(read: Read | undefined, first: Read | undefined): string {
  if (read === undefined) return 'it was not asked for';
  if (read.status === 'complete')
    return first?.run === read.run ? `it was not read again after ${read.to ?? 'then'}` : 'it was read to the end';
  return read.detail ?? (read.status === 'partial' ? 'it was read in part' : 'it was not read');
}
