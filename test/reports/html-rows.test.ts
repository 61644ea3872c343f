import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heights } from '../../reports/html/client/heights.ts';

interface Heights {
  of(row: number): number;
  set(row: number, height: number): void;
  before(row: number): number;
  at(height: number): number;
}

const heightsOf = runInNewContext(`${heights}; heightsOf`) as (count: number, estimate: (row: number) => number) => Heights;
const px = fc.integer({ min: 1, max: 5000 });

describe('the heights of the rows of a long list', () => {
  it('say where each row begins and which is at a height, whatever rows turn out to measure', () => {
    fc.assert(
      fc.property(
        fc.array(px, { minLength: 1, maxLength: 60 }),
        fc.array(fc.tuple(fc.nat(), px)),
        fc.nat(400_000),
        (begun, changes, height) => {
          const own = [...begun];
          const told = heightsOf(own.length, (row) => begun[row] ?? Number.NaN);
          for (const [any, to] of changes) {
            const row = any % own.length;
            own[row] = to;
            told.set(row, to);
          }
          const before = (row: number): number => own.slice(0, row).reduce((sum, each) => sum + each, 0);
          for (let row = 0; row <= own.length; row++) expect(told.before(row)).toBe(before(row));
          expect(own.map((_, row) => told.of(row))).toEqual(own);
          const inside = own.findIndex((each, row) => height < before(row) + each);
          expect(told.at(height)).toBe(inside === -1 ? own.length - 1 : inside);
        },
      ),
    );
  });

  it('have no row where there is none', () => {
    const none = heightsOf(0, () => 1);
    expect([none.before(0), none.at(0), none.at(100)]).toEqual([0, 0, 0]);
  });
});
