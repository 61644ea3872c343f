import { parseInstant, type Instant } from '../../base/instant.ts';
import { byKeys } from '../../base/order.ts';
import type { ConnectorCore, Surface } from '../../contract/connector.ts';
import type { HistoryStore, RunLine } from '../../contract/store.ts';
import type { Gap, SurfaceCoverage } from '../../model/gap.ts';
import type { RunId, SurfaceRead } from '../../model/history.ts';
import type { BoundaryId } from '../../model/ids.ts';
import { coreOf } from './fact-sightings.ts';
import type { KeptFacts } from './kept-facts.ts';
import { surfaceOfTeller } from './reads.ts';

export type LastRead = SurfaceRead & { readonly run: RunId };

/** The ledger of a moment, and what was not read for it. */
export interface AtCoverage {
  readonly coverage: readonly SurfaceCoverage[];
  readonly gaps: readonly Gap[];
}

/**
 * The ledger that the last reads before a moment make. One that was read to the end counts as partly read where that was too long before, where
 * a later run read other things of the boundary and not this, and where it was mapped to facts in another way than today: what came since, or
 * what is told since, is not known.
 */
export async function coverageAt(
  store: HistoryStore,
  runs: readonly RunLine[],
  reads: readonly LastRead[],
  facts: KeptFacts,
  cores: readonly ConnectorCore<unknown>[],
  at: Instant,
  staleAfterMs: number,
): Promise<AtCoverage> {
  const lines = new Map(runs.map((run) => [run.id, run]));
  const newest = newestRuns(reads);
  const coverage: SurfaceCoverage[] = [];
  const gaps: Gap[] = [];
  const told = new Map<RunId, Set<string>>();
  for (const read of reads) {
    const { boundary, surface, status, pages } = read;
    if (surfaceOfTeller(surface).part !== null) continue;
    const core = coreOf(surface, cores);
    const declared = core?.surfaces.find((each) => each.id === surface);
    const stale =
      status === 'complete' || status === 'partial'
        ? staleness(read, newest.get(boundary), lines.get(read.run), core, at, staleAfterMs)
        : null;
    if (stale !== null) gaps.push({ boundary, surface, ...stale });
    coverage.push({
      ...{ boundary, surface, pages },
      status: stale === null ? status : 'partial',
      cause: stale?.cause ?? read.cause,
      detail: stale?.detail ?? read.detail,
      permission: declared?.permission ?? 'unknown',
      ifUnread: declared?.ifUnread ?? `what '${surface}' tells`,
      // What a log told is in the journal, with what earlier reads of it told.
      facts: declared !== undefined && isLog(declared) ? read.facts : facts.count(boundary, surface),
    });
    const places = told.get(read.run);
    if (places === undefined) told.set(read.run, new Set([`${boundary}\n${surface}`]));
    else places.add(`${boundary}\n${surface}`);
  }
  for (const [run, places] of told) {
    for (const gap of await store.gaps(run)) if (places.has(`${gap.boundary}\n${gap.surface}`)) gaps.push(gap);
  }
  return { coverage: coverage.sort(byLine), gaps: gaps.sort(byGap) };
}

function isLog({ yields }: Surface): boolean {
  return yields.every((kind) => kind === 'life-cycle-event' || kind === 'log-span');
}

const byLine = byKeys<SurfaceCoverage>(
  (line) => line.boundary,
  (line) => line.surface,
);
const byGap = byKeys<Gap>(
  (gap) => gap.boundary,
  (gap) => gap.surface,
  (gap) => gap.cause,
  (gap) => gap.subject ?? '',
  (gap) => gap.detail,
);

/** Of each boundary, the read that ended last. */
function newestRuns(reads: readonly LastRead[]): ReadonlyMap<BoundaryId, LastRead> {
  const newest = new Map<BoundaryId, LastRead>();
  for (const read of reads) if (read.to !== null && read.to > (newest.get(read.boundary)?.to ?? '')) newest.set(read.boundary, read);
  return newest;
}

function staleness(
  { boundary, surface, to, run }: LastRead,
  newest: LastRead | undefined,
  line: RunLine | undefined,
  core: ConnectorCore<unknown> | undefined,
  at: Instant,
  staleAfterMs: number,
): Pick<Gap, 'cause' | 'detail'> | null {
  const place = `${surface} in ${boundary}`;
  const mapping = line?.connectors.find(({ id }) => id === core?.id)?.mapping;
  if (core !== undefined && mapping !== undefined && mapping !== core.mapping) {
    return {
      cause: 'unsupported',
      detail: `${place}: its pages were taken for facts by mapping ${mapping}, this version's is ${core.mapping}`,
    };
  }
  // Nothing to ask: it is as old as what says so.
  const end = to ?? line?.to;
  if (end === undefined) return null;
  if (newest?.to !== null && newest !== undefined && newest.run !== run && newest.to > end) {
    return { cause: 'stale', detail: `${place}: last read ${end}; other things were read up to ${newest.to}` };
  }
  const age = (parseInstant(at) ?? NaN) - (parseInstant(end) ?? NaN);
  return age > staleAfterMs ? { cause: 'stale', detail: `${place}: last read ${end}, ${Math.floor(age / 3_600_000)} hours before` } : null;
}
