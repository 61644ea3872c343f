import { parseInstant, type Instant } from '../../base/instant.ts';
import { isJsonObject, type Json } from '../../base/json.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { ConnectorCore } from '../../contract/connector.ts';
import { factKinds, type Evidence, type Fact, type FactIndex, type FactKind, type FactOfKind } from '../../model/fact.ts';
import type { Interval, UsageNote } from '../../model/history.ts';
import type { BoundaryId, FactKey, PageId, SurfaceId } from '../../model/ids.ts';
import { coreOf, type KeptUse, type KeptValue } from './fact-sightings.ts';
import { surfaceOfTeller } from './reads.ts';

/** Facts as a history holds them for a moment. Pages are those that first showed them; they speak for when they were last seen. */
export class KeptFacts implements FactIndex {
  readonly #kinds = new Map<FactKind, Map<BoundaryId, Map<FactKey, Fact>>>();
  readonly #times = new Map<PageId, Instant>();
  #size = 0;

  add(fact: Fact, at: Instant): void {
    let boundaries = this.#kinds.get(fact.kind);
    if (boundaries === undefined) this.#kinds.set(fact.kind, (boundaries = new Map<BoundaryId, Map<FactKey, Fact>>()));
    let slot = boundaries.get(fact.boundary);
    if (slot === undefined) boundaries.set(fact.boundary, (slot = new Map<FactKey, Fact>()));
    slot.set(fact.key, fact);
    this.#size++;
    for (const { page } of fact.pages) if (at > (this.#times.get(page) ?? '')) this.#times.set(page, at);
  }

  get size(): number {
    return this.#size;
  }

  get boundaries(): readonly BoundaryId[] {
    const all = new Set<BoundaryId>();
    for (const boundaries of this.#kinds.values()) for (const boundary of boundaries.keys()) all.add(boundary);
    return [...all].sort(byCodeUnit);
  }

  *ofKind<K extends FactKind>(kind: K): Iterable<FactOfKind<K>> {
    for (const slot of this.#kinds.get(kind)?.values() ?? []) yield* slot.values() as Iterable<FactOfKind<K>>;
  }

  find<K extends FactKind>(kind: K, boundary: BoundaryId, key: FactKey): FactOfKind<K> | undefined {
    return this.#kinds.get(kind)?.get(boundary)?.get(key) as FactOfKind<K> | undefined;
  }

  saidAt(page: PageId): Instant | null {
    return this.#times.get(page) ?? null;
  }

  /** How many facts each surface tells in each boundary. */
  count(boundary: BoundaryId, surface: SurfaceId): number {
    let count = 0;
    for (const kind of factKinds) {
      for (const fact of this.#kinds.get(kind)?.get(boundary)?.values() ?? []) if (fact.surface === surface) count++;
    }
    return count;
  }
}

/** What is kept of use, to be put beside what lasts. */
export interface KeptUses {
  /** Told last of all. */
  readonly latest: AsyncIterable<UsageNote>;
  /** Told last by the moment, as far as what is kept of months tells. */
  readonly byThen: AsyncIterable<UsageNote>;
}

/**
 * The facts of a moment. Use is kept as told last, and as told last in each month: what was told later of a use before the moment holds for it;
 * else what was told by the run of the moment does (`since`: its beginning), unless that lies too far back, and without that it is not known.
 */
export async function keptFacts(
  intervals: AsyncIterable<Interval>,
  uses: KeptUses,
  cores: readonly ConnectorCore<unknown>[],
  at: Instant,
  since: Instant,
): Promise<KeptFacts> {
  const latest = await notesByKey(uses.latest);
  const byThen = await notesByKey(uses.byThen);
  const facts = new KeptFacts();
  for await (const interval of intervals) {
    const note = useAt(latest, byThen, noteKey(interval.boundary, `${interval.kind}|${interval.key}`), at, since);
    const fact = factOf(interval, note, coreOf(interval.boundary, cores), at);
    if (fact !== null) facts.add(fact, interval.last.at < at ? interval.last.at : at);
  }
  for (const [key, note] of latest) {
    const of = (note.value as unknown as KeptUse).of;
    if (of !== 'usage' && of !== 'service-usage') continue;
    const use = useAt(latest, byThen, key, at, since) ?? note;
    const fact = useFact(use, at);
    if (fact !== null && isAlive(facts, use, since)) facts.add(fact, use.at < at ? use.at : at);
  }
  return facts;
}

type Notes = ReadonlyMap<string, UsageNote>;

async function notesByKey(notes: AsyncIterable<UsageNote>): Promise<Notes> {
  const byKey = new Map<string, UsageNote>();
  for await (const note of notes) byKey.set(noteKey(note.boundary, note.key), note);
  return byKey;
}

function noteKey(boundary: BoundaryId, key: string): string {
  return `${boundary}\n${key}`;
}

function useAt(latest: Notes, byThen: Notes, key: string, at: Instant, since: Instant): UsageNote | undefined {
  const last = latest.get(key);
  const then = byThen.get(key);
  return last !== undefined && last.at > at && then !== undefined && then.at >= since ? then : last;
}

/** What an interval's record told, as a fact without what use alone changes. `null`: it is none, or says nothing without that. */
export function lastingFact(interval: Interval, core: ConnectorCore<unknown> | undefined): Fact | null {
  return factOf(interval, undefined, core, interval.last.at);
}

function factOf(interval: Interval, note: UsageNote | undefined, core: ConnectorCore<unknown> | undefined, at: Instant): Fact | null {
  const { kind, boundary, key, tellers, evidence: pages } = interval;
  if (kind === 'grant' || kind === 'link' || kind === 'finding') return null;
  const { surface, value } = interval.value as unknown as KeptValue;
  const use = note === undefined ? null : (note.value as unknown as KeptUse).value;
  const passing = use !== null && isJsonObject(use) ? use : null;
  const kept = { kind, key, value, passing, passingAt: note?.at ?? null };
  const whole = core?.history === undefined ? usual(kept, at) : core.history.whole(kept, at);
  if (whole === undefined) return null;
  return { kind, boundary, key, surface: surface ?? surfaceOfTeller(tellers[0].surface).surface, value: whole, pages } as unknown as Fact;
}

function usual(
  {
    kind,
    value,
    passing,
    passingAt,
  }: { kind: FactKind; value: Json; passing: Readonly<Record<string, Json | undefined>> | null; passingAt: Instant | null },
  at: Instant,
): Json {
  if ((kind !== 'credential' && kind !== 'service-credential') || !isJsonObject(value)) return value;
  const lastUsed = passing?.['lastUsed'] ?? 'unknown';
  return { ...value, lastUsed: passingAt !== null && passingAt > at && isAfter(lastUsed, at) ? 'unknown' : lastUsed };
}

/** Use as it stood: what is said to have happened after the moment tells nothing of before. */
function useFact({ kind, boundary, value, at: toldAt }: UsageNote, at: Instant): Fact | null {
  const { key, surface, value: told, page, pointer } = value as unknown as KeptUse;
  const pages: readonly Evidence[] = page === null || pointer === null ? [] : [{ page, pointer }];
  const fact = { kind, boundary, key, surface, pages };
  if (!isJsonObject(told)) return null;
  if (toldAt <= at || !isAfter(told['lastUsed'] ?? null, at)) return { ...fact, value: told } as unknown as Fact;
  if (kind === 'service-usage') return null;
  const detail = 'what was told of its use by then is not kept';
  return { ...fact, value: { ...told, lastUsed: 'unknown', detail } } as unknown as Fact;
}

/** Use of an identity that is not there is left out, but where the run of the moment itself told it. */
function isAlive(facts: KeptFacts, { boundary, value, at }: UsageNote, since: Instant): boolean {
  const told = (value as unknown as KeptUse).value;
  const identity = isJsonObject(told) ? told['identity'] : undefined;
  return at >= since || (typeof identity === 'string' && facts.find('identity', boundary, identity) !== undefined);
}

function isAfter(told: Json, at: Instant): boolean {
  return typeof told === 'string' && parseInstant(told) !== undefined && told > at;
}
