import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/base/bytes/canonical.ts';
import { hashJson } from '../../src/base/bytes/hash.ts';
import type { Json } from '../../src/base/json.ts';
import { CaptureError, createCapture, listCaptures, openCapture, resumeCapture, unfinishedCaptures } from '../../src/capture/archive.ts';
import type { StoredCapture } from '../../src/capture/archive.ts';
import { captureCode, headOf, pageOf, pagesOf, putAll, temporaryState } from './support.ts';

async function sealed(state: string, count = 3): Promise<StoredCapture> {
  const writer = await createCapture(state, { durable: 'at-seal' });
  await putAll(
    writer,
    Array.from({ length: count }, (_, n) => pageOf(n)),
  );
  return writer.seal(headOf());
}

function entriesUnder(path: string): readonly string[] {
  return [path, ...readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name))];
}

describe('a capture on disk', () => {
  it.skipIf(process.platform === 'win32')('is readable by its owner only, while being made and after', async () => {
    const state = temporaryState();
    const writer = await createCapture(state);
    await writer.put(pageOf(0));
    const modes = (): readonly string[] =>
      entriesUnder(state).map((path) => `${statSync(path).isDirectory() ? 'd' : 'f'}${(statSync(path).mode & 0o777).toString(8)}`);
    expect(new Set(modes())).toEqual(new Set(['d700', 'f600']));
    await writer.seal(headOf());
    expect(new Set(modes())).toEqual(new Set(['d700', 'f600']));
    expect(modes()).toHaveLength(6);
  });

  it('is found by its id, its name or a beginning of it, and listed', async () => {
    const state = temporaryState();
    expect(await listCaptures(state)).toEqual([]);
    const capture = await sealed(state);
    for (const name of [capture.id, capture.name, capture.id.slice(0, 8)])
      expect(await pagesOf(await openCapture(state, name))).toHaveLength(3);
    expect((await listCaptures(state)).map(({ name, id }) => [name, id])).toEqual([[capture.id, capture.id]]);
    for (const name of ['', 'abc', '../x', 'f'.repeat(64)])
      expect(await captureCode(() => openCapture(state, name))).toBe('no-such-capture');
  });

  it('made again from the same pages and head is the same one; under another head it is another beside it', async () => {
    const state = temporaryState();
    const first = await sealed(state);
    expect((await sealed(state)).name).toBe(first.name);
    const writer = await createCapture(state);
    await putAll(writer, [pageOf(2), pageOf(0), pageOf(1)]);
    const other = await writer.seal(headOf({ settings: { regions: ['us'] } }));
    expect(other.id).toBe(first.id);
    expect(other.name).not.toBe(first.name);
    expect((await openCapture(state, first.id)).head).toEqual(headOf());
    expect((await openCapture(state, other.name)).head.sources[0]?.settings).toEqual({ regions: ['us'] });
    expect(await captureCode(() => openCapture(state, first.id.slice(0, 10)))).toBe('ambiguous-name');
    expect(await listCaptures(state)).toHaveLength(2);
    expect(await unfinishedCaptures(state)).toEqual([]);
  });

  it('can be discarded before it is sealed', async () => {
    const state = temporaryState();
    const writer = await createCapture(state, { durable: 'at-seal' });
    await writer.put(pageOf(0));
    await writer.discard();
    expect(readdirSync(join(state, 'captures'))).toEqual([]);
    expect(await captureCode(() => writer.put(pageOf(1)))).toBe('closed');
  });

  it('begun where no folder can be made says so', async () => {
    const state = temporaryState();
    mkdirSync(dirname(state), { recursive: true });
    writeFileSync(state, 'a file');
    expect(await captureCode(() => createCapture(state))).toBe('write-failed');
  });
});

