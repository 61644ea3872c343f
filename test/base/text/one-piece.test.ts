import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inOnePiece } from '../../../src/base/text/one-piece.ts';

it('leaves a text in one piece as it is, whatever it was put together from', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (parts) => {
      let text = '';
      for (const part of parts) text += part;
      expect(inOnePiece(text)).toBe(parts.join(''));
    }),
  );
});
