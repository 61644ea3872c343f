import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deflate } from '../../reports/html/deflate/deflate.ts';
import { sha256Hex } from '../../src/base/bytes/hash.ts';
import { runs } from '../support/runs.ts';

function back(bytes: Uint8Array): Buffer {
  return inflateRawSync(deflate(bytes));
}

/** Bytes that repeat themselves near and far, and some that do not. */
const bytes = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.record({ byte: fc.nat(255), times: fc.nat(700) }).map(({ byte, times }) => new Uint8Array(times).fill(byte)),
      fc.constantFrom('arn:aws:iam::111122223333:role/', '"subject":').map((text) => Buffer.from(text)),
    ),
    { maxLength: 60 },
  )
  .map((parts) => Buffer.concat(parts));

/** A generator of numbers that are alike on every machine. */
function dice(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 8;
}

describe('deflate', () => {
  it('is read back by another as it was', () => {
    fc.assert(
      fc.property(bytes, (each) => {
        expect(back(each).equals(each)).toBe(true);
      }),
      { numRuns: runs(300, 5000) },
    );
  });

  it('takes nothing, one byte, and what is longer than its window and its blocks', () => {
    for (const each of [Buffer.alloc(0), Buffer.from('a'), Buffer.alloc(3, 'a'), Buffer.alloc(300_000, 'ab')])
      expect(back(each).equals(each)).toBe(true);
    const roll = dice(7);
    const random = Uint8Array.from({ length: 200_000 }, () => roll());
    expect(back(random).equals(random)).toBe(true);
    const texts = Buffer.from(Array.from({ length: 40_000 }, () => `arn:aws:iam::${roll() % 90}:role/app-${roll() % 5000}`).join());
    expect(back(texts).equals(texts)).toBe(true);
    expect(deflate(texts).length * 4).toBeLessThan(texts.length);
  });

  it('takes counts that make a code too long', () => {
    // Each byte about 1.6 times as often as the one before: the tree of such counts is as deep as it has leaves.
    const parts: Buffer[] = [];
    let [one, other] = [1, 1];
    for (let byte = 0; byte < 24; byte++) {
      parts.push(Buffer.alloc(Math.min(one, 20_000), byte));
      [one, other] = [other, one + other];
    }
    const all = Buffer.concat(parts);
    const roll = dice(3);
    // Out of order, so that they are written one by one.
    for (let at = all.length - 1; at > 0; at--) {
      const place = roll() % (at + 1);
      const byte = all[at] as number;
      all[at] = all[place] as number;
      all[place] = byte;
    }
    expect(back(all).equals(all)).toBe(true);
  });

  it('gives the same bytes everywhere', () => {
    const roll = dice(1);
    const texts = Buffer.from(Array.from({ length: 5000 }, () => `finding ${roll() % 300} of role/${roll() % 40}`).join('\n'));
    expect(sha256Hex(deflate(texts))).toMatchInlineSnapshot(`"6ae48a99c10bb7185c275e1d3f5511fb7798f40ec71f9b2d3cf26a5b35d7c70a"`);
  });
});
