import { canonicalJson } from '../base/bytes/canonical.ts';
import type { Instant } from '../base/instant.ts';
import type { Json } from '../base/json.ts';
import { byCodeUnit, byKeys } from '../base/order.ts';
import type { Evidence, Fact, FactIndex, FactKind, FactOfKind, MappedFact } from '../model/fact.ts';
import type { BoundaryId, FactKey, PageId, SurfaceId } from '../model/ids.ts';
import type { Envelope } from '../model/page.ts';
import { sameValue } from './same-value.ts';

/** What one page says, and when it said it. */
export interface SayingPage {
  readonly page: PageId;
  /** See {@link saidAt}. */
  readonly at: Instant | null;
  readonly facts: readonly MappedFact[];
}

/** When a page speaks for: its receive time, else the provider's word on when it was true, else unknown. */
export function saidAt(envelope: Envelope): Instant | null {
  return envelope.receivedAt ?? envelope.validAt;
}

/**
 * Joins what pages say into one fact for each (kind, boundary, key). Of different values the one with the later time wins (unknown
 * is earliest), then the greater page id, then, within one page, the greater canonical value: never the order of arrival.
 * `pages` names every place that says the winning value, sorted, and no place that says another.
 */
export function buildFactIndex(pages: Iterable<SayingPage>): FactIndex {
  const table = new FactTable();
  for (const each of pages) table.add(each);
  return table;
}

type Slot = Map<FactKey, Fact>;

/** One value that was said under a key, and by whom. `at`, `page` and `surface` are those of its strongest voice. */
interface Voice {
  readonly value: unknown;
  at: Instant | null;
  page: PageId;
  surface: SurfaceId;
  readonly evidence: Evidence[];
}

/** A {@link FactIndex} that may still grow. A fact already handed out is never changed: a later page makes a new one. */
export class FactTable implements FactIndex {
  readonly #kinds = new Map<FactKind, Map<BoundaryId, Slot>>();
  readonly #times = new Map<PageId, Instant | null>();
  // Only keys said more than once stand here; most are said once.
  readonly #choirs = new Map<Slot, Map<FactKey, Voice[]>>();
  readonly #unsettled = new Map<Slot, Set<FactKey>>();
  #size = 0;

  add(saying: SayingPage): void {
    const { page } = saying;
    this.#times.set(page, saying.at);
    let slot: Slot | undefined;
    let kind: FactKind | undefined;
    let boundary: BoundaryId | undefined;
    for (const fact of saying.facts) {
      if (slot === undefined || fact.kind !== kind || fact.boundary !== boundary) {
        kind = fact.kind;
        boundary = fact.boundary;
        slot = this.#slot(kind, boundary);
      }
      const held = slot.get(fact.key);
      if (held === undefined) {
        slot.set(fact.key, factOf(fact, fact.value, fact.surface, [{ page, pointer: fact.pointer }]));
        this.#size++;
      } else this.#sing(slot, held, fact, page);
    }
  }

  get size(): number {
    return this.#size;
  }

