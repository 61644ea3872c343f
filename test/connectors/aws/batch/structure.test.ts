import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import { ByStructure } from '../../../../connectors/aws/policy/batch/structure.ts';

function finder(): (value: Json) => number {
  const known = new ByStructure<number>();
  let made = 0;
  return (value) => known.find(value, () => made++);
}

describe('documents told apart by structure', () => {
  it('are one for equal values, whatever the order of members', () => {
    const find = finder();
    expect(find({ a: 1, b: ['x', { c: null }] })).toBe(find({ b: ['x', { c: null }], a: 1 }));
    expect(find({ a: 1, b: ['x', { c: null }] })).not.toBe(find({ a: 1, b: ['x', { c: false }] }));
    expect(find(['x', 'y'])).not.toBe(find(['y', 'x']));
    expect(find({ a: '1' })).not.toBe(find({ a: 1 }));
  });

  it('are many though their hashes are made to be one', () => {
    const find = finder();
    const alike = Array.from({ length: 200 }, (_, at) => ['first', String(at), 'last']);
    expect(new Set(alike.map(find)).size).toBe(200);
    expect(new Set(alike.map((each) => find([...each]))).size).toBe(200);
  });

  it('are as many as there are texts of them', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 4 }), { maxLength: 40 }), (values) => {
        const read = values.map((each) => JSON.parse(JSON.stringify(each)) as Json);
        const find = finder();
        const numbers = read.map(find);
        for (const [at, value] of read.entries()) {
          for (const [other, number] of numbers.entries()) if (number === numbers[at]) expect(read[other]).toEqual(value);
          expect(find(JSON.parse(JSON.stringify(value)) as Json)).toBe(numbers[at]);
        }
      }),
    );
  });
});