describe('a damaged capture', () => {
  it('is refused whatever single byte of its files is changed, with the file named', async () => {
    const state = temporaryState();
    const capture = await sealed(state, 2);
    let tried = 0;
    for (const name of readdirSync(capture.directory)) {
      const file = join(capture.directory, name);
      const whole = readFileSync(file);
      for (let at = 0; at < whole.length; at++) {
        for (const flip of at % 4 === 0 ? [1, 0x80] : [1 << (at % 8)]) {
          const damaged = Buffer.from(whole);
          damaged[at] = (damaged[at] as number) ^ flip;
          writeFileSync(file, damaged);
          const error: unknown = await openCapture(state, capture.id)
            .then(pagesOf)
            .catch((caught: unknown) => caught);
          expect(error, `${name} byte ${at}`).toBeInstanceOf(CaptureError);
          if (error instanceof CaptureError) {
            expect(error.file, `${name} byte ${at}`).toBe(file);
            if (error.code === 'corrupt-page' && at >= 8) expect(error.record, `${name} byte ${at}`).not.toBeNull();
          }
          tried++;
        }
      }
      writeFileSync(file, whole);
    }
    expect(tried).toBeGreaterThan(1500);
    expect(await pagesOf(await openCapture(state, capture.id))).toHaveLength(2);
  });

  it('is refused when a file is cut short, longer, missing or of another capture', async () => {
    const state = temporaryState();
    const capture = await sealed(state);
    const other = await sealed(temporaryState(), 4);
    const seen: Record<string, readonly string[]> = {};
    for (const name of ['pages.bin', 'index.bin', 'manifest.json']) {
      const file = join(capture.directory, name);
      const whole = readFileSync(file);
      const code = (): Promise<string> => captureCode(async () => pagesOf(await openCapture(state, capture.id)));
      truncateSync(file, whole.length - 1);
      const codes = [await code()];
      writeFileSync(file, Buffer.concat([whole, Buffer.from('x')]));
      codes.push(await code());
      rmSync(file);
      codes.push(await code());
      cpSync(join(other.directory, name), file);
      codes.push(await code());
      writeFileSync(file, whole);
      seen[name] = codes;
    }
    expect(seen).toEqual({
      'pages.bin': ['missing-page', 'corrupt-page', 'missing-page', 'corrupt-page'],
      'index.bin': ['bad-index', 'bad-index', 'unreadable', 'bad-index'],
      'manifest.json': ['bad-manifest', 'bad-manifest', 'unreadable', 'bad-manifest'],
    });
  });

  it('is refused when it says something else under a hash made to fit', async () => {
    const state = temporaryState();
    const capture = await sealed(state);
    const file = join(capture.directory, 'manifest.json');
    const { manifest } = JSON.parse(readFileSync(file, 'utf8')) as { manifest: Record<string, Json> };
    const under = async (change: Record<string, Json>): Promise<string> => {
      const changed = { ...manifest, ...change };
      writeFileSync(file, `${canonicalJson({ manifest: changed, sha256: hashJson(changed) })}\n`);
      return captureCode(() => openCapture(state, capture.id));
    };
    expect(await under({})).toBe('no error');
    expect(await under({ schema: 2 })).toBe('unknown-schema');
    expect(await under({ count: 2 })).toBe('bad-index');
    expect(await under({ id: 'f'.repeat(64) })).toBe('bad-manifest');
    expect(await under({ more: 1 })).toBe('bad-manifest');
    expect(await under({ head: { schema: 1, sources: [], inputs: null } })).toBe('bad-manifest');
  });
});

