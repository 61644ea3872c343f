import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import { capabilities } from '../../src/model/capability.ts';
import type { Capability } from '../../src/model/capability.ts';
import { classRank, persistenceClasses } from '../../src/model/persistence.ts';
import type { Hold, Reach, Reached } from '../../src/model/view.ts';
import { runs } from '../support/runs.ts';
import { randomGraph } from './random-graph.ts';

const eligible = classRank('eligible');

const isHeld: Readonly<Record<Extract<Hold, string>, (reach: Reach) => boolean>> = {
  any: () => true,
  certain: ({ presence }) => presence === 'certain',
  active: ({ presence, bounds }) => presence === 'certain' && classRank(bounds.lo) > eligible,
  eligible: ({ presence, bounds }) => presence === 'certain' && bounds.lo === 'eligible',
  open: ({ presence, bounds }) => presence !== 'certain' || classRank(bounds.hi) > eligible,
};
const holds: readonly (readonly [string, Hold, (reach: Reach) => boolean])[] = [
  ...Object.entries(isHeld).map(([name, isSo]) => [name, name as Hold, isSo] as const),
  ...persistenceClasses.map((atLeast) => {
    const isSo = ({ presence, bounds }: Reach): boolean => presence === 'certain' && classRank(bounds.lo) >= classRank(atLeast);
    return [`at least ${atLeast}`, { atLeast }, isSo] as const;
  }),
];

const toldOf = ({ identity, capability, scope, tierZero }: Reach): Reached => ({ identity, capability, scope, tierZero });

/** Holds everyone's answers against those that all reaches give; answers what kinds of answers there were. */
function compared(seed: number, size: number, among: ReadonlySet<Capability>): readonly string[] {
  const small = randomGraph(seed, size);
  const reaches = [...viewOfSmallGraph(small).reaches()].filter(({ capability }) => among.has(capability));
  const view = viewOfSmallGraph(small);
  return [...view.identities()].flatMap(({ id }) => {
    const own = reaches.filter(({ identity }) => identity === id);
    return holds.map(([name, hold, isSo]) => {
      const held = own.filter(isSo);
      const first = held.find(({ tierZero }) => tierZero) ?? held[0];
      expect(view.foremost(id, among, hold), name).toEqual(first === undefined ? undefined : toldOf(first));
      return `${name} ${String(first?.tierZero)}`;
    });
  });
}

describe('what is foremost of what somebody reaches', () => {
  it('is the first that leads to tier 0, else the first, as of all reaches', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 2, max: 14 }), fc.subarray([...capabilities], { minLength: 1 }), (seed, size, some) => {
        compared(seed, size, new Set(some));
      }),
      { numRuns: runs(60) },
    );
  });

  it('is there and is not, of tier 0 and not, however it is to be held', () => {
    const met = new Set<string>();
    for (let seed = 0; seed < 200; seed++) for (const each of compared(seed, 6, new Set(capabilities))) met.add(each);
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
