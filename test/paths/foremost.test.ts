import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import { capabilities } from '../../src/model/capability.ts';
import { classRank } from '../../src/model/persistence.ts';
import type { Hold, Reach, Reached } from '../../src/model/view.ts';
import { runs } from '../support/runs.ts';
import { randomGraph } from './random-graph.ts';

const eligible = classRank('eligible');

const isHeld: Readonly<Record<Hold, (reach: Reach) => boolean>> = {
  any: () => true,
  certain: ({ presence }) => presence === 'certain',
  active: ({ presence, bounds }) => presence === 'certain' && classRank(bounds.lo) > eligible,
  eligible: ({ presence, bounds }) => presence === 'certain' && bounds.lo === 'eligible',
  open: ({ presence, bounds }) => presence !== 'certain' || classRank(bounds.hi) > eligible,
};
const holds = Object.keys(isHeld) as readonly Hold[];

const toldOf = ({ identity, capability, scope, tierZero }: Reach): Reached => ({ identity, capability, scope, tierZero });

describe('what is foremost of what somebody reaches', () => {
  it('is the first that leads to tier 0, else the first, as of all reaches', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 14 }), fc.subarray([...capabilities], { minLength: 1 }), (seed, size, some) => {
        const small = randomGraph(seed, size);
        const among = new Set(some);
        const reaches = [...viewOfSmallGraph(small).reaches()].filter(({ capability }) => among.has(capability));
        const view = viewOfSmallGraph(small);
        for (const { id } of view.identities()) {
          const own = reaches.filter(({ identity }) => identity === id);
          for (const hold of holds) {
            const held = own.filter((each) => isHeld[hold](each));
            const first = held.find(({ tierZero }) => tierZero) ?? held[0];
            expect(view.foremost(id, among, hold), hold).toEqual(first === undefined ? undefined : toldOf(first));
            met.add(`${hold} ${String(first?.tierZero)}`);
          }
        }
      }),
      { numRuns: runs(100) },
    );
    // each kind of answer was there to be told wrong
    expect(met.size).toBe(holds.length * 3);
  });

  it('is of nobody who is not there', () => {
    expect(
      viewOfSmallGraph({ name: 'nobody' }).foremost('arn:aws:iam::111122223333:user/ann', new Set(capabilities), 'any'),
    ).toBeUndefined();
  });
});

describe('a reach without its way', () => {
  it('is told as by the reach', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 14 }), (seed, size) => {
        const small = randomGraph(seed, size);
        const reaches = [...viewOfSmallGraph(small).reaches()];
        const view = viewOfSmallGraph(small);
        const scopes = new Set(reaches.map(({ scope }) => scope));
        for (const { id } of view.identities()) {
          for (const capability of capabilities) {
            for (const scope of scopes) {
              const own = reaches.find((each) => each.identity === id && each.capability === capability && each.scope === scope);
              expect(view.reached(id, capability, scope)).toEqual(own === undefined ? undefined : toldOf(own));
            }
          }
        }
      }),
      { numRuns: runs(40) },
    );
  });
});