describe('an unfinished capture', () => {
  it('keeps a beginning of whole pages wherever its file was cut, notes the rest, and can be gone on with', async () => {
    const state = temporaryState();
    const writer = await createCapture(state, { intent: { scan: 'all' } });
    const pages = [0, 1, 2].map((n) => pageOf(n));
    const ends: number[] = [8];
    const directory = join(state, 'captures', writer.name);
    const file = join(directory, 'pages.bin');
    for (const page of pages) {
      await writer.put(page);
      ends.push(statSync(file).size);
    }
    await writer.close();
    const whole = readFileSync(file);
    const expected = await sealed(temporaryState());
    for (let size = 0; size <= whole.length; size++) {
      writeFileSync(file, whole.subarray(0, size));
      const resumed = await resumeCapture(state, writer.name, { durable: 'at-seal' });
      const kept = Math.max(0, ends.filter((end) => end <= size).length - 1);
      expect(resumed.count).toBe(kept);
      expect(resumed.intent).toEqual({ scan: 'all' });
      expect((await pagesOf(resumed)).map((page) => page.envelope.cursor).sort()).toEqual(
        pages
          .slice(0, kept)
          .map((page) => page.envelope.cursor)
          .sort(),
      );
      const torn = size !== 0 && !ends.includes(size);
      if (torn) expect(resumed.dropped).toMatchObject({ file, bytes: size - (size < 8 ? 0 : (ends[kept] as number)) });
      else expect(resumed.dropped).toBeNull();
      if (size % 50 === 0 || size === whole.length) {
        const copy = temporaryState();
        await resumed.close();
        cpSync(directory, join(copy, 'captures', writer.name), { recursive: true });
        const again = await resumeCapture(copy, writer.name);
        await putAll(again, pages);
        expect((await again.seal(headOf())).id).toBe(expected.id);
      }
      await resumed.close();
    }
  });

  it('lets go of everything from a broken record on', async () => {
    const state = temporaryState();
    const writer = await createCapture(state);
    await writer.put(pageOf(0));
    const file = join(state, 'captures', writer.name, 'pages.bin');
    const first = statSync(file).size;
    await putAll(writer, [pageOf(1), pageOf(2)]);
    await writer.close();
    const bytes = readFileSync(file);
    bytes[first + 60] = (bytes[first + 60] as number) ^ 1;
    writeFileSync(file, bytes);
    const resumed = await resumeCapture(state, writer.name);
    expect(resumed.count).toBe(1);
    expect(resumed.dropped).toMatchObject({ offset: first, bytes: bytes.length - first });
    expect(statSync(file).size).toBe(first);
    await resumed.close();
  });

  it('is listed with what it was for, and is nobody else’s while its writer is at it', async () => {
    const state = temporaryState();
    const writer = await createCapture(state, { intent: { connector: 'test' } });
    await writer.put(pageOf(0));
    expect(await unfinishedCaptures(state)).toMatchObject([{ name: writer.name, intent: { connector: 'test' }, busy: true }]);
    expect(await captureCode(() => resumeCapture(state, writer.name))).toBe('busy');
    await writer.close();
    expect(await unfinishedCaptures(state)).toMatchObject([{ name: writer.name, busy: false }]);
    expect(await listCaptures(state)).toEqual([]);
    for (const name of ['unfinished-none', '../x', 'f'.repeat(64)])
      expect(await captureCode(() => resumeCapture(state, name))).toBe('no-such-capture');
  });

  it('is taken over from a process that is gone, not from one that lives or that cannot be asked', async () => {
    const state = temporaryState();
    const writer = await createCapture(state);
    await writer.put(pageOf(0));
    await writer.close();
    const lock = join(state, 'captures', writer.name, 'lock');
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    for (const [content, code] of [
      [JSON.stringify({ host: hostname(), pid: process.ppid }), 'busy'],
      [JSON.stringify({ host: 'another', pid: gone }), 'busy'],
      [JSON.stringify({ host: hostname(), pid: gone }), 'no error'],
      ['{"ho', 'no error'],
    ] as const) {
      writeFileSync(lock, content);
      expect(await captureCode(async () => (await resumeCapture(state, writer.name)).close()), content).toBe(code);
      expect(existsSync(lock), content).toBe(code === 'busy');
    }
  });

  it('killed in the middle of sealing can still be sealed', async () => {
    const state = temporaryState();
    const writer = await createCapture(state);
    await putAll(writer, [pageOf(0)]);
    await writer.close();
    for (const name of ['index.bin', 'manifest.json']) writeFileSync(join(state, 'captures', writer.name, name), 'half');
    const resumed = await resumeCapture(state, writer.name);
    expect(await pagesOf(await resumed.seal(headOf()))).toHaveLength(1);
  });

  it('fails every later call alike once a write has failed', async () => {
    const state = temporaryState();
    const writer = await createCapture(state, { durable: 'at-seal' });
    await writer.put(pageOf(0));
    await writer.put(pageOf(1));
    rmSync(join(state, 'captures', writer.name), { recursive: true });
    expect(await captureCode(() => writer.seal(headOf()))).toBe('write-failed');
    expect(await captureCode(() => writer.put(pageOf(2)))).toBe('write-failed');
    expect(await captureCode(() => writer.seal(headOf()))).toBe('write-failed');
  });
});
