import type { Instant } from '../../base/instant.ts';
import { byKeys } from '../../base/order.ts';
import type { ConnectorCore } from '../../contract/connector.ts';
import type { HistoryStore, RunLine } from '../../contract/store.ts';
import type { PackBoundary, PackException, PackInput } from '../../evidence/pack/input.ts';
import type { Identity } from '../../model/entity.ts';
import type { RunId, SurfaceRead } from '../../model/history.ts';
import type { BoundaryId, EntityId } from '../../model/ids.ts';
import type { LifeCycleImport } from '../../model/life-cycle-import.ts';
import type { Period } from '../../model/pack.ts';
import type { Verification } from '../../model/verification.ts';
import type { View } from '../../model/view.ts';
import type { Configuration } from '../configuration.ts';
import { estateAt } from '../history/at.ts';
import { coreOf } from '../history/fact-sightings.ts';
import { lastingFact } from '../history/kept-facts.ts';
import { EvidenceError } from './errors.ts';

/** Of a pack all that a store tells. */
export type ToldByStore = Omit<PackInput, 'ledger' | 'signed' | 'pages' | 'selfTest' | 'options'>;

export interface EstateFrom {
  readonly store: HistoryStore;
  readonly connectors: readonly ConnectorCore<unknown>[];
  readonly configuration: Configuration;
  readonly period: Period;
  /** Decides only whether the period is over. */
  readonly now: Instant;
}

/**
 * The estate as it stood when the period ended, or, while it is not over, when it was last read; and what the store keeps of how that came about. Whatever was
 * not read by then is open, never gone. Throws as `estateAt` does, and `nothing-read` where no run speaks for the period.
 */
export async function toldByStore({ store, connectors, configuration, period, now }: EstateFrom): Promise<ToldByStore> {
  const runs = await store.runs();
  const at = momentOf(runs, period, now);
  const { report, view } = await estateAt({ store, connectors, configuration, at });
  return {
    report,
    assured: view.assured,
    identities: await identitiesOf(store, connectors, view),
    persons: view.persons,
    boundaries: await boundariesOf(store, connectors, view, period),
    runs,
    reads: await readsOf(store, runs, period),
    ...(await journalOf(store)),
    prunedUntil: await store.prunedUntil(),
    rules: configuration.rules.map(({ rule: { id, revision, controls } }) => ({ id, revision, controls })),
  };
}

function momentOf(runs: readonly RunLine[], period: Period, now: Instant): Instant {
  const last = runs.findLast(({ from, to }) => from < period.to && to >= period.from);
  if (last === undefined) {
    const near = [runs.findLast(({ to }) => to < period.from), runs.find(({ from }) => from >= period.to)].flatMap((run) =>
      run === undefined ? [] : [run.to],
    );
    throw new EvidenceError(
      'nothing-read',
      `cannot make a pack for ${period.from} to ${period.to}: no run that is recorded speaks for any of it`,
      {
        hint:
          near.length === 0
            ? '`vestige scan` and `vestige analyze` record what they read'
            : `a run speaks for the time of its read alone: the nearest ${near.length === 1 ? 'is' : 'are'} of ${near.join(' and ')}`,
      },
    );
  }
  return period.to <= now ? period.to : last.to < period.to ? last.to : period.to;
}

/** Those that are there at the moment, and those that a run ever saw, as they were last seen. */
async function identitiesOf(store: HistoryStore, connectors: readonly ConnectorCore<unknown>[], view: View): Promise<readonly Identity[]> {
  const known = new Map<EntityId, Identity>();
  for await (const interval of store.intervals({ kinds: ['identity'] })) {
    const fact = lastingFact(interval, coreOf(interval.boundary, connectors));
    if (fact?.kind === 'identity') known.set(fact.value.id, fact.value);
  }
  for (const identity of view.identities()) known.set(identity.id, identity);
  return [...known.values()].sort(byKeys(({ id }) => id));
}

/** Those that were read, that anything read until the period's end names, and those of which something is told. */
async function boundariesOf(
  store: HistoryStore,
  connectors: readonly ConnectorCore<unknown>[],
  view: View,
  period: Period,
): Promise<readonly PackBoundary[]> {
  const names = new Map<BoundaryId, string | null>();
  const add = (id: BoundaryId, name: string | null): unknown => names.set(id, name ?? names.get(id) ?? null);
  for await (const interval of store.intervals({ kinds: ['boundary'] })) {
    if (interval.first.at >= period.to) continue;
    const fact = lastingFact(interval, coreOf(interval.boundary, connectors));
    if (fact?.kind === 'boundary') add(fact.value.id, fact.value.name);
  }
  for (const { id, name } of view.boundaries) add(id, name);
  for (const { boundary } of view.coverage()) add(boundary, null);
  for (const identity of view.identities()) if (identity.boundary !== null) add(identity.boundary, null);
  return [...names].map(([id, name]) => ({ id, name })).sort(byKeys(({ id }) => id));
}

/**
 * Of each run that meets the period the reads that stood as the last ones when it was over, and those that stood when the period began. A read that another
 * run overtook while it went on is left out: the time without a read can be told too long by it, never too short.
 */
async function readsOf(
  store: HistoryStore,
  runs: readonly RunLine[],
  period: Period,
): Promise<readonly (SurfaceRead & { readonly run: RunId })[]> {
  const moments = new Set([period.from]);
  for (const { from, to } of runs) if (from < period.to && to >= period.from) moments.add(to);
  const reads = new Map<string, SurfaceRead & { readonly run: RunId }>();
  for (const moment of moments)
    for (const read of await store.lastReads(moment)) reads.set(JSON.stringify([read.run, read.boundary, read.surface]), read);
  return [...reads].sort(byKeys(([key]) => key)).map(([, read]) => read);
}

async function journalOf(store: HistoryStore): Promise<Pick<PackInput, 'imports' | 'probes' | 'exceptions'>> {
  const imports: LifeCycleImport[] = [];
  const probes: Verification[] = [];
  const exceptions: PackException[] = [];
  for await (const { value } of store.entries({ sorts: ['import'] })) imports.push(value as unknown as LifeCycleImport);
  for await (const { value } of store.entries({ sorts: ['probe'] })) probes.push(value as unknown as Verification);
  for await (const { value } of store.entries({ sorts: ['exception'], every: true })) exceptions.push(value as unknown as PackException);
  return { imports, probes, exceptions };
}
