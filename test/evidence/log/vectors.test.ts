import { sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { formatCheckpoint, parseSignedCheckpoint } from '../../../src/evidence/log/checkpoint.ts';
import { cosignedBytes, formatCosignature } from '../../../src/evidence/log/cosignature.ts';
import { consistencyProof, emptyRoot, inclusionProof, leafHash, Tree, treeRoot } from '../../../src/evidence/log/merkle.ts';
import { noteText, openNote } from '../../../src/evidence/log/note.ts';
import { groupedPath, parseTilePath, tilePath, tilesOf } from '../../../src/evidence/log/tile.ts';
import { growBundles } from '../../../src/evidence/log/edge.ts';
import { formatVkey, parseVkey, vkeyOf, vkeyOfSpki } from '../../../src/evidence/log/vkey.ts';
import { verifyConsistency, verifyInclusion } from '../../../src/evidence/log/verify-proof.ts';
import { origin, seedKey, seedSigner, logSeed, witnessSeed } from '../ledger/signer.ts';

/* What golang.org/x/mod/sumdb/{note,tlog} accepted. */
const logVkey = 'example.com/revocation-log+d50476d5+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea';
const witnessVkey = 'witness.example/w1+04d2d833+BD1AF8PoQ4lakrcKp00bfrycmCzPLsSWjMDNVfEq9GYM';
const note = `example.com/revocation-log
5
/hSlQm+9cMD6c/UjQq/tDaC9I8SDhmLM9riKMHDq2Xs=

— example.com/revocation-log 1QR21W7X78OSmrNK4Y2QNi9rzjsCHKV8FxnorutFD1MFyMPPhjyyA6BvHmkbHue7nU5HA7I0ax37efG8fo8ZrIOnOAo=
— witness.example/w1 BNLYMwAAAABlU/EA+BsL75UHItKsedRSFV/vurdCV1arVYQqAo3rc9x9rsnAwKExaTaZDJun+I2lCXswcom0nyIh+GIidkCGp7tPBg==
`;
const hashes = ['a', 'b', 'c', 'd', 'e'].map((text) => leafHash(Buffer.from(text)));
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const inclusion = [
  '0HDcW42prqfcD1rUwp2JllIABZyaDOyjq9XaJJLctx0=',
  'sTeYX/SE+2ANuTEHx3sDZcgNePW0Kd7Q/Zc2HQd5mes=',
  'KCSnzNosqnIMhcn7oei1tzXuz9sDh45Pjf5sNiUDC8Q=',
];

describe('the tree of the vectors', () => {
  it('has their hashes', () => {
    expect(hex(leafHash(Buffer.from('a')))).toBe('022a6979e6dab7aa5ae4c3e5e45f7e977112a7e63593820dbec1ec738a24f93c');
    expect(hex(leafHash(Buffer.from('c')))).toBe('597fcb31282d34654c200d3418fca5705c648ebf326ec73d8ddef11841f876d8');
    expect([2, 3, 4, 5].map((size) => hex(treeRoot(hashes.slice(0, size))))).toEqual([
      'b137985ff484fb600db93107c77b0365c80d78f5b429ded0fd97361d077999eb',
      '36642e73c2540ab121e3a6bf9545b0a24982cd830eb13d3cd19de3ce6c021ec1',
      '33376a3bd63e9993708a84ddfe6c28ae58b83505dd1fed711bd924ec5a6239f0',
      'fe14a5426fbd70c0fa73f52342afed0da0bd23c4838662ccf6b88a3070ead97b',
    ]);
    expect(base64(emptyRoot())).toBe('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=');
  });

  it('has their proofs', () => {
    expect(inclusionProof(hashes, 2).map(base64)).toEqual(inclusion);
    expect(consistencyProof(hashes, 3).map(base64)).toEqual(['WX/LMSgtNGVMIA00GPylcFxkjr8ybsc9jd7xGEH4dtg=', ...inclusion]);
    expect(verifyInclusion(treeRoot(hashes), 5, 2, hashes[2]!, inclusionProof(hashes, 2))).toBe(true);
    const [first, second] = [3, 5].map((size) => ({ size, root: treeRoot(hashes.slice(0, size)) }));
    expect(verifyConsistency(first!, second!, consistencyProof(hashes, 3))).toBe(true);
  });

  it('of 70,000 entries has their root', () => {
    const tree = new Tree();
    let at300 = '';
    for (let i = 0; i < 70_000; i++) {
      tree.append(leafHash(Buffer.from(`{"i":${i}}`)));
      if (tree.size === 300) at300 = base64(tree.root());
    }
    expect(at300).toBe('/HWHrG4pE4NMFS6AT9H/tB1zmHHi6JjoCB6fX0NQXiA=');
    expect(base64(tree.root())).toBe('RM3ADqGDUEte6WCBjcKYz9F9UPdjy6RHA3G5tU4PYeE=');
  });
});

describe('the notes of the vectors', () => {
  it('are written to the byte', () => {
    const log = vkeyOfSpki(origin, Buffer.from(seedSigner().publicKey.spki, 'base64'));
    const witnessKey = Buffer.from(seedSigner(witnessSeed).publicKey.spki, 'base64').subarray(12);
    const witness = vkeyOf('cosignature-v1', 'witness.example/w1', witnessKey);
    expect([formatVkey(log), formatVkey(witness)]).toEqual([logVkey, witnessVkey]);
    const text = formatCheckpoint({ origin, size: 5, root: treeRoot(hashes) });
    const seconds = 1_700_000_000;
    const cosignature = formatCosignature({ seconds, signature: sign(null, cosignedBytes(text, seconds), seedKey(witnessSeed)) });
    expect(
      noteText(text, [
        { name: log.name, id: log.id, signature: sign(null, Buffer.from(text), seedKey(logSeed)) },
        { name: witness.name, id: witness.id, signature: cosignature },
      ]),
    ).toBe(note);
  });

  it('are believed', () => {
    const checkpoint = parseSignedCheckpoint(Buffer.from(note));
    expect(checkpoint).toMatchObject({ origin, size: 5, extensions: [] });
    expect(openNote(checkpoint.note, [parseVkey(logVkey), parseVkey(witnessVkey)]).map(formatVkey)).toEqual([logVkey, witnessVkey]);
  });
});

describe('paths of tiles', () => {
  it.each([
    [0, '000'],
    [273, '273'],
    [1000, 'x001/000'],
    [1_234_067, 'x001/x234/067'],
  ])('%i is %s', (index, path) => {
    expect(groupedPath(index)).toBe(path);
    expect(parseTilePath(`tile/0/${path}`)).toEqual({ level: 0, index, width: 256 });
  });

  it('are those of 70,000 and of 256 entries', () => {
    const paths = (size: number): string[] => [...tilesOf(size)].map(tilePath);
    expect(paths(256)).toEqual(['tile/entries/000', 'tile/0/000', 'tile/1/000.p/1']);
    const many = paths(70_000);
    expect(many).toHaveLength(274 * 2 + 2 + 1);
    expect(many.filter((path) => path.includes('.p/') || path.startsWith('tile/1') || path.startsWith('tile/2'))).toEqual([
      'tile/entries/273.p/112',
      'tile/0/273.p/112',
      'tile/1/000',
      'tile/1/001.p/17',
      'tile/2/000.p/1',
    ]);
  });

  it('hold the bundle of the vectors', () => {
    const [bundle] = growBundles(
      0,
      [],
      ['a', 'b', 'c', 'd', 'e'].map((text) => Buffer.from(text)),
    );
    expect([tilePath(bundle!.tile), hex(bundle!.bytes)]).toEqual(['tile/entries/000.p/5', '000161000162000163000164000165']);
  });
});
