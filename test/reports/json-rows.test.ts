import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowWriter } from '../../reports/json/rows.ts';
import { jsonText } from '../../reports/json/text.ts';
import { jsonEscaped } from '../../src/base/text/json-quoted.ts';
import { runs } from '../support/runs.ts';

const name = fc.oneof(
  fc.constantFrom('id', 'rule', 'path', 'because', 'step', 'controls', 'zebra', 'toJSON', '__proto__', '7', '10', 'a\u202eb'),
  fc.string({ unit: 'binary' }),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\u007f', '\u202e', '\ud800', '\u{e0001}', '€'),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    // fromEntries defines `__proto__` as an own member, as JSON.parse does
    fc
      .array(fc.tuple(name, fc.oneof(tie('value'), fc.constant(undefined))), { maxLength: 6 })
      .map((entries) => Object.fromEntries(entries)),
  ),
}));

describe('the rows of a list', () => {
  it('read as each of them does alone, whatever stood before them', () => {
    const elements = fc.array(value, { maxLength: 12 }).chain((some) => fc.array(fc.constantFrom(...some, null), { maxLength: 24 }));
    fc.assert(
      fc.property(elements, (rows) => {
        const textOf = rowWriter();
        for (const row of rows) expect(jsonEscaped(textOf(row))).toBe(jsonText(row));
      }),
      { numRuns: runs(500) },
    );
  });

  it('write a list that several have in common beside one that is like it and one that is not', () => {
    const shared = [{ id: 'A', framework: 'one' }, 'b'];
    const rows = [
      { rule: 'r', controls: shared, id: 1 },
      { rule: 'r', controls: shared, id: 2 },
      { rule: 'r', controls: shared, id: 3 },
      { id: 4, controls: [...shared], rule: 'r' },
      { rule: 'r', controls: ['c'], id: 5, uid: undefined },
      { controls: shared },
      { controls: shared },
      { controls: [] },
    ];
    const textOf = rowWriter();
    expect(rows.map(textOf)).toEqual(rows.map((row) => jsonText(row)));
  });

  it('tell apart more kinds of objects than are kept', () => {
    const textOf = rowWriter();
    const rows = Array.from({ length: 60 }, (_, i) => ({ [`name${i % 20}`]: i, id: { [`a${i % 17}`]: [i] } }));
    expect(rows.map(textOf)).toEqual(rows.map((row) => jsonText(row)));
  });

  const refused: readonly (readonly [string, unknown])[] = [
    ['a number that is not finite', { id: [1, Number.NaN] }],
    ['a hole', { id: [1, undefined] }],
    ['a function', { toJSON: () => 'x' }],
    ['a bigint', [1n]],
    ['nothing', undefined],
  ];
  it.each(refused)('refuse %s', (_, row) => {
    expect(() => rowWriter()(row)).toThrow(expect.objectContaining({ code: 'impossible' }));
  });
});
