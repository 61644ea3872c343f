import { impossible } from '../base/errors.ts';
import { instantOf, parseInstant } from '../base/instant.ts';
import { nothingAssured } from '../model/assured.ts';
import type { Instant } from '../base/instant.ts';
import { at } from '../graph/graph.ts';
import type { Graph, Rows, Sequence } from '../graph/graph.ts';
import { byCodeUnit } from '../base/order.ts';
import { distinctGaps } from '../graph/ledger.ts';
import type { ActivationPolicy } from '../model/activation-policy.ts';
import type { Credential, Identity } from '../model/entity.ts';
import type { FactKind } from '../model/fact.ts';
import type { Gap, SurfaceCoverage } from '../model/gap.ts';
import type { Grant, Link } from '../model/grant.ts';
import type { BoundaryId } from '../model/ids.ts';
import type { CrownJewel } from '../model/jewel.ts';
import type { Person } from '../model/person.ts';
import type { Entry, View } from '../model/view.ts';
import { crossingsOf, grantBoundaries, grantsAmong, linksAmong, linksSeen, linksWanted } from './elements.ts';
import { entryOf } from './entry.ts';
import { frontierOf } from './frontier.ts';
import { eventNamed, happenedIn } from './happened.ts';
import { holdersOf } from './holders.ts';
import { latest } from './latest.ts';
import { everyone } from './people.ts';
import { levelsOf } from './levels.ts';
import { liveAt } from './live.ts';
import type { Clock } from './live.ts';
import { jewelsIn } from './jewel-reaches.ts';
import { reachTable } from './reach-table.ts';
import { reachesOver } from './reaches.ts';
import { reachTeller } from './reach.ts';
import { scopesOf } from './scope.ts';
import { tierZeroTargets } from './tier-zero.ts';
import { elementNamed } from './witness.ts';
import { nothingHeld } from './holding.ts';

export interface ViewOptions {
  readonly asOf: Instant;
  /** A window longer than so many milliseconds is effectively standing. */
  readonly maxTimeBoundMs: number;
  /** In any order; left out: none. */
  readonly crownJewels?: readonly CrownJewel[];
  /** What {@link tierZeroMarks} made of the same graph and options; asked for when first needed. Left out: made then. */
  readonly zeroTargets?: () => Uint8Array;
}

/** By target, whether it is tier 0: what a view of these options goes by, to be kept beside the graph. */
export function tierZeroMarks(graph: Graph, options: ViewOptions): Uint8Array {
  return tierZeroTargets(graph, liveAt(graph, clockOf(options)), scopesOf(graph));
}

function clockOf({ asOf, maxTimeBoundMs }: ViewOptions): Clock {
  return { now: parseInstant(asOf) ?? impossible(`a view was asked for as of '${asOf}', which is no time`), maxTimeBoundMs };
}

/**
 * The graph at one moment. Searches run when first asked and are kept; what is answered does not depend on what was asked before.
 * Only elements inside a window at `asOf` carry a path. A scope is compared as text: what contains what is the asker's question.
 */
