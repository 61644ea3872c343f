import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import { canonicalJson } from '../../../../src/base/bytes/canonical.ts';
import { ByStructure } from '../../../../connectors/aws/rights/interned.ts';

const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as Json);

it('tells values apart exactly as their canonical form does', () => {
  fc.assert(
    fc.property(fc.array(json, { minLength: 1, maxLength: 12 }), (values) => {
      const distinct = new ByStructure<number>();
      let count = 0;
      const numbers = [...values, ...(JSON.parse(JSON.stringify(values)) as Json[])].map((value) => distinct.find(value, () => count++));
      const forms = [...values, ...values].map(canonicalJson);
      expect(numbers.map((each) => numbers.indexOf(each))).toEqual(forms.map((each) => forms.indexOf(each)));
    }),
  );
});

it('takes no two lists for one that differ in the middle', () => {
  const distinct = new ByStructure<number>();
  let count = 0;
  for (const middle of ['b', 'x', 'b']) distinct.find({ Action: ['a', middle, 'c'] }, () => count++);
  expect(count).toBe(2);
});
