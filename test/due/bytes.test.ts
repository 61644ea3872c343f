import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrapped } from '../../src/due/bytes/unwrap.ts';
import { DueError } from '../../src/due/errors.ts';
import { runs } from '../support/runs.ts';

function* cutUp(bytes: Uint8Array, at: readonly number[]): Generator<Uint8Array> {
  let from = 0;
  for (const end of [...at].sort((a, b) => a - b)) {
    yield bytes.subarray(from, Math.max(from, end));
    from = Math.max(from, end);
  }
  yield bytes.subarray(from);
}

function plain(bytes: Uint8Array, at: readonly number[] = []): string {
  return Buffer.concat([...unwrapped('file', cutUp(bytes, at))]).toString('utf8');
}

function codeOf(bytes: Uint8Array): string {
  try {
    plain(bytes, [3, 40]);
    return 'none';
  } catch (error) {
    return error instanceof DueError ? error.code : String(error);
  }
}

describe('the bytes of a file', () => {
  const wraps: readonly (readonly [string, (text: string) => Uint8Array])[] = [
    ['UTF-8', (text) => Buffer.from(text)],
    ['UTF-8 with a mark', (text) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16LE', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16BE', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['gzip', (text) => gzipSync(text)],
    ['gzipped UTF-16', (text) => gzipSync(Buffer.from(`\ufeff${text}`, 'utf16le'))],
  ];
  it.each(wraps)('say the same as %s, however they are cut', (_, wrap) => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.array(fc.nat(60)), (text, at) => {
        fc.pre(!text.startsWith('\ufeff') && text.isWellFormed() && !text.startsWith('\u001f'));
        expect(plain(wrap(text), at)).toBe(text);
      }),
      { numRuns: runs(60) },
    );
  });

  const whole = gzipSync('a,b\n'.repeat(5000));
  it.each([
    ['without its last byte', whole.subarray(0, -1)],
    ['without its checksum', whole.subarray(0, -8)],
    ['cut in the middle', whole.subarray(0, 30)],
    ['with bytes after its end', Buffer.concat([whole, Buffer.from('more')])],
    ['of two members', Buffer.concat([whole, whole])],
    ['with another checksum', Buffer.concat([whole.subarray(0, -8), Buffer.from([1, 2, 3, 4]), whole.subarray(-4)])],
  ])('of gzip %s are refused', (_, bytes) => {
    expect(codeOf(bytes)).toBe('broken-gzip');
  });

  it('of half a surrogate pair are refused', () => {
    expect(codeOf(Buffer.from([0xff, 0xfe, 0x41, 0x00, 0x00, 0xd8, 0x42, 0x00]))).toBe('wrong-encoding');
  });
});
