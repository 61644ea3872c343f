import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../src/graph/build.ts';
import { isUnreadPart } from '../../src/graph/names.ts';
import type { Grant, Link } from '../../src/model/grant.ts';
import { runs } from '../support/runs.ts';
import { anyElements, anyIdentities, inputOf } from './hostile.ts';

function* streamed<T>(all: readonly T[]): Iterable<T> {
  yield* all;
}

const many = Array.from({ length: 100 }, (_, at): Grant => {
  const [subject, key] = [`aws:user/${at % 7}`, `grant|aws:user/${at % 7}|${at}`];
  const source = { id: `${subject}|inline`, kind: 'inline-policy', name: `inline policy of ${subject}`, boundary: 'aws:1' };
  return {
    type: 'grant',
    key,
    subject,
    capability: 'administer',
    scope: 'aws:1',
    through: [],
    boundary: 'aws:1',
    bounds: { lo: 'standing', hi: 'standing' },
    presence: 'certain',
    windows: [{ from: null, until: null }],
    endsBy: 'nothing',
    gate: 'none',
    because: [`${subject} holds it`],
    conditions: [],
    caveats: [],
    source,
    evidence: [{ page: 'p', pointer: `/${at}/Document` }],
  };
});

describe('elements of a graph', () => {
  it('are made again exactly as they were handed in, whatever their texts hold', () => {
    fc.assert(
      fc.property(anyElements, (elements) => {
        const graph = buildGraph({ ...inputOf([]), elements: streamed(elements) });
        expect(graph.grants.length + graph.links.length).toBe(elements.length);
        for (const each of elements) {
          expect(each.type === 'grant' ? graph.grantOfKey(each.key) : graph.linkOfKey(each.key)).toStrictEqual(each);
        }
        expect(graph.linkOfKey('no such key')).toBeUndefined();
      }),
      { numRuns: runs(400) },
    );
  });

  it('stand in one order, with one number for each name, however they arrive', () => {
    fc.assert(
      fc.property(anyElements, anyIdentities, (elements, identities) => {
        const told = (graph: ReturnType<typeof buildGraph>): unknown => [
          [...graph.identities],
          [...graph.links],
          [...graph.grants],
          graph.targets,
          [...graph.linkFrom, ...graph.linkTo, ...graph.grantSubject, ...graph.grantTarget, ...graph.nodeKind],
          graph.dangling,
        ];
        const input = inputOf(elements, identities);
        const turned = { ...input, identities: input.identities.toReversed(), elements: elements.toReversed() };
        expect(told(buildGraph(turned))).toEqual(told(buildGraph(input)));
      }),
      { numRuns: runs(200) },
    );
  });

  it('stand by the numbers of their ends, and have the ids of their nodes', () => {
    fc.assert(
      fc.property(anyElements, (elements) => {
        const graph = buildGraph(inputOf(elements));
        for (let at = 0; at < graph.links.length; at++) {
          const link = graph.links.at(at) as Link;
          expect([graph.linkFrom[at], graph.linkTo[at]]).toEqual([graph.nodeOf.get(link.from), graph.nodeOf.get(link.to)]);
          const before = graph.links.at(Math.max(0, at - 1)) as Link;
          if (at > 0) expect(link.from > before.from || link.to > before.to || link.key > before.key).toBe(true);
        }
        expect([...graph.ids]).toEqual([...graph.ids].toSorted());
        expect(graph.links.at(graph.links.length)).toBeUndefined();
        expect([...graph.ids].filter(isUnreadPart).every((each) => graph.nodeOf.has(each))).toBe(true);
      }),
      { numRuns: runs(100) },
    );
  });

  it('are one where two say the same, and refused where they differ, also among many', () => {
    expect(buildGraph(inputOf([...many, ...many.toReversed()])).grants).toHaveLength(100);
    const other = many.map((each, at): Grant => (at === 50 ? { ...each, presence: 'possible' } : each));
    expect(() => buildGraph(inputOf([...many, ...other]))).toThrow(expect.objectContaining({ code: 'duplicate-key' }));
    const elsewhere = many.map((each, at): Grant => (at === 50 ? { ...each, subject: 'aws:user/other' } : each));
    expect(() => buildGraph(inputOf([...many, ...elsewhere]))).toThrow(expect.objectContaining({ code: 'duplicate-key' }));
  });
});

describe('identities of a graph', () => {
  it('are made again exactly as they were listed', () => {
    fc.assert(
      fc.property(anyIdentities, (identities) => {
        const input = inputOf([], identities);
        const graph = buildGraph({ ...input, identities: streamed(input.identities), credentials: [] });
        for (const { value, pages, surface } of input.identities) {
          expect(graph.listed.get(value.id)).toStrictEqual({ value, evidence: pages, surfaces: [surface] });
          expect(graph.identities.at(graph.nodeOf.get(value.id) ?? -1)).toStrictEqual(value);
        }
      }),
      { numRuns: runs(300) },
    );
  });
});
