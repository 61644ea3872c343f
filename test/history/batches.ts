import { instantOf } from '../../src/base/instant.ts';
import type { NonEmpty } from '../../src/base/json.ts';
import type { ConclusionBatch, FactBatch, HistoryStore, IntervalFilter } from '../../src/contract/store.ts';
import type { Interval, RunHead, Sighting, SurfaceRead, Teller } from '../../src/model/history.ts';

/** Runs in few words. Minute 0 is noon. */
export const NOON = Date.UTC(2026, 9, 1, 12);
export const BOUNDARY = 'sim:1';
export const NOW = '2026-11-22T12:00:00.000Z';

export function minute(number: number): string {
  return instantOf(NOON + number * 60_000);
}

export function teller(surface: string, boundary = BOUNDARY): Teller {
  return { boundary, surface: `sim:${surface}` };
}

/** Read to the end between two minutes, in more pages than one, unless told otherwise. */
export function read(surface: string, from: number, to: number, more: Partial<SurfaceRead> = {}): SurfaceRead {
  return {
    ...teller(surface),
    status: 'complete',
    cause: null,
    detail: null,
    pages: 2,
    facts: 0,
    origin: 'live',
    from: minute(from),
    to: minute(to),
    skewMs: null,
    absenceAfterMs: 0,
    snapshot: false,
    filtered: false,
    settings: '{}',
    ...more,
  };
}

export function unread(surface: string, more: Partial<SurfaceRead> = {}): SurfaceRead {
  return read(surface, 0, 0, { status: 'unread', cause: 'denied', pages: 0, from: null, to: null, ...more });
}

export function sees(kind: Sighting['kind'], key: string, more: Partial<Sighting> & { readonly by?: NonEmpty<string> } = {}): Sighting {
  const { by = ['things'], ...rest } = more;
  const [first, ...others] = by;
  return {
    kind,
    boundary: BOUNDARY,
    key,
    family: 'thing',
    value: { of: key },
    tellers: [teller(first), ...others.map((each) => teller(each))],
    dependsOn: [],
    names: [key],
    evidence: [{ page: 'p'.repeat(64), pointer: `/${key}` }],
    at: minute(0),
    ...rest,
  };
}

export function identity(key: string, uid: string | null, more: Parameters<typeof sees>[2] = {}): Sighting {
  return sees('identity', key, { family: 'user', uid, ...more });
}

export interface RunInWords {
  readonly id: string;
  readonly reads: readonly SurfaceRead[];
  readonly sees: readonly Sighting[];
  readonly head?: Partial<RunHead>;
  readonly more?: Partial<FactBatch>;
}

export function factBatch({ id, reads, sees: sightings, head, more }: RunInWords): FactBatch {
  const times = reads.flatMap(({ from, to }) => (from === null || to === null ? [] : [from, to])).sort();
  return {
    run: {
      id,
      capture: `capture of ${id}`,
      version: '1.0.0',
      connectors: [{ id: 'sim', mapping: 1 }],
      from: times[0] ?? minute(0),
      to: times.at(-1) ?? minute(0),
      pages: reads.length,
      ...head,
    },
    reads,
    gaps: [],
    sightings,
    usage: [],
    journal: [],
    ...more,
  };
}

/** A run that read `things` for two minutes. */
export function run(id: string, at: number, things: readonly Sighting[], more: Partial<SurfaceRead> = {}): FactBatch {
  return factBatch({ id, reads: [read('things', at, at + 2, more)], sees: things });
}

export function conclusionBatch(id: string, sightings: readonly Sighting[], more: Partial<ConclusionBatch> = {}): ConclusionBatch {
  return {
    run: id,
    conclusions: { asOf: minute(0), configuration: 'c'.repeat(64), rules: [{ id: 'standing-admin', revision: 1 }] },
    sightings,
    isAnswered: () => true,
    ...more,
  };
}

export async function recorded(store: HistoryStore, batches: Iterable<FactBatch>): Promise<HistoryStore> {
  for (const batch of batches) await store.recordFacts(batch, NOW);
  return store;
}

export async function intervalsOf(store: HistoryStore, filter: IntervalFilter = {}): Promise<readonly Interval[]> {
  const intervals: Interval[] = [];
  for await (const interval of store.intervals(filter)) intervals.push(interval);
  return intervals;
}
