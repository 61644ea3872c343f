import { describe, expect, it } from 'vitest';
import type { SmallGraph } from '../../src/contract/rule.ts';
import { buildGraph } from '../../src/graph/build.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { expandSmallGraph, viewOfSmallGraph } from '../../src/judge/small.ts';
import { factKinds } from '../../src/model/fact.ts';
import { endsReached } from '../../src/paths/ends.ts';
import { liveAt } from '../../src/paths/live.ts';
import type { Live } from '../../src/paths/live.ts';
import { createView } from '../../src/paths/view.ts';
import { runs } from '../support/runs.ts';
import { AWAY, dice, HOME, NOW, randomGraph } from './random-graph.ts';

const user = (at: number): string => `arn:aws:iam::111122223333:user/n${String(at).padStart(5, '0')}`;

function made(small: SmallGraph): { readonly graph: Graph; readonly live: Live } {
  const graph = buildGraph(expandSmallGraph(small));
  return { graph, live: liveAt(graph, { now: NOW, maxTimeBoundMs: 30 * 86_400_000 }) };
}

/** Every node by a plain walk from one. */
function walked({ graph, live }: ReturnType<typeof made>, from: number): ReadonlySet<number> {
  const seen = new Set([from]);
  for (const node of seen) {
    for (let link = 0; link < graph.links.length; link++) {
      if (graph.linkFrom[link] === node && (live.linkHi[link] ?? 0) > 0) seen.add(graph.linkTo[link] ?? -1);
    }
  }
  return seen;
}

function line(length: number, back: boolean): SmallGraph {
  const identities = Array.from({ length }, (_, at) => ({ id: user(at) }));
  const links = identities.slice(1).map(({ id }, at) => ({ from: user(at), to: id }));
  return { name: 'line', identities, links: back ? [...links, { from: user(length - 1), to: user(0) }] : links };
}

describe('the ends that identities lead to', () => {
  it('are those that a plain walk from each finds', () => {
    for (let seed = 0; seed < runs(150, 3000); seed++) {
      const roll = dice(seed);
      const estate = made(randomGraph(seed, 2 + roll(12)));
      const nodes = [...estate.graph.identities].map((_, node) => node);
      const ends = new Set(nodes.filter(() => roll(3) === 0));
      const reached = endsReached(estate.graph, estate.live, ends);
      for (const node of nodes.toSorted(() => roll(3) - 1)) {
        const expected = [...walked(estate, node)].filter((each) => ends.has(each));
        expect([...reached(node)].sort(), `seed ${seed}, node ${node}`).toEqual(expected.sort());
      }
    }
  });

  it.each([false, true])('are found at the end of a long line (joined to a ring: %s)', (back) => {
    const { graph, live } = made(line(20_000, back));
    const last = graph.nodeOf.get(user(19_999)) ?? -1;
    expect([...endsReached(graph, live, new Set([last]))(graph.nodeOf.get(user(0)) ?? -1)]).toEqual([last]);
  });

  it('are one and the same set for all callers of a pool', () => {
    const pool = `pool:${HOME}:assume-any-role`;
    const role = (at: number): string => `arn:aws:iam::111122223333:role/r${at}`;
    const { graph, live } = made({
      name: 'pool',
      identities: [{ id: user(0) }, { id: user(1) }, { id: role(0) }, { id: role(1) }],
      links: [
        { from: user(0), to: pool },
        { from: user(1), to: pool },
        { from: pool, to: role(0) },
        { from: pool, to: role(1) },
      ],
    });
    const node = (id: string): number => graph.nodeOf.get(id) ?? -1;
    const reached = endsReached(graph, live, new Set([node(role(0)), node(role(1))]));
    expect(reached(node(user(0))).size).toBe(2);
    expect(reached(node(user(0)))).toBe(reached(node(user(1))));
  });
});

describe('gap groups', () => {
  it('hold identities of whom the same is missing', () => {
    let shared = 0;
    for (let seed = 0; seed < runs(150, 3000); seed++) {
      const view = viewOfSmallGraph(randomGraph(seed, 3 + (seed % 10)));
      const told = new Map<string | object, string>();
      for (const { id } of view.identities()) {
        const gaps = factKinds.flatMap((kind) => [HOME, AWAY].map((boundary) => view.gapsIn(kind, boundary, id)));
        const group = view.gapGroup(id);
        if (told.has(group)) shared++;
        expect(JSON.stringify(gaps), `seed ${seed}, ${id}`).toBe(told.get(group) ?? JSON.stringify(gaps));
        told.set(group, JSON.stringify(gaps));
      }
    }
    expect(shared).toBeGreaterThan(100);
  });

  it('set apart an identity that a gap is about', () => {
    const input = expandSmallGraph({ name: 'two', identities: [{ id: user(0) }, { id: user(1) }] });
    const about = {
      boundary: HOME,
      surface: 'aws:usage',
      cause: 'malformed',
      subject: user(1),
      detail: 'its row could not be read',
    } as const;
    const view = createView(buildGraph({ ...input, gaps: [about] }), { asOf: '2026-01-01T00:00:00.000Z', maxTimeBoundMs: 0 });
    expect(view.gapsIn('usage', HOME, user(1))).toEqual([about]);
    expect(view.gapGroup(user(0))).not.toBe(view.gapGroup(user(1)));
  });

  it('of an identity nobody knows are its own', () => {
    const view = viewOfSmallGraph({ name: 'empty' });
    expect(view.gapGroup('nobody')).toBe('nobody');
  });
});
