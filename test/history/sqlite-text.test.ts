import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byCodeUnit } from '../../src/base/order.ts';
import { sortable, storable, unsorted, unstored } from '../../src/history/sql/text.ts';
import { runs } from '../support/runs.ts';

/** Any units, in any order: halves of pairs too. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.oneof(fc.constantFrom(0, 1, 2, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xffff), fc.nat(0xffff)))
    .map((units) => String.fromCharCode(...units)),
);

describe('texts as databases keep them', () => {
  test('come back as they were, and are none that a database refuses', () => {
    fc.assert(
      fc.property(text, (each) => {
        for (const form of [sortable(each), storable(each)]) {
          expect(form.isWellFormed()).toBe(true);
          expect(form).not.toContain('\0');
        }
        expect(unsorted(sortable(each))).toBe(each);
        expect(unstored(storable(each))).toBe(each);
      }),
      { numRuns: runs(2_000, 200_000) },
    );
  });

  test('sort by the bytes of UTF-8 as they do by code unit', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(Buffer.compare(Buffer.from(sortable(a)), Buffer.from(sortable(b))))).toBe(byCodeUnit(a, b));
      }),
      { numRuns: runs(2_000, 200_000) },
    );
  });

  test('are themselves, where nothing is special about them', () => {
    for (const each of ['arn:aws:iam::111111111111:role/Größe', '漢字', '']) expect([sortable(each), storable(each)]).toEqual([each, each]);
    expect(storable('😀')).toBe('😀');
  });
});
