import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../src/base/bytes/hash.ts';
import { memoryCapture } from '../../../src/capture/archive.ts';
import type { CaptureReader } from '../../../src/contract/capture.ts';
import { wiring } from '../../../src/cli/wiring.ts';
import { pagesBatch } from '../../../src/evidence/items/batch.ts';
import { checkDisclosed } from '../../../src/evidence/items/check.ts';
import type { CitedItem, RevocationRecord } from '../../../src/model/pack.ts';
import { citedPages } from '../../../src/run/evidence/cited-pages.ts';
import { disclosedPages } from '../../../src/run/evidence/disclosed-pages.ts';
import { nodeDisk, packFolder } from '../../../src/run/evidence/folder.ts';
import type { LoggedBatch } from '../../../src/run/evidence/logged-pages.ts';
import { periodOf } from '../../../src/run/evidence/period.ts';
import { selfTest } from '../../../src/run/evidence/self-test.ts';
import { zipped } from '../../../src/run/evidence/zip.ts';
import { envelope } from '../../evidence/items/support.ts';
import { filesIn, memoryShelf, scratch } from './support.ts';

describe('a period', () => {
  it.each([
    ['2026-Q3', '2026-07-01', '2026-10-01'],
    ['2026-Q4', '2026-10-01', '2027-01-01'],
    ['2026-02', '2026-02-01', '2026-03-01'],
    ['2026-12', '2026-12-01', '2027-01-01'],
    ['2026', '2026-01-01', '2027-01-01'],
    ['2026-07-01..2026-09-30', '2026-07-01', '2026-10-01'],
    ['2026-10-15..2026-10-15', '2026-10-15', '2026-10-16'],
  ])('%s is from %s up to %s', (text, from, to) => {
    expect(periodOf(text)).toEqual({ from: `${from}T00:00:00.000Z`, to: `${to}T00:00:00.000Z` });
  });

  it.each([
    '',
    '2026-Q5',
    '2026-13',
    '2026-7',
    '2026-02-30..2026-03-01',
    '2026-09-30..2026-07-01',
    '2026-07-01',
    'Q3',
    ' 2026',
    '2026-07-01...2026-07-02',
  ])('%j is none', (text) => {
    expect(() => periodOf(text)).toThrow(expect.objectContaining({ code: 'bad-period' }));
  });
});

describe('the self-test', () => {
  it('asks every rule of the program, and every answer is right', () => {
    const { asked, right, wrong } = selfTest(wiring.rules);
    expect(wrong).toEqual([]);
    expect(right).toBe(asked);
    expect(asked).toBeGreaterThan(3 * wiring.rules.length);
  });

  it('tells of a rule that was broken which example it gets wrong', () => {
    const [rule] = wiring.rules;
    const deaf = { ...rule!, answer: () => ({ says: 'clear' }) as const };
    const { wrong, asked, right } = selfTest([deaf]);
    expect(wrong.length).toBeGreaterThan(0);
    expect(asked - right).toBe(wrong.length);
    expect(wrong[0]).toMatchObject({ rule: rule!.id, expected: 'finding' });
  });
});

describe('a folder that is written whole or not at all', () => {
  it('lists what is in it by path, with size and hash, readable by its owner only', async () => {
    const target = join(scratch(), 'pack');
    const folder = await packFolder(target);
    await folder.add('log/tile/0/000', Buffer.from([1, 2]));
    await folder.add('a.json', '{}');
    expect(existsSync(target)).toBe(false);
    await folder.finish();
    expect(folder.files()).toEqual([
      { path: 'a.json', bytes: 2, sha256: sha256Hex('{}') },
      { path: 'log/tile/0/000', bytes: 2, sha256: sha256Hex(Buffer.from([1, 2])) },
    ]);
    expect([...filesIn(target).keys()]).toEqual(['a.json', 'log/tile/0/000']);
  });

  it('is never written over something', async () => {
    const target = join(scratch(), 'pack');
    mkdirSync(target);
    await expect(packFolder(target)).rejects.toMatchObject({ code: 'exists' });
    const file = join(scratch(), 'pack');
    writeFileSync(file, '');
    await expect(packFolder(file)).rejects.toMatchObject({ code: 'exists' });
  });

  it('leaves nothing in its place where what goes beside it cannot be put there', async () => {
    const above = scratch();
    const [target, zip] = [join(above, 'pack'), join(above, 'pack.zip')];
    const folder = await packFolder(target, {
      ...nodeDisk,
      rename: (from, to) =>
        to === zip ? Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' })) : nodeDisk.rename(from, to),
    });
    await folder.add('a', 'a');
    writeFileSync(`${folder.draft}.zip`, '');
    await expect(folder.finish([{ draft: `${folder.draft}.zip`, target: zip }])).rejects.toMatchObject({ code: 'write-failed' });
    expect(existsSync(target)).toBe(false);
    expect(existsSync(zip)).toBe(false);
  });

  it.each(['../a', '/a', 'a//b', 'a/../../b', 'a b', ''])('holds no file %j', async (path) => {
    const folder = await packFolder(join(scratch(), 'pack'));
    await expect(folder.add(path, '')).rejects.toMatchObject({ code: 'impossible' });
  });
});

