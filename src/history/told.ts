import { canonicalJson } from '../base/bytes/canonical.ts';
import type { Json } from '../base/json.ts';
import type { Evidence } from '../model/fact.ts';
import type { Sighting, Teller } from '../model/history.ts';
import { toldTwice } from './twice.ts';
import type { HeadIndex } from './head-index.ts';
import type { TellerSets } from './ledger.ts';
import { LongList } from './long-list.ts';
import type { Looks } from './looks.ts';
import { contentOfStamped, groupKey, stampedOf, type Content, type Sight, type Stamped } from './record.ts';
import { stampText } from './stamp.ts';
import { StampLookups } from './stamp-lookups.ts';

/** A sighting that says something else than an open interval. */
export interface NewTelling {
  readonly content: Content;
  readonly tellers: number;
  readonly uid: string | null;
  readonly evidence: readonly Evidence[];
  readonly ordinal: number;
}

/**
 * The sightings of a run, gone through once and held against the open intervals. Of one that says what an open interval says only its tellers
 * and its evidence are kept, by its number.
 */
export class Told {
  readonly fresh: NewTelling[] = [];
  /** Seen again, and missing so far: by head. */
  readonly returning: number[] = [];
  readonly controls = new Set<string>();
  readonly #index: HeadIndex;
  /** Of each sighting, from the first. */
  readonly #tellers = new LongList<number>();
  readonly #evidence = new LongList<readonly Evidence[]>();
  readonly #unnamed = new Set<number>();
  /** Of each identity its id and its immutable id. */
  readonly #ids: string[] = [];
  readonly #uids: (string | null)[] = [];
  #identities: ReadonlySet<string> | null = null;
  #named: ReadonlyMap<string, readonly string[]> | null = null;

  private constructor(index: HeadIndex) {
    this.#index = index;
  }

  static async of(run: number, sightings: Iterable<Sighting>, index: HeadIndex, sets: TellerSets, looks: Looks): Promise<Told> {
    const told = new Told(index);
    const lookups = new StampLookups(index.table);
    try {
      await told.#goThrough(run, sightings, sets, looks, lookups);
    } finally {
      await lookups.close();
    }
    return told;
  }

  async #goThrough(run: number, sightings: Iterable<Sighting>, sets: TellerSets, looks: Looks, lookups: StampLookups): Promise<void> {
    const asked: { readonly items: readonly Item[]; readonly heads: Promise<Int32Array> }[] = [];
    const portion = new Portion();
    let list: readonly Teller[] | null = null;
    let set = 0;
    let members = '';
    let filtered = false;
    for (const sighting of sightings) {
      if (sighting.tellers !== list) {
        list = sighting.tellers;
        set = sets.idOf(list);
        members = sets.members(set);
        filtered = this.#isFiltered(set, run, sets, looks);
      }
      const stamped = stampedOf(sighting);
      const isIdentity = sighting.kind === 'identity';
      const uid = isIdentity ? (sighting.uid ?? null) : null;
      this.#tellers.push(set);
      const ordinal = this.#tellers.length;
      this.#evidence.push(sighting.evidence);
      if (isIdentity) this.#addIdentity(sighting.key, uid, ordinal);
      portion.add({ sighting, stamped, uid, filtered, ordinal }, stampText(stamped, members, uid));
      if (!portion.isFull) continue;
      asked.push(portion.asked(lookups));
      const first = asked.length > AHEAD ? asked.shift() : undefined;
      if (first !== undefined) this.#hold(first.items, await first.heads);
    }
    asked.push(portion.asked(lookups));
    for (const { items, heads } of asked) this.#hold(items, await heads);
  }

  /** Against the open intervals: `heads` says of each item which one tells the same. */
  #hold(items: readonly Item[], heads: Int32Array): void {
    const index = this.#index;
    for (const [i, { sighting, stamped, uid, filtered, ordinal }] of items.entries()) {
      const head = heads[i] as number;
      if (head === -1) {
        const tellers = this.tellersOf(ordinal);
        this.fresh.push({ content: contentOfStamped(stamped), tellers, uid, evidence: sighting.evidence, ordinal });
        continue;
      }
      if (index.seenBy[head] !== 0) throw toldTwice(sighting);
      index.seenBy[head] = ordinal;
      if (index.isMissing(head)) this.returning.push(head);
      if (filtered) this.controls.add(groupKey(stamped));
    }
  }

  get count(): number {
    return this.#tellers.length;
  }

  tellersOf(ordinal: number): number {
    return this.#tellers.get(ordinal - 1) as number;
  }

  isUnnamed(ordinal: number): boolean {
    return this.#unnamed.has(ordinal);
  }

  /** The sighting that says the same as an interval of this content. */
  sightOf(ordinal: number, content: Content, uid: string | null, looks: Looks, run: number, row: number): Sight {
    const tellers = this.tellersOf(ordinal);
    return {
      look: looks.look(tellers, run),
      uid,
      content,
      tellers,
      row,
      evidence: canonicalJson(this.#evidence.get(ordinal - 1) as unknown as Json),
    };
  }

  /** Whether this run saw an identity of this id. */
  hasIdentity(id: string): boolean {
    this.#identities ??= new Set(this.#ids);
    return this.#identities.has(id);
  }

  /** Another id under which this run saw an immutable id. */
  renamedTo(key: string, uid: string): string | null {
    this.#named ??= namedBy(this.#ids, this.#uids);
    return (this.#named.get(uid) ?? []).filter((each) => each !== key).sort()[0] ?? null;
  }

  #isFiltered(set: number, run: number, sets: TellerSets, looks: Looks): boolean {
    if (!looks.hasSet(set)) looks.addSet(set, sets.listOf(set));
    return looks.look(set, run).filtered;
  }

  #addIdentity(key: string, uid: string | null, ordinal: number): void {
    this.#ids.push(key);
    this.#uids.push(uid);
    if (uid === null) this.#unnamed.add(ordinal);
  }
}

const PORTION = 1_024;
/** Portions that are asked for while the answer to another one is waited for. */
const AHEAD = 4;

interface Item {
  readonly sighting: Sighting;
  readonly stamped: Stamped;
  readonly uid: string | null;
  readonly filtered: boolean;
  readonly ordinal: number;
}

/** Sightings that are looked up together. */
class Portion {
  #items: Item[] = [];
  #text = '';
  #ends = new Uint32Array(PORTION);

  get isFull(): boolean {
    return this.#items.length === PORTION;
  }

  add(item: Item, text: string): void {
    this.#text += text;
    this.#ends[this.#items.length] = this.#text.length;
    this.#items.push(item);
  }

  /** Empty then. */
  asked(lookups: StampLookups): { readonly items: readonly Item[]; readonly heads: Promise<Int32Array> } {
    const items = this.#items;
    const heads = lookups.find({ text: this.#text, ends: this.#ends.slice(0, items.length) });
    this.#items = [];
    this.#text = '';
    return { items, heads };
  }
}

/** Ids by immutable id. */
function namedBy(ids: readonly string[], uids: readonly (string | null)[]): ReadonlyMap<string, readonly string[]> {
  const named = new Map<string, string[]>();
  for (const [i, uid] of uids.entries()) {
    if (uid === null) continue;
    const keys = named.get(uid);
    if (keys === undefined) named.set(uid, [ids[i] as string]);
    else keys.push(ids[i] as string);
  }
  return named;
}
