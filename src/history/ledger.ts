import { canonicalJson } from '../base/bytes/canonical.ts';
import { isNonEmpty } from '../base/json.ts';
import { byKeys } from '../base/order.ts';
import type { Teller } from '../model/history.ts';
import type { TellerRunRows, TellerRunWhat, TellerSet, WriteTransaction } from './engine.ts';
import { packIds } from './id-list.ts';
import { impossible } from '../base/errors.ts';
import type { Looks } from './looks.ts';
import { beginning, ending } from './timeline.ts';

export type Members = readonly (readonly [boundary: string, surface: string])[];

/** The sets of tellers, each told once. */
export class TellerSets {
  readonly #byMembers = new Map<string, number>();
  readonly #members = new Map<number, string>();
  readonly #added: TellerSet[] = [];
  /** Most sightings share their list of tellers with others. */
  readonly #byList = new WeakMap<readonly Teller[], number>();
  #last: number;

  constructor(sets: readonly TellerSet[], last: number) {
    this.#last = last;
    for (const { id, members } of sets) {
      this.#byMembers.set(members, id);
      this.#members.set(id, members);
    }
  }

  /** Given an id where it is new. */
  idOf(tellers: readonly Teller[]): number {
    const known = this.#byList.get(tellers);
    if (known !== undefined) return known;
    if (!isNonEmpty(tellers)) impossible('a record that nobody tells');
    const sorted = [...tellers].sort(
      byKeys<Teller>(
        (each) => each.boundary,
        (each) => each.surface,
      ),
    );
    const members = canonicalJson(sorted.map(({ boundary, surface }) => [boundary, surface]));
    let id = this.#byMembers.get(members);
    if (id === undefined) {
      id = ++this.#last;
      this.#byMembers.set(members, id);
      this.#members.set(id, members);
      this.#added.push({ id, members });
    }
    this.#byList.set(tellers, id);
    return id;
  }

  members(id: number): string {
    return this.#members.get(id) ?? impossible(`a set of tellers ${id} that is not kept`);
  }

  listOf(id: number): Members {
    return JSON.parse(this.members(id)) as Members;
  }

  *all(): Iterable<readonly [number, Members]> {
    for (const [id, members] of this.#members) yield [id, JSON.parse(members) as Members];
  }

  async save(transaction: WriteTransaction): Promise<void> {
    if (this.#added.length > 0) await transaction.addTellerSets(this.#added);
  }
}

/** Which rows runs saw, by who told of them. */
export class SeenRows {
  readonly #rows = new Map<
    string,
    { readonly tellers: number; readonly run: number; readonly what: TellerRunWhat; readonly ids: number[] }
  >();

  add(tellers: number, run: number, what: TellerRunWhat, id: number): void {
    this.list(tellers, run, what).push(id);
  }

  /** To be added to. */
  list(tellers: number, run: number, what: TellerRunWhat): number[] {
    const key = `${tellers} ${run} ${what}`;
    const known = this.#rows.get(key);
    if (known !== undefined) return known.ids;
    const ids: number[] = [];
    this.#rows.set(key, { tellers, run, what, ids });
    return ids;
  }

  *packed(looks: Looks): Iterable<TellerRunRows> {
    for (const { tellers, run, what, ids } of this.#rows.values()) {
      const look = looks.look(tellers, run);
      const rows = packIds(new Float64Array(ids).sort());
      yield { tellers, run, what, from: beginning(look), to: ending(look), rows };
    }
  }
}
