import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VestigeError } from '../../src/base/errors.ts';
import { JsonCutError, cutJsonElements } from '../../src/base/json-elements.ts';
import type { Json } from '../../src/base/json.ts';
import { memoryCapture } from '../../src/capture/archive.ts';
import { ImportError, importDumps } from '../../src/capture/import.ts';
import type { ImportFile } from '../../src/capture/import.ts';
import { NOT_GIVEN } from '../../src/capture/task-chains.ts';
import type { CaptureHead, CaptureReader } from '../../src/contract/capture.ts';
import type { DumpFormat, DumpPage } from '../../src/contract/connector.ts';
import type { Page } from '../../src/model/page.ts';
import { pagesOf } from './support.ts';
import { runs } from '../support/runs.ts';

/**
 * A format of its own: `{"Things":[{"house":"a","n":1}],"More":true}`. A page holds up to two things of one house; the boundary is
 * the thing's house. A thing without a house is a gap.
 */
const things: DumpFormat = {
  id: 'test-things',
  describes: 'things by house',
  command: 'test list-things --output json',
  async *cut(name, chunks): AsyncGenerator<DumpPage> {
    const waiting = new Map<string, Json[]>();
    const houses = new Set<string>();
    const flush = function* (house: string): Generator<DumpPage> {
      const items = waiting.get(house) ?? [];
      waiting.delete(house);
      if (items.length > 0) yield { task: taskOf(house), body: { items }, validAt: null };
    };
    let more = false;
    try {
      for await (const piece of cutJsonElements(chunks, new Set(['Things']))) {
        if (piece.type === 'scalar' && piece.key === 'More') more = piece.text === 'true';
        if (piece.type !== 'element') continue;
        const item = itemOf(piece.text);
        if (item?.house === undefined) {
          yield { gap: { boundary: 'test:none', surface: 'test:things', cause: 'malformed', detail: `${name}:${piece.line}: no house` } };
          continue;
        }
        houses.add(item.house);
        const items = waiting.get(item.house) ?? [];
        waiting.set(item.house, [...items, item]);
        if (items.length === 1) yield* flush(item.house);
      }
    } catch (error) {
      if (error instanceof JsonCutError) for (const house of houses) yield* flush(house);
      throw error;
    }
    for (const house of houses) {
      yield* flush(house);
      yield { task: taskOf(house), ended: !more };
    }
  },
};

function itemOf(text: string): { readonly [key: string]: Json; readonly house?: string } | undefined {
  try {
    return JSON.parse(text) as { readonly house?: string };
  } catch {
    return undefined;
  }
}

function taskOf(house: string): Page['envelope']['task'] {
  return { boundary: `test:${house}`, surface: 'test:things', args: {} };
}

function fileOf(name: string, content: string | Uint8Array, chunk = 1000): ImportFile {
  const bytes = Buffer.from(content);
  return {
    format: things,
    name,
    open: async function* (): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
    },
  };
}

function dump(house: string, from: number, count: number, more = false): string {
  return JSON.stringify({ Things: Array.from({ length: count }, (_, i) => ({ house, n: from + i })), More: more });
}

interface Imported {
  readonly head: CaptureHead;
  readonly reader: CaptureReader;
  readonly pages: readonly Page[];
  readonly items: readonly number[];
}

async function imported(...files: readonly ImportFile[]): Promise<Imported> {
  const writer = memoryCapture();
  const head = await importDumps(writer, files, { connector: 'test', mapping: 3, settings: { a: 1 } });
  const reader = await writer.seal(head);
  const pages = await pagesOf(reader);
  const items = pages.flatMap((page) => (page.body as { items: { n: number }[] }).items.map((item) => item.n));
  return { head, reader, pages, items: items.sort((a, b) => a - b) };
}

/** Follows a task's pages; the cursors met, and where it ended. */
function follow(pages: readonly Page[], boundary: string): { readonly met: number; readonly end: string | null } {
  const own = pages.filter((page) => page.envelope.task.boundary === boundary);
  const named = new Set(own.map((page) => page.envelope.next));
  const starts = own.filter((page) => !named.has(page.envelope.cursor));
  expect(starts).toHaveLength(1);
  let page = starts[0];
  let met = 0;
  let end: string | null = null;
  while (page !== undefined) {
    met++;
    end = page.envelope.next;
    page = own.find((each) => each.envelope.cursor === end);
  }
  expect(met).toBe(own.length);
  return { met, end };
}

async function codeOf(...files: readonly ImportFile[]): Promise<string> {
  try {
    await imported(...files);
  } catch (error) {
    if (error instanceof ImportError) {
      expect(error.message).toContain(error.file);
      return error.code;
    }
    throw error;
  }
  return 'no error';
}

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

