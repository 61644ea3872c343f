import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/base/json.ts';
import { collect, type CollectRequest } from '../../src/collect/collect.ts';
import { CollectError } from '../../src/collect/errors.ts';
import { replay, type Replayed } from '../../src/collect/replay.ts';
import type { Connector } from '../../src/contract/connector.ts';
import { classifyFault, FaultError } from '../../src/http/fault.ts';
import { OriginError } from '../../src/http/origin.ts';
import { virtualIo } from '../support/unfriendly/io.ts';
import { MemoryCapture } from '../support/unfriendly/memory-capture.ts';
import { plain, plainCore, task } from '../support/unfriendly/plain.ts';

async function read(connector: Connector<unknown>, change: Partial<CollectRequest> = {}): Promise<Replayed & { pages: number }> {
  const reader = await collect({ sources: [{ connector, settings: {} }], writer: new MemoryCapture(), io: virtualIo('moving'), ...change });
  return { ...(await replay(reader, [connector.core])), pages: reader.count };
}

function line(replayed: Replayed, surface: string): unknown {
  const found = replayed.coverage.find((each) => each.surface === `plain:${surface}`);
  return found === undefined ? undefined : [found.status, found.cause];
}

async function codeOf(run: Promise<unknown>): Promise<string> {
  try {
    await run;
  } catch (error) {
    return error instanceof CollectError || error instanceof OriginError ? error.code : String(error);
  }
  return 'sealed';
}

