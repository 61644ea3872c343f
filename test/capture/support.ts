import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { CaptureError } from '../../src/capture/archive.ts';
import type { CaptureHead, CaptureReader, CaptureWriter } from '../../src/contract/capture.ts';
import type { Page } from '../../src/model/page.ts';

export function temporaryState(): string {
  const root = mkdtempSync(join(tmpdir(), 'vestige-capture-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return join(root, '.vestige');
}

export function pageOf(n: number, body: Page['body'] = { items: [n, 'é😀'], empty: null }): Omit<Page, 'id'> {
  return {
    envelope: {
      connector: 'test',
      mapping: 1,
      task: { boundary: 'test:one', surface: 'test:things', args: {} },
      cursor: n === 0 ? null : String(n),
      next: String(n + 1),
      sentAt: '2026-01-01T00:00:00.000Z',
      receivedAt: '2026-01-01T00:00:01.000Z',
      providerDate: null,
      validAt: null,
      requestId: null,
      status: 200,
      refused: null,
      raw: null,
    },
    body,
  };
}

export function headOf(over: Partial<CaptureHead['sources'][number]> = {}): CaptureHead {
  return {
    schema: 1,
    sources: [
      {
        connector: 'test',
        mapping: 1,
        settings: { regions: ['eu'] },
        origin: 'live',
        roots: [{ boundary: 'test:one', surface: 'test:things', args: {} }],
        gaps: [{ boundary: 'test:one', surface: 'test:things', cause: 'denied', detail: 'refused' }],
        ...over,
      },
    ],
    inputs: [{ kind: 'test-dump', sha256: '0'.repeat(64) }],
  };
}

export async function pagesOf(reader: Pick<CaptureReader, 'pages'>): Promise<readonly Page[]> {
  const pages: Page[] = [];
  for await (const page of reader.pages()) pages.push(page);
  return pages;
}

export async function putAll(writer: CaptureWriter, pages: readonly Omit<Page, 'id'>[]): Promise<void> {
  for (const page of pages) await writer.put(page);
}

/** The code of the capture error it ends in; anything else thrown passes through. */
export async function captureCode(run: () => Promise<unknown>): Promise<string> {
  try {
    await run();
  } catch (error) {
    if (error instanceof CaptureError) return error.code;
    throw error;
  }
  return 'no error';
}