describe('importing dumps', () => {
  it('makes linked pages out of one file, with its hash in each', async () => {
    const text = dump('a', 0, 5);
    const { head, pages, items } = await imported(fileOf('a.json', text, 7));
    expect(items).toEqual([0, 1, 2, 3, 4]);
    expect(follow(pages, 'test:a')).toEqual({ met: 3, end: null });
    expect(pages.map((page) => page.envelope.cursor).sort()).toEqual([0, 1, 2].map((seq) => `${sha256(text).slice(0, 16)}:${seq}`));
    for (const { envelope } of pages)
      expect(envelope).toMatchObject({ connector: 'test', mapping: 3, raw: sha256(text), sentAt: null, receivedAt: null });
    expect(head).toEqual({
      schema: 1,
      sources: [{ connector: 'test', mapping: 3, settings: { a: 1 }, origin: 'dump', roots: [taskOf('a')], gaps: [] }],
      inputs: [{ kind: 'test-things', sha256: sha256(text) }],
    });
  });

  it('goes on with a task over files and ends it where a file did', async () => {
    const { head, pages, items } = await imported(
      fileOf('1', dump('a', 0, 3, true)),
      fileOf('2', dump('a', 3, 3, true)),
      fileOf('3', dump('a', 6, 1)),
      fileOf('b', dump('b', 7, 1)),
    );
    expect(items).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(follow(pages, 'test:a')).toEqual({ met: 5, end: null });
    expect(follow(pages, 'test:b')).toEqual({ met: 1, end: null });
    expect(pages.filter((page) => page.envelope.next === null)).toHaveLength(2);
    expect(head.sources[0]?.roots).toEqual([taskOf('a'), taskOf('b')]);
  });

  it('leaves a task open that no file ended', async () => {
    const { pages } = await imported(fileOf('1', dump('a', 0, 3, true)), fileOf('2', dump('a', 3, 3, true)));
    expect(follow(pages, 'test:a')).toEqual({ met: 4, end: NOT_GIVEN });
    expect(pages.some((page) => page.envelope.next === null)).toBe(false);
  });

  it('counts a file given twice, under whatever name, once', async () => {
    const once = await imported(fileOf('a', dump('a', 0, 3)));
    const twice = await imported(fileOf('z', dump('a', 0, 3)), fileOf('a', dump('a', 0, 3)), fileOf('a', dump('a', 0, 3)));
    expect(twice.reader.id).toBe(once.reader.id);
    expect(twice.head).toEqual(once.head);
  });

  it('gives the same capture and head whatever the order of the files and their chunks', async () => {
    const contents = [
      dump('a', 0, 3, true),
      dump('a', 3, 4),
      dump('b', 7, 2, true),
      dump('c', 9, 1) + dump('a', 10, 2).slice(0, -12),
      '{"Things":[{"n":1},{"house":"b","n":12}]}',
    ];
    const reference = await imported(...contents.map((text, i) => fileOf(`f${i}`, text)));
    expect(reference.head.sources[0]?.gaps.map((gap) => gap.boundary)).toEqual(['test:a', 'test:c', 'test:none']);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), fc.integer({ min: 1, max: 50 }), async (order, chunk) => {
        const seen = await imported(...order.map((i) => fileOf(`f${i}`, contents[i] as string, chunk)));
        expect(seen.reader.id).toBe(reference.reader.id);
        expect(seen.head).toEqual(reference.head);
      }),
      { numRuns: runs(40) },
    );
  });

  it('reads gzip of one or several members, UTF-16 with a byte order mark, and both', async () => {
    const text = dump('é😀', 0, 5);
    const plain = await imported(fileOf('x', text));
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
    const big = Buffer.from(utf16).swap16();
    const half = Buffer.byteLength(text) >> 1;
    const members = Buffer.concat([gzipSync(Buffer.from(text).subarray(0, half)), gzipSync(Buffer.from(text).subarray(half))]);
    for (const content of [gzipSync(text), members, utf16, big, gzipSync(utf16), Buffer.from(`\ufeff${text}`)]) {
      for (const chunk of [1, 3, 5000]) {
        const seen = await imported(fileOf('x', content, chunk));
        expect(seen.pages.map((page) => JSON.stringify(page.body)).sort()).toEqual(
          plain.pages.map((page) => JSON.stringify(page.body)).sort(),
        );
        expect(seen.items).toEqual(plain.items);
        expect(seen.head.inputs).toEqual([{ kind: 'test-things', sha256: sha256(content) }]);
        expect(seen.head.sources[0]?.gaps).toEqual([]);
      }
    }
  });
});

