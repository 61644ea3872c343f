import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCapture, openCapture } from '../../src/capture/archive.ts';
import { captureCode, headOf, pageOf, pagesOf, putAll, temporaryState } from './support.ts';

async function sealed(count: number): Promise<{ readonly state: string; readonly name: string }> {
  const state = temporaryState();
  const writer = await createCapture(state, { durable: 'at-seal' });
  await putAll(
    writer,
    Array.from({ length: count }, (_, n) => pageOf(n)),
  );
  return { state, name: (await writer.seal(headOf())).name };
}

describe('one page of a capture', () => {
  it('is the one that a reading of all of them gives, by its id', async () => {
    for (const count of [0, 1, 2, 17]) {
      const { state, name } = await sealed(count);
      const capture = await openCapture(state, name);
      const all = await pagesOf(capture);
      for (const page of all) expect(await capture.page(page.id)).toEqual(page);
      for (const id of ['', '0'.repeat(64), 'f'.repeat(64)]) expect(await capture.page(id)).toBeUndefined();
    }
  });

  it('is verified, though no other is', async () => {
    const { state, name } = await sealed(3);
    const capture = await openCapture(state, name);
    const [first, ...others] = await pagesOf(capture);
    const file = join(capture.directory, 'pages.bin');
    const bytes = readFileSync(file);
    // Records lie in order of arrival; whichever the last one is, it is the one that is damaged.
    const last = bytes.length - 1;
    bytes[last] = (bytes[last] as number) ^ 1;
    writeFileSync(file, bytes);
    const codes = await Promise.all([first, ...others].map((page) => captureCode(() => capture.page(page?.id ?? ''))));
    expect(codes.toSorted()).toEqual(['corrupt-page', 'no error', 'no error'].toSorted());
    bytes[0] = 0;
    writeFileSync(file, bytes);
    expect(await captureCode(() => capture.page(first?.id ?? ''))).toBe('corrupt-page');
  });
});
