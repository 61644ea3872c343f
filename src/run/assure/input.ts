import type { Instant } from '../../base/instant.ts';
import { byKeys } from '../../base/order.ts';
import type { AssureInput, FrozenMatch, PastGrant } from '../../assurance/input.ts';
import type { AssuranceSettings } from '../../assurance/settings.ts';
import type { ConnectorCore } from '../../contract/connector.ts';
import type { HistoryStore } from '../../contract/store.ts';
import type { Access, Holding } from '../../model/access.ts';
import type { Identity } from '../../model/entity.ts';
import type { FactKind } from '../../model/fact.ts';
import type { Gap } from '../../model/gap.ts';
import type { PrivilegeException } from '../../model/exception.ts';
import type { Grant } from '../../model/grant.ts';
import { lastingKinds, type Interval, type RunId, type Teller } from '../../model/history.ts';
import type { BoundaryId, EntityId } from '../../model/ids.ts';
import type { View } from '../../model/view.ts';
import { lookBackFrom } from '../assurance-settings.ts';
import { coreOf } from '../history/fact-sightings.ts';
import { lastingFact } from '../history/kept-facts.ts';
import type { KeptFinding } from '../history/conclusion-sightings.ts';
import { called } from './called.ts';
import { readJournal } from './journal.ts';
import { sessionLimitsOf, type ToldLimit } from './session-limits.ts';
import { holdingsOf, spansOf, type HeldSpan } from './spans.ts';

export interface AssureFrom {
  readonly store: HistoryStore;
  readonly view: View;
  /** Cores of every connector that runs were read with. */
  readonly connectors: readonly ConnectorCore<unknown>[];
  readonly settings: AssuranceSettings;
}

/** Surfaces that yield these may give somebody something. */
const giving: readonly FactKind[] = [
  'policy',
  'attachment',
  'membership',
  'trust',
  'assignment',
  'resource-policy',
  'secret-policy',
  'key-policy',
  'workload',
  'provider',
];

/** All that endings are made from, of what a store keeps and what is there now. */
export async function assureInput({ store, view, connectors, settings }: AssureFrom): Promise<AssureInput> {
  const { asOf } = view;
  const lookBack = lookBackFrom(settings, asOf);
  const journal = await readJournal(store, asOf, lookBack);
  const runs = (await store.runs()).filter(({ from }) => from <= asOf);
  const over = new Set(runs.filter(({ to }) => to <= asOf).map(({ id }) => id));
  const { holdings, gone, tellers, limits } = await heldIn(store, view, connectors, lookBack, over);
  const declared = await delaysIn(store);
  const clocks = await store.clocks();
  const sessions = sessionLimitsOf(limits, asOf);
  return {
    view,
    holdings,
    gone,
    ...journal,
    frozen: await frozenIn(store, journal.exceptions),
    past: await pastGrants(store, holdings),
    reads: runs.map(({ id, from, to, connectors: read }) => {
      return { run: id, from, to, offMs: clocks.get(id) ?? 0, connectors: read.map((each) => each.id) };
    }),
    lingers: (access, end) => {
      const limitOf = (identity: EntityId, withinMs: number): number | null =>
        end === null ? null : sessions.longest(access.boundary, identity, end - withinMs, end);
      return coreOf(access.boundary, connectors)?.lingers?.(access, limitOf) ?? null;
    },
    delayOf: ({ id }) => longestOf((tellers.get(id) ?? []).map((each) => declared.get(each) ?? null)),
    unread: (boundary) => unreadIn(view, boundary),
    settings,
  };
}

interface Held {
  readonly holdings: readonly Holding[];
  readonly gone: readonly Identity[];
  /** The surfaces that tell of an access, by its id. */
  readonly tellers: ReadonlyMap<string, readonly string[]>;
  readonly limits: readonly ToldLimit[];
}

