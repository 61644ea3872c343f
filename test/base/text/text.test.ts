import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counted, grouped } from '../../../src/base/text/count.ts';
import { visible } from '../../../src/base/text/visible.ts';
import { displayWidth, takeWidth } from '../../../src/base/text/width.ts';
import { wrap, wrapIndented } from '../../../src/base/text/wrap.ts';

describe('visible', () => {
  it.each([
    ['\u001b[31m', '\\u{1b}[31m'],
    ['a\r\nb\tc', 'a\\r\\nb\\tc'],
    ['\u009b2J', '\\u{9b}2J'],
    ['x\u202ey\u2066', 'x\\u{202e}y\\u{2066}'],
    ['\u2028\u00ad\ufeff', '\\u{2028}\\u{ad}\\u{feff}'],
    ['\udb40\udc41', '\\u{e0041}'],
    ['\ud800', '\\u{d800}'],
    ['Zoë 界 🙂', 'Zoë 界 🙂'],
  ])('writes out what acts in %j', (text, shown) => expect(visible(text)).toBe(shown));
});

describe('displayWidth', () => {
  it.each([
    ['abc', 3],
    ['界한', 4],
    ['ｆｕｌｌ', 8],
    ['e\u0301', 1],
    ['🙂', 2],
    ['é', 1],
  ])('counts the columns of %j', (text, columns) => expect(displayWidth(text)).toBe(columns));

  it('takes at least one character, and never half a wide one', () => {
    expect(takeWidth('界界', 3)).toBe('界');
    expect(takeWidth('界', 1)).toBe('界');
  });
});

describe('wrap', () => {
  it('breaks an ARN after a mark that divides it', () => {
    expect(wrap('arn:aws:iam::111122223333:role/team/deploy', 30)).toEqual(['arn:aws:iam::111122223333:', 'role/team/deploy']);
  });

  it('gives lines that fit and lose nothing but spaces', () => {
    const unit = fc.constantFrom('a', 'b', ' ', '/', ':', '-', '界', '🙂', 'e\u0301', 'longer');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 120 }), fc.integer({ min: 2, max: 60 }), (text, width) => {
        const lines = wrap(text, width);
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });

  it('indents the first line and the rest apart', () => {
    expect(wrapIndented('one two three', 10, '- ', '  ')).toEqual(['- one two', '  three']);
  });
});

describe('counts', () => {
  it('groups digits and keeps fractions', () => {
    expect([0, 999, 1000, 1234567, -1234, 0.5, 1234.5, 1e21].map(grouped)).toEqual([
      '0',
      '999',
      '1,000',
      '1,234,567',
      '-1,234',
      '0.5',
      '1,234.5',
      '1e+21',
    ]);
  });

  it('says one, many and none', () => {
    expect([0, 1, 2].map((n) => counted(n, 'identity', 'identities'))).toEqual(['no identities', '1 identity', '2 identities']);
  });
});
