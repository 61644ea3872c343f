import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeBase64,
  decodeBase64Url,
  decodeBigInteger,
  decodeHex,
  decodeInteger,
  decodePercent,
  decodeUtf8,
} from '../../src/base/decode.ts';

describe('strict decoders', () => {
  it('give back what their encoders wrote', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.bigInt(), fc.string({ unit: 'binary' }), (bytes, integer, text) => {
        const buffer = Buffer.from(bytes);
        expect(decodeBase64(buffer.toString('base64'))).toEqual(buffer);
        expect(decodeBase64Url(buffer.toString('base64url'))).toEqual(buffer);
        expect(decodeHex(buffer.toString('hex'))).toEqual(buffer);
        expect(decodeBigInteger(String(integer))).toBe(integer);
        expect(decodePercent(encodeURIComponent(text))).toBe(text);
        expect(decodeUtf8(Buffer.from(text))).toBe(text);
      }),
    );
  });

  it.each(['YQ', 'YQ=', 'Y Q==', 'YQ==\n', 'YR==', 'Y-Q=', 'YQ==YQ=='])('refuse %j as base64', (text) => {
    expect(decodeBase64(text)).toBeUndefined();
  });
  it.each(['YQ==', 'YR', 'a+b/'])('refuse %j as base64url', (text) => {
    expect(decodeBase64Url(text)).toBeUndefined();
  });
  it.each(['a', 'AB', '0x', 'zz', 'ab '])('refuse %j as hex', (text) => {
    expect(decodeHex(text)).toBeUndefined();
  });
  it.each(['', ' 1', '1\n', '+1', '-0', '01', '0x10', '1e3', '1.0', '1_0', '١'])('refuse %j as an integer', (text) => {
    expect(decodeBigInteger(text)).toBeUndefined();
    expect(decodeInteger(text)).toBeUndefined();
  });

  it('refuse as a number an integer that a number cannot hold exactly', () => {
    expect(decodeInteger('9007199254740991')).toBe(9007199254740991);
    expect(decodeInteger('9007199254740992')).toBeUndefined();
  });

  it('percent-decode exactly once', () => {
    expect(decodePercent('%2525+%7B')).toBe('%25+{');
  });
  it.each(['%', '%2', '%zz', '%ff', '%c0%80', '%ed%a0%80', '\ud800'])('refuse %j as percent-encoded', (text) => {
    expect(decodePercent(text)).toBeUndefined();
  });
  it('refuse bytes that are not UTF-8', () => {
    expect(decodeUtf8(Buffer.from([0xc3, 0x28]))).toBeUndefined();
    expect(decodeUtf8(Buffer.from('\ufeffa'))).toBe('\ufeffa');
  });
});
