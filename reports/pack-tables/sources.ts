import type { EventSource } from '../../src/model/authorisation.ts';
import type { Bounded, MetricRow, Metrics } from '../../src/model/metrics.ts';
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

type Figure = readonly [by: string | null, of: string | null, name: string, value: Cell];

function metricsTable(metrics: Metrics | null): Table {
  return tableOf<Figure>(
    { id: 'metrics', sheet: 'Metrics', says: 'A figure, and of which endings. None: no history was at hand.' },
    { by: ([by]) => by, of: ([, of]) => of, figure: ([, , name]) => name, value: ([, , , value]) => value },
    metrics === null ? [] : [...metrics.rows.flatMap(rowFigures), ...restFigures(metrics)],
  );
}

function rowFigures(row: MetricRow): readonly Figure[] {
  const named: readonly (readonly [string, number | null])[] = [
    ['endings.ended', row.endings.ended],
    ['endings.open', row.endings.open],
    ['endings.undetermined', row.endings.undetermined],
    ['endings.not_due', row.endings.notDue],
    ...bounds('debt', row.debt),
    ...bounds('debt_excepted', row.debtExcepted),
    ...(['lag', 'lateness'] as const).flatMap((name) => [
      ...(['p50', 'p95', 'max'] as const).flatMap((which) => bounds(`${name}.${which}`, row[name][which])),
      [`${name}.ended`, row[name].ended] as const,
      [`${name}.open`, row[name].open] as const,
    ]),
    ['at_once.count', row.atOnce.count],
    ['at_once.of', row.atOnce.of],
    ['automatic.count', row.automatic.count],
    ['automatic.of', row.automatic.of],
    ...row.levels.map((count, level) => [`levels.${level}`, count] as const),
    ['never_authorised', row.neverAuthorised],
  ];
  return named.map(([name, value]) => [row.by, row.of, name, value]);
}

function restFigures({ lookBackDays, standing, deFacto, lifeCycle, interval }: Metrics): readonly Figure[] {
  const named: readonly (readonly [string, number | null])[] = [
    ['look_back_days', lookBackDays],
    ...bounds('standing.held', standing.held),
    ...bounds('standing.used', standing.used),
    ['de_facto.count', deFacto.count],
    ['life_cycle.identities', lifeCycle.identities],
    ['life_cycle.owner', lifeCycle.owner],
    ['life_cycle.origin', lifeCycle.origin],
    ['life_cycle.expiry', lifeCycle.expiry],
    ['life_cycle.rotation', lifeCycle.rotation],
    ['life_cycle.last_use', lifeCycle.lastUse],
    ['life_cycle.offboarding', lifeCycle.offboarding],
    ['interval.longest_ms', interval.longestMs],
    ['interval.cannot_test_ms', interval.cannotTestMs],
  ];
  return [
    ...named.map(([name, value]): Figure => [null, null, name, value]),
    ...deFacto.longest.flatMap(({ identity, capability, usable, renewals, renewalsUnapproved }) =>
      [
        ...bounds('de_facto.usable', usable),
        ['de_facto.renewals', renewals] as const,
        ['de_facto.renewals_unapproved', renewalsUnapproved] as const,
      ].map(([name, value]): Figure => [capability, identity, name, value]),
    ),
  ];
}

function bounds(name: string, bounded: Bounded | null): readonly (readonly [string, number | null])[] {
  return [
    [`${name}.lower_ms`, bounded?.lower ?? null],
    [`${name}.upper_ms`, bounded?.upper ?? null],
  ];
}
