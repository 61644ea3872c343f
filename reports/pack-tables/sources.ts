import type { EventSource } from '../../src/model/authorisation.ts';
import { figuresOfEstate, figuresOfHeld, figuresOfRow, type MetricFigure } from '../../src/model/metric-figures.ts';
import type { Metrics } from '../../src/model/metrics.ts';
import type { Pack } from '../../src/model/pack.ts';
import { momentOf, tableOf, type Cell, type Table } from './table.ts';

/** What was read, what came in as files, and the figures made of it. */
export function sourceTables(pack: Pack): readonly Table[] {
  return [coverageTable(pack), sourcesTable(pack), importsTable(pack), metricsTable(pack.metrics)];
}

function coverageTable({ coverage }: Pack): Table {
  return tableOf(
    { id: 'coverage', sheet: 'Coverage', says: 'A surface of a boundary, whether it was read, and what cannot be said without it.' },
    {
      boundary: ({ boundary }) => boundary,
      surface: ({ surface }) => surface,
      status: ({ status }) => status,
      cause: ({ cause }) => cause,
      detail: ({ detail }) => detail,
      permission: ({ permission }) => permission,
      if_unread: ({ ifUnread }) => ifUnread,
      pages: ({ pages }) => pages,
      facts: ({ facts }) => facts,
    },
    coverage,
  );
}

function sourcesTable({ population }: Pack): Table {
  type Line = { readonly source: EventSource; readonly span: EventSource['spans'][number] | null };
  const lines = population.sources.flatMap((source): readonly Line[] =>
    source.spans.length === 0 ? [{ source, span: null }] : source.spans.map((span) => ({ source, span })),
  );
  return tableOf<Line>(
    {
      id: 'sources',
      sheet: 'Sources',
      says: 'A source of events and a time that it told of whole; with no time, silence in it says nothing.',
    },
    {
      source: ({ source }) => source.source,
      kind: ({ source }) => source.sourceKind,
      region: ({ source }) => source.region,
      boundary: ({ source }) => source.boundary,
      events: ({ source }) => source.events,
      from: ({ span }) => momentOf(span?.from ?? null),
      to: ({ span }) => momentOf(span?.to ?? null),
      tells: ({ span }) => span?.tells ?? null,
    },
    lines,
  );
}

function importsTable({ population }: Pack): Table {
  return tableOf(
    {
      id: 'imports',
      sheet: 'Imports',
      says: 'A file of events as it came in: who made it, what it speaks for, and what became of its rows.',
    },
    {
      import: ({ id }) => id,
      system: ({ system }) => system,
      kind: ({ sourceKind }) => sourceKind,
      name: ({ name }) => name,
      sha256: ({ sha256 }) => sha256,
      mapping: ({ mapping }) => mapping.name,
      mapping_sha256: ({ mapping }) => mapping.sha256,
      query: ({ query }) => query,
      parameters: ({ parameters }) =>
        Object.keys(parameters)
          .sort()
          .map((name) => `${name}=${parameters[name] ?? ''}`),
      extracted_by: ({ extractedBy }) => extractedBy,
      extracted_at: ({ extractedAt }) => momentOf(extractedAt),
      covers_from: ({ covers }) => momentOf(covers?.from ?? null),
      covers_to: ({ covers }) => momentOf(covers?.to ?? null),
      rows: ({ rows }) => rows,
      control_total: ({ controlTotal }) => controlTotal,
      events: ({ events }) => events,
      bad_rows: ({ badRows }) => badRows,
      bad: ({ bad }) => bad.map(({ at, why }) => `${at}: ${why}`),
      duplicates: ({ duplicates }) => duplicates,
      replays: ({ replays }) => replays,
      disordered: ({ disordered }) => disordered,
      ahead: ({ ahead }) => ahead,
      unzoned: ({ unzoned }) => unzoned,
      ignored: ({ ignored }) => ignored,
    },
    population.imports,
  );
}

type Line = readonly [by: string | null, of: string | null, name: string, value: Cell];

function metricsTable(metrics: Metrics | null): Table {
  return tableOf<Line>(
    { id: 'metrics', sheet: 'Metrics', says: 'A figure, and of which endings. None: no history was at hand.' },
    { by: ([by]) => by, of: ([, of]) => of, figure: ([, , name]) => name, value: ([, , , value]) => value },
    metrics === null ? [] : metricLines(metrics),
  );
}

function metricLines(metrics: Metrics): readonly Line[] {
  const of = (by: string | null, whom: string | null, figures: readonly MetricFigure[]): readonly Line[] =>
    figures.map(([name, value]) => [by, whom, name, value]);
  return [
    ...metrics.rows.flatMap((row) => of(row.by, row.of, figuresOfRow(row))),
    ...of(null, null, [['look_back_days', metrics.lookBackDays], ...figuresOfEstate(metrics)]),
    ...metrics.deFacto.longest.flatMap((held) => of(held.capability, held.identity, figuresOfHeld(held))),
  ];
}
