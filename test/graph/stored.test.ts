import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../src/graph/build.ts';
import { GraphError } from '../../src/graph/errors.ts';
import type { GraphColumns } from '../../src/graph/columns/graph-columns.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { graphColumns } from '../../src/graph/opened.ts';
import { openStoredGraph, storedGraph } from '../../src/graph/stored.ts';
import { canonicalColumns } from '../../src/graph/stored/canonical.ts';
import { expandSmallGraph } from '../../src/judge/small.ts';
import { createView } from '../../src/paths/view.ts';
import { randomGraph } from '../paths/random-graph.ts';
import { runs } from '../support/runs.ts';
import { anyElements, anyIdentities, inputOf } from './hostile.ts';

function bytesOf(graph: Graph): Uint8Array {
  return Buffer.concat([...storedGraph(graph)]);
}

function codeOf(bytes: Uint8Array): string {
  try {
    openStoredGraph(bytes);
  } catch (error) {
    return error instanceof GraphError ? error.code : String(error);
  }
  return 'opened';
}

/** Everything a graph answers. */
function told(graph: Graph): unknown {
  const ids = [...graph.ids];
  return {
    ids,
    identities: [...graph.identities],
    listed: ids.map((id) => graph.listed.get(id)),
    links: [...graph.links],
    grants: [...graph.grants],
    found: [...graph.links].map(({ key }) => graph.linkOfKey(key)?.key),
    columns: [graph.nodeKind, graph.nodeBoundary, graph.linkFrom, graph.linkTo, graph.grantSubject, graph.grantTarget].map((each) => [
      ...each,
    ]),
    rows: [graph.outLinks, graph.inLinks, graph.grantsBySubject, graph.grantsByTarget],
    nodes: ids.map((id) => graph.nodeOf.get(id)),
    targets: graph.targets,
    boundaries: graph.boundaries,
    scopes: graph.scopes,
    credentials: [...graph.credentials].sort(),
    credentialsOf: ids.map((id) => graph.credentialsOf.get(id)),
    usage: ids.map((id) => graph.usage.get(id)),
    serviceUsage: ids.map((id) => graph.serviceUsage.get(id)),
    activationPolicies: [...graph.activationPolicies].sort(),
    lifeCycleEvents: [...graph.lifeCycleEvents].sort(),
    ledger: [graph.ledger.lines, graph.ledger.source, ids.map((id) => graph.ledger.isNamed(id))],
    dangling: graph.dangling,
    gaps: graph.gaps,
  };
}

describe('a stored graph', () => {
  it('answers everything as the graph that was stored', () => {
    fc.assert(
      fc.property(anyElements, anyIdentities, (elements, identities) => {
        const graph = buildGraph(inputOf(elements, identities));
        expect(told(openStoredGraph(bytesOf(graph)))).toEqual(told(graph));
      }),
      { numRuns: runs(150) },
    );
  });

  it('is the same bytes in whatever order things came, also where texts hold names by chance', () => {
    fc.assert(
      fc.property(anyElements, anyIdentities, fc.infiniteStream(fc.nat()), (elements, identities, dice) => {
        const input = inputOf(elements, identities);
        const shuffled = <T>(all: readonly T[]): readonly T[] => {
          const keyed = all.map((each) => ({ each, by: dice.next().value }));
          return keyed.sort((a, b) => a.by - b.by).map(({ each }) => each);
        };
        const other = { ...input, identities: shuffled(input.identities), elements: shuffled(elements) };
        expect(Buffer.compare(bytesOf(buildGraph(other)), bytesOf(buildGraph(input)))).toBe(0);
      }),
      { numRuns: runs(300) },
    );
  });

  it('has the shapes that would be written, whether or not each was asked where it is in doubt', () => {
    fc.assert(
      fc.property(anyElements, anyIdentities, (elements, identities) => {
        const graph = buildGraph(inputOf(elements, identities));
        const columns = graphColumns(graph) as GraphColumns;
        const written = canonicalColumns(columns, graph.targets, Infinity);
        const settled = canonicalColumns(columns, graph.targets, 0);
        for (const of of ['identities', 'links', 'grants'] as const) {
          expect([...settled[of].shape]).toEqual([...written[of].shape]);
          expect([...settled[of].shapes]).toEqual([...written[of].shapes]);
        }
      }),
      { numRuns: runs(300) },
    );
  });

  it('gives the same paths', () => {
    for (let seed = 0; seed < runs(30); seed++) {
      const graph = buildGraph(expandSmallGraph(randomGraph(seed, 12)));
      const options = { asOf: '2026-01-01T00:00:00.000Z', maxTimeBoundMs: 30 * 86_400_000 };
      const [one, other] = [createView(graph, options), createView(openStoredGraph(bytesOf(graph)), options)];
      expect([...other.reaches()]).toEqual([...one.reaches()]);
      for (const { identity, capability, scope } of one.reaches()) {
        expect(other.path(identity, capability, scope)).toEqual(one.path(identity, capability, scope));
        expect(other.entry(identity)).toEqual(one.entry(identity));
      }
    }
  });

  it('opens wherever its bytes lie, and can be stored again as it is', () => {
    const bytes = bytesOf(buildGraph(expandSmallGraph(randomGraph(3, 20))));
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(bytesOf(openStoredGraph(shifted.subarray(3)))).toEqual(bytes);
  });
});

describe('the bytes of a stored graph', () => {
  const graph = buildGraph(expandSmallGraph(randomGraph(3, 12)));
  const pieces = [...storedGraph(graph)];
  const bytes = Buffer.concat(pieces);

  it('are refused when cut at any piece, or added to', () => {
    let end = 0;
    for (const piece of pieces) {
      for (const cut of [end, end + 1, end + (piece.length >> 1)]) expect(codeOf(bytes.subarray(0, cut))).toBe('stored-damaged');
      end += piece.length;
    }
    expect(codeOf(Buffer.concat([bytes, Buffer.alloc(8)]))).toBe('stored-damaged');
    expect(codeOf(bytes)).toBe('opened');
  });

  it('are refused when any one of them is another', () => {
    const stride = runs(1, 20) === 1 ? 7 : 1;
    const isVersion = (at: number): boolean => at >= 8 && at < 12;
    // A stride that meets each place of a word.
    for (let at = 0; at < bytes.length; at += stride) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] as number) ^ (1 << (at % 8));
      expect(codeOf(flipped), `byte ${at}`).toBe(isVersion(at) ? 'stored-version' : 'stored-damaged');
    }
  });

  it('are refused by name when another version wrote them', () => {
    const newer = Buffer.from(bytes);
    newer.writeUInt32LE(4, 8);
    expect(codeOf(newer)).toBe('stored-version');
  });
});
