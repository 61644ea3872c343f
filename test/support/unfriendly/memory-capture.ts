import { hashJson, sha256Hex } from '../../../src/base/bytes/hash.ts';
import type { Json } from '../../../src/base/json.ts';
import { byCodeUnit } from '../../../src/base/order.ts';
import type { CaptureHead, CaptureReader, CaptureWriter } from '../../../src/contract/capture.ts';
import type { Page } from '../../../src/model/page.ts';

/** A capture in memory: pages by id, in the order of arrival. It outlives a writer, as a directory does. */
export class MemoryCapture implements CaptureWriter {
  readonly held = new Map<string, Page>();
  sealed: CaptureReader | null = null;

  put(page: Omit<Page, 'id'>): Promise<Page> {
    const whole: Page = { id: hashJson(page as unknown as Json), ...structuredClone(page) };
    this.held.set(whole.id, whole);
    return Promise.resolve(whole);
  }

  seal(head: CaptureHead): Promise<CaptureReader> {
    this.sealed = readerOf(head, [...this.held.values()]);
    return Promise.resolve(this.sealed);
  }
}

/** A sealed capture of these pages, handed out in the order given. */
export function readerOf(head: CaptureHead, pages: readonly Page[]): CaptureReader {
  const ids = pages.map((page) => page.id).sort(byCodeUnit);
  return {
    id: sha256Hex(ids.join('\n')),
    head,
    count: pages.length,
    async *pages() {
      await Promise.resolve();
      yield* pages;
    },
  };
}

export async function pagesOf(reader: CaptureReader): Promise<readonly Page[]> {
  const pages: Page[] = [];
  for await (const page of reader.pages()) pages.push(page);
  return pages;
}
