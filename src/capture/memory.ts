import type { CaptureHead, CaptureReader, CaptureWriter } from '../contract/capture.ts';
import type { PageId } from '../model/ids.ts';
import type { Page } from '../model/page.ts';
import { CaptureError } from './errors.ts';
import { captureIdOf, pageBytes } from './record.ts';

/**
 * A capture that is never written down, for library users and tests. Behaves as one on disk does: same ids, same order, a page
 * put twice is held once, pages come back as their bytes say. Memory: all pages as values, without their bytes.
 */
export function memoryCapture(): CaptureWriter {
  const held = new Map<PageId, Page | undefined>();
  let sealed = false;

  function mustBeOpen(what: string): void {
    if (sealed) throw new CaptureError('closed', `cannot ${what} a capture in memory: it was sealed before`);
  }

  return {
    put: (page: Omit<Page, 'id'>): Promise<Page> =>
      attempt(() => {
        mustBeOpen('put a page into');
        const made = pageBytes(page);
        const known = held.get(made.id) ?? made.page();
        held.set(made.id, known);
        return known ?? { id: made.id, envelope: page.envelope, body: page.body };
      }),
    seal: (head: CaptureHead): Promise<CaptureReader> =>
      attempt(() => {
        mustBeOpen('seal');
        sealed = true;
        const ids = [...held.keys()].sort();
        return { id: captureIdOf(ids), head: structuredClone(head), count: ids.length, pages: () => pagesOf(ids, held) };
      }),
  };
}

async function* pagesOf(ids: readonly PageId[], held: ReadonlyMap<PageId, Page | undefined>): AsyncGenerator<Page, void, undefined> {
  for (const [record, id] of ids.entries()) {
    const page = await attempt(() => held.get(id));
    if (page === undefined)
      throw new CaptureError('corrupt-page', `cannot read page ${record} (${id}): it is no page of this schema`, { record });
    yield page;
  }
}

/** At once, as a promise: what is thrown rejects. */
function attempt<T>(step: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(step());
  });
}
