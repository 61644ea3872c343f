import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNonEmpty, type Json } from '../../src/base/json.ts';
import { instantOf } from '../../src/base/instant.ts';
import { collect, type CollectRequest } from '../../src/collect/collect.ts';
import { CollectError } from '../../src/collect/errors.ts';
import { replay, type Replayed } from '../../src/collect/replay.ts';
import type { Answer, Connector, Part, TaskAt } from '../../src/contract/connector.ts';
import { FaultError } from '../../src/http/fault.ts';
import type { Task } from '../../src/model/page.ts';
import { factKinds } from '../../src/model/fact.ts';
import { runs } from '../support/runs.ts';
import { serveBatched } from '../support/unfriendly/batched.ts';
import { START, virtualIo } from '../support/unfriendly/io.ts';
import { MemoryCapture, pagesOf } from '../support/unfriendly/memory-capture.ts';
import { foretell } from '../support/unfriendly/oracle.ts';
import { plainCore, task } from '../support/unfriendly/plain.ts';
import type { World } from '../support/unfriendly/world.ts';

const wire = { sentAt: instantOf(START), receivedAt: instantOf(START), providerDate: null, requestId: null, status: 200, raw: null };
const limits = [{ service: 'one', perSecond: 10, concurrency: 4 }];

interface Batched extends Connector<unknown> {
  /** The names asked for in each call, a later page as `name@cursor`. */
  readonly calls: (readonly string[])[];
}

type Reply = Partial<Omit<Part, 'task' | 'cursor'>>;

function nameOf({ task: { args }, cursor }: Pick<TaskAt, 'task' | 'cursor'>): string {
  const of = (args as { readonly of?: string }).of ?? '';
  return cursor === null ? of : `${of}@${cursor}`;
}

function partOf(at: TaskAt, reply: Reply = {}): Part {
  return { task: at.task, cursor: at.cursor, body: { items: [nameOf(at)] }, next: null, ...reply };
}

/** Asks for the names given on surface `a`, which takes `size` at once. */
function batched(
  names: readonly string[],
  size: number,
  answer: (
    batch: readonly TaskAt[],
    call: number,
    signal: AbortSignal,
  ) => readonly Part[] | Partial<Answer> | Promise<readonly Part[] | Partial<Answer>>,
): Batched {
  const core = plainCore({ limits, roots: () => names.map((of) => task('a', 'plain:1', { of })) });
  const [first, ...rest] = core.surfaces;
  const calls: (readonly string[])[] = [];
  return {
    core: { ...core, surfaces: [{ ...first, batch: size }, ...rest] },
    calls,
    open: () =>
      Promise.resolve({
        close: () => Promise.resolve(),
        async read(batch, signal) {
          const call = calls.push(batch.map(nameOf));
          const told = await answer(batch, call, signal);
          const { parts = [], ...more }: Partial<Answer> | { parts: readonly Part[] } = Array.isArray(told)
            ? { parts: told as readonly Part[] }
            : (told as Partial<Answer>);
          if (!isNonEmpty(parts)) throw new Error('no parts');
          return { wire, ...more, parts };
        },
      }),
  };
}

async function read(connector: Connector<unknown>, change: Partial<CollectRequest> = {}): Promise<Replayed & { pages: number }> {
  const reader = await collect({ sources: [{ connector, settings: {} }], writer: new MemoryCapture(), io: virtualIo('moving'), ...change });
  return { ...(await replay(reader, [connector.core])), pages: reader.count };
}

function named(replayed: Replayed): readonly string[] {
  return [...replayed.facts.ofKind('policy')].map((fact) => fact.key).sort();
}

function gaps(replayed: Replayed): readonly string[] {
  return replayed.gaps.filter((gap) => gap.surface === 'plain:a').map((gap) => `${gap.cause} ${gap.detail}`);
}

function letters(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `n${String(i).padStart(3, '0')}`);
}

async function codeOf(run: Promise<unknown>): Promise<string> {
  return await run.then(
    () => 'sealed',
    (error: unknown) => (error instanceof CollectError ? error.code : String(error)),
  );
}