/** By access, then time: what was there at some moment of the look-back; and whom reads saw to be gone by then, as they were last seen. */
async function heldIn(
  store: HistoryStore,
  view: View,
  connectors: readonly ConnectorCore<unknown>[],
  lookBack: Instant,
  over: ReadonlySet<RunId>,
): Promise<Held> {
  const { asOf, boundaries } = view;
  const gone = new Map<EntityId, Identity>();
  const spans = new Map<string, HeldSpan[]>();
  const tellers = new Map<string, readonly string[]>();
  const limits: ToldLimit[] = [];
  let chain: Interval[] = [];
  const accessesOf = (interval: Interval): readonly Access[] | null => {
    const core = coreOf(interval.boundary, connectors);
    const fact = core?.accesses === undefined ? null : lastingFact(interval, core);
    if (fact === null) return [];
    const told = core?.accesses?.(fact) ?? null;
    return told === null ? null : [...told];
  };
  const close = (): void => {
    for (const span of spansOf(chain, accessesOf, asOf, (run) => over.has(run))) {
      if (span.end !== null && span.end.before < lookBack) continue;
      const known = spans.get(span.access.id);
      if (known === undefined) spans.set(span.access.id, [span]);
      else known.push(span);
      const own = chain.flatMap((interval) => interval.tellers.map(placeOf));
      tellers.set(span.access.id, [...new Set([...(tellers.get(span.access.id) ?? []), ...own])]);
    }
    if (chain[0]?.kind === 'session-limit') limits.push(...limitsIn(chain, connectors));
    const last = chain.findLast(({ first }) => first.at <= asOf);
    if (last?.kind === 'identity' && view.identity(last.key) === undefined) {
      const fact = lastingFact(last, coreOf(last.boundary, connectors));
      if (fact?.kind === 'identity') gone.set(fact.value.id, fact.value);
    }
    chain = [];
  };
  // Of what the report does not speak of nothing is said.
  for await (const interval of store.intervals({ kinds: lastingKinds, boundaries: boundaries.map(({ id }) => id) })) {
    const last = chain.at(-1);
    if (last !== undefined && (last.key !== interval.key || last.boundary !== interval.boundary || last.kind !== interval.kind)) close();
    chain.push(interval);
  }
  close();
  const nameOf = (id: EntityId): string | undefined => (view.identity(id) ?? gone.get(id))?.name;
  const named = (held: Holding): Holding => {
    const access = called(held.access, nameOf);
    return access === held.access ? held : { ...held, access };
  };
  const holdings = [...spans.values()]
    .flatMap(holdingsOf)
    .map(named)
    .sort(
      byKeys(
        ({ access }) => access.id,
        ({ firstSeen }) => firstSeen,
      ),
    );
  return { holdings, gone: [...gone.values()].sort(byKeys(({ id }) => id)), tellers, limits };
}

/** Of one record. What of it could not be read is of whom the rest is of. */
function limitsIn(chain: readonly Interval[], connectors: readonly ConnectorCore<unknown>[]): readonly ToldLimit[] {
  const told = chain.map((interval) => {
    const core = coreOf(interval.boundary, connectors);
    const fact = core?.sessionLimit === undefined ? null : lastingFact(interval, core);
    return { interval, limit: fact === null ? null : (core?.sessionLimit?.(fact) ?? null) };
  });
  const identities = new Set(told.flatMap(({ limit }) => limit?.identity ?? []));
  return [...identities].flatMap((identity) =>
    told.map(({ interval, limit }): ToldLimit => ({
      boundary: interval.boundary,
      identity,
      interval,
      ms: limit?.identity === identity ? limit.ms : null,
    })),
  );
}

/** For how long a surface of a boundary may go on showing what is gone, as the last read of it declares; `null`: it does not say. */
async function delaysIn(store: HistoryStore): Promise<ReadonlyMap<string, number | null>> {
  return new Map((await store.lastReads()).map((each) => [placeOf(each), each.absenceAfterMs]));
}

function placeOf({ boundary, surface }: Teller): string {
  return `${boundary}|${surface}`;
}

/** `null`: not all of them are known. */
function longestOf(delays: readonly (number | null)[]): number | null {
  return delays.reduce<number | null>(
    (most, each) => (most === null || each === null ? null : Math.max(most, each)),
    delays.length === 0 ? null : 0,
  );
}

/** What those gave that are gone or lacking, by the grants that were told of their subjects. */
async function pastGrants(store: HistoryStore, holdings: readonly Holding[]): Promise<readonly PastGrant[]> {
  const subjects = new Set<EntityId>();
  for (const { access, end, missing } of holdings)
    if (end !== null || missing !== null) for (const id of [access.subject, ...access.objects.slice(0, 1)]) subjects.add(id);
  const past = new Map<string, PastGrant>();
  for (const name of subjects) {
    for await (const { value } of store.intervals({ kinds: ['grant'], name })) {
      const { subject, capability, scope, source, through } = value as unknown as Grant;
      const grant: PastGrant = { subject, capability, scope, source: source.id, through: through.map(({ to }) => to) };
      past.set(JSON.stringify(grant), grant);
    }
  }
  return [...past].sort(byKeys(([key]) => key)).map(([, grant]) => grant);
}

/** What exceptions were approved for, of the findings that are on record; each as it was told last. By fingerprint. */
async function frozenIn(store: HistoryStore, exceptions: readonly PrivilegeException[]): Promise<readonly FrozenMatch[]> {
  const matches = new Map<string, FrozenMatch>();
  for (const fingerprint of new Set(exceptions.flatMap(({ frozen }) => frozen))) {
    for await (const { key, value } of store.intervals({ kinds: ['finding'], name: fingerprint })) {
      if (key !== fingerprint) continue;
      const { subject, capability, scope, rootCause } = value as unknown as KeptFinding;
      matches.set(key, { fingerprint, subject: subject.id, uid: subject.uid, capability, scope, source: rootCause.id });
    }
  }
  return [...matches.values()].sort(byKeys(({ fingerprint }) => fingerprint));
}

/** A kind that nothing of a boundary is expected to tell is told elsewhere, or is not there. */
function unreadIn(view: View, boundary: BoundaryId): readonly Gap[] {
  return giving.flatMap((kind) => (view.coverageOf(kind, boundary).length === 0 ? [] : view.gapsIn(kind, boundary)));
}
