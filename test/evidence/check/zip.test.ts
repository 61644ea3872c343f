import { Zip, ZipDeflate, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readZip } from '../../../src/evidence/check/zip/read.ts';

const text = (value: string): Uint8Array => Buffer.from(value);

function codes(bytes: Uint8Array, limits?: Parameters<typeof readZip>[1]): readonly string[] {
  return readZip(bytes, limits)
    .problems.all()
    .map(({ code }) => code);
}

/** Written as a stream, sizes behind the data. */
function streamed(entries: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((_, chunk) => chunks.push(chunk));
  for (const [name, bytes] of entries) {
    const entry = new ZipDeflate(name);
    zip.add(entry);
    entry.push(bytes, true);
  }
  zip.end();
  return Buffer.concat(chunks);
}

describe('a zip', () => {
  it('gives its files, packed, stored or streamed', () => {
    const files = { 'a.txt': text('aaaaaaaaaaaaaaaa'), 'b/c.txt': text('') };
    for (const zip of [zipSync(files), zipSync(files, { level: 0 }), streamed(Object.entries(files))]) {
      const read = readZip(zip);
      expect(read.problems.all()).toEqual([]);
      expect([...read.files].map(([name, bytes]) => [name, Buffer.from(bytes).toString()])).toEqual([
        ['a.txt', 'aaaaaaaaaaaaaaaa'],
        ['b/c.txt', ''],
      ]);
    }
  });

  it.each(['../up.txt', '/root.txt', 'a/../../b', 'C:/x', 'a\\b', '.hidden', 'é.txt', 'a//b'])('is told that has an entry %s', (name) => {
    expect(codes(zipSync({ [name]: text('x') }))).toContain('unsafe-path');
  });

  it('is told that has a name twice, whichever a reader would take', () => {
    expect(
      codes(
        streamed([
          ['a', text('1')],
          ['a', text('2')],
        ]),
      ),
    ).toEqual(['duplicate-file']);
  });

  it('is not expanded beyond the limit, nor an entry beyond what it declares', () => {
    const bomb = zipSync({ bomb: new Uint8Array(5_000_000) });
    expect(codes(bomb, { entries: 10, bytes: 1_000_000 })).toEqual(['too-large']);
    const lying = Buffer.from(bomb);
    const central = lying.lastIndexOf(Buffer.from('504b0102', 'hex'));
    lying.writeUInt32LE(10, central + 24);
    lying.writeUInt32LE(10, 22);
    expect(codes(lying, { entries: 10, bytes: 1_000_000 })).toContain('bad-zip');
    expect(codes(zipSync({ a: text('1'), b: text('2') }), { entries: 1, bytes: 100 })).toEqual(['bad-zip']);
  });

  it('is told that has bytes before, between or behind its entries', () => {
    const zip = zipSync({ a: text('1') });
    expect(codes(Buffer.concat([text('MZ'), zip]))).not.toEqual([]);
    expect(codes(Buffer.concat([zip, text('more')]))).toEqual(['bad-zip']);
    expect(codes(new Uint8Array(0))).toEqual(['bad-zip']);
    expect(codes(text('not a zip at all, and longer than the last record is'))).toEqual(['bad-zip']);
  });
});
