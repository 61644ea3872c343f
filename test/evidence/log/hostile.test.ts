import fc from 'fast-check';
import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseCheckpoint, parseSignedCheckpoint } from '../../../src/evidence/log/checkpoint.ts';
import { LogError } from '../../../src/evidence/log/errors.ts';
import { commitment, isBodyOf, leafBytes, parseLeaf, parseSaltedBody } from '../../../src/evidence/log/leaf.ts';
import { knownSignatures, noteText, openNote, parseNote } from '../../../src/evidence/log/note.ts';
import { formatTlogProof, parseTlogProof } from '../../../src/evidence/log/proof.ts';
import { decodeBundle, decodeTile, encodeBundle, parseTilePath } from '../../../src/evidence/log/tile.ts';
import { formatVkey, parseVkey, vkeyOfSpki } from '../../../src/evidence/log/vkey.ts';
import type { Leaf } from '../../../src/model/ledger.ts';
import { runs } from '../../support/runs.ts';
import { origin, seedKey, seedOf, seedSigner } from '../ledger/signer.ts';

const root = 'A'.repeat(43) + '=';
const key = vkeyOfSpki(origin, Buffer.from(seedSigner().publicKey.spki, 'base64'));
const vkey = formatVkey(key);
const code = (act: () => unknown): string => {
  try {
    act();
    return 'none';
  } catch (error) {
    if (error instanceof LogError) return error.code;
    throw error;
  }
};
function signed(text: string): string {
  return noteText(text, [
    { name: key.name, id: key.id, signature: sign(null, Buffer.from(text), seedKey(Buffer.from(logSeedHex, 'hex'))) },
  ]);
}
const logSeedHex = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';

describe('a checkpoint', () => {
  it.each([
    ['checkpoint-ending', `o\n1\n${root}`],
    ['checkpoint-lines', `o\n1\n`],
    ['checkpoint-origin', `\n1\n${root}\n`],
    ['checkpoint-size', `o\n01\n${root}\n`],
    ['checkpoint-size', `o\n+1\n${root}\n`],
    ['checkpoint-size', `o\n\n${root}\n`],
    ['checkpoint-size', `o\n0x10\n${root}\n`],
    ['checkpoint-size', `o\n-1\n${root}\n`],
    ['checkpoint-size', `o\n9007199254740993\n${root}\n`],
    ['checkpoint-root', `o\n1\n${'A'.repeat(43)}\n`],
    ['checkpoint-root', `o\n1\n${'A'.repeat(42)}B=\n`],
    ['checkpoint-root', `o\n1\nAAAA\n`],
    ['checkpoint-extension', `o\n1\n${root}\nx\n\ny\n`],
    ['none', `o\n0\n${root}\nextension\n`],
  ])('is told apart: %s', (expected, text) => {
    expect(code(() => parseCheckpoint(text))).toBe(expected);
  });
});

describe('a note', () => {
  const line = `— ${key.name} ${Buffer.from(`${'x'.repeat(4)}signature`).toString('base64')}\n`;
  it.each([
    ['note-encoding', Buffer.from([0x61, 0xff, 0x0a, 0x0a])],
    ['note-control-character', Buffer.from(`a\tb\n\n${line}`)],
    ['note-control-character', Buffer.from(`a\r\n\n${line}`)],
    ['note-without-signatures', Buffer.from('text\n')],
    ['note-without-signatures', Buffer.from('text\n\n')],
    ['note-signature-line', Buffer.from(`text\n\n${line.slice(0, -1)}`)],
    ['note-signature-line', Buffer.from(`text\n\n-- a AAAAAAAA\n`)],
    ['note-signature-line', Buffer.from(`text\n\n— a+b AAAAAAAA\n`)],
    ['note-signature-line', Buffer.from(`text\n\n— a AAAAA\n`)],
    ['note-signature-line', Buffer.from(`text\n\n— a AAAA\n`)],
    ['note-signature-line', Buffer.from(`text\n\n— a AAAAAAAA more\n`)],
    ['note-too-large', Buffer.from(`text\n\n${line.repeat(101)}`)],
    ['note-too-large', Buffer.alloc(1_048_577, 'a')],
    ['none', Buffer.from(`text\n\nmore\n\n${line.repeat(16)}`)],
  ])('is told apart: %s', (expected, bytes) => {
    expect(code(() => parseNote(bytes))).toBe(expected);
  });

  it('is rejected for one bad line of a known key, whatever other lines say, and lines of unknown keys say nothing', () => {
    const good = signed(`${origin}\n0\n${root}\n`);
    const goodLine = good.slice(good.lastIndexOf('\n\n') + 2);
    const bytes = Buffer.from(goodLine.split(' ')[2]!, 'base64');
    bytes[20]! ^= 1;
    const badLine = `— ${origin} ${bytes.toString('base64')}\n`;
    const otherId = Buffer.from(bytes);
    otherId[0]! ^= 1;
    const stranger = `— ${origin} ${otherId.toString('base64')}\n— someone ${bytes.toString('base64')}\n`;
    expect(code(() => openNote(parseNote(good), [key]))).toBe('none');
    expect(code(() => openNote(parseNote(good + stranger), [key]))).toBe('none');
    expect(code(() => openNote(parseNote(good + badLine), [key]))).toBe('signature-invalid');
    expect(code(() => openNote(parseNote(good.replace(goodLine, stranger)), [key]))).toBe('signature-unknown');
    expect(knownSignatures(parseNote(good + badLine), [key]).map(({ holds }) => holds)).toEqual([true, false]);
  });

  it('can be signed by P-256 as key services do, under the id that other checkers give such a key', () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const spki = pair.publicKey.export({ format: 'der', type: 'spki' });
    const ecdsa = vkeyOfSpki('example.com/kms', spki);
    expect(parseVkey(formatVkey(ecdsa))).toEqual(ecdsa);
    const text = `example.com/kms\n0\n${root}\n`;
    const signature = sign('sha256', Buffer.from(text), pair.privateKey);
    const note = noteText(text, [{ name: ecdsa.name, id: ecdsa.id, signature }]);
    expect(openNote(parseNote(note), [ecdsa])).toEqual([ecdsa]);
    const other = noteText(text.replace('\n0\n', '\n1\n'), [{ name: ecdsa.name, id: ecdsa.id, signature }]);
    expect(code(() => openNote(parseNote(other), [ecdsa]))).toBe('signature-invalid');
    // The key that transparency-dev/formats shows as its example, under the id that its checker works out.
    const shown =
      'AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNhtmPtrWm3U1eQXBogSMdGvXwBcK5AW5i0hrZLOC96l+smGNM7nwZ4QvFK/4sueRoVj//QP22Ni4Qt9DPfkWLc=';
    expect(code(() => parseVkey(`rekor.sigstore.dev+c0d23d6a+${shown}`))).toBe('none');
    expect(code(() => parseVkey(`rekor.sigstore.dev+12345678+${shown}`))).toBe('vkey-id');
  });
});