describe('a surface whose tasks are asked several at once', () => {
  it('takes the fewest calls, and one page for each task', async () => {
    const connector = batched(letters(45), 20, (batch) => batch.map((at) => partOf(at)));
    const replayed = await read(connector);
    expect(connector.calls.map((call) => call.length)).toEqual([20, 20, 5]);
    expect(named(replayed)).toEqual(letters(45));
    expect(replayed.pages).toBe(45);
    expect(gaps(replayed)).toEqual([]);
  });

  it('holds the rate of its service as if each were asked alone', async () => {
    const io = virtualIo('moving');
    const at: number[] = [];
    const connector = batched(letters(60), 20, (batch) => {
      at.push(io.now() - START);
      return batch.map((each) => partOf(each));
    });
    await read(connector, { io });
    // Ten a second: twenty take two seconds.
    expect(at).toEqual([0, 2000, 4000]);
  });

  it('counts a batch as one call of the budget, and names what the budget left out', async () => {
    const connector = batched(letters(50), 20, (batch) => batch.map((at) => partOf(at)));
    const replayed = await read(connector, { budget: { calls: 2 } });
    expect(connector.calls).toHaveLength(2);
    expect(named(replayed)).toHaveLength(40);
    const unasked = gaps(replayed).filter((gap) => gap.includes('the budget was used up'));
    expect(new Set(unasked.map((gap) => /n\d{3}/.exec(gap)?.[0])).size).toBe(10);
    for (const name of letters(50).slice(40)) expect(unasked.join()).toContain(name);
  });

  it('keeps the parts that stand and asks again only for the throttled, after their own wait', async () => {
    const io = virtualIo('moving');
    const at: number[] = [];
    const connector = batched(['a', 'b', 'c', 'd'], 20, (batch, call) => {
      at.push(io.now() - START);
      return batch.map((each) => {
        const name = nameOf(each);
        if (call === 1 && name === 'b') return partOf(each, { refused: 'throttled', retryAfterMs: 30_000, status: 429, body: {} });
        if (name === 'c') return partOf(each, { refused: 'denied', status: 403, body: { message: 'no' } });
        if (name === 'd') return partOf(each, { refused: 'vanished', status: 404, body: { message: 'gone' } });
        return partOf(each);
      });
    });
    const replayed = await read(connector, { io });
    expect(connector.calls).toEqual([['a', 'b', 'c', 'd'], ['b']]);
    expect(at[1]).toBeGreaterThanOrEqual(30_000);
    expect(named(replayed)).toEqual(['a', 'b']);
    expect(gaps(replayed).map((gap) => gap.split(' ')[0])).toEqual(['denied', 'vanished']);
    expect(gaps(replayed).join()).toContain('with status 403');
  });

  it('asks the throttled with what waits next', async () => {
    const connector = batched(letters(6), 3, (batch, call) =>
      batch.map((each, i) => (call === 1 && i > 0 ? partOf(each, { refused: 'throttled', body: {} }) : partOf(each))),
    );
    const replayed = await read(connector);
    expect(connector.calls.flat().sort()).toEqual([...letters(6), 'n001', 'n002'].sort());
    expect(named(replayed)).toEqual(letters(6));
  });

  it('gives up on one that is throttled for ever, and on no other', async () => {
    const connector = batched(['a', 'b', 'c'], 20, (batch) =>
      batch.map((each) => (nameOf(each) === 'b' ? partOf(each, { refused: 'throttled', body: { message: 'slow' } }) : partOf(each))),
    );
    const replayed = await read(connector);
    expect(connector.calls).toEqual([['a', 'b', 'c'], ...Array.from({ length: 8 }, () => ['b'])]);
    expect(named(replayed)).toEqual(['a', 'c']);
    expect(gaps(replayed)).toHaveLength(1);
    expect(gaps(replayed)[0]).toMatch(/^throttled /);
  });

  it('asks again a few times, each time later, for a part that the server failed at', async () => {
    const io = virtualIo('moving');
    const at: number[] = [];
    const connector = batched(['a', 'b'], 20, (batch, call) => {
      at.push(io.now() - START);
      return batch.map((each) =>
        call < 3 && nameOf(each) === 'a' ? partOf(each, { refused: 'unreachable', status: 503, body: {} }) : partOf(each),
      );
    });
    const replayed = await read(connector, { io });
    expect(connector.calls).toEqual([['a', 'b'], ['a'], ['a']]);
    expect(named(replayed)).toEqual(['a', 'b']);
    expect(at[1]).toBeGreaterThanOrEqual(250);
    expect((at[2] ?? 0) - (at[1] ?? 0)).toBeGreaterThanOrEqual(500);
  });

  it('takes parts in any order', async () => {
    const connector = batched(letters(7), 7, (batch) => [...batch].reverse().map((at) => partOf(at)));
    expect(named(await read(connector))).toEqual(letters(7));
  });

  it('goes on alone with the parts that have more pages', async () => {
    const connector = batched(['a', 'b', 'c'], 20, (batch) =>
      batch.map((each) => partOf(each, { next: each.cursor === null && nameOf(each) !== 'b' ? '2' : null })),
    );
    const replayed = await read(connector);
    expect(connector.calls).toEqual([['a', 'b', 'c'], ['a@2'], ['c@2']]);
    expect(named(replayed)).toEqual(['a', 'a@2', 'b', 'c', 'c@2']);
    expect(gaps(replayed)).toEqual([]);
  });

  it('names a cursor that stands still after a batch', async () => {
    const connector = batched(['a', 'b'], 20, (batch) =>
      batch.map((each) => partOf(each, { next: nameOf(each).startsWith('a') ? 'x' : null })),
    );
    const replayed = await read(connector);
    expect(connector.calls).toEqual([['a', 'b'], ['a@x']]);
    expect(gaps(replayed).join()).toContain('the cursor did not move');
  });

  it('holds a missing part for a fault of the connector, and seals nothing', async () => {
    const writer = new MemoryCapture();
    const connector = batched(['a', 'b', 'c'], 20, (batch) => batch.slice(1).map((at) => partOf(at)));
    expect(await codeOf(read(connector, { writer }))).toBe('bad-answer');
    expect(writer.sealed).toBeNull();
  });

  it('holds a part that was answered twice for a fault of the connector', async () => {
    const connector = batched(['a', 'b'], 20, (batch) =>
      [...batch, ...batch.slice(0, 1)].map((at, i) => partOf(at, { body: { items: [`${i}`] } })),
    );
    expect(await codeOf(read(connector))).toBe('bad-answer');
  });

  it('keeps the page of another question that came with the answer, and does not ask for it again', async () => {
    const connector = batched(letters(4), 2, (batch, call) => {
      const more = call === 1 ? [partOf({ task: task('a', 'plain:1', { of: 'n003' }), cursor: null })] : [];
      return [...batch.map((at) => partOf(at)), ...more];
    });
    const replayed = await read(connector);
    expect(named(replayed)).toEqual(letters(4));
    expect(gaps(replayed)).toEqual([]);
  });

  it('refuses all of a batch that had no answer, after as many attempts as one has', async () => {
    const connector = batched(['a', 'b'], 20, () => {
      throw new TypeError('fetch failed');
    });
    const replayed = await read(connector);
    expect(connector.calls).toHaveLength(4);
    expect(gaps(replayed)).toHaveLength(2);
    for (const gap of gaps(replayed)) expect(gap).toMatch(/^unreachable /);
  });

  it('refuses all of a batch by the fault that the session names', async () => {
    const fault = { cause: 'expired-credentials', retry: 'no', retryAfterMs: null } as const;
    const connector = batched(['a', 'b'], 20, () => {
      throw new FaultError('cannot sign in', fault);
    });
    const replayed = await read(connector);
    expect(connector.calls).toHaveLength(1);
    expect(gaps(replayed)).toHaveLength(2);
    for (const gap of gaps(replayed)) expect(gap).toMatch(/^expired-credentials /);
  });

  it('asks all again that a job is not done for, and takes none of it for an answer', async () => {
    const io = virtualIo('moving');
    const connector = batched(['a', 'b'], 20, (batch, call) => ({
      parts: [partOf(batch[0]!, call < 3 ? { body: { items: [] } } : {}), partOf(batch[1]!, call < 3 ? { body: { items: [] } } : {})],
      ...(call < 3 ? { pollAfterMs: 5000 } : {}),
    }));
    const replayed = await read(connector, { io });
    expect(connector.calls).toHaveLength(3);
    expect(named(replayed)).toEqual(['a', 'b']);
    expect(replayed.pages).toBe(2);
  });

  it('leaves the rest unasked once three answers in a row were unsupported', async () => {
    const connector = batched(letters(9), 3, (batch) =>
      batch.map((at) => partOf(at, { refused: 'unsupported', body: { message: 'what?' } })),
    );
    const one = plainCore({ limits: [{ service: 'one', perSecond: 10, concurrency: 1 }] }).limits;
    const replayed = await read({ ...connector, core: { ...connector.core, limits: one } });
    expect(connector.calls).toHaveLength(1);
    expect(gaps(replayed).filter((gap) => gap.includes('not asked'))).toHaveLength(6);
  });

  it('asks once what two sources ask for', async () => {
    const connector = batched(letters(30), 20, (batch) => batch.map((at) => partOf(at, { next: at.cursor === null ? '2' : null })));
    const source = { connector, settings: {} };
    const reader = await collect({ sources: [source, source], writer: new MemoryCapture(), io: virtualIo() });
    expect(connector.calls.flat().sort()).toEqual(
      letters(30)
        .flatMap((name) => [name, `${name}@2`])
        .sort(),
    );
    expect((await replay(reader, [connector.core])).coverage.find((each) => each.surface === 'plain:a')).toMatchObject({
      status: 'complete',
    });
  });

  it('loses only the parts that were not written when it is stopped between two of them', async () => {
    const writer = new MemoryCapture();
    const io = virtualIo('moving');
    const put = writer.put.bind(writer);
    let written = 0;
    writer.put = async (page) => {
      if (++written === 3) {
        io.controller.abort(new Error('stop'));
        throw new Error('killed');
      }
      return await put(page);
    };
    const answer = (batch: readonly TaskAt[]): readonly Part[] => batch.map((at) => partOf(at));
    expect(await codeOf(read(batched(letters(5), 20, answer), { writer, io }))).toBe('interrupted');
    writer.put = put;
    const again = batched(letters(5), 20, answer);
    const replayed = await read(again, { writer, resumed: [...writer.held.values()] });
    expect(again.calls).toEqual([['n002', 'n003', 'n004']]);
    expect(named(replayed)).toEqual(letters(5));
  });

  it('slows down when the provider is near its limit, and keeps what it said', async () => {
    const io = virtualIo('moving');
    const at: number[] = [];
    const connector = batched(letters(4), 2, (batch, call) => {
      at.push(io.now() - START);
      const [first, second] = batch;
      return { parts: [partOf(first!), partOf(second!)], ...(call === 1 ? { slowDownMs: 9000 } : {}) };
    });
    expect(named(await read(connector, { io }))).toEqual(letters(4));
    expect(at[1]).toBeGreaterThanOrEqual(9000);
  });

  it('batches what pages spawn, and what a plan asks for', async () => {
    const spawns = letters(25).map((of) => task('a', 'plain:1', { of }));
    const connector = batched([], 10, (batch) =>
      batch.map((at) => (at.task.surface === 'plain:b' ? partOf(at, { body: { spawns: spawns as unknown as Json } }) : partOf(at))),
    );
    const planned: readonly Task[] = letters(37)
      .slice(25)
      .map((of) => task('a', 'plain:1', { of }));
    const core = { ...connector.core, roots: () => [task('b')], plan: (_: unknown, stage: number) => (stage === 0 ? planned : []) };
    const replayed = await read({ ...connector, core });
    expect(connector.calls.map((call) => call.length)).toEqual([1, 10, 10, 5, 10, 2]);
    expect(named(replayed)).toEqual(letters(37));
  });
});

