import { VestigeError } from '../../base/errors.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { PackPage } from '../../evidence/pack/input.ts';
import type { CaptureId, PageId } from '../../model/ids.ts';
import type { LoggedBatch } from './logged-pages.ts';
import type { Shelf } from './shelf.ts';

/** Where items of a page can be shown from. */
export interface PagePlace {
  /** On the shelf. */
  readonly name: string;
  readonly batch: LoggedBatch & { readonly secret: Uint8Array };
}

export interface CitedPages {
  /** Of every page that is asked for, sorted. */
  readonly pages: readonly PackPage[];
  /** Of those that can be shown. */
  readonly places: ReadonlyMap<PageId, PagePlace>;
  /** Captures that could not be opened, and so are taken not to be here. */
  readonly notes: readonly string[];
}

type Standing = 'shown' | 'erased' | 'not-logged';
const best: readonly Standing[] = ['shown', 'erased', 'not-logged'];

/**
 * Of each page which capture holds it, and whether its items can be shown: only where a batch of the ledger has committed to it and its secret was not erased.
 * Where several captures hold it, one from which it can be shown goes before others, then by name.
 */
export async function citedPages(shelf: Shelf, wanted: ReadonlySet<PageId>, batches: readonly LoggedBatch[]): Promise<CitedPages> {
  const open = new Set(wanted);
  const notes: string[] = [];
  const pages = new Map<PageId, PackPage>();
  const places = new Map<PageId, PagePlace>();
  for (const { name, capture, standing, batch } of await ranked(shelf, batches)) {
    if (open.size === 0) break;
    try {
      const opened = await shelf.open(name);
      for (const page of [...open]) {
        if ((await opened.page(page)) === undefined) continue;
        open.delete(page);
        pages.set(page, { page, capture, withheld: standing === 'shown' ? null : standing });
        if (batch !== null) places.set(page, { name, batch });
      }
    } catch (error) {
      if (!(error instanceof VestigeError)) throw error;
      notes.push(`the capture ${name} cannot be read, and nothing is shown of it: ${error.message}`);
    }
  }
  for (const page of open) pages.set(page, { page, capture: null, withheld: 'page-not-kept' });
  return { pages: [...pages.values()].sort((a, b) => byCodeUnit(a.page, b.page)), places, notes };
}

interface Ranked {
  readonly name: string;
  readonly capture: CaptureId;
  readonly standing: Standing;
  readonly batch: PagePlace['batch'] | null;
}

async function ranked(shelf: Shelf, batches: readonly LoggedBatch[]): Promise<readonly Ranked[]> {
  const captures = (await shelf.names()).map((name): Ranked => {
    const capture = name.slice(0, 64);
    const logged = batches.filter((batch) => batch.what === 'pages' && batch.capture === capture);
    const batch = logged.find(hasSecret) ?? null;
    return { name, capture, standing: batch !== null ? 'shown' : logged.length > 0 ? 'erased' : 'not-logged', batch };
  });
  return captures.sort((a, b) => best.indexOf(a.standing) - best.indexOf(b.standing) || byCodeUnit(a.name, b.name));
}

function hasSecret(batch: LoggedBatch): batch is PagePlace['batch'] {
  return batch.secret !== null;
}
