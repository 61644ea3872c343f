import { groupBy } from '../../base/group.ts';
import { impossible } from '../../base/errors.ts';
import { byKeys } from '../../base/order.ts';
import { pagesBatch } from '../../evidence/items/batch.ts';
import { disclose, placesInBatch } from '../../evidence/items/disclose.ts';
import { pageTree } from '../../evidence/items/tree.ts';
import type { PageId } from '../../model/ids.ts';
import type { DisclosedPage, Pack } from '../../model/pack.ts';
import type { Page } from '../../model/page.ts';
import type { PagePlace } from './cited-pages.ts';
import { EvidenceError } from './errors.ts';
import type { Shelf } from './shelf.ts';

/**
 * The items that a pack's records cite and show, by page id. Each capture they are of is hashed again and held against what the ledger was told; throws
 * {@link EvidenceError} `capture-changed` where it is not the same.
 */
export async function disclosedPages(
  shelf: Shelf,
  records: Pack['records'],
  places: ReadonlyMap<PageId, PagePlace>,
): Promise<readonly DisclosedPage[]> {
  const pointers = new Map<PageId, Set<string>>();
  for (const { page, pointer, shown } of records.flatMap(({ cited }) => cited)) {
    if (!shown) continue;
    const known = pointers.get(page);
    if (known === undefined) pointers.set(page, new Set([pointer]));
    else known.add(pointer);
  }
  const byCapture = groupBy(pointers.keys(), (page) => placeOf(places, page).name);
  const disclosed: DisclosedPage[] = [];
  for (const [name, pages] of byCapture) {
    const { batch } = placeOf(places, pages[0] as PageId);
    const capture = await shelf.open(name);
    const kept = new Map<PageId, Page>();
    const { count, root, roots } = await pagesBatch(batch.secret, keeping(capture.pages(), new Set(pages), kept));
    if (count !== batch.count || root !== batch.root) {
      throw new EvidenceError(
        'capture-changed',
        `cannot show pages of the capture ${name}: its ${count} pages hash to ${root}, and entry ${batch.leaf} of the ledger has ${batch.count} pages with ${batch.root}`,
        { hint: '`vestige ledger check` tells whether the ledger is whole; without that capture its items are withheld' },
      );
    }
    const where = placesInBatch({ roots }, pages);
    for (const page of pages) {
      const whole = kept.get(page) ?? impossible('a page that its capture was seen to hold is not there');
      const place = where.get(page) ?? impossible('a page of a batch has no place in it');
      const shown = disclose(pageTree(batch.secret, whole), pointers.get(page) ?? []);
      disclosed.push({ page, capture: capture.id, leaf: batch.leaf, ...place, ...shown });
    }
  }
  return disclosed.sort(byKeys((each) => each.page));
}

function placeOf(places: ReadonlyMap<PageId, PagePlace>, page: PageId): PagePlace {
  return places.get(page) ?? impossible('a pack shows items of a page that cannot be shown');
}

async function* keeping(
  pages: AsyncIterable<Page>,
  wanted: ReadonlySet<PageId>,
  kept: Map<PageId, Page>,
): AsyncGenerator<Page, void, undefined> {
  for await (const page of pages) {
    if (wanted.has(page.id)) kept.set(page.id, page);
    yield page;
  }
}
