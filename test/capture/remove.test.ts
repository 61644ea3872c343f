import { existsSync, mkdirSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCapture, listCaptures, openCapture, unfinishedCaptures, type StoredCapture } from '../../src/capture/archive.ts';
import { removableCaptures, removeCaptures } from '../../src/capture/remove.ts';
import { headOf, pageOf, putAll, temporaryState } from './support.ts';

const day = (number: number): number => Date.UTC(2026, 9, number);

/** Finished on a day. */
async function made(state: string, number: number): Promise<StoredCapture> {
  const writer = await createCapture(state, { durable: 'at-seal' });
  await putAll(
    writer,
    Array.from({ length: number }, (_, n) => pageOf(n)),
  );
  const capture = await writer.seal(headOf());
  const folder = join(state, 'captures', capture.id);
  utimesSync(folder, new Date(day(number)), new Date(day(number)));
  return capture;
}

describe('captures that may go', () => {
  it('are those finished before a moment that nothing speaks of, with what they take', async () => {
    const state = temporaryState();
    const [one, two, three] = [await made(state, 1), await made(state, 2), await made(state, 3)];
    const ids = async (rule: Parameters<typeof removableCaptures>[1]): Promise<readonly string[]> =>
      (await removableCaptures(state, rule)).map(({ id }) => id);
    expect(await ids({ before: day(9), needed: new Set() })).toEqual([one.id, two.id, three.id].sort());
    expect(await ids({ before: day(3), needed: new Set() })).toEqual([one.id, two.id].sort());
    expect(await ids({ before: day(9), needed: new Set([one.id, three.id]) })).toEqual([two.id]);
    expect(await ids({ before: day(9), needed: new Set(), among: new Set([three.id]) })).toEqual([three.id]);
    expect(await ids({ before: day(9), needed: new Set(), among: new Set() })).toEqual([]);
    const [entry] = await removableCaptures(state, { before: day(2), needed: new Set() });
    expect(entry?.bytes).toBeGreaterThan(100);
    expect(await removableCaptures(join(state, 'nowhere'), { before: day(9), needed: new Set() })).toEqual([]);
  });

  it('never are one that is being written, nor one that was left unfinished', async () => {
    const state = temporaryState();
    const writer = await createCapture(state);
    await writer.put(pageOf(0));
    const [unfinished] = await unfinishedCaptures(state);
    expect(await removableCaptures(state, { before: Infinity, needed: new Set() })).toEqual([]);
    await expect(removeCaptures(state, [unfinished?.name ?? ''])).rejects.toMatchObject({ code: 'no-such-capture' });
    await expect(removeCaptures(state, ['../../etc'])).rejects.toMatchObject({ code: 'no-such-capture' });
    expect(await unfinishedCaptures(state)).toHaveLength(1);
    await writer.discard();
  });

  it('are removed whole, and the others stay as they are', async () => {
    const state = temporaryState();
    const [one, two] = [await made(state, 1), await made(state, 2)];
    // What a killed removal left.
    mkdirSync(join(state, 'captures', `removed-${one.id}`, 'half'), { recursive: true });
    await removeCaptures(state, [one.id, 'f'.repeat(64)]);
    expect((await listCaptures(state)).map(({ id }) => id)).toEqual([two.id]);
    expect(readdirSync(join(state, 'captures'))).toEqual([two.id]);
    expect((await openCapture(state, two.id)).count).toBe(2);
    expect(existsSync(join(state, 'captures', one.id))).toBe(false);
    await removeCaptures(state, []);
  });
});
