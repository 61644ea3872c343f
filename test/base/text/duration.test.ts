import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durationText, hoursOf, hoursText } from '../../../src/base/text/duration.ts';

const unitMs = { s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function msOf(text: string): number {
  return [...text.matchAll(/([\d,]+) (s|min|h|d)\b/g)].reduce(
    (sum, [, count = '', unit = '']) => sum + Number(count.replaceAll(',', '')) * unitMs[unit as keyof typeof unitMs],
    0,
  );
}

describe('a length of time', () => {
  it.each([
    [0, 'down', '0 s'],
    [1, 'up', '1 s'],
    [59_500, 'up', '1 min'],
    [59_500, 'down', '59 s'],
    [3_599_999, 'up', '1 h'],
    [8 * 3_600_000 + 5 * 60_000, 'down', '8 h 5 min'],
    [48 * 3_600_000 - 1, 'up', '2 d'],
    [48 * 3_600_000 - 1, 'down', '47 h 59 min'],
    [76 * 3_600_000, 'down', '3 d 4 h'],
  ] as const)('of %i ms, rounded %s, is %s', (ms, rounding, text) => {
    expect(durationText(ms, rounding)).toBe(text);
  });

  it('told by its bounds holds what it was made of, and by no more than an hour', () => {
    fc.assert(
      fc.property(fc.nat(400 * unitMs.d), (ms) => {
        const [least, most] = [msOf(durationText(ms, 'down')), msOf(durationText(ms, 'up'))];
        expect(least).toBeLessThanOrEqual(ms);
        expect(most).toBeGreaterThanOrEqual(ms);
        expect(most - least).toBeLessThanOrEqual(unitMs.h);
        expect(hoursOf(ms, 'down') * unitMs.h).toBeLessThanOrEqual(ms + 1e-3);
        expect(hoursOf(ms, 'up') * unitMs.h).toBeGreaterThanOrEqual(ms - 1e-3);
      }),
    );
  });

  it('in hours has one decimal and groups', () => {
    expect(hoursText(1012.54 * unitMs.h, 'down')).toBe('1,012.5');
    expect(hoursText(1012.54 * unitMs.h, 'up')).toBe('1,012.6');
  });
});
