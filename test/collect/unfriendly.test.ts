import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collect } from '../../src/collect/collect.ts';
import { CollectError } from '../../src/collect/errors.ts';
import { replay, type Replayed } from '../../src/collect/replay.ts';
import type { CaptureReader } from '../../src/contract/capture.ts';
import { memoryCapture } from '../../src/capture/archive.ts';
import { factKinds } from '../../src/model/fact.ts';
import { fakeCore, serve, type Server } from '../support/unfriendly/connector.ts';
import { virtualIo } from '../support/unfriendly/io.ts';
import { MemoryCapture, pagesOf, readerOf } from '../support/unfriendly/memory-capture.ts';
import { foretell, type Expected } from '../support/unfriendly/oracle.ts';
import { pick } from '../support/unfriendly/random.ts';
import { boundariesOf, type World } from '../support/unfriendly/world.ts';
import { runs } from '../support/runs.ts';

const settings = { estate: 'test' };

const worlds: fc.Arbitrary<World> = fc.record({
  seed: fc.nat(),
  boundaries: fc.integer({ min: 1, max: 3 }),
  people: fc.integer({ min: 1, max: 9 }),
  groups: fc.integer({ min: 0, max: 3 }),
  pageSize: fc.integer({ min: 1, max: 4 }),
  passing: fc.constantFrom(0, 10, 40),
  refused: fc.constantFrom(0, 3, 15),
  odd: fc.constantFrom(0, 5, 25),
});

function factNames(replayed: Replayed): Set<string> {
  return new Set(
    factKinds.flatMap((kind) => [...replayed.facts.ofKind(kind)].map((fact) => `${fact.boundary} ${fact.surface} ${fact.key}`)),
  );
}

function run(server: Server, writer: MemoryCapture, io = virtualIo()): Promise<CaptureReader> {
  return collect({ sources: [{ connector: server.connector, settings }], writer, resumed: [...writer.held.values()], io });
}

/** What leaves the program, as one comparable value. */
function told(replayed: Replayed): unknown {
  const facts = factKinds.flatMap((kind) => [...replayed.facts.ofKind(kind)]).map((fact) => JSON.stringify(fact));
  return { facts: facts.sort(), coverage: replayed.coverage, gaps: replayed.gaps, last: replayed.lastReceivedAt, strays: replayed.strays };
}

function judge(replayed: Replayed, oracle: Expected): void {
  expect(factNames(replayed)).toEqual(oracle.facts);
  const line = new Map(replayed.coverage.map((each) => [`${each.boundary} ${each.surface}`, each]));
  const gapsAt = new Set(replayed.gaps.map((gap) => `${gap.boundary} ${gap.surface}`));
  const heard = new Set(replayed.facts.boundaries);
  for (const place of [...oracle.missing, ...oracle.troubled]) {
    // A boundary nobody told us of has no line; the list of boundaries then says that it is short.
    const known = place.startsWith('fake:estate ') || heard.has(place.split(' ')[0] ?? '');
    const at = known ? place : 'fake:estate fake:accounts';
    expect(line.get(at)?.status, at).not.toBe('complete');
    if (line.get(at)?.status !== 'excluded') expect(gapsAt, at).toContain(at);
  }
  for (const [place, { status, cause, facts }] of line) {
    if (status === 'complete') expect(cause, place).toBeNull();
    else expect(cause, place).not.toBeNull();
    if (status === 'unread') expect(facts, place).toBe(0);
  }
  // Nothing wrong anywhere: nothing short, but what was left out on purpose or had nothing to ask.
  if (oracle.troubled.size === 0) {
    expect(replayed.gaps).toEqual([]);
    expect(new Set(replayed.coverage.filter((each) => each.status !== 'complete').map((each) => each.status))).toEqual(
      new Set(['excluded']),
    );
  }
}