  get boundaries(): readonly BoundaryId[] {
    const all = new Set<BoundaryId>();
    for (const slots of this.#kinds.values()) for (const boundary of slots.keys()) all.add(boundary);
    return [...all].sort(byCodeUnit);
  }

  saidAt(page: PageId): Instant | null {
    return this.#at(page);
  }

  *ofKind<K extends FactKind>(kind: K): Iterable<FactOfKind<K>> {
    this.#settle();
    for (const slot of this.#kinds.get(kind)?.values() ?? []) yield* slot.values() as Iterable<FactOfKind<K>>;
  }

  find<K extends FactKind>(kind: K, boundary: BoundaryId, key: FactKey): FactOfKind<K> | undefined {
    this.#settle();
    return this.#kinds.get(kind)?.get(boundary)?.get(key) as FactOfKind<K> | undefined;
  }

  /** How many facts a surface in a boundary won. */
  countBySurface(): ReadonlyMap<BoundaryId, ReadonlyMap<SurfaceId, number>> {
    this.#settle();
    const counts = new Map<BoundaryId, Map<SurfaceId, number>>();
    for (const slots of this.#kinds.values()) {
      for (const [boundary, slot] of slots) {
        const inBoundary = counts.get(boundary) ?? new Map<SurfaceId, number>();
        counts.set(boundary, inBoundary);
        let surface: SurfaceId = '';
        let count = 0;
        for (const fact of slot.values()) {
          if (fact.surface !== surface) {
            if (count > 0) inBoundary.set(surface, (inBoundary.get(surface) ?? 0) + count);
            surface = fact.surface;
            count = 0;
          }
          count++;
        }
        if (count > 0) inBoundary.set(surface, (inBoundary.get(surface) ?? 0) + count);
      }
    }
    return counts;
  }

  /** Pages whose word on some fact was not taken, each with a page whose word was. The same pair may come more than once. */
  *outvoted(): Iterable<{ readonly page: PageId; readonly by: PageId }> {
    for (const choir of this.#choirs.values()) {
      for (const voices of choir.values()) {
        if (voices.length < 2) continue;
        const winner = voices.reduce(louder);
        for (const voice of voices) {
          if (voice === winner) continue;
          for (const { page } of voice.evidence) for (const { page: by } of winner.evidence) if (page !== by) yield { page, by };
        }
      }
    }
  }

  #slot(kind: FactKind, boundary: BoundaryId): Slot {
    let slots = this.#kinds.get(kind);
    if (slots === undefined) this.#kinds.set(kind, (slots = new Map<BoundaryId, Slot>()));
    let slot = slots.get(boundary);
    if (slot === undefined) slots.set(boundary, (slot = new Map<FactKey, Fact>()));
    return slot;
  }

  #sing(slot: Slot, held: Fact, said: MappedFact, page: PageId): void {
    let choir = this.#choirs.get(slot);
    if (choir === undefined) this.#choirs.set(slot, (choir = new Map<FactKey, Voice[]>()));
    let voices = choir.get(said.key);
    if (voices === undefined) {
      const first = held.pages[0]?.page ?? page;
      const evidence = [...held.pages];
      choir.set(said.key, (voices = [{ value: held.value, at: this.#at(first), page: first, surface: held.surface, evidence }]));
    }
    const at = this.#at(page);
    const voice = voices.find((each) => sameValue(each.value, said.value));
    if (voice === undefined) {
      voices.push({ value: said.value, at, page, surface: said.surface, evidence: [{ page, pointer: said.pointer }] });
    } else {
      voice.evidence.push({ page, pointer: said.pointer });
      if (stronger({ at, page, surface: said.surface }, voice) > 0) Object.assign(voice, { at, page, surface: said.surface });
    }
    const unsettled = this.#unsettled.get(slot);
    if (unsettled === undefined) this.#unsettled.set(slot, new Set([said.key]));
    else unsettled.add(said.key);
  }

  #at(page: PageId): Instant | null {
    return this.#times.get(page) ?? null;
  }

  #settle(): void {
    if (this.#unsettled.size === 0) return;
    for (const [slot, keys] of this.#unsettled) {
      for (const key of keys) {
        const held = slot.get(key);
        const winner = this.#choirs.get(slot)?.get(key)?.reduce(louder);
        if (held === undefined || winner === undefined) continue;
        slot.set(key, factOf(held, winner.value, winner.surface, [...winner.evidence].sort(byPlace)));
      }
    }
    this.#unsettled.clear();
  }
}

const byPlace = byKeys<Evidence>(
  (each) => each.page,
  (each) => each.pointer,
);

type Strength = Pick<Voice, 'at' | 'page' | 'surface'>;

function stronger(a: Strength, b: Strength): number {
  return byCodeUnit(a.at ?? '', b.at ?? '') || byCodeUnit(a.page, b.page) || byCodeUnit(a.surface, b.surface);
}

function louder(a: Voice, b: Voice): Voice {
  const order = byCodeUnit(a.at ?? '', b.at ?? '') || byCodeUnit(a.page, b.page);
  if (order !== 0) return order > 0 ? a : b;
  return byCodeUnit(canonicalJson(a.value as Json), canonicalJson(b.value as Json)) > 0 ? a : b;
}

function factOf(of: Pick<Fact, 'kind' | 'boundary' | 'key'>, value: unknown, surface: SurfaceId, pages: readonly Evidence[]): Fact {
  // The value belongs to the kind: it comes from a mapped fact of that same kind.
  return { kind: of.kind, boundary: of.boundary, surface, key: of.key, value, pages } as Fact;
}