describe('a key of a verifier', () => {
  const [name, id, encoded] = [origin, vkey.split('+')[1]!, vkey.slice(vkey.indexOf('+', vkey.indexOf('+') + 1) + 1)];
  it.each([
    ['none', vkey],
    ['vkey-form', `${name}+${id}`],
    ['vkey-name', `+${id}+${encoded}`],
    ['vkey-name', `a b+${id}+${encoded}`],
    ['vkey-encoding', `${name}+${id}+${encoded}=`],
    ['vkey-encoding', `${name}+${id}+`],
    ['vkey-type', `${name}+${id}+${Buffer.concat([Buffer.of(6), Buffer.alloc(32)]).toString('base64')}`],
    ['vkey-key', `${name}+${id}+${Buffer.concat([Buffer.of(1), Buffer.alloc(31)]).toString('base64')}`],
    ['vkey-key', `${name}+${id}+${Buffer.concat([Buffer.of(2), Buffer.alloc(91)]).toString('base64')}`],
    ['vkey-id', `${name}+00000000+${encoded}`],
    ['vkey-id', `${name}+${id.toUpperCase()}+${encoded}`],
    ['vkey-id', `other+${id}+${encoded}`],
  ])('is told apart: %s %s', (expected, text) => {
    expect(code(() => parseVkey(text))).toBe(expected);
  });
});

describe('a tile', () => {
  it.each([
    'tile/0/0',
    'tile/00/000',
    'tile/64/000',
    'tile/0/x000/001',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    '/tile/0/000',
    'tile/0/1000',
    'tile/-1/000',
    'tile/entries/000.p/999',
  ])('has no path %s', (path) => {
    expect(code(() => parseTilePath(path))).toBe('tile-path');
  });

  it('and a bundle are of exactly their width', () => {
    expect(code(() => decodeTile(Buffer.alloc(63), 2))).toBe('tile-length');
    const bundle = encodeBundle([Buffer.from('ab'), Buffer.from('')]);
    expect(decodeBundle(bundle, 2).map(String)).toEqual(['ab', '']);
    expect(code(() => decodeBundle(bundle, 1))).toBe('bundle-length');
    expect(code(() => decodeBundle(bundle, 3))).toBe('bundle-length');
    expect(code(() => decodeBundle(bundle.subarray(0, -1), 2))).toBe('bundle-length');
    expect(code(() => encodeBundle([Buffer.alloc(65_536)]))).toBe('entry-too-large');
    expect(decodeBundle(encodeBundle([Buffer.alloc(65_535, 1)]), 1)[0]).toHaveLength(65_535);
  });
});

