import { impossible } from '../base/errors.ts';
import { byCodeUnit } from '../base/order.ts';
import type { ConnectorCore } from '../contract/connector.ts';
import type { FactIndex, FactKind, FactOfKind } from '../model/fact.ts';
import type { BoundaryId, ConnectorId, FactKey } from '../model/ids.ts';

/** Some kinds of the facts of another source. */
export interface OthersFacts {
  readonly facts: FactIndex;
  readonly kinds: ReadonlySet<FactKind>;
}

/** What sources of one scan tell each other: the facts of each, once it has been read to its end. */
export class Ends {
  readonly #sources = new Map<ConnectorId, Promise<FactIndex | null>[]>();

  /** Announces a source. What it gives back is called once: with the facts, or with `null` where there will be none. */
  add(connector: ConnectorId): (facts: FactIndex | null) => void {
    let end: ((facts: FactIndex | null) => void) | undefined;
    const ended = new Promise<FactIndex | null>((resolve) => {
      end = resolve;
    });
    this.#sources.set(connector, [...(this.#sources.get(connector) ?? []), ended]);
    return end ?? impossible('a promise that did not begin');
  }

  /** Resolves when the sources that this one's plan is to look at have ended; those that are not read in this scan are none. */
  async of({ id, planAfter = [] }: ConnectorCore<unknown>): Promise<readonly OthersFacts[]> {
    const all: OthersFacts[] = [];
    for (const { connector, kinds } of planAfter) {
      if (connector === id) continue;
      for (const ended of this.#sources.get(connector) ?? []) {
        const facts = await ended;
        if (facts !== null) all.push({ facts, kinds: new Set(kinds) });
      }
    }
    return all;
  }
}

/** A source's own facts, and beside them some of others. */
export function withOthers(own: FactIndex, others: readonly OthersFacts[]): FactIndex {
  if (others.length === 0) return own;
  return {
    *ofKind<K extends FactKind>(kind: K): Iterable<FactOfKind<K>> {
      yield* own.ofKind(kind);
      for (const { facts, kinds } of others) if (kinds.has(kind)) yield* facts.ofKind(kind);
    },
    find<K extends FactKind>(kind: K, boundary: BoundaryId, key: FactKey): FactOfKind<K> | undefined {
      const found = own.find(kind, boundary, key);
      if (found !== undefined) return found;
      for (const { facts, kinds } of others) {
        const other = kinds.has(kind) ? facts.find(kind, boundary, key) : undefined;
        if (other !== undefined) return other;
      }
      return undefined;
    },
    get boundaries() {
      return [...new Set([own, ...others.map((each) => each.facts)].flatMap((each) => each.boundaries))].sort(byCodeUnit);
    },
    get size() {
      return own.size;
    },
    saidAt: (page) => own.saidAt?.(page) ?? null,
  };
}
