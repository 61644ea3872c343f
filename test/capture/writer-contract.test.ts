import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CanonicalError, canonicalJson } from '../../src/base/bytes/canonical.ts';
import type { Json } from '../../src/base/json.ts';
import { createCapture, memoryCapture } from '../../src/capture/archive.ts';
import type { CaptureWriter } from '../../src/contract/capture.ts';
import { captureCode, headOf, pageOf, pagesOf, putAll, temporaryState } from './support.ts';
import { runs } from '../support/runs.ts';

const writers: readonly [string, () => Promise<CaptureWriter>][] = [
  ['in memory', async () => memoryCapture()],
  ['on disk, each page durable', () => createCapture(temporaryState(), { durable: 'each-page' })],
  ['on disk, durable at seal', () => createCapture(temporaryState(), { durable: 'at-seal' })],
];
const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

describe.each(writers)('a capture %s', (_, begin) => {
  it('names a page by the hash of its canonical envelope and body, and itself by that of the sorted page ids', async () => {
    const writer = await begin();
    const pages = [0, 1, 2].map((n) => pageOf(n));
    const ids = pages.map((page) =>
      sha256(`{"body":${canonicalJson(page.body)},"envelope":${canonicalJson(page.envelope as unknown as Json)}}`),
    );
    for (const [i, page] of pages.entries()) expect(await writer.put(page)).toEqual({ id: ids[i], ...page });
    const reader = await writer.seal(headOf());
    const sorted = [...ids].sort();
    expect(reader.id).toBe(sha256(sorted.map((id) => `${id}\n`).join('')));
    expect(reader.count).toBe(3);
    expect(reader.head).toEqual(headOf());
    expect((await pagesOf(reader)).map((page) => page.id)).toEqual(sorted);
    expect(await pagesOf(reader)).toEqual(await pagesOf(reader));
  });

  it('pins the id of one page, so that no change of its bytes goes unseen', async () => {
    const writer = await begin();
    const { id } = await writer.put(pageOf(0));
    // Worked out apart from this code: Python's json.dumps with sorted keys and no blanks, and hashlib.
    expect(id).toBe('e1ccfdb331166904c6e43134391a95505d9c980fa667a176dbb63df31a1fc80f');
    await writer.seal(headOf());
  });

  it('holds a page put twice once, also when both puts are under way', async () => {
    const writer = await begin();
    await Promise.all([writer.put(pageOf(1)), writer.put(pageOf(1)), writer.put(pageOf(2))]);
    await writer.put(pageOf(2));
    const reader = await writer.seal(headOf());
    expect(reader.count).toBe(2);
    expect(await pagesOf(reader)).toHaveLength(2);
  });

  it('captures what a page was at the call, not what its maker changes later', async () => {
    const writer = await begin();
    const body = { list: [1] };
    const put = writer.put(pageOf(0, body));
    body.list.push(2);
    await put;
    expect((await pagesOf(await writer.seal(headOf())))[0]?.body).toEqual({ list: [1] });
  });

  it('can be empty', async () => {
    const reader = await (await begin()).seal(headOf());
    expect(reader.id).toBe(sha256(''));
    expect(await pagesOf(reader)).toEqual([]);
  });

  it('refuses what JSON cannot say and goes on', async () => {
    const writer = await begin();
    await expect(writer.put(pageOf(0, '\ud800'))).rejects.toThrow(CanonicalError);
    await writer.put(pageOf(1));
    expect((await writer.seal(headOf())).count).toBe(1);
  });

  it('is closed once sealed', async () => {
    const writer = await begin();
    await writer.seal(headOf());
    expect(await captureCode(() => writer.put(pageOf(0)))).toBe('closed');
    expect(await captureCode(() => writer.seal(headOf()))).toBe('closed');
  });

  it('lets a reader leave off in the middle', async () => {
    const writer = await begin();
    await putAll(
      writer,
      Array.from({ length: 30 }, (_, n) => pageOf(n)),
    );
    const reader = await writer.seal(headOf());
    for await (const page of reader.pages()) {
      expect(page.id).toMatch(/^[0-9a-f]{64}$/);
      break;
    }
    expect(await pagesOf(reader)).toHaveLength(30);
  });
});

describe('all writers', () => {
  it('give any pages, in any order of arrival, the same id and the same pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue({ noUnicodeString: false }), { maxLength: 12 }),
        fc.infiniteStream(fc.nat()),
        async (bodies, salt) => {
          const wellFormed = bodies.filter((body) => !/\\ud/.test(JSON.stringify(body)));
          const pages = wellFormed.map((body, n) => pageOf(n, body as Json));
          const order = new Map(pages.map((page) => [page, salt.next().value as number]));
          const shuffled = [...pages].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
          const memory = memoryCapture();
          await putAll(memory, pages);
          const disk = await createCapture(temporaryState(), { durable: 'at-seal' });
          await putAll(disk, shuffled);
          const [a, b] = [await memory.seal(headOf()), await disk.seal(headOf())];
          expect(b.id).toBe(a.id);
          expect(await pagesOf(b)).toEqual(await pagesOf(a));
        },
      ),
      { numRuns: runs(40) },
    );
  });
});
