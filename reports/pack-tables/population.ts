import { byCodeUnit } from '../../src/base/order.ts';
import type { Drawn, Pack, PopulationRow } from '../../src/model/pack.ts';
import { momentOf, tableOf, type Table } from './table.ts';
import { refText, yesNo } from './words.ts';

/** What was to end, how its sources agree, and what was drawn of it. */
export function populationTables(pack: Pack): readonly Table[] {
  return [rowsTable(pack), reconciliationTable(pack), unmatchedTable(pack), sampleTable(pack), strataTable(pack), redrawsTable(pack)];
}

function rowsTable({ population, sample }: Pack): Table {
  const drawn = new Set(sample?.drawn.map(({ row }) => row));
  return tableOf<PopulationRow>(
    { id: 'population', sheet: 'Population', says: 'An end of access that the period calls for or shows, and what became of it.' },
    {
      row: ({ id }) => id,
      at: ({ at }) => momentOf(at),
      subject_name: ({ subjectName }) => subjectName,
      subject: ({ subject }) => subject,
      boundary: ({ boundary }) => boundary,
      system: ({ system }) => system,
      what: ({ what }) => what,
      disposition: ({ disposition }) => disposition,
      because: ({ because }) => because,
      told_by: ({ from }) => from,
      events: ({ events }) => events.map(refText),
      record: ({ ending }) => ending,
      stratum: ({ stratum }) => stratum,
      tested: ({ id }) => yesNo(sample === null || drawn.has(id)),
    },
    population.rows,
  );
}

function reconciliationTable({ population: { rows, reconciliation } }: Pack): Table {
  const counts = (kind: string, of: Readonly<Record<string, number>>): readonly (readonly [string, string, number])[] =>
    Object.entries(of)
      .sort(([a], [b]) => byCodeUnit(a, b))
      .map(([what, count]) => [kind, what, count] as const);
  return tableOf(
    {
      id: 'reconciliation',
      sheet: 'Reconciliation',
      says: 'How many rows of the population each source tells, alone and together, and what became of them.',
    },
    { part: ([part]) => part, what: ([, what]) => what, rows: ([, , count]) => count },
    [
      ['all', 'the whole population', rows.length] as const,
      ...counts('source', reconciliation.sources),
      ...reconciliation.together.map(({ from, rows: count }) => ['together', from.join(' + '), count] as const),
      ...counts('disposition', reconciliation.dispositions),
    ],
  );
}

function unmatchedTable({ population: { reconciliation } }: Pack): Table {
  return tableOf(
    {
      id: 'unmatched',
      sheet: 'Unmatched',
      says: 'A row of a source that is about somebody or something that nobody read. Never guessed at.',
    },
    {
      source: ({ source }) => source,
      event: ({ event }) => refText(event),
      why: ({ why }) => why,
      keys: ({ keys }) => keys.map(({ kind, value }) => `${kind} ${value}`),
      candidates: ({ candidates }) => candidates,
    },
    reconciliation.unmatched,
  );
}

function sampleTable({ sample, population }: Pack): Table {
  const rows = new Map(population.rows.map((row) => [row.id, row]));
  const of = ({ row }: Drawn): PopulationRow | undefined => rows.get(row);
  return tableOf<Drawn>(
    { id: 'sample', sheet: 'Sample', says: 'A row of the population that was drawn. None: the whole population was tested.' },
    {
      order: ({ order }) => order,
      row: ({ row }) => row,
      stratum: ({ stratum }) => stratum,
      subject_name: (drawn) => of(drawn)?.subjectName ?? null,
      what: (drawn) => of(drawn)?.what ?? null,
      disposition: (drawn) => of(drawn)?.disposition ?? null,
      because: (drawn) => of(drawn)?.because ?? null,
      replaces: ({ replaces }) => replaces?.row ?? null,
      replaced_because: ({ replaces }) => replaces?.why ?? null,
      record: (drawn) => of(drawn)?.ending ?? null,
    },
    sample?.drawn ?? [],
  );
}

function strataTable({ sample }: Pack): Table {
  return tableOf(
    { id: 'strata', sheet: 'Strata', says: 'A part of the population that rows were drawn of.' },
    { stratum: ({ name }) => name, rows: ({ rows }) => rows, drawn: ({ drawn }) => drawn },
    sample?.strata ?? [],
  );
}

function redrawsTable({ sample }: Pack): Table {
  return tableOf(
    { id: 'redraws', sheet: 'Redraws', says: 'An earlier export over a population of the same period.' },
    { leaf: ({ leaf }) => leaf, at: ({ at }) => momentOf(at), nonce: ({ nonce }) => nonce, size: ({ size }) => size },
    sample?.redraws ?? [],
  );
}
