import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY, SetPool } from '../../src/paths/set-pool.ts';
import { runs } from '../support/runs.ts';

const member = fc.oneof(fc.nat(70), fc.nat(5000));
/** Sets are made of single members and of sets that were made before. */
const makings = fc.array(fc.record({ members: fc.array(member, { maxLength: 6 }), sets: fc.array(fc.nat(30), { maxLength: 4 }) }));

describe('a pool of sets', () => {
  it('makes unions as plain sets do, and keeps equal ones once', () => {
    fc.assert(
      fc.property(makings, fc.array(member), (all, asked) => {
        const pool = new SetPool();
        const plain: (readonly number[])[] = [[]];
        const numbers: number[] = [EMPTY];
        for (const { members, sets } of all) {
          const before = sets.map((each) => each % plain.length);
          for (const each of members) pool.add(each);
          for (const each of before) pool.addAll(numbers[each] ?? EMPTY);
          numbers.push(pool.taken());
          plain.push([...new Set([...members, ...before.flatMap((each) => plain[each] ?? [])])].sort((a, b) => a - b));
        }
        for (const [at, number] of numbers.entries()) {
          const expected = plain[at] ?? [];
          expect(pool.members(number)).toEqual(expected);
          for (const each of asked) expect(pool.has(number, each)).toBe(expected.includes(each));
          expect(pool.first(number, (each) => each % 3 === 0)).toBe(expected.find((each) => each % 3 === 0));
        }
        expect(new Set(numbers).size).toBe(new Set(plain.map(String)).size);
        expect(pool.size).toBeGreaterThanOrEqual(new Set(numbers).size);
      }),
      { numRuns: runs(200) },
    );
  });
});