export function createView(graph: Graph, options: ViewOptions): View {
  const clock = clockOf(options);
  const { now } = clock;
  const live = liveAt(graph, clock);
  const table = reachTable(graph, live);
  const teller = reachTeller(graph, clock);
  const frontier = frontierOf(graph, live);
  const scopes = scopesOf(graph);
  let zero: Uint8Array | undefined;
  const zeroTargets = (): Uint8Array => (zero ??= options.zeroTargets?.() ?? tierZeroTargets(graph, live, scopes));
  const reaches = reachesOver({ graph, table, teller, levels: levelsOf(graph, live), frontier, scopes, zeroTargets });
  const happened = happenedIn(graph);
  const isShown = (node: number): boolean => reaches.isShown(node);

  let holderOf: readonly (BoundaryId | null)[] | undefined;
  let holding: ReadonlySet<BoundaryId> | undefined;
  let crossings: ReturnType<typeof crossingsOf> | undefined;
  let people: readonly Identity[] | undefined;
  let shown: readonly Identity[] | undefined;
  let credentials: readonly Credential[] | undefined;
  let policies: readonly ActivationPolicy[] | undefined;
  let dangling: readonly Gap[] | undefined;
  let personOf: ReadonlyMap<string, Person> | undefined;
  const named = new Map<string, number>();
  let asked: { readonly id: string; readonly node: number } | undefined;

  /** Rules ask about one identity several times, then about the next one: both are told without a look-up. */
  function nodeNamed(id: string): number | undefined {
    if (asked?.id === id) return asked.node;
    const next = (asked?.node ?? -1) + 1;
    const node = graph.ids.at(next) === id ? next : nodeOf(id);
    if (node !== undefined) asked = { id, node };
    return node;
  }

  /** Those that others let in, or are let in by, are named again and again. */
  function nodeOf(id: string): number | undefined {
    let node = named.get(id);
    if (node === undefined && (node = graph.nodeOf.get(id)) !== undefined) named.set(id, node);
    return node;
  }

  const identityAt = (node: number): Identity | undefined => (people === undefined ? graph.identities.at(node) : people[node]);

  const lines = new Map<FactKind, Map<BoundaryId, readonly SurfaceCoverage[]>>();

  function coverageOf(kind: FactKind, boundary: BoundaryId): readonly SurfaceCoverage[] {
    let ofKind = lines.get(kind);
    if (ofKind === undefined) lines.set(kind, (ofKind = new Map<BoundaryId, readonly SurfaceCoverage[]>()));
    let known = ofKind.get(boundary);
    if (known === undefined) ofKind.set(boundary, (known = graph.ledger.coverageOf(kind, boundary)));
    return known;
  }

  const grantNamed = (key: string) => graph.grantOfKey(key);
  const linkNamed = (key: string) => graph.linkOfKey(key);
  const grantsChosen = new Map<string, Grant>();
  const linksChosen = new Map<string, Link>();
  const grantOf = latest((key: string) => grantsChosen.get(key) ?? elementNamed(key, grantNamed, linkNamed, clock));
  const linkOf = latest((key: string) => linksChosen.get(key) ?? elementNamed(key, linkNamed, linkNamed, clock));
  /** By node. What many have alike is one object. */
  let entries: (Entry | undefined)[] | undefined;

  return {
    asOf: instantOf(now),
    now,
    boundaries: graph.boundaries,
    scopes,
    jewels: jewelsIn({ graph, live, scopes, frontier, table, teller, nodeNamed, ...reaches }, options.crownJewels ?? []),
    identities: () => (shown ??= (people ??= everyone(graph)).filter((_, node) => isShown(node))),
    identity(id) {
      const node = nodeNamed(id);
      return node === undefined ? undefined : identityAt(node);
    },
    get persons() {
      return graph.persons;
    },
    personOf: (identity) => (personOf ??= personsByAccount(graph)).get(identity),
    credentials: () => (credentials ??= [...graph.credentials].sort(([a], [b]) => byCodeUnit(a, b)).map(([, each]) => each.value)),
    credential: (id) => graph.credentials.get(id)?.value,
    credentialsOf: (identity) => graph.credentialsOf.get(identity) ?? [],
    usage: (identity) => graph.usage.get(identity)?.value,
    serviceUsage: (identity) => (graph.serviceUsage.get(identity) ?? []).map((each) => each.value),
    activationPolicies: () =>
      (policies ??= [...graph.activationPolicies].sort(([a], [b]) => byCodeUnit(a, b)).map(([, each]) => each.value)),
    activationPolicy: (id) => graph.activationPolicies.get(id)?.value,
    assured: nothingAssured,
    lifeCycleEvents: happened.events,
    logBegins: happened.begins,
    lifeCycleEvent: (id) => eventNamed(graph, id),
    counts: { grants: graph.grants.length, links: graph.links.length },
    grants: (filter) => (filter === undefined ? graph.grants : keeping(grantsAmong(graph, filter), grantsChosen)),
    grant: grantOf,
    grantsOf: (identity) => keepingFew(rowOf(graph.grantsBySubject, nodeNamed(identity), graph.grants), grantsChosen),
    links: (filter) => (filter === undefined ? graph.links : keeping(linksAmong(graph, filter), linksChosen)),
    link: linkOf,
    linksFrom: (identity) => rowOf(graph.outLinks, nodeNamed(identity), graph.links),
    linksTo: (identity, filter) =>
      keepingFew(rowOf(graph.inLinks, nodeNamed(identity), filter === undefined ? graph.links : linksWanted(graph, filter)), linksChosen),
    linksSeenTo: (identity, filter = {}) => rowOf(graph.inLinks, nodeNamed(identity), linksSeen(graph, filter)),
    holderOf(capability, scope) {
      const target = table.targetNamed(capability, scope);
      return target === undefined ? undefined : (holderOf ??= holdersOf(graph))[target];
    },
    holders: () => (holding ??= grantBoundaries(graph)),
    crossings: () => (crossings ??= crossingsOf(graph)),
    entry(identity) {
      const node = nodeNamed(identity);
      if (node === undefined) return entryOf(graph, live, clock, undefined, -1);
      entries ??= new Array<Entry | undefined>(graph.identities.length).fill(undefined);
      return (entries[node] ??= entryOf(graph, live, clock, identityAt(node), node));
    },
    *reaches(filter = {}) {
      for (let node = 0; node < graph.identities.length; node++) yield* reaches.all(node, filter);
    },
    reachesOf(identity, filter = {}) {
      const node = nodeNamed(identity);
      return node === undefined ? [] : reaches.all(node, filter);
    },
    holding(identity, capability) {
      const node = nodeNamed(identity);
      return node === undefined || !isShown(node) ? nothingHeld : reaches.holding(node, capability);
    },
    doubts(identity, capability, scope) {
      const node = nodeNamed(identity);
      return node === undefined ? undefined : reaches.doubts(node, capability, scope);
    },
    heldIn(identity, capability, scope) {
      const node = nodeNamed(identity);
      return node === undefined ? undefined : reaches.heldIn(node, capability, scope);
    },
    gravest(identity) {
      const node = nodeNamed(identity);
      return node === undefined ? undefined : reaches.gravest(node);
    },
    foremost(identity, among, hold) {
      const node = nodeNamed(identity);
      return node === undefined ? undefined : reaches.foremost(node, among, hold);
    },
    reached(identity, capability, scope) {
      const node = nodeNamed(identity);
      return node === undefined ? undefined : reaches.reached(node, capability, scope);
    },
    reach(identity, capability, scope) {
      const node = nodeNamed(identity);
      return node === undefined ? undefined : reaches.reach(node, capability, scope);
    },
    path(identity, capability, scope) {
      const node = nodeNamed(identity);
      return node === undefined ? undefined : reaches.path(node, capability, scope);
    },
    coverage: () => graph.ledger.lines,
    coverageOf,
    gapsIn: (kind, boundary, subject) => frontier.gapsIn(kind, boundary, subject, subject === undefined ? undefined : nodeNamed(subject)),
    gapGroup: (identity) => frontier.gapGroup(identity, nodeNamed(identity)),
    dangling: () => (dangling ??= distinctGaps(graph.dangling.map((each) => each.gap))),
    evidenceOf(kind, id, service) {
      if (kind === 'service-usage') {
        const told = graph.serviceUsage.get(id) ?? [];
        return told.flatMap((each) => (service === undefined || each.value.service === service ? each.evidence : []));
      }
      if (kind === 'identity') {
        const node = nodeNamed(id);
        return node === undefined ? [] : graph.listedAt(node);
      }
      if (kind === 'activation-policy') return graph.activationPolicies.get(id)?.evidence ?? [];
      if (kind === 'life-cycle-event') return (graph.lifeCycleEvents.get(id) ?? []).flatMap((each) => each.evidence);
      return (kind === 'credential' ? graph.credentials : graph.usage).get(id)?.evidence ?? [];
    },
  };
}