const settings = { estate: 'test' };
const worlds: fc.Arbitrary<World> = fc.record({
  seed: fc.nat(),
  boundaries: fc.integer({ min: 1, max: 3 }),
  people: fc.integer({ min: 1, max: 20 }),
  groups: fc.integer({ min: 0, max: 9 }),
  pageSize: fc.integer({ min: 1, max: 4 }),
  passing: fc.constantFrom(0, 10, 40),
  refused: fc.constantFrom(0, 3, 15),
  odd: fc.constantFrom(0, 5, 25),
});
const sizes = fc.integer({ min: 2, max: 20 });

function factNames(replayed: Replayed): ReadonlySet<string> {
  return new Set(
    factKinds.flatMap((kind) => [...replayed.facts.ofKind(kind)].map((fact) => `${fact.boundary} ${fact.surface} ${fact.key}`)),
  );
}

describe('the unfriendly connector, asked for several pages at once', () => {
  it('finds what it finds one by one, names what is missing, and asks nothing more often', async () => {
    const seen = { together: 0, troubled: 0, fewer: 0 };
    await fc.assert(
      fc.asyncProperty(worlds, sizes, async (world, size) => {
        const { connector, server, sizes: asked } = serveBatched(world, size);
        const oracle = foretell(world);
        const reader = await collect({ sources: [{ connector, settings }], writer: new MemoryCapture(), io: virtualIo() });
        const replayed = await replay(reader, [connector.core]);
        expect(factNames(replayed)).toEqual(oracle.facts);
        const line = new Map(replayed.coverage.map((each) => [`${each.boundary} ${each.surface}`, each]));
        const heard = new Set(replayed.facts.boundaries);
        for (const place of [...oracle.missing, ...oracle.troubled]) {
          if (!place.startsWith('fake:estate ') && !heard.has(place.split(' ')[0] ?? '')) continue;
          expect(line.get(place)?.status, place).not.toBe('complete');
        }
        if (oracle.troubled.size === 0) expect(replayed.gaps).toEqual([]);
        expect(server.calls.length).toBe(oracle.calls);
        expect(asked.length).toBeLessThanOrEqual(oracle.calls);
        expect(replayed.strays).toEqual([]);
        if (Math.max(...asked) > 1) seen.together++;
        if (oracle.troubled.size > 0) seen.troubled++;
        if (asked.length < oracle.calls) seen.fewer++;
      }),
      { numRuns: runs(100) },
    );
    expect(Math.min(seen.together, seen.troubled, seen.fewer)).toBeGreaterThan(20);
  });

  it('resumes after an abort at any call, or between two parts, to the capture of a calm run', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, sizes, fc.nat(), fc.boolean(), async (world, size, stop, atWrite) => {
        const sources = (connector: Connector<unknown>) => [{ connector, settings }];
        const calm = await collect({ sources: sources(serveBatched(world, size).connector), writer: new MemoryCapture(), io: virtualIo() });
        const { connector, server } = serveBatched(world, size);
        const writer = new MemoryCapture();
        const io = virtualIo();
        const put = writer.put.bind(writer);
        let puts = 0;
        writer.put = async (page) => {
          const written = await put(page);
          if (atWrite && ++puts === 1 + (stop % calm.count)) io.controller.abort(new Error('stop'));
          return written;
        };
        server.onCall = (call) => {
          if (!atWrite && call === 1 + (stop % foretell(world).calls)) io.controller.abort(new Error('stop'));
        };
        const code = await codeOf(collect({ sources: sources(connector), writer, io }));
        expect(code).toBe(io.signal.aborted ? 'interrupted' : 'sealed');
        server.onCall = null;
        writer.put = put;
        const resumed = await collect({ sources: sources(connector), writer, resumed: [...writer.held.values()], io: virtualIo() });
        const bodies = async (reader: typeof calm): Promise<readonly string[]> =>
          (await pagesOf(reader))
            .map((page) => JSON.stringify([page.envelope.task, page.envelope.cursor, page.envelope.refused, page.body]))
            .sort();
        expect(await bodies(resumed)).toEqual(await bodies(calm));
      }),
      { numRuns: runs(60) },
    );
  });
});