describe('collect', () => {
  it('writes a page before it maps it', async () => {
    const order: string[] = [];
    const writer = new MemoryCapture();
    const put = writer.put.bind(writer);
    writer.put = async (page) => {
      order.push('written');
      return put(page);
    };
    const core = plainCore();
    await read(
      plain(() => undefined, { ...core, map: (of, body) => (order.push('mapped'), core.map(of, body)) }),
      { writer },
    );
    expect(order.slice(0, 2)).toEqual(['written', 'mapped']);
  });

  it('runs two spellings of one task once', async () => {
    const twice = [
      { boundary: 'plain:1', surface: 'plain:b', args: { x: 1, y: 2 } },
      { args: { y: 2, x: 1 }, surface: 'plain:b', boundary: 'plain:1' },
    ];
    const connector = plain(({ task: of }) => (of.surface === 'plain:a' ? { body: { spawns: twice as unknown as Json } } : undefined));
    await read(connector);
    expect(connector.calls).toEqual(['plain:a plain:1 -', 'plain:b plain:1 -']);
  });

  it('asks once what two sources ask for', async () => {
    const connector = plain(() => ({ body: { items: ['x'] } }));
    const source = { connector, settings: {} };
    const reader = await collect({ sources: [source, source], writer: new MemoryCapture(), io: virtualIo() });
    expect(connector.calls).toHaveLength(1);
    expect((await replay(reader, [connector.core])).coverage.find((each) => each.surface === 'plain:a')).toMatchObject({
      status: 'complete',
      pages: 1,
    });
  });

  it('waits as long as Retry-After says, and holds back all that use the same service', async () => {
    const io = virtualIo('moving');
    const at: number[] = [];
    const core = plainCore({ limits: [{ service: 'one', perSecond: 1000, concurrency: 2 }], roots: () => [task('a'), task('b')] });
    const connector = plain(({ task: of }, call) => {
      at.push(io.now());
      return of.surface === 'plain:a' && call === 1
        ? { refused: 'throttled', status: 429, pollAfterMs: 30_000 }
        : { next: call < 3 ? 'x' : null };
    }, core);
    await read(connector, { io });
    const start = at[0] ?? 0;
    expect(at.slice(2).every((time) => time - start >= 30_000)).toBe(true);
  });

  it('holds back also those who were already waiting for their turn', async () => {
    const io = virtualIo('moving');
    const at: number[] = [];
    const core = plainCore({ limits: [{ service: 'one', perSecond: 1, concurrency: 2 }], roots: () => [task('a'), task('b')] });
    const connector = plain((_, call) => {
      at.push(io.now());
      return call === 1 ? { refused: 'throttled', status: 429, pollAfterMs: 30_000 } : undefined;
    }, core);
    await read(connector, { io });
    expect(at).toHaveLength(3);
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(30_000);
    expect((at[2] ?? 0) - (at[1] ?? 0)).toBeGreaterThanOrEqual(1000);
  });

  it('backs off longer each time, with chance in it, and gives up after eight', async () => {
    const io = virtualIo('moving');
    const connector = plain(() => ({ refused: 'throttled', status: 429, body: { message: 'slow down' } }));
    const replayed = await read(connector, { io });
    expect(connector.calls).toHaveLength(9);
    expect(line(replayed, 'a')).toEqual(['unread', 'throttled']);
    const waits = io.slept;
    expect(waits).toHaveLength(8);
    waits.forEach((wait, i) => {
      const most = Math.min(1000 * 2 ** i, 60_000);
      expect(wait).toBeGreaterThanOrEqual(most / 2);
      expect(wait).toBeLessThanOrEqual(most);
    });
    expect(replayed.gaps.find((gap) => gap.surface === 'plain:a')?.detail).toContain('slow down');
  });

  it('does not wait for hours: a Retry-After past its patience is the answer', async () => {
    const connector = plain(() => ({ refused: 'throttled', status: 429, pollAfterMs: 3_600_000 }));
    expect(line(await read(connector), 'a')).toEqual(['unread', 'throttled']);
    expect(connector.calls).toHaveLength(1);
  });

  it('asks three times more after a failure of the server, and not at all after a refusal', async () => {
    const failing = plain(() => ({ refused: 'unreachable', status: 500 }));
    expect(line(await read(failing), 'a')).toEqual(['unread', 'unreachable']);
    expect(failing.calls).toHaveLength(4);
    const denied = plain(() => ({ refused: 'denied', status: 403 }));
    expect(line(await read(denied), 'a')).toEqual(['unread', 'denied']);
    expect(denied.calls).toHaveLength(1);
  });

  it('keeps to the rate and concurrency of each boundary and service', async () => {
    const io = virtualIo('moving');
    const limits = [
      { service: 'one', perSecond: 10, concurrency: 3 },
      { service: 'two', perSecond: 2, concurrency: 1 },
    ];
    const some = (surface: string): ReturnType<typeof task>[] => Array.from({ length: 20 }, (_, i) => task(surface, 'plain:1', { i }));
    const times: Record<string, number[]> = { 'plain:a': [], 'plain:c': [] };
    const active: Record<string, number> = { 'plain:a': 0, 'plain:c': 0 };
    const most: Record<string, number> = { 'plain:a': 0, 'plain:c': 0 };
    const connector = plain(
      async ({ task: of }, _, signal) => {
        times[of.surface]?.push(io.now());
        active[of.surface] = (active[of.surface] ?? 0) + 1;
        most[of.surface] = Math.max(most[of.surface] ?? 0, active[of.surface] ?? 0);
        await io.sleep(500, signal);
        active[of.surface] = (active[of.surface] ?? 0) - 1;
        return undefined;
      },
      plainCore({ limits, roots: () => [...some('a'), ...some('c')] }),
    );
    await read(connector, { io });
    expect(most).toEqual({ 'plain:a': 3, 'plain:c': 1 });
    for (const [surface, gap] of [
      ['plain:a', 100],
      ['plain:c', 500],
    ] as const) {
      const seen = times[surface] ?? [];
      expect(seen).toHaveLength(20);
      for (let i = 1; i < seen.length; i++) expect((seen[i] ?? 0) - (seen[i - 1] ?? 0)).toBeGreaterThanOrEqual(gap - 0.001);
    }
  });

  it('polls a job until it is done, and writes only its answer', async () => {
    const io = virtualIo('moving');
    const connector = plain((_, call) => (call < 4 ? { pollAfterMs: 2000, body: { state: 'running' } } : { body: { items: ['x'] } }));
    const replayed = await read(connector, { io });
    expect(connector.calls).toHaveLength(4);
    expect(io.slept).toEqual([2000, 2000, 2000]);
    expect([replayed.pages, replayed.facts.size]).toEqual([1, 1]);
  });

  it('gives up a job that never ends, and says so', async () => {
    const replayed = await read(plain(() => ({ pollAfterMs: 1000 })));
    expect(line(replayed, 'a')).toEqual(['unread', 'unreachable']);
    expect(replayed.gaps.find((gap) => gap.surface === 'plain:a')?.detail).toContain('not done after');
  });

  it('keeps what else an answer holds, and does not ask for it again', async () => {
    const b = task('b');
    const connector = plain(
      ({ task: of }) =>
        of.surface === 'plain:a' ? { others: [{ task: b, cursor: null, body: { items: ['from the batch'] }, next: null }] } : undefined,
      plainCore({ limits: [{ service: 'one', perSecond: 1000, concurrency: 1 }], roots: () => [task('a'), b] }),
    );
    const replayed = await read(connector);
    expect(connector.calls).toEqual(['plain:a plain:1 -']);
    expect(line(replayed, 'b')).toEqual(['complete', null]);
  });

  it('counts all that a source which cannot be opened should have told as unread', async () => {
    const connector = { ...plain(() => undefined), open: () => Promise.reject(new FaultError('cannot sign in', classifyFault(401))) };
    const replayed = await read(connector);
    expect(replayed.coverage.map((each) => [each.surface, each.status, each.cause])).toEqual(
      ['plain:a', 'plain:b', 'plain:c'].map((surface) => [surface, 'unread', 'expired-credentials']),
    );
    expect(replayed.coverage[0]).toMatchObject({ permission: 'plain:Read-a', ifUnread: 'nothing of a', pages: 0, facts: 0 });
  });

  it('takes a mistake of the configuration for what it is when opening', async () => {
    const connector = { ...plain(() => undefined), open: () => Promise.reject(new OriginError('bad-link', 'cannot use the endpoint')) };
    expect(await codeOf(read(connector))).toBe('bad-link');
  });

  it('does not ask again for what its own check refused', async () => {
    const connector = plain(() => {
      throw new OriginError('foreign-origin', 'cannot follow the next page link');
    });
    expect(line(await read(connector), 'a')).toEqual(['unread', 'malformed']);
    expect(connector.calls).toHaveLength(1);
  });

  it('refuses settings before the first call, naming the place', async () => {
    const connector = plain(() => undefined);
    const bad = collect({ sources: [{ connector, settings: { boundary: 7 } }], writer: new MemoryCapture(), io: virtualIo() });
    expect(await codeOf(bad)).toBe('bad-settings');
    await expect(bad).rejects.toThrow(/'plain': boundary: /);
    expect(connector.calls).toEqual([]);
  });

  it('stops everything when a session answers another question', async () => {
    const connector = plain(() => undefined);
    const astray: Connector<unknown> = {
      core: connector.core,
      async open(settings, io) {
        const session = await connector.open(settings, io);
        return { close: () => session.close(), read: ([at], signal) => session.read([{ ...at, cursor: 'elsewhere' }], signal) };
      },
    };
    const writer = new MemoryCapture();
    expect(await codeOf(read(astray, { writer }))).toBe('bad-answer');
    expect(writer.sealed).toBeNull();
  });

  it('passes on what the writer throws, and seals nothing', async () => {
    const writer = new MemoryCapture();
    writer.put = () => Promise.reject(new Error('disk full'));
    expect(
      await codeOf(
        read(
          plain(() => undefined),
          { writer },
        ),
      ),
    ).toBe('Error: disk full');
    expect(writer.sealed).toBeNull();
  });

  it('ends at once on abort, even when a session does not listen', async () => {
    const io = virtualIo();
    const connector = plain(() => {
      setImmediate(() => io.controller.abort(new Error('Ctrl-C')));
      return new Promise<undefined>(() => undefined);
    });
    expect(await codeOf(read(connector, { io }))).toBe('interrupted');
  });

  it('calls nothing when it was interrupted before it began', async () => {
    const io = virtualIo();
    io.controller.abort(new Error('Ctrl-C'));
    const connector = plain(() => undefined);
    expect(await codeOf(read(connector, { io }))).toBe('interrupted');
    expect(connector.calls).toEqual([]);
  });

  it('asks again, when resumed, what expired credentials refused, and lets a denial stand', async () => {
    const writer = new MemoryCapture();
    const io = virtualIo();
    const core = plainCore({
      roots: () => [task('a'), task('b'), task('c')],
      limits: [{ service: 'all', perSecond: 1000, concurrency: 1 }],
    });
    const first = plain(({ task: of }) => {
      if (of.surface === 'plain:c') io.controller.abort(new Error('stop'));
      return { refused: of.surface === 'plain:a' ? 'denied' : 'expired-credentials', status: 403 };
    }, core);
    expect(await codeOf(read(first, { writer, io }))).toBe('interrupted');
    const second = plain(() => undefined, core);
    const replayed = await read(second, { writer, resumed: [...writer.held.values()] });
    expect(second.calls).toEqual(['plain:b plain:1 -', 'plain:c plain:1 -']);
    expect([line(replayed, 'a'), line(replayed, 'b')]).toEqual([
      ['unread', 'denied'],
      ['complete', null],
    ]);
  });

  it('ends when its time is used up', async () => {
    const io = virtualIo('moving');
    const connector = plain(async (_, call, signal) => {
      await io.sleep(1000, signal);
      return { next: `c${call}`, body: { items: [call] } };
    });
    const replayed = await read(connector, { io, budget: { milliseconds: 5500 } });
    expect(connector.calls).toHaveLength(6);
    expect(line(replayed, 'a')).toEqual(['partial', 'budget']);
    expect(replayed.facts.size).toBe(6);
  });

  it('tells how far it is', async () => {
    const seen: unknown[] = [];
    await read(
      plain((_, call) => ({ next: call < 3 ? `c${call}` : null })),
      { progress: (progress) => seen.push(progress) },
    );
    expect(seen.at(-1)).toEqual({
      calls: 3,
      pages: 3,
      tasksDone: 1,
      tasksKnown: 1,
      throttled: 0,
      refused: 0,
      stage: 0,
      reading: 'plain:a',
      // No page told of a boundary, and a root's is none of the estate by itself.
      boundaries: { kind: null, known: 0, done: 0, silent: 0 },
      leftOut: [],
    });
  });
});