describe('a file that breaks off', () => {
  it('keeps what stands before the break, leaves a gap where it was met, and does not count as ended', async () => {
    const text = dump('a', 0, 9);
    const { head, pages, items } = await imported(fileOf('cut.json', text.slice(0, text.indexOf('"n":8') + 2)));
    expect(items).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(follow(pages, 'test:a').end).toBe(NOT_GIVEN);
    expect(head.sources[0]?.gaps).toMatchObject([{ boundary: 'test:a', surface: 'test:things', cause: 'malformed' }]);
    expect(head.sources[0]?.gaps[0]?.detail).toMatch(/^cannot import all of cut\.json: .* at line 1, byte \d+$/);
  });

  it('keeps pages of torn and of damaged gzip', async () => {
    // Hashes do not compress, so that the break is far from the beginning.
    const text = JSON.stringify({ Things: Array.from({ length: 3000 }, (_, n) => ({ house: 'a', n, x: sha256(String(n)) })) });
    const whole = gzipSync(text);
    const torn = whole.subarray(0, whole.length >> 1);
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, whole.length >> 1, (whole.length >> 1) + 64);
    for (const content of [torn, damaged]) {
      const { head, pages, items } = await imported(fileOf('x.gz', content));
      // What garbage expands to is not known to be garbage until it breaks.
      expect(items.filter((n, i) => n === i).length).toBeGreaterThan(1200);
      expect(items.length).toBeLessThan(1700);
      expect(follow(pages, 'test:a').end).toBe(NOT_GIVEN);
      const gaps = head.sources[0]?.gaps.filter((gap) => gap.boundary === 'test:a') ?? [];
      expect(gaps.map((gap) => gap.cause)).toEqual(['malformed']);
      expect(gaps[0]?.detail).toMatch(/x\.gz/);
    }
    expect((await imported(fileOf('x.gz', torn))).head.sources[0]?.gaps[0]?.detail).toMatch(/x\.gz: its gzip data breaks before byte \d+/);
  });

  it('does not pass when only its checksum, or something behind it, is wrong', async () => {
    const whole = gzipSync(JSON.stringify({ Things: Array.from({ length: 3000 }, (_, n) => ({ house: 'a', n, x: sha256(String(n)) })) }));
    const wrong = Buffer.from(whole);
    wrong[wrong.length - 6] = (wrong[wrong.length - 6] as number) ^ 1;
    for (const content of [wrong, Buffer.concat([whole, Buffer.from('garbage')])]) {
      const { head, pages, items } = await imported(fileOf('x', content));
      expect(items.length).toBeGreaterThan(2800);
      expect(head.sources[0]?.gaps.map((gap) => gap.cause)).toEqual(['malformed']);
      expect(follow(pages, 'test:a').end).toBe(NOT_GIVEN);
    }
  });

  it('keeps pages before broken UTF-16', async () => {
    const text = dump('a', 0, 2000);
    const utf16 = Buffer.concat([Buffer.from(`\ufeff${text}`, 'utf16le').subarray(0, 40_000), Buffer.from([0x00, 0xd8, 0x41, 0x00])]);
    const { head, items } = await imported(fileOf('x', utf16));
    expect(items.length).toBeGreaterThan(500);
    expect(head.sources[0]?.gaps[0]?.detail).toContain('UTF-16LE');
  });

  it('lets the format give what it has gathered, whatever the break is made of', async () => {
    const text = `\ufeff${dump('a', 0, 3).slice(0, -15)},${' '.repeat(9000)}`;
    const content = Buffer.concat([Buffer.from(text, 'utf16le'), Buffer.from([0x00, 0xd8, 0x41, 0x00])]);
    // Two things make a page: the third is still with the format when the text breaks.
    const { items, head } = await imported(fileOf('x', content));
    expect(items).toEqual([0, 1, 2]);
    expect(head.sources[0]?.gaps[0]?.detail).toContain('UTF-16LE');
  });

  it('loses only the page that holds what is no text, and says so', async () => {
    const lossy: DumpFormat = {
      ...things,
      async *cut(_name, chunks): AsyncGenerator<DumpPage> {
        for await (const chunk of chunks) expect(chunk.length).toBeGreaterThan(0);
        for (const text of ['fine', '\ud800', 'good']) yield { task: taskOf('a'), body: { items: [{ n: 1, text }] }, validAt: null };
        yield { task: taskOf('a'), ended: true };
      },
    };
    const { head, pages } = await imported({ ...fileOf('x', '{}'), format: lossy });
    expect(pages).toHaveLength(2);
    expect(head.sources[0]?.gaps).toMatchObject([{ boundary: 'test:a', cause: 'malformed' }]);
    expect(head.sources[0]?.gaps[0]?.detail).toContain('of x');
    const lost = pages.filter((page) => page.envelope.next !== null && !pages.some((each) => each.envelope.cursor === page.envelope.next));
    expect(lost).toHaveLength(1);
  });

  it('is not taken as read by a format that leaves off early', async () => {
    const hasty: DumpFormat = {
      ...things,
      async *cut(_name, chunks): AsyncGenerator<DumpPage> {
        for await (const chunk of chunks) {
          yield { task: taskOf('a'), body: { items: [{ n: chunk.length }] }, validAt: null };
          break;
        }
        yield { task: taskOf('a'), ended: true };
      },
    };
    const { head, pages } = await imported({ ...fileOf('x', 'z'.repeat(4000)), format: hasty });
    expect(head.sources[0]?.gaps.map((gap) => gap.cause)).toEqual(['malformed']);
    expect(follow(pages, 'test:a').end).toBe(NOT_GIVEN);
  });
});

