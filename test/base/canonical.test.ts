import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CanonicalError, canonicalJson } from '../../src/base/bytes/canonical.ts';
import type { Json } from '../../src/base/json.ts';
import { Secret } from '../../src/base/redact.ts';
import { runs } from '../support/runs.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('__proto__', 'toJSON', '10', '9', '\\ud800', '\u2028', '\u0000', '€', '\ufb33', '😀'),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 5 }),
    // fromEntries defines `__proto__` as an own member, as JSON.parse does
    fc.array(fc.tuple(text, tie('value')), { maxLength: 6 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

/** Everywhere in a value, so that the fast and the slow way are both tried. */
const around: readonly ((value: unknown) => unknown)[] = [
  (it) => it,
  (it) => [1, it],
  (it) => ({ b: 1, a: { c: it } }),
  (it) => ({ 10: 1, 9: it }),
];

describe('canonical JSON', () => {
  it('is what the reference implementation of RFC 8785 writes', () => {
    fc.assert(
      fc.property(value, (json) => {
        expect(canonicalJson(json as Json)).toBe(canonicalize(json));
      }),
      { numRuns: runs(2000) },
    );
  });

  it('reads back as the same value', () => {
    fc.assert(
      fc.property(value, (json) => {
        expect(JSON.parse(canonicalJson(json as Json))).toEqual(JSON.parse(JSON.stringify(json)));
      }),
      { numRuns: runs(500) },
    );
  });

  it('sorts by UTF-16 code unit, as the example of RFC 8785 section 3.2.3 does', () => {
    const example = {
      '\u20ac': 'Euro',
      '\r': 'CR',
      '\ufb33': 'Dalet',
      '1': 'One',
      '\ud83d\ude00': 'Smile',
      '\u0080': 'Control',
      '\u00f6': 'o',
    };
    expect(Object.values(JSON.parse(canonicalJson(example)) as object).length).toBe(7);
    expect(canonicalJson(example)).toBe('{"\\r":"CR","1":"One","\u0080":"Control","ö":"o","€":"Euro","😀":"Smile","\ufb33":"Dalet"}');
  });

  it('leaves out a member that is undefined and keeps one that is null', () => {
    expect(canonicalJson({ b: undefined, a: null })).toBe('{"a":null}');
    expect(canonicalJson({ 1: undefined, 0: null })).toBe('{"0":null}');
  });

  const refused: readonly [string, unknown][] = [
    ['half a surrogate pair', '\ud800'],
    ['a key with half a surrogate pair', { '\udc00': 1 }],
    ['NaN', NaN],
    ['infinity', -Infinity],
    ['a bigint', 1n],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['a secret', new Secret('x')],
    ['a function', (): number => 1],
    ['a hole', [undefined]],
  ];
  it.each(refused)('refuses %s wherever it stands', (_, bad) => {
    for (const wrap of around) expect(() => canonicalJson(wrap(bad) as Json)).toThrow(CanonicalError);
  });
});
