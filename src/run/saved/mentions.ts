import type { ConnectorCore } from '../../contract/connector.ts';
import { factKinds, type Fact, type FactIndex } from '../../model/fact.ts';
import type { PageId } from '../../model/ids.ts';
import { column, columnBytes, type Columns } from './columns.ts';
import { files } from './layout.ts';
import { nameHash } from './name-hash.ts';
import type { AnalysisFolder } from './read.ts';
import type { AnalysisWriter } from './write.ts';

/** Which pages of a capture hold the facts that mention a name. */
export interface Mentions {
  /** Pages of these names, of what every element wants to see, and those that outvote them; maybe more. Rising by id. */
  pagesOf(names: Iterable<string>): readonly PageId[];
}

// Page numbers take the lower bits of a double, hashes of names the upper 32.
const PAGES = 2 ** 21;

/**
 * Mentions as columns: `page`, the page ids as 32 bytes each, rising; `hash`, the distinct hashes of names, rising; `start` and `item`, of
 * each hash the numbers of its pages; `loser` and `winner`, numbers of pages of which the one holds a fact that the other tells otherwise and
 * is believed in: whoever reads the first must read the second. What a connector without `mentions` tells is mentioned by every element.
 */
export function mentionColumns(facts: FactIndex & Outvoting, cores: readonly ConnectorCore<unknown>[]): Columns {
  const outvoted = [...facts.outvoted()];
  const ids = new Set<PageId>(outvoted.flatMap(({ page, by }) => [page, by]));
  for (const fact of everyFact(facts)) for (const { page } of fact.pages) ids.add(page);
  const pages = [...ids].sort();
  const numbers = new Map(pages.map((id, number) => [id, number]));
  const numberOf = (id: PageId): number => numbers.get(id) as number;

  let pairs = new Float64Array(1 << 12);
  let count = 0;
  const coreOf = new Map<string, ConnectorCore<unknown> | undefined>();
  for (const fact of everyFact(facts)) {
    if (!coreOf.has(fact.boundary))
      coreOf.set(
        fact.boundary,
        cores.find((each) => fact.boundary.startsWith(`${each.id}:`)),
      );
    for (const name of coreOf.get(fact.boundary)?.mentions?.(fact) ?? ['']) {
      const base = nameHash(name) * PAGES;
      for (const { page } of fact.pages) {
        if (count === pairs.length) pairs = grown(pairs);
        pairs[count++] = base + numberOf(page);
      }
    }
  }
  const sorted = pairs.subarray(0, count).sort();
  return { columns: { page: idBytes(pages), ...rows(sorted), ...pairColumns(outvoted, numberOf) }, texts: {} };
}

/** What a joined table of facts knows beside its facts: pages whose word on a fact was not taken, and pages whose word was. */
export interface Outvoting {
  outvoted(): Iterable<{ readonly page: PageId; readonly by: PageId }>;
}

function* everyFact(facts: FactIndex): Generator<Fact, void, undefined> {
  for (const kind of factKinds) yield* facts.ofKind(kind);
}

function grown(pairs: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(pairs.length * 2);
  larger.set(pairs);
  return larger;
}

function idBytes(ids: readonly PageId[]): Uint8Array {
  const bytes = Buffer.alloc(ids.length * 32);
  for (const [number, id] of ids.entries()) bytes.write(id, number * 32, 32, 'hex');
  return bytes;
}

function rows(sorted: Float64Array): { readonly hash: Uint32Array; readonly start: Uint32Array; readonly item: Uint32Array } {
  const distinct = sorted.filter((pair, at) => at === 0 || pair !== sorted[at - 1]);
  const hashes: number[] = [];
  const starts: number[] = [];
  const item = new Uint32Array(distinct.length);
  for (const [at, pair] of distinct.entries()) {
    const hash = Math.floor(pair / PAGES);
    item[at] = pair - hash * PAGES;
    if (hashes.at(-1) === hash) continue;
    hashes.push(hash);
    starts.push(at);
  }
  starts.push(distinct.length);
  return { hash: Uint32Array.from(hashes), start: Uint32Array.from(starts), item };
}

function pairColumns(
  outvoted: readonly { readonly page: PageId; readonly by: PageId }[],
  numberOf: (id: PageId) => number,
): { readonly loser: Uint32Array; readonly winner: Uint32Array } {
  const pairs = [...new Set(outvoted.map(({ page, by }) => numberOf(page) * PAGES + numberOf(by)))].sort((a, b) => a - b);
  return {
    loser: Uint32Array.from(pairs, (pair) => Math.floor(pair / PAGES)),
    winner: Uint32Array.from(pairs, (pair) => pair % PAGES),
  };
}

export async function writeMentions(writer: AnalysisWriter, columns: Columns): Promise<void> {
  await writer.write(files.mentions, columnBytes(columns));
}

export function readMentions(folder: AnalysisFolder): Mentions {
  const index = folder.columns(files.mentions);
  const pages = column(index, 'page');
  const [hash, start, item] = [column(index, 'hash'), column(index, 'start'), column(index, 'item')];
  const [loser, winner] = [column(index, 'loser'), column(index, 'winner')];
  return {
    pagesOf(names) {
      const found = new Set<number>();
      for (const wanted of new Set(['', ...names].map(nameHash))) {
        const row = firstFrom(hash, wanted);
        if (hash[row] !== wanted) continue;
        for (let at = start[row] as number; at < (start[row + 1] as number); at++) found.add(item[at] as number);
      }
      // A page joins the set while it is gone through, and is met in its turn.
      for (const number of found) for (let at = firstFrom(loser, number); loser[at] === number; at++) found.add(winner[at] as number);
      return [...found]
        .sort((a, b) => a - b)
        .map((number) => Buffer.from(pages.buffer, pages.byteOffset + number * 32, 32).toString('hex'));
    },
  };
}

/** The first place of a rising column whose value is not less. */
function firstFrom(rising: ArrayLike<number>, value: number): number {
  let from = 0;
  let until = rising.length;
  while (from < until) {
    const middle = (from + until) >> 1;
    if ((rising[middle] as number) < value) from = middle + 1;
    else until = middle;
  }
  return from;
}
