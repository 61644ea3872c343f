import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import { capabilities } from '../../src/model/capability.ts';
import type { Held, Reach } from '../../src/model/view.ts';
import { runs } from '../support/runs.ts';
import { randomGraph } from './random-graph.ts';

/** A graph and what everyone reaches in it. */
const estate = fc.tuple(fc.nat(), fc.integer({ min: 2, max: 14 })).map(([seed, size]) => {
  const small = randomGraph(seed, size);
  return { view: viewOfSmallGraph(small), reaches: [...viewOfSmallGraph(small).reaches()] };
});

function heldBy({ capability, scope, presence, bounds }: Reach): Held {
  const isGood = presence === 'certain' && bounds.lo === 'standing';
  return { capability, scope, standing: isGood ? 'certain' : bounds.hi === 'standing' ? 'possible' : 'no' };
}

describe('what somebody holds', () => {
  it('is told as by the reaches, of every identity and capability', () => {
    fc.assert(
      fc.property(estate, ({ view, reaches }) => {
        for (const { id } of view.identities()) {
          for (const capability of capabilities) {
            const own = reaches.filter((each) => each.identity === id && each.capability === capability);
            const holding = view.holding(id, capability);
            expect(holding.all()).toEqual(own.map(heldBy));
            for (const each of own) expect(holding.of(each.scope)).toEqual(heldBy(each));
            expect(holding.of('aws:nowhere')).toBeUndefined();
          }
        }
      }),
      { numRuns: runs(40) },
    );
  });

  it('is one object for those who hold the same through one role', () => {
    const users = ['ann', 'bob'].map((name) => `arn:aws:iam::111122223333:user/${name}`);
    const role = 'arn:aws:iam::111122223333:role/ops';
    const view = viewOfSmallGraph({
      name: 'two users of one role',
      identities: [...users, role].map((id) => ({ id })),
      links: users.map((from) => ({ from, to: role })),
      grants: [{ subject: role, capability: 'read-secrets' }],
    });
    const [one, other] = users.map((id) => view.holding(id, 'read-secrets'));
    expect(one).toBe(other);
    expect(one?.all()).toHaveLength(1);
  });

  it('holds nothing of a name that is not there', () => {
    const view = viewOfSmallGraph({ name: 'nobody' });
    expect(view.holding('arn:aws:iam::111122223333:user/ann', 'administer').all()).toEqual([]);
  });
});

describe('without the path itself', () => {
  it('what of it is in doubt and where it ends are told as by it', () => {
    fc.assert(
      fc.property(estate, ({ view, reaches }) => {
        for (const { identity, capability, scope } of reaches) {
          const path = view.path(identity, capability, scope);
          expect(path).toBeDefined();
          if (path === undefined) continue;
          const doubtful = [...path.links, path.grant].filter(({ presence, bounds }) => presence !== 'certain' || bounds.lo !== bounds.hi);
          const told = (view.doubts(identity, capability, scope) ?? []).map(({ type, boundary, source, because, conditions }) => {
            return { type, boundary, source, because, conditions };
          });
          expect(told).toEqual(
            doubtful.map(({ type, boundary, source, because, conditions }) => ({ type, boundary, source, because, conditions })),
          );
          expect(view.heldIn(identity, capability, scope)).toBe(path.grant.boundary);
        }
      }),
      { numRuns: runs(100) },
    );
  });

  it('nothing is told where there is none', () => {
    const view = viewOfSmallGraph({ name: 'nobody' });
    expect(view.doubts('arn:aws:iam::111122223333:user/ann', 'administer', 'aws:111122223333')).toBeUndefined();
    expect(view.heldIn('arn:aws:iam::111122223333:user/ann', 'administer', 'aws:111122223333')).toBeUndefined();
  });
});

describe('the gravest reach', () => {
  it('is standing before others, then of the gravest capability, then of the first scope', () => {
    fc.assert(
      fc.property(estate, ({ view, reaches }) => {
        for (const { id } of view.identities()) {
          const certain = reaches.filter((each) => each.identity === id && each.tierZero && each.presence === 'certain');
          const weightOf = ({ capability, bounds }: Reach): number =>
            capabilities.indexOf(capability) + (bounds.lo === 'standing' ? 0 : capabilities.length);
          const least = Math.min(...certain.map(weightOf));
          expect(view.gravest(id)).toEqual(certain.find((each) => weightOf(each) === least));
        }
      }),
      { numRuns: runs(100) },
    );
  });
});
