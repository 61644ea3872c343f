import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/base/json.ts';
import { collect } from '../../src/collect/collect.ts';
import type { Progress } from '../../src/collect/io.ts';
import { replay, type Replayed } from '../../src/collect/replay.ts';
import type { Connector } from '../../src/contract/connector.ts';
import type { Page, Task } from '../../src/model/page.ts';
import { virtualIo } from '../support/unfriendly/io.ts';
import { MemoryCapture, pagesOf } from '../support/unfriendly/memory-capture.ts';
import { plain, plainCore, task } from '../support/unfriendly/plain.ts';

const many = (surface: string, count: number, boundary = 'plain:1'): Json[] =>
  Array.from({ length: count }, (_, i) => task(surface, boundary, { of: i }) as unknown as Json);
const oneAtATime = plainCore({ limits: [{ service: 'one', perSecond: 1000, concurrency: 1 }] });
const denied = { refused: 'unsupported', status: 500, body: { message: 'html' } } as const;

async function run(
  connector: Connector<unknown>,
  resumed: readonly Page[] = [],
  io = virtualIo('moving'),
): Promise<{ replayed: Replayed; pages: readonly Page[]; gaps: number; last: Progress | undefined }> {
  const writer = new MemoryCapture();
  for (const page of resumed) writer.held.set(page.id, page);
  let last: Progress | undefined;
  const progress = (each: Progress): void => {
    last = each;
  };
  const reader = await collect({ sources: [{ connector, settings: {} }], writer, resumed, io, progress });
  return {
    replayed: await replay(reader, [connector.core]),
    pages: await pagesOf(reader),
    gaps: reader.head.sources[0]?.gaps.length ?? 0,
    last,
  };
}

function lineOf({ replayed }: { replayed: Replayed }, surface: string, boundary = 'plain:1'): string {
  const line = replayed.coverage.find((each) => each.surface === `plain:${surface}` && each.boundary === boundary);
  return `${line?.status ?? 'none'} ${line?.cause ?? '-'}`;
}

describe('three unsupported answers in a row', () => {
  it('close the surface for that boundary and no other, and each task left out is a gap that says so', async () => {
    const connector = plain(({ task: { surface, boundary } }) => {
      if (surface === 'plain:a') return { body: { spawns: [...many('b', 10), ...many('b', 2, 'plain:2'), ...many('c', 2)] } };
      return surface === 'plain:b' && boundary === 'plain:1' ? denied : {};
    }, oneAtATime);
    const ran = await run(connector);
    expect(connector.calls.filter((call) => call.startsWith('plain:b plain:1'))).toHaveLength(3);
    expect([lineOf(ran, 'b'), lineOf(ran, 'b', 'plain:2'), lineOf(ran, 'c')]).toEqual(['unread unsupported', 'complete -', 'complete -']);
    expect(ran.gaps).toBe(7);
    const told = ran.replayed.gaps.filter((gap) => gap.surface === 'plain:b' && gap.detail.includes('not asked: 3 answers in a row'));
    expect([told.length, new Set(told.map((gap) => gap.detail)).size, told.every((gap) => gap.cause === 'unsupported')]).toEqual([
      7,
      7,
      true,
    ]);
  });

  it('are not in a row with an answer between them', async () => {
    const connector = plain(({ task: of }, call) => {
      if (of.surface === 'plain:a') return { body: { spawns: many('b', 9) } };
      return call % 3 === 0 ? {} : denied;
    }, oneAtATime);
    const ran = await run(connector);
    expect(connector.calls).toHaveLength(10);
    expect(lineOf(ran, 'b')).toBe('partial unsupported');
    expect(ran.gaps).toBe(0);
  });

  it('close it again in a resumed reading, without a call', async () => {
    let down = true;
    const connector = plain(({ task: of }) => {
      if (of.surface === 'plain:a') return { body: { spawns: many('b', 6) } };
      return down ? denied : {};
    }, oneAtATime);
    const first = await run(connector);
    down = false;
    const calls = connector.calls.length;
    const again = await run(connector, first.pages);
    expect(connector.calls.length).toBe(calls);
    expect(again.replayed.gaps).toEqual(first.replayed.gaps);
    expect(again.replayed.coverage).toEqual(first.replayed.coverage);
  });
});

describe('an answer that asks to slow down', () => {
  const roots: Task[] = Array.from({ length: 40 }, (_, i) => task('a', `plain:${i}`));
  const limits = [{ service: 'one', perSecond: 10, concurrency: 2 }];

  it('holds its own boundary for as long as it says, and no other', async () => {
    const io = virtualIo('moving');
    const asked: { readonly boundary: string; readonly at: number }[] = [];
    const start = io.now();
    const connector = plain(
      ({ task: { boundary } }) => {
        asked.push({ boundary, at: io.now() - start });
        const first = asked.filter((each) => each.boundary === boundary).length === 1;
        return boundary === 'plain:7' && first ? { refused: 'throttled', status: 429, pollAfterMs: 60_000 } : { body: { items: ['x'] } };
      },
      plainCore({ limits, roots: () => [...roots, task('b', 'plain:7')] }),
    );
    const ran = await run(connector, [], io);
    const of = (boundary: string): readonly number[] => asked.filter((each) => each.boundary === boundary).map((each) => each.at);
    expect(
      of('plain:7')
        .slice(1)
        .filter((at) => at < 60_000 && at > 200),
    ).toEqual([]);
    expect(of('plain:7').at(-1)).toBeGreaterThanOrEqual(60_000);
    expect(Math.max(...roots.flatMap(({ boundary }) => (boundary === 'plain:7' ? [] : of(boundary))))).toBeLessThan(1000);
    expect(ran.replayed.coverage.every((line) => line.cause !== 'throttled')).toBe(true);
    expect(ran.last).toMatchObject({ throttled: 1, calls: 42 });
  });

  it('is asked again eight times and then stands, a server fault three times', async () => {
    const connector = plain(
      ({ task: { boundary } }) => ({ refused: boundary === 'plain:1' ? 'throttled' : 'unreachable', status: 503 }),
      plainCore({ limits, roots: () => [task('a', 'plain:1'), task('a', 'plain:2')] }),
    );
    const ran = await run(connector);
    const calls = (boundary: string): number => connector.calls.filter((call) => call.includes(boundary)).length;
    expect([calls('plain:1'), calls('plain:2')]).toEqual([9, 4]);
    expect([lineOf(ran, 'a'), lineOf(ran, 'a', 'plain:2')]).toEqual(['unread throttled', 'unread unreachable']);
  });
});

describe('what a plan sees', () => {
  it('is only the kinds it names, while capturing and when the capture is read', async () => {
    const sizes: number[] = [];
    const core = plainCore({
      planSees: ['provider'],
      plan(seen) {
        sizes.push(seen.size);
        return [task('c')];
      },
    });
    const ran = await run(plain(() => ({ body: { items: ['x', 'y'] } }), core));
    expect(sizes.every((size) => size === 0)).toBe(true);
    expect(sizes).toHaveLength(4);
    expect(lineOf(ran, 'c')).toBe('complete -');
    expect(ran.replayed.facts.size).toBe(2);
  });

  it('tells in the end what was left out', async () => {
    const core = plainCore({ leftOut: (seen) => [`${seen.size} seen`], planSees: ['policy'], plan: () => [] });
    const { last } = await run(plain(() => ({ body: { items: ['x', 'y'] } }), core));
    expect(last?.leftOut).toEqual(['2 seen']);
  });
});