describe('a file of which nothing can be used', () => {
  it.each([
    ['', 'empty-file'],
    [' \n', 'empty-file'],
    [gzipSync(''), 'empty-file'],
    [Buffer.from([0x1f, 0x8b, 0xff, 0xff]), 'broken-gzip'],
    [gzipSync(dump('a', 0, 3)).subarray(0, 12), 'broken-gzip'],
    [Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00]), 'wrong-encoding'],
    ['{"Other":[]}', 'not-understood'],
    ['{"Things":[]', 'not-understood'],
    [Buffer.from('{"Things":[]}', 'utf16le'), 'not-understood'],
  ])('%j: %s', async (content, code) => {
    expect(await codeOf(fileOf('bad.json', content))).toBe(code);
  });

  it.each([
    ['Things:\n- house: a\n', '--output yaml'],
    ['- house: a\n', '--output yaml'],
    ['THINGS\ta\t1\n', '--output text'],
    ['-----------\n|  List  |\n', '--output table'],
    ['<html>', 'XML or HTML'],
    ['PK\x03\x04zip', 'zip archive'],
    ['\nAn error occurred (AccessDenied) when calling the X operation', 'error message of the command'],
  ])('%j is told what it looks like', async (content, looks) => {
    const error: unknown = await imported(fileOf('bad.json', content)).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'not-understood', file: 'bad.json', hint: 'make it with: test list-things --output json' });
    expect((error as Error).message).toContain(looks);
  });

  it('is named when it cannot be read, before anything is written', async () => {
    const failing: ImportFile = {
      format: things,
      name: 'gone.json',
      open: async function* () {
        yield Buffer.from('{');
        throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
      },
    };
    const writer = memoryCapture();
    await expect(
      importDumps(writer, [fileOf('a', dump('a', 0, 3)), failing], { connector: 'test', mapping: 1, settings: null }),
    ).rejects.toMatchObject({
      code: 'unreadable',
      file: 'gone.json',
    });
    expect((await writer.seal({ schema: 1, sources: [], inputs: [] })).count).toBe(0);
  });

  it('is refused when it is not the same at the second reading', async () => {
    let opened = 0;
    const pipe: ImportFile = {
      format: things,
      name: 'pipe',
      open: async function* () {
        yield Buffer.from(opened++ === 0 ? dump('a', 0, 3) : dump('a', 0, 4));
      },
    };
    expect(await codeOf(pipe)).toBe('changed');
  });
});

describe('trouble that is not the file’s', () => {
  class DiskFull extends VestigeError {
    readonly code = 'disk-full';
  }
  it('passes through instead of becoming a gap', async () => {
    const source = { connector: 'test', mapping: 1, settings: null };
    const memory = memoryCapture();
    const full = { ...memory, put: () => Promise.reject(new DiskFull('no space')) };
    await expect(importDumps(full, [fileOf('a', dump('a', 0, 9))], source)).rejects.toBeInstanceOf(DiskFull);
    const wrong: DumpFormat = {
      ...things,
      async *cut(name, chunks): AsyncGenerator<DumpPage> {
        yield* things.cut(name, chunks);
        throw new TypeError('a mistake of ours');
      },
    };
    await expect(importDumps(memoryCapture(), [{ ...fileOf('a', dump('a', 0, 9)), format: wrong }], source)).rejects.toBeInstanceOf(
      TypeError,
    );
  });
});
