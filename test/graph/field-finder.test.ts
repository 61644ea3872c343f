import { describe, expect, it } from 'vitest';
import { FieldFinder } from '../../src/graph/columns/field-finder.ts';

describe('plans of a field', () => {
  it('are told apart where hints are of no use, and kept once', () => {
    const finder = new FieldFinder(0);
    for (const hint of [0, 1, 2, 3, 4, 5, 6, 7]) {
      for (let round = 0; round < 3; round++) {
        expect(['one', 'other', 'third'].map((each) => finder.find(each, [], hint))).toEqual([0, 1, 2]);
      }
    }
    expect(finder.texts).toEqual(['"one"', '"other"', '"third"']);
  });
});
