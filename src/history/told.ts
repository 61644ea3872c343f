import { canonicalJson } from '../base/bytes/canonical.ts';
import type { Json } from '../base/json.ts';
import type { Evidence } from '../model/fact.ts';
import type { Sighting } from '../model/history.ts';
import { toldTwice } from './twice.ts';
import type { HeadIndex } from './head-index.ts';
import type { TellerSets } from './ledger.ts';
import type { Looks } from './looks.ts';
import { contentOfStamped, groupKey, stampedOf, type Content, type Sight } from './record.ts';
import { stampOf } from './stamp.ts';

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
  readonly identities = new Set<string>();
  readonly #named = new Map<string, string[]>();
  readonly #tellers: number[] = [0];
  readonly #evidence: (readonly Evidence[])[] = [[]];
  readonly #unnamed = new Set<number>();

  constructor(run: number, sightings: Iterable<Sighting>, index: HeadIndex, sets: TellerSets, looks: Looks) {
    let set = 0;
    let members = '';
    let filtered = false;
    for (const sighting of sightings) {
      const tellers = sets.idOf(sighting.tellers);
      if (tellers !== set) {
        set = tellers;
        members = sets.members(tellers);
        looks.addSet(tellers, sets.listOf(tellers));
        filtered = looks.look(tellers, run).filtered;
      }
      const stamped = stampedOf(sighting);
      const isIdentity = sighting.kind === 'identity';
      const uid = isIdentity ? (sighting.uid ?? null) : null;
      const ordinal = this.#tellers.push(tellers) - 1;
      this.#evidence.push(sighting.evidence);
      if (isIdentity) this.#addIdentity(sighting.key, uid, ordinal);
      const head = index.find(stampOf(stamped, members, uid));
      if (head === -1) {
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
    return this.#tellers.length - 1;
  }

  tellersOf(ordinal: number): number {
    return this.#tellers[ordinal] as number;
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
      evidence: canonicalJson(this.#evidence[ordinal] as unknown as Json),
    };
  }

  /** Another id under which this run saw an immutable id. */
  renamedTo(key: string, uid: string): string | null {
    return (this.#named.get(uid) ?? []).filter((each) => each !== key).sort()[0] ?? null;
  }

  #addIdentity(key: string, uid: string | null, ordinal: number): void {
    this.identities.add(key);
    if (uid === null) {
      this.#unnamed.add(ordinal);
      return;
    }
    const keys = this.#named.get(uid);
    if (keys === undefined) this.#named.set(uid, [key]);
    else keys.push(key);
  }
}
