import type { Instant } from '../base/instant.ts';
import type { LifeCycleEvent } from '../model/life-cycle.ts';
import type { MappedRows } from './file-rows.ts';
import { BAD_ROWS_NAMED } from './limits.ts';
import type { Told } from './rows/row.ts';
import { SeenEvents } from './seen.ts';

/** What is in a file, before anything of it is kept. */
export interface Survey {
  readonly rows: number;
  readonly duplicates: number;
  readonly disordered: number;
  readonly ahead: number;
  readonly unzoned: number;
  readonly ignored: number;
  /** By place; the first hundred. */
  readonly bad: readonly { readonly line: number; readonly why: string }[];
  readonly badRows: number;
  readonly events: SeenEvents;
  /** The moment of its last event; `null`: it has none. */
  readonly latest: Instant | null;
  readonly told: Told;
}

/**
 * Goes through a file's rows, and a second time where some contradict each other, to name them. `asOf`: what is later lies ahead. Which events it
 * holds does not depend on the order of its rows: where rows tell one event in different words none of them is believed, and each is told as bad.
 */
export function survey(read: () => MappedRows, asOf: Instant): Survey {
  const events = new SeenEvents();
  const count = { rows: 0, duplicates: 0, ahead: 0, unzoned: 0, ignored: 0, badRows: 0, rising: 0, falling: 0 };
  const bad: { readonly row: number; readonly line: number; readonly why: string }[] = [];
  let before: Instant | null = null;
  let latest: Instant | null = null;
  const told = eachRow(read(), (mapped, row) => {
    count.rows++;
    if ('bad' in mapped || 'events' in mapped) count.unzoned += mapped.unzoned ? 1 : 0;
    if ('ignored' in mapped) count.ignored++;
    else if ('bad' in mapped) {
      count.badRows++;
      if (bad.length < BAD_ROWS_NAMED) bad.push({ row, line: mapped.line, why: mapped.bad });
    } else {
      const sightings = mapped.events.map((event) => events.add(event, row));
      if (sightings.every((sighting) => sighting === 'again')) count.duplicates++;
      if (mapped.events.some(({ at }) => at > asOf)) count.ahead++;
      const times = mapped.events.map(({ at }) => at).sort();
      const [first] = times;
      if (before !== null && first !== undefined && first < before) count.rising++;
      if (before !== null && first !== undefined && first > before) count.falling++;
      before = first ?? before;
      latest = [latest, times.at(-1) ?? null].reduce((a, b) => (a === null || (b !== null && b > a) ? b : a));
    }
  });
  if (events.contradicted > 0) {
    const found: { readonly row: number; readonly line: number; readonly why: string }[] = [];
    eachRow(read(), (mapped, row) => {
      if (!('events' in mapped)) return;
      const event = mapped.events.find((each) => events.isContradicted(each));
      if (event === undefined) return;
      count.badRows++;
      if (found.length < BAD_ROWS_NAMED) found.push({ row, line: mapped.line, why: contradicts(event) });
    });
    bad.push(...found);
    bad.sort((a, b) => a.row - b.row);
  }
  return {
    rows: count.rows,
    duplicates: count.duplicates,
    // exports run forward or backward: what goes against the way that most of it goes is out of order
    disordered: Math.min(count.rising, count.falling),
    ahead: count.ahead,
    unzoned: count.unzoned,
    ignored: count.ignored,
    bad: bad.slice(0, BAD_ROWS_NAMED).map(({ line, why }) => ({ line, why })),
    badRows: count.badRows,
    events,
    latest,
    told,
  };
}

/** The events of a file that stand, each once: as {@link survey} found them. */
export function* standing(read: () => MappedRows, events: SeenEvents): Generator<LifeCycleEvent, void, undefined> {
  const rows = read();
  let row = 0;
  for (let next = rows.next(); next.done !== true; next = rows.next(), row++) {
    if (!('events' in next.value)) continue;
    const given = new Set<string>();
    for (const event of next.value.events) {
      if (given.has(event.id) || !events.keeps(event, row)) continue;
      given.add(event.id);
      yield event;
    }
  }
}

function eachRow(rows: MappedRows, look: (mapped: MappedRows extends Generator<infer M> ? M : never, row: number) => void): Told {
  let row = 0;
  let next = rows.next();
  for (; next.done !== true; next = rows.next()) look(next.value, row++);
  return next.value;
}

function contradicts({ id }: LifeCycleEvent): string {
  return `another row tells "${id.slice(0, 80)}" in other words: which of them holds is not told`;
}
