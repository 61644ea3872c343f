import { byCodeUnit } from '../../base/order.ts';
import type { EntryChange, EntryFilter, EntryHead, EntryRow } from '../engine.ts';
import { HistoryError } from '../errors.ts';
import { isNamed } from '../journal/named.ts';
import { Portions } from './portions.ts';

/** The journal at one moment. A copy shares what it does not touch. */
export class MemoryJournal {
  readonly #entries: Portions<EntryRow>;
  /** Ids of the versions of each entry, by sort and key. */
  readonly #ids: Map<string, readonly number[]>;
  readonly #forgotten: Set<string>;
  #last: number;

  constructor(of: MemoryJournal | null = null) {
    this.#entries = new Portions(of === null ? null : of.#entries);
    this.#ids = new Map(of === null ? [] : of.#ids);
    this.#forgotten = new Set(of === null ? [] : of.#forgotten);
    this.#last = of === null ? 0 : of.#last;
  }

  /** The greatest id given. */
  get last(): number {
    return this.#last;
  }

  found(filter: EntryFilter): readonly EntryRow[] {
    const names = filter.names === undefined ? null : new Set(filter.names);
    const chosen: EntryRow[] = [];
    for (const entry of this.#entries.values()) if (isMeant(entry, filter) && (names === null || isNamed(entry, names))) chosen.push(entry);
    return chosen.sort((a, b) => byCodeUnit(a.sort, b.sort) || a.at - b.at || byCodeUnit(a.key, b.key) || a.version - b.version);
  }

  heads(of: readonly Pick<EntryHead, 'sort' | 'key'>[]): readonly EntryHead[] {
    return of.flatMap((each) => this.#ids.get(keyOf(each)) ?? []).flatMap((id) => this.#entries.get(id) ?? []);
  }

  everyHead(): readonly EntryHead[] {
    return [...this.#entries.values()].sort((a, b) => byCodeUnit(a.sort, b.sort) || byCodeUnit(a.key, b.key) || a.version - b.version);
  }

  forgotten(among: readonly string[] | undefined): readonly string[] {
    const marks = among === undefined ? [...this.#forgotten] : among.filter((mark) => this.#forgotten.has(mark));
    return marks.sort(byCodeUnit);
  }

  add(entries: readonly EntryRow[]): void {
    for (const entry of entries) {
      this.#entries.set(entry);
      this.#ids.set(keyOf(entry), [...(this.#ids.get(keyOf(entry)) ?? []), entry.id]);
      this.#last = Math.max(this.#last, entry.id);
    }
  }

  change(changes: readonly EntryChange[]): void {
    for (const change of changes) {
      const entry = this.#entries.get(change.id);
      if (entry === undefined) throw new HistoryError('broken', `cannot change entry ${change.id} of the journal: it is not kept`);
      this.#entries.set({ ...entry, ...change });
    }
  }

  remove(ids: readonly number[]): void {
    for (const id of ids) {
      const entry = this.#entries.get(id);
      if (entry === undefined) continue;
      this.#entries.delete(id);
      const left = (this.#ids.get(keyOf(entry)) ?? []).filter((each) => each !== id);
      if (left.length === 0) this.#ids.delete(keyOf(entry));
      else this.#ids.set(keyOf(entry), left);
    }
  }

  forget(marks: readonly string[]): void {
    for (const mark of marks) this.#forgotten.add(mark);
  }
}

function isMeant({ sort, boundary, at, stands }: EntryRow, { sorts, boundaries, from, until, every }: EntryFilter): boolean {
  if (sorts?.includes(sort) === false || (boundaries !== undefined && (boundary === null || !boundaries.includes(boundary)))) return false;
  if ((from !== undefined && at < from) || (until !== undefined && at >= until)) return false;
  return stands || every === true;
}

function keyOf({ sort, key }: Pick<EntryHead, 'sort' | 'key'>): string {
  return `${sort} ${key}`;
}
