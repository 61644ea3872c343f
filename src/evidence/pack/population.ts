import { canonicalJson } from '../../base/bytes/canonical.ts';
import type { Json } from '../../base/json.ts';
import { byKeys } from '../../base/order.ts';
import {
  dispositions,
  populationSources,
  type Disposition,
  type PopulationRow,
  type PopulationSource,
  type Reconciliation,
} from '../../model/pack.ts';
import { Tree, leafHash } from '../log/merkle.ts';
import { isWithin } from './asks.ts';
import type { Known } from './known.ts';
import { endingRows } from './of-endings.ts';
import { recordRows } from './of-records.ts';

/**
 * Every end of access that a period calls for or shows, each once; by time, then id. A row is of one access and one end of it where sources speak
 * of the same: joined by the events that the ending is made from, never by likeness. What joins nothing is a row of its own.
 */
export function populationRows(known: Known): readonly PopulationRow[] {
  const ends = endingRows(known);
  return [...ends.rows, ...recordRows(known, ends)].sort(
    byKeys(
      ({ at }) => at,
      ({ id }) => id,
    ),
  );
}

/** Hex: the root of a tree (RFC 6962, SHA-256) over the canonical JSON of each row, in their order. */
export function populationRoot(rows: readonly PopulationRow[]): string {
  const tree = new Tree();
  for (const row of rows) tree.append(leafHash(Buffer.from(canonicalJson(row as unknown as Json), 'utf8')));
  return Buffer.from(tree.root()).toString('hex');
}

/** The three tellers held against each other: `together` adds up to the rows, as do the dispositions. Nothing is left out that is nought. */
export function reconciled(known: Known, rows: readonly PopulationRow[]): Reconciliation {
  const sources = zeroes(populationSources);
  const found = zeroes(dispositions);
  const together = new Map<string, number>();
  for (const { from, disposition } of rows) {
    for (const each of from) sources[each]++;
    found[disposition]++;
    together.set(from.join(' '), (together.get(from.join(' ')) ?? 0) + 1);
  }
  const { assured } = known.input;
  const unmatched = assured.unmatched
    .filter(({ event }) => {
      const at = known.event(event)?.at;
      return at === undefined || isWithin(at, known.period);
    })
    .toSorted(
      byKeys(
        ({ source }) => source,
        ({ event }) => event.id,
      ),
    );
  return {
    sources,
    together: ways().flatMap((from) => {
      const count = together.get(from.join(' ')) ?? 0;
      return count === 0 ? [] : [{ from, rows: count }];
    }),
    dispositions: found,
    unmatched,
  };
}

/** Every set of tellers that is not empty: one alone first, in their order. */
function ways(): readonly (readonly PopulationSource[])[] {
  const all: PopulationSource[][] = [[]];
  for (const source of populationSources) all.push(...all.map((each) => [...each, source]));
  return all.filter(({ length }) => length > 0).sort((a, b) => a.length - b.length);
}

function zeroes<K extends PopulationSource | Disposition>(keys: readonly K[]): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;
}