/** How many elements of a sort are kept. */
const KEPT = 1 << 14;
/** More than so many are not kept: whoever asks for as many counts them. */
const FEW = 1 << 6;

/** Whoever chooses elements mostly asks for each of them by its key: to find these a table of all would be made. */
function* keeping<T extends Grant | Link>(chosen: Iterable<T>, kept: Map<string, T>): Iterable<T> {
  for (const each of chosen) {
    keep(each, kept);
    yield each;
  }
}

/** The same of those that one identity has. */
function keepingFew<T extends Grant | Link>(row: readonly T[], kept: Map<string, T>): readonly T[] {
  if (row.length <= FEW) for (const each of row) keep(each, kept);
  return row;
}

function keep<T extends Grant | Link>(element: T, kept: Map<string, T>): void {
  if (kept.size >= KEPT) kept.clear();
  kept.set(element.key, element);
}

function personsByAccount({ persons }: Graph): ReadonlyMap<string, Person> {
  return new Map(persons.flatMap((each) => each.accounts.map((account) => [account, each] as const)));
}

/** Those of a row that are there. */
function rowOf<T>(rows: Rows, row: number | undefined, items: Pick<Sequence<T>, 'at'>): readonly T[] {
  if (row === undefined) return [];
  const found: T[] = [];
  for (let place = at(rows.start, row); place < at(rows.start, row + 1); place++) {
    const item = items.at(at(rows.items, place));
    if (item !== undefined) found.push(item);
  }
  return found;
}
