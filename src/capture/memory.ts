import type { CaptureHead, CaptureReader, CaptureWriter } from '../contract/capture.ts';
import type { PageId } from '../model/ids.ts';
import type { Page } from '../model/page.ts';
import { CaptureError } from './errors.ts';
import { captureIdOf, pageBytes, pageOf } from './record.ts';

/**
 * A capture that is never written down, for library users and tests. Behaves as one on disk does: same ids, same order, a page
 * put twice is held once, pages come back as their bytes say. Memory: the canonical bytes of all pages.
 */
export function memoryCapture(): CaptureWriter {
  const held = new Map<PageId, Buffer>();
  let sealed = false;

  function mustBeOpen(what: string): void {
    if (sealed) throw new CaptureError('closed', `cannot ${what} a capture in memory: it was sealed before`);
  }

  return {
    put: (page: Omit<Page, 'id'>): Promise<Page> =>
      attempt(() => {
        mustBeOpen('put a page into');
        const { id, bytes } = pageBytes(page);
        if (!held.has(id)) held.set(id, bytes);
        return { id, envelope: page.envelope, body: page.body };
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

async function* pagesOf(ids: readonly PageId[], held: ReadonlyMap<PageId, Buffer>): AsyncGenerator<Page, void, undefined> {
  for (const [record, id] of ids.entries()) {
    const page = await attempt(() => pageOf({ id, bytes: held.get(id) as Buffer }));
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