describe('a zip', () => {
  it('holds the files as they are, and is the same bytes each time, in whatever zone', async () => {
    const folder = scratch();
    writeFileSync(join(folder, 'empty'), '');
    writeFileSync(join(folder, 'long'), 'x'.repeat(1_000_000));
    const zone = process.env['TZ'];
    const made: Buffer[] = [];
    for (const tz of ['UTC', 'Pacific/Auckland']) {
      process.env['TZ'] = tz;
      const chunks: Uint8Array[] = [];
      for await (const chunk of zipped(folder, ['empty', 'long'])) chunks.push(chunk);
      made.push(Buffer.concat(chunks));
    }
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
    expect(made[0]!.equals(made[1]!)).toBe(true);
    const files = unzipSync(made[0]!);
    expect(Object.keys(files)).toEqual(['empty', 'long']);
    expect(Buffer.from(files['long']!).toString()).toBe('x'.repeat(1_000_000));
    expect(made[0]!.length).toBeLessThan(20_000);
  });
});

describe('cited pages', () => {
  const secret = Buffer.alloc(32, 1);
  const users = (cursor: string) => ({ envelope: { ...envelope, cursor }, body: { Users: [{ Name: `ann ${cursor}` }, { Name: 'bob' }] } });

  async function captureOf(...cursors: string[]): Promise<CaptureReader> {
    const writer = memoryCapture();
    for (const cursor of cursors) await writer.put(users(cursor));
    return writer.seal({ schema: 1, sources: [], inputs: [] });
  }

  async function batchOf(capture: CaptureReader, leaf: number, kept: Uint8Array | null = secret): Promise<LoggedBatch> {
    const { count, root } = await pagesBatch(secret, capture.pages());
    return { what: 'pages', count, root, statement: '', leaf, capture: capture.id, secret: kept };
  }

  async function idsOf(capture: CaptureReader): Promise<string[]> {
    const ids: string[] = [];
    for await (const { id } of capture.pages()) ids.push(id);
    return ids;
  }

  function recordOf(cited: readonly Partial<CitedItem>[]): RevocationRecord[] {
    return [{ cited } as unknown as RevocationRecord];
  }

  it('are shown where a batch committed to them, and else say why not', async () => {
    const [logged, erased, never] = [await captureOf('1', '2'), await captureOf('3'), await captureOf('4')];
    const gone = 'f'.repeat(64);
    const [of1] = await idsOf(logged);
    const [of3] = await idsOf(erased);
    const [of4] = await idsOf(never);
    const batches = [await batchOf(logged, 7), await batchOf(erased, 9, null)];
    const { pages, places } = await citedPages(memoryShelf([never, erased, logged]), new Set([of1!, of3!, of4!, gone]), batches);
    expect(Object.fromEntries(pages.map(({ page, withheld }) => [page, withheld]))).toEqual({
      [of1!]: null,
      [of3!]: 'erased',
      [of4!]: 'not-logged',
      [gone]: 'page-not-kept',
    });
    expect([...places.keys()]).toEqual([of1]);
  });

  it('come with the way to the root that was logged, and with nothing that is not cited', async () => {
    const capture = await captureOf('1', '2', '3');
    const [page] = await idsOf(capture);
    const batch = await batchOf(capture, 7);
    const shelf = memoryShelf([capture]);
    const { places } = await citedPages(shelf, new Set([page!]), [batch]);
    const records = recordOf([
      { page: page!, pointer: '/Users/0/Name', shown: true },
      { page: 'e'.repeat(64), pointer: '', shown: false },
    ]);
    const [disclosed, ...others] = await disclosedPages(shelf, records, places);
    expect(others).toEqual([]);
    expect(checkDisclosed(disclosed!, batch)).toEqual([]);
    expect(disclosed).toMatchObject({ page, capture: capture.id, leaf: 7 });
    expect(disclosed!.shown.map((item) => item.pointer)).toEqual(['#envelope', '/Users/0']);
    expect(JSON.stringify(disclosed)).not.toContain('bob');
  });

  it('are not shown from a capture that is not what was logged', async () => {
    const capture = await captureOf('1', '2');
    const [page] = await idsOf(capture);
    const batch = { ...(await batchOf(capture, 7)), root: '0'.repeat(64) };
    const shelf = memoryShelf([capture]);
    const { places } = await citedPages(shelf, new Set([page!]), [batch]);
    const records = recordOf([{ page: page!, pointer: '', shown: true }]);
    await expect(disclosedPages(shelf, records, places)).rejects.toMatchObject({ code: 'capture-changed' });
  });

  it('of a capture that cannot be read are told, and not taken from elsewhere in silence', async () => {
    const capture = await captureOf('1');
    const [page] = await idsOf(capture);
    const shelf = memoryShelf([capture]);
    const { VestigeError } = await import('../../../src/base/errors.ts');
    class Planted extends VestigeError {
      readonly code = 'planted';
    }
    const broken = { ...shelf, open: () => Promise.reject(new Planted('cannot read it')) };
    const { pages, notes } = await citedPages(broken, new Set([page!]), [await batchOf(capture, 7)]);
    expect(pages).toEqual([{ page, capture: null, withheld: 'page-not-kept' }]);
    expect(notes).toEqual([expect.stringContaining(capture.id)]);
  });
});
