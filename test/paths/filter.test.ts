import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import { capabilities } from '../../src/model/capability.ts';
import type { Reach } from '../../src/model/view.ts';
import { runs } from '../support/runs.ts';
import { AWAY, HOME, randomGraph } from './random-graph.ts';

describe('a filter of reaches', () => {
  it('leaves what all reaches less the unwanted leave, in the same order', () => {
    const among = fc.subarray(['administer', 'impersonate', 'read-secrets', 'destroy'] as const).map((all) => new Set(all));
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 12 }), among, (seed, size, wanted) => {
        const view = () => viewOfSmallGraph(randomGraph(seed, size));
        const all = [...view().reaches()];
        const filtered = view();
        expect([...filtered.reaches({ among: wanted })]).toEqual(all.filter((each) => wanted.has(each.capability as 'administer')));
        expect([...filtered.reaches({ tierZero: true })]).toEqual(all.filter((each) => each.tierZero));
        const both = (each: Reach): boolean => each.tierZero && wanted.has(each.capability as 'administer');
        expect([...filtered.reaches({ among: wanted, tierZero: true })]).toEqual(all.filter(both));
        const [before, after] = [view(), filtered];
        for (const { id } of filtered.identities()) {
          const own = all.filter((each) => each.identity === id);
          // looked at one by one, and in tables once so many were asked about
          for (const asked of [before, after]) {
            for (const [filter, expected] of [
              [{}, own],
              [{ among: wanted }, own.filter((each) => wanted.has(each.capability as 'administer'))],
              [{ tierZero: true }, own.filter((each) => each.tierZero)],
              [{ among: wanted, tierZero: true }, own.filter(both)],
              [{ sessions: true, tierZero: true }, own.filter((each) => each.tierZero && each.pattern.startsWith('JITA'))],
            ] as const) {
              expect(asked.reachesOf(id, { ...filter, first: true })).toEqual(expected.slice(0, 1));
              expect(asked.reachesOf(id, filter)).toEqual(expected);
            }
          }
        }
      }),
      { numRuns: runs(100) },
    );
  });

  it('by a boundary leaves out only scopes in it, and on which it holds every grant', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 12 }), (seed, size) => {
        const view = viewOfSmallGraph(randomGraph(seed, size));
        const grants = [...view.grants()];
        const within = ({ capability, scope }: Reach): boolean =>
          scope !== HOME &&
          scope !== AWAY &&
          grants.filter((each) => each.capability === capability && each.scope === scope).every((each) => each.boundary === HOME);
        expect([...view.reaches({ notWithin: HOME })]).toEqual([...view.reaches()].filter((each) => !within(each)));
      }),
      { numRuns: runs(100) },
    );
  });

  it('by sessions leaves what a decision for each request gives', () => {
    let seen = 0;
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 12 }), (seed, size) => {
        const view = () => viewOfSmallGraph(randomGraph(seed, size));
        const sessions = [...view().reaches()].filter(({ pattern }) => pattern.startsWith('JITA'));
        seen += sessions.length;
        const filtered = view();
        expect([...filtered.reaches({ sessions: true })]).toEqual(sessions);
        expect([...filtered.reaches({ sessions: true, tierZero: true })]).toEqual(sessions.filter((each) => each.tierZero));
        const [first] = [...view().identities()];
        // nobody was asked about yet: what one identity reaches is found without a search of all
        expect(view().reachesOf(first?.id ?? '', { sessions: true })).toEqual(sessions.filter((each) => each.identity === first?.id));
      }),
      { numRuns: runs(100), seed: 11 },
    );
    expect(seen).toBeGreaterThan(0);
  });

  it('knows every capability', () => {
    const subject = 'arn:aws:iam::111122223333:user/ann';
    const view = viewOfSmallGraph({
      name: 'all',
      identities: [{ id: subject }],
      grants: capabilities.map((capability) => ({ subject, capability })),
    });
    expect(view.reachesOf(subject)).toHaveLength(capabilities.length);
    expect(view.reachesOf(subject, { among: new Set() })).toEqual([]);
    expect(view.reach(subject, 'destroy', 'elsewhere')).toBeUndefined();
  });
});

describe('a filter of grants', () => {
  it('by scopes leaves those on them, of any source or of one kind', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 12 }), (seed, size) => {
        const view = viewOfSmallGraph(randomGraph(seed, size));
        const all = [...view.grants()];
        const scopes = new Set([HOME]);
        const there = all.filter(({ scope }) => scope === HOME);
        expect([...view.grants({ scopes })]).toEqual(there);
        expect([...view.links({ scopes })]).toEqual([]);
        for (const sourceKind of new Set(all.map(({ source }) => source.kind))) {
          expect([...view.grants({ scopes, sourceKind })]).toEqual(there.filter(({ source }) => source.kind === sourceKind));
        }
      }),
      { numRuns: runs(50) },
    );
  });
});

describe('an element that was chosen', () => {
  it('is the same by its key as one that was not', () => {
    let chosen = 0;
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 12 }), (seed, size) => {
        const view = () => viewOfSmallGraph(randomGraph(seed, size));
        const [asked, fresh] = [view(), view()];
        const elements = [...asked.grants({ windowed: true }), ...asked.links({ windowed: true })];
        for (const { id } of asked.identities()) elements.push(...asked.grantsOf(id), ...asked.linksTo(id));
        chosen += elements.length;
        for (const { type, key } of elements) {
          if (type === 'grant') expect(asked.grant(key)).toEqual(fresh.grant(key));
          else expect(asked.link(key)).toEqual(fresh.link(key));
        }
      }),
      { numRuns: runs(50) },
    );
    expect(chosen).toBeGreaterThan(0);
  });
});

describe('links as they are seen', () => {
  it('are those that are made, with what decides whether they matter', () => {
    const among = fc.option(
      fc.subarray(['can-assume', 'member-of', 'can-run-as', 'owns'] as const).map((all) => new Set(all)),
      { nil: undefined },
    );
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 12 }), among, fc.boolean(), (seed, size, kinds, written) => {
        const view = viewOfSmallGraph(randomGraph(seed, size));
        const filter = { ...(kinds === undefined ? {} : { among: kinds }), ...(written ? { written: true as const } : {}) };
        for (const { id } of view.identities()) {
          expect(view.linksSeenTo(id, filter)).toEqual(
            view.linksTo(id, filter).map(({ how, from, presence, windows, openness, detail, source }) => {
              return { how, from, presence, windows, openness, detail, sourceKind: source.kind };
            }),
          );
          expect(view.linksSeenTo(id)).toHaveLength(view.linksTo(id).length);
        }
      }),
      { numRuns: runs(100) },
    );
  });
});
