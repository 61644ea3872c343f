import { impossible } from '../../base/errors.ts';
import type { DisclosedPage } from '../../model/pack.ts';
import type { PageId } from '../../model/ids.ts';
import { ENVELOPE } from './cut.ts';
import type { Item } from './cut.ts';
import { pageHashes } from './batch.ts';
import type { PagesBatch } from './batch.ts';
import type { PageTree } from './tree.ts';
import { waysOf } from './ways.ts';

/** Of a page: which of its items are shown, and how they hang on its root. */
export type Disclosure = Pick<DisclosedPage, 'root' | 'items' | 'shown'>;
/** Where a page stands in its batch. */
export type PlaceInBatch = Pick<DisclosedPage, 'index' | 'path'>;

/**
 * Shows what a record rests on: its envelope, and for each pointer into the body the item it points at or into. Where one points above items (`/Users`, or
 * the whole body), the rest of the body and every item below it.
 */
export function disclose(tree: PageTree, pointers: Iterable<string>): Disclosure {
  const wanted = [...new Set([...citedBy(tree.items, pointers), 0])].sort((a, b) => a - b);
  const wayOf = waysOf(tree.items.map((item) => item.hash));
  return {
    root: tree.root,
    items: tree.items.length,
    shown: wanted.map((index) => {
      const item = tree.items[index] ?? impossible('an item that is cited is not of its page');
      return {
        index,
        pointer: item.pointer,
        salt: Buffer.from(item.salt).toString('base64'),
        value: item.value,
        path: wayOf(index),
      };
    }),
  };
}

/** Indexes of the items that pointers into the body cite; not in order, each once. */
export function citedBy(items: readonly Item[], pointers: Iterable<string>): ReadonlySet<number> {
  const places = new Map<string, number>();
  // An envelope is no part of the body, and no pointer into it leads there.
  for (const [index, item] of items.entries()) if (item.pointer !== ENVELOPE) places.set(item.pointer, index);
  const cited = new Set<number>();
  for (const pointer of new Set(pointers)) {
    const within = elementOf(places, pointer);
    if (within !== undefined) {
      cited.add(within);
      continue;
    }
    for (const [each, index] of places) if (each === '' || each.startsWith(`${pointer}/`)) cited.add(index);
  }
  return cited;
}

/** The element that the pointer points at or into. */
function elementOf(places: ReadonlyMap<string, number>, pointer: string): number | undefined {
  for (let end = pointer.length; end > 0; end = pointer.lastIndexOf('/', end - 1)) {
    const index = places.get(pointer.slice(0, end));
    if (index !== undefined) return index;
  }
  return undefined;
}

/** Where a page stands in a batch; `null`: it is not of it. */
export function placeInBatch(batch: Pick<PagesBatch, 'roots'>, page: PageId): PlaceInBatch | null {
  return placesInBatch(batch, [page]).get(page) ?? null;
}

/** The same of many pages; a page that is not of the batch is left out. */
export function placesInBatch(batch: Pick<PagesBatch, 'roots'>, pages: Iterable<PageId>): ReadonlyMap<PageId, PlaceInBatch> {
  const wayOf = waysOf(pageHashes(batch.roots));
  const indexes = new Map(batch.roots.map(({ page }, index) => [page, index]));
  const places = new Map<PageId, PlaceInBatch>();
  for (const page of pages) {
    const index = indexes.get(page);
    if (index !== undefined) places.set(page, { index, path: wayOf(index) });
  }
  return places;
}
