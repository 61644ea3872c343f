import { describe, expect, it } from 'vitest';
import { hashJson } from '../../src/base/bytes/hash.ts';
import type { Json } from '../../src/base/json.ts';
import { CollectError } from '../../src/collect/errors.ts';
import { replay, type Replayed } from '../../src/collect/replay.ts';
import type { CaptureSource } from '../../src/contract/capture.ts';
import type { Envelope, Page, Task } from '../../src/model/page.ts';
import { readerOf } from '../support/unfriendly/memory-capture.ts';
import { plainCore, task } from '../support/unfriendly/plain.ts';

function page(of: Task, body: Json, change: Partial<Envelope> = {}): Page {
  const nothing = {
    sentAt: null,
    receivedAt: null,
    providerDate: null,
    validAt: null,
    requestId: null,
    status: null,
    refused: null,
    raw: null,
  };
  const envelope: Envelope = { connector: 'plain', mapping: 3, task: of, cursor: null, next: null, ...nothing, ...change };
  return { id: hashJson({ envelope, body } as unknown as Json), envelope, body };
}

function source(change: Partial<CaptureSource> = {}): CaptureSource {
  return { connector: 'plain', mapping: 3, settings: {}, origin: 'live', roots: [task('a')], gaps: [], ...change };
}

function play(pages: readonly Page[], change: Partial<CaptureSource> = {}, core = plainCore()): Promise<Replayed> {
  return replay(readerOf({ schema: 1, sources: [source(change)], inputs: [] }, pages), [core]);
}

function lines(replayed: Replayed): unknown {
  return Object.fromEntries(replayed.coverage.map((each) => [each.surface.slice('plain:'.length), `${each.status} ${each.cause ?? '-'}`]));
}

async function codeOf(run: Promise<unknown>): Promise<string> {
  return run.then(
    () => 'replayed',
    (error: unknown) => (error instanceof CollectError ? error.code : String(error)),
  );
}