describe('the unfriendly connector', () => {
  it('finds what the world holds, and a gap wherever something is missing, with no call too many', async () => {
    const seen = { troubled: 0, missing: 0, clean: 0 };
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const server = serve(world);
        const oracle = foretell(world);
        const writer = new MemoryCapture();
        const reader = await run(server, writer);
        const replayed = await replay(reader, [fakeCore]);
        judge(replayed, oracle);
        expect(server.calls.length).toBe(oracle.calls);
        const answered = server.calls.filter((call) => call.answered).map((call) => call.question);
        expect(new Set(answered).size).toBe(answered.length);
        expect(server.sessions).toEqual({ opened: 1, closed: 1 });
        expect(replayed.strays).toEqual([]);
        expect(JSON.stringify([...writer.held.values()])).not.toContain('t0ps3cret');
        if (oracle.troubled.size > 0) seen.troubled++;
        else seen.clean++;
        if (oracle.missing.size > 0) seen.missing++;
      }),
      { numRuns: runs(300) },
    );
    // A schedule that never hurts would prove nothing.
    expect(Math.min(seen.troubled, seen.missing, seen.clean)).toBeGreaterThan(20);
  });

  it('gives the same answer whatever the order in which the pages are read back', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const reader = await run(serve(world), new MemoryCapture());
        const pages = [...(await pagesOf(reader))];
        const shuffled = [...pages].sort((a, b) => pick(1000, world.seed, a.id) - pick(1000, world.seed, b.id));
        const other = readerOf(reader.head, shuffled);
        expect(other.id).toBe(reader.id);
        expect(told(await replay(other, [fakeCore]))).toEqual(told(await replay(reader, [fakeCore])));
      }),
      { numRuns: runs(100) },
    );
  });

  it('gives a capture of the archive that says the same', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const sources = (server: Server) => [{ connector: server.connector, settings }];
        const kept = await collect({ sources: sources(serve(world)), writer: memoryCapture(), io: virtualIo() });
        const again = await collect({ sources: sources(serve(world)), writer: memoryCapture(), io: virtualIo('moving', 2) });
        judge(await replay(kept, [fakeCore]), foretell(world));
        const cut = (await pagesOf(kept)).some((page) => page.envelope.status === null);
        // Only a page that nobody answered is stamped by our own clock.
        if (!cut) expect(again.id).toBe(kept.id);
      }),
      { numRuns: runs(60) },
    );
  });

  it('never turns a lost page into silence', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, fc.nat(), async (world, which) => {
        const reader = await run(serve(world), new MemoryCapture());
        const pages = await pagesOf(reader);
        const lost = pages[which % pages.length];
        const short = await replay(
          readerOf(
            reader.head,
            pages.filter((page) => page !== lost),
          ),
          [fakeCore],
        );
        const { boundary, surface } = lost?.envelope.task ?? { boundary: '', surface: '' };
        const line = short.coverage.find((each) => each.boundary === boundary && each.surface === surface);
        expect(['partial', 'unread']).toContain(line?.status);
      }),
      { numRuns: runs(200) },
    );
  });

  it('resumes after an abort at any call to the very capture of a calm run, and asks nothing answered again', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), fc.boolean(), async (world, stops, afterWrite) => {
        const calm = await run(serve(world), new MemoryCapture());
        const server = serve(world);
        const writer = new MemoryCapture();
        const most = foretell(world).calls;
        for (const stop of stops) {
          const io = virtualIo();
          const at = server.calls.length + 1 + (stop % most);
          server.onCall = (call) => {
            if (call !== at) return;
            if (afterWrite) void Promise.resolve().then(() => io.controller.abort(new Error('stop')));
            else io.controller.abort(new Error('stop'));
          };
          const ended = await run(server, writer, io).then(
            (): string => 'sealed',
            (error: unknown) => (error instanceof CollectError ? error.code : String(error)),
          );
          expect(ended).toBe(io.signal.aborted ? 'interrupted' : 'sealed');
          if (ended === 'interrupted') expect(writer.sealed).toBeNull();
          else break;
        }
        server.onCall = null;
        const resumed = await run(server, writer);
        expect(resumed.id).toBe(calm.id);
        expect(told(await replay(resumed, [fakeCore]))).toEqual(told(await replay(calm, [fakeCore])));
        const held = new Set<string>();
        for (const page of writer.held.values()) held.add(page.id);
        expect(held.size).toBe(calm.count);
        expect(server.sessions.opened).toBe(server.sessions.closed);
      }),
      { numRuns: runs(200) },
    );
  });

  it('asks no answered question again after a resume', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, fc.nat(), async (world, stop) => {
        const server = serve(world);
        const writer = new MemoryCapture();
        const io = virtualIo();
        const put = writer.put.bind(writer);
        let puts = 0;
        // The answer in hand is written before the abort is noticed: what is written is never asked again.
        writer.put = async (page) => {
          const written = await put(page);
          if (++puts === 1 + (stop % 12)) io.controller.abort(new Error('stop'));
          return written;
        };
        await run(server, writer, io).catch((error: unknown) => {
          if (!(error instanceof CollectError) || error.code !== 'interrupted') throw error;
        });
        const kept = new Set(
          [...writer.held.values()]
            .filter((page) => page.envelope.refused === null)
            .map((page) => JSON.stringify([page.envelope.task, page.envelope.cursor])),
        );
        const before = server.calls.length;
        const asked: string[] = [];
        const resumed = virtualIo();
        const inner = server.connector;
        const spied: Server['connector'] = {
          core: inner.core,
          async open(s, o) {
            const session = await inner.open(s, o);
            return {
              close: () => session.close(),
              read(batch, signal) {
                asked.push(JSON.stringify([batch[0].task, batch[0].cursor]));
                return session.read(batch, signal);
              },
            };
          },
        };
        await collect({ sources: [{ connector: spied, settings }], writer, resumed: [...writer.held.values()], io: resumed });
        expect(asked.filter((question) => kept.has(question))).toEqual([]);
        expect(server.calls.length - before).toBe(asked.length);
      }),
      { numRuns: runs(100) },
    );
  });

  it('seals what fits the budget, and calls everything else a gap of the budget', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, fc.nat(), async (world, some) => {
        const oracle = foretell(world);
        const calls = some % (oracle.calls + 3);
        const server = serve(world);
        const io = virtualIo();
        const reader = await collect({
          sources: [{ connector: server.connector, settings }],
          writer: new MemoryCapture(),
          io,
          budget: { calls },
        });
        expect(server.calls.length).toBe(Math.min(calls, oracle.calls));
        const replayed = await replay(reader, [fakeCore]);
        if (calls >= oracle.calls) judge(replayed, oracle);
        else {
          expect(replayed.gaps.map((gap) => gap.cause)).toContain('budget');
          expect(replayed.gaps.map((gap) => gap.cause)).not.toContain('interrupted');
          const names = factNames(replayed);
          for (const boundary of ['fake:estate', ...boundariesOf(world)]) {
            for (const line of replayed.coverage) {
              if (line.boundary !== boundary || line.status !== 'complete') continue;
              for (const fact of oracle.facts) if (fact.startsWith(`${boundary} ${line.surface} `)) expect(names).toContain(fact);
            }
          }
        }
      }),
      { numRuns: runs(150) },
    );
  });
});