describe('a proof', () => {
  const text = formatTlogProof({ extra: null, index: 2, hashes: [seedOf(1), seedOf(2)], checkpoint: signed(`${origin}\n0\n${root}\n`) });

  it('is read as it was written', () => {
    expect(parseTlogProof(text)).toMatchObject({ extra: null, index: 2, hashes: [seedOf(1), seedOf(2)] });
    expect(parseSignedCheckpoint(parseTlogProof(text).checkpoint).origin).toBe(origin);
    const extra = formatTlogProof({ ...parseTlogProof(text), extra: Buffer.from('beside') });
    expect(Buffer.from(parseTlogProof(Buffer.from(extra)).extra ?? []).toString()).toBe('beside');
  });

  it.each([
    ['proof-ending', (good: string) => good.replaceAll('\n\n', '\n')],
    ['proof-header', (good: string) => good.replace('@v1', '@v2')],
    ['proof-extra', (good: string) => good.replace('index', 'extra A\nindex')],
    ['proof-index', (good: string) => good.replace('index 2', 'index 02')],
    ['proof-index', (good: string) => good.replace('index 2\n', '')],
    ['proof-hash', (good: string) => good.replace(/\n([A-Za-z0-9+/]{43})=\n/, '\n$1\n')],
    ['proof-hash', (good: string) => good.replace('index 2\n', `index 2\n${`${root}\n`.repeat(64)}`)],
  ])('is told apart: %s', (expected, change) => {
    expect(code(() => parseTlogProof(change(text)))).toBe(expected);
  });
});

describe('a leaf', () => {
  const leaf: Leaf = { v: 1, kind: 'batch', at: '2026-11-22T10:00:00.000Z', of: 3, body: '0'.repeat(64) };
  const text = Buffer.from(leafBytes(leaf)).toString();

  it.each([
    ['none', text],
    ['leaf-json', '{'],
    ['leaf-json', '['.repeat(60_000)],
    ['leaf-json', '[]'],
    ['leaf-form', text.replace('"v":1', '"v":2')],
    ['leaf-form', text.replace('"of":3', '"of":-1')],
    ['leaf-form', text.replace('"of":3,', '')],
    ['leaf-form', text.replace('.000Z', 'Z')],
    ['leaf-form', text.replace('0'.repeat(64), 'A'.repeat(64))],
    ['leaf-kind', text.replace('batch', 'other')],
    ['leaf-canonical', text.replace('{', '{ ')],
    ['leaf-canonical', text.replace('"v":1', '"v":1,"w":2')],
    ['leaf-canonical', text.replace('"v":1', '"v":2,"v":1')],
    ['leaf-too-large', `${text}${' '.repeat(65_535)}`],
  ])('is told apart: %s', (expected, changed) => {
    expect(code(() => parseLeaf(Buffer.from(changed)))).toBe(expected);
  });

  it('commits to its body and to its salt', () => {
    const salt = seedOf(0);
    const body = { kind: 'batch', count: 1 };
    const committed = { ...leaf, body: commitment(salt, body) };
    expect(isBodyOf(committed, { salt: salt.toString('base64'), body })).toBe(true);
    expect(isBodyOf(committed, { salt: salt.toString('base64'), body: { ...body, count: 2 } })).toBe(false);
    expect(isBodyOf(committed, { salt: seedOf(1).toString('base64'), body })).toBe(false);
    expect(isBodyOf(committed, { salt: salt.toString('base64url'), body })).toBe(false);
    expect(code(() => parseSaltedBody(Buffer.from(`{"salt":"${salt.toString('base64')}","body":${'{"a":'.repeat(200)}`)))).toBe(
      'body-too-deep',
    );
    expect(code(() => parseSaltedBody(Buffer.from('{"salt":"AA==","body":{}}')))).toBe('body-salt');
    expect(code(() => parseSaltedBody(Buffer.from('{"salt":"AA=="}')))).toBe('body-form');
  });
});

describe('bytes of any kind', () => {
  const samples = [
    signed(`${origin}\n5\n${root}\n`),
    vkey,
    formatTlogProof({ extra: null, index: 2, hashes: [seedOf(1)], checkpoint: signed(`${origin}\n3\n${root}\n`) }),
    Buffer.from(leafBytes({ v: 1, kind: 'begun', at: '2026-11-22T10:00:00.000Z', of: null, body: '0'.repeat(64) })).toString(),
  ];
  it('are read or refused by a code, and never crash a reader', () => {
    const mutated = fc.tuple(fc.constantFrom(...samples), fc.nat(), fc.nat(255)).map(([sample, at, byte]) => {
      const bytes = Buffer.from(sample);
      bytes[at % bytes.length] = byte;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 200 })), (bytes) => {
        const text = Buffer.from(bytes).toString();
        const codes = [
          code(() => openNote(parseSignedCheckpoint(bytes).note, [key])),
          code(() => parseTlogProof(bytes)),
          code(() => parseLeaf(bytes)),
          code(() => parseSaltedBody(bytes)),
          code(() => parseVkey(text)),
          code(() => parseTilePath(text)),
          code(() => decodeBundle(bytes, 1)),
        ];
        expect(codes.filter((each) => each === 'none').length).toBeLessThanOrEqual(2);
      }),
      { numRuns: runs(500, 50_000) },
    );
  });
});