describe('replay', () => {
  it('refuses a capture that it cannot read as it was meant', async () => {
    expect(await codeOf(play([], { connector: 'other' }))).toBe('unknown-connector');
    expect(await codeOf(play([], { mapping: 4 }))).toBe('newer-mapping');
    expect(await codeOf(play([page(task('a'), {}, { mapping: 4 })]))).toBe('newer-mapping');
    expect(await codeOf(play([page(task('a'), {}, { connector: 'other' })]))).toBe('unknown-connector');
    expect(await codeOf(play([], { settings: { boundary: 1 } }))).toBe('bad-settings');
    expect(await codeOf(play([page(task('a'), {}, { mapping: 2 })], { mapping: 2 }))).toBe('replayed');
  });

  it('knows what a live source left out from what a dump does not hold', async () => {
    const pages = [page(task('a'), { items: ['x'] })];
    expect(lines(await play(pages))).toEqual({ a: 'complete -', b: 'excluded excluded', c: 'excluded excluded' });
    const dump = await play(pages, { origin: 'dump' });
    expect(lines(dump)).toEqual({ a: 'complete -', b: 'unread excluded', c: 'unread excluded' });
    expect(dump.gaps.map((gap) => [gap.surface, gap.cause])).toEqual([
      ['plain:b', 'excluded'],
      ['plain:c', 'excluded'],
    ]);
    expect(dump.coverage[1]?.detail).toContain('not in the files given');
  });

  it('takes the gaps of a dump for what they are', async () => {
    const gaps = [
      { boundary: 'plain:1', surface: 'plain:a', cause: 'malformed' as const, detail: 'dump.json: element 3 is no role' },
      { boundary: 'plain:2', surface: 'plain:b', cause: 'interrupted' as const, detail: 'dump.json ends early' },
    ];
    const replayed = await play([page(task('a'), { items: ['x'] }, { cursor: 'f:0' })], { origin: 'dump', gaps });
    expect(replayed.coverage.map((each) => [each.boundary, each.surface, each.status, each.cause])).toEqual([
      ['plain:1', 'plain:a', 'partial', 'malformed'],
      ['plain:1', 'plain:b', 'unread', 'excluded'],
      ['plain:1', 'plain:c', 'unread', 'excluded'],
      ['plain:2', 'plain:a', 'unread', 'excluded'],
      ['plain:2', 'plain:b', 'unread', 'interrupted'],
      ['plain:2', 'plain:c', 'unread', 'excluded'],
    ]);
  });

  it('follows each file of a dump to its end', async () => {
    const first = page(task('a'), { items: [1] }, { cursor: 'f:0', next: 'f:1' });
    const second = page(task('a'), { items: [2] }, { cursor: 'f:1' });
    const other = page(task('a'), { items: [3] }, { cursor: 'g:0', next: 'g:1' });
    const last = page(task('a'), { items: [4] }, { cursor: 'g:1' });
    const whole = await play([other, second, last, first], { origin: 'dump' });
    expect([lines(whole), whole.facts.size]).toEqual([{ a: 'complete -', b: 'unread excluded', c: 'unread excluded' }, 4]);
    const short = await play([other, second, first], { origin: 'dump' });
    expect(lines(short)).toMatchObject({ a: 'partial interrupted' });
    expect(short.facts.size).toBe(3);
    const ring = await play([page(task('a'), {}, { cursor: 'f:0', next: 'f:1' }), page(task('a'), {}, { cursor: 'f:1', next: 'f:0' })], {
      origin: 'dump',
    });
    expect(lines(ring)).toMatchObject({ a: 'partial malformed' });
  });

  it('calls a live task without its first page unread, and one that stops early partial', async () => {
    expect(lines(await play([]))).toEqual({ a: 'unread interrupted', b: 'unread interrupted', c: 'unread interrupted' });
    const early = await play([page(task('a'), { items: ['x'] }, { next: 'c1' })]);
    expect(lines(early)).toMatchObject({ a: 'partial interrupted' });
    expect(early.coverage[0]).toMatchObject({ pages: 1, facts: 1 });
    const headless = await play([page(task('a'), { items: ['x'] }, { cursor: 'c1' })]);
    expect(lines(headless)).toMatchObject({ a: 'partial interrupted' });
    expect(headless.facts.size).toBe(1);
  });

  it('is not fooled by a stuck cursor', async () => {
    const replayed = await play([
      page(task('a'), { items: ['x'] }, { next: 'c1' }),
      page(task('a'), { items: ['y'] }, { cursor: 'c1', next: 'c1' }),
    ]);
    expect(lines(replayed)).toMatchObject({ a: 'partial malformed' });
    expect(replayed.coverage[0]?.detail).toContain('the cursor did not move: "c1"');
  });

  it('lets an answer stand before a refusal of the same question', async () => {
    const refused = page(task('a'), { message: 'no' }, { refused: 'throttled', receivedAt: '2026-01-02T00:00:00.000Z' });
    const answered = page(task('a'), { items: ['x'] }, { receivedAt: '2026-01-01T00:00:00.000Z' });
    const replayed = await play([refused, answered]);
    expect(lines(replayed)).toMatchObject({ a: 'complete -' });
    expect(replayed.lastReceivedAt).toBe('2026-01-02T00:00:00.000Z');
  });

  it('does not call a surface complete when what leads to it was not fully read', async () => {
    const spawns = [task('b', 'plain:1', { i: 1 })] as unknown as Json;
    const pages = [page(task('a'), { items: ['x'], spawns }, { next: 'c1' }), page(task('b', 'plain:1', { i: 1 }), { items: ['y'] })];
    const denied = page(task('a'), { message: 'no' }, { cursor: 'c1', refused: 'denied' });
    expect(lines(await play([...pages, denied]))).toEqual({ a: 'partial denied', b: 'partial denied', c: 'unread denied' });
    const deep = [task('c')] as unknown as Json;
    const below = [
      pages[0] as Page,
      page(task('b', 'plain:1', { i: 1 }), { items: ['y'], spawns: deep }),
      page(task('c'), { items: ['z'] }),
      denied,
    ];
    expect(lines(await play(below))).toEqual({ a: 'partial denied', b: 'partial denied', c: 'partial denied' });
  });

  it('does not call a planned surface complete when an earlier stage of the boundary was short', async () => {
    const core = plainCore({
      plan: (seen, stage) => (stage > 0 ? [] : [...seen.ofKind('policy')].map((fact) => task('b', fact.boundary, { of: fact.key }))),
    });
    const planned = page(task('b', 'plain:1', { of: 'x' }), { items: ['y'] });
    expect(lines(await play([page(task('a'), { items: ['x'] }), planned], {}, core))).toMatchObject({ a: 'complete -', b: 'complete -' });
    const gaps = [{ boundary: 'plain:1', surface: 'plain:a', cause: 'malformed', detail: '/items/1 is no item' }];
    expect(lines(await play([page(task('a'), { items: ['x'], gaps }), planned], {}, core))).toMatchObject({
      a: 'partial malformed',
      b: 'partial malformed',
    });
    expect(lines(await play([page(task('a'), { items: ['x'] })], {}, core))).toMatchObject({ b: 'unread interrupted' });
  });

  it('plans with the facts of the stages so far and of no other page', async () => {
    const seen: unknown[] = [];
    const core = plainCore({
      plan(facts, stage) {
        seen.push([stage, [...facts.ofKind('policy')].map((fact) => fact.key).sort()]);
        return stage === 0 ? [task('b')] : stage === 1 ? [task('c')] : [];
      },
    });
    const stray = page(task('a', 'plain:1', { nobody: 'asked' }), { items: ['stray'] });
    const replayed = await play(
      [page(task('c'), { items: ['3'] }), stray, page(task('b'), { items: ['2'] }), page(task('a'), { items: ['1'] })],
      {},
      core,
    );
    expect(seen).toEqual([
      [0, ['1']],
      [1, ['1', '2']],
      [2, ['1', '2', '3']],
    ]);
    expect(replayed.facts.size).toBe(4);
  });

  it('keeps what a page of an unexpected task says, and notes it', async () => {
    const stray = page(task('b'), { items: ['x'] });
    const replayed = await play([page(task('a'), {}), stray]);
    expect(replayed.facts.size).toBe(1);
    expect(replayed.strays).toEqual([stray.id]);
    expect(replayed.coverage.find((each) => each.surface === 'plain:b')).toMatchObject({ status: 'partial', pages: 1, facts: 1 });
  });

  it('turns a core that throws into a gap with the error in it', async () => {
    const core = plainCore({
      map() {
        throw new TypeError('x is not iterable');
      },
    });
    const replayed = await play([page(task('a'), {})], {}, core);
    expect(lines(replayed)).toMatchObject({ a: 'partial malformed' });
    expect(replayed.coverage[0]?.detail).toContain(
      "connector 'plain' could not map a page of plain:a in plain:1: TypeError: x is not iterable",
    );
  });

  it('gives the gravest of several causes, and counts the others', async () => {
    const gaps = [{ boundary: 'plain:1', surface: 'plain:a', cause: 'malformed', detail: 'an item' }];
    const replayed = await play([
      page(task('a'), { items: ['x'], gaps }, { next: 'c1' }),
      page(task('a'), { code: 'AccessDenied' }, { cursor: 'c1', refused: 'denied', status: 403 }),
    ]);
    expect(replayed.coverage[0]).toMatchObject({ status: 'partial', cause: 'denied' });
    expect(replayed.coverage[0]?.detail).toBe('plain:a in plain:1: refused at cursor "c1" with status 403: AccessDenied (and 1 more)');
  });

  it('reads the receive time of the last page, and none from a bare dump', async () => {
    expect((await play([page(task('a'), {})])).lastReceivedAt).toBeNull();
  });
});
