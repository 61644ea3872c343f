import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers, matches, meets } from '../../../../connectors/aws/policy/glob.ts';
import { runs } from '../../../support/runs.ts';

// an independent reading of a pattern
function asRegExp(pattern: string): RegExp {
  return new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
}
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 });
const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 6 });
const texts = ['', ...enumerate(5)];

function enumerate(length: number): string[] {
  if (length === 0) return [];
  const shorter = enumerate(length - 1);
  const last = length === 1 ? [''] : shorter.filter((each) => each.length === length - 1);
  return [...shorter, ...last.flatMap((each) => [`${each}a`, `${each}b`])];
}

describe('patterns', () => {
  it('match what a regular expression of them matches', () => {
    fc.assert(
      fc.property(pattern, text, (p, t) => {
        expect(matches(p, t)).toBe(asRegExp(p).test(t));
      }),
      { numRuns: runs(2000) },
    );
  });

  it('that cover another match all it matches', () => {
    fc.assert(
      fc.property(pattern, pattern, (p, q) => {
        if (!covers(p, q)) return;
        for (const t of texts) if (matches(q, t)) expect(matches(p, t), `${p} covers ${q} but not ${t}`).toBe(true);
      }),
      { numRuns: runs(2000) },
    );
  });

  it('meet exactly where some text is matched by both', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 4 });
    // two patterns of up to four characters have a common text of at most eight, if any
    const all = ['', ...enumerate(8)];
    fc.assert(
      fc.property(short, short, (p, q) => {
        expect(meets(p, q), `${p} ${q}`).toBe(all.some((t) => matches(p, t) && matches(q, t)));
      }),
      { numRuns: runs(300) },
    );
  });

  it('keep a literal star apart from a wildcard', () => {
    expect(matches('a*', 'a*')).toBe(true);
    expect(matches('\uE000', '*')).toBe(true);
    expect(matches('\uE000', 'x')).toBe(false);
  });
});
