import fc from 'fast-check';
import { sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkLog, logInput, type LogInput } from '../../../../src/evidence/check/log/log.ts';
import { checkTlogProof } from '../../../../src/evidence/check/log/proof.ts';
import { eraseBodies } from '../../../../src/evidence/ledger/erase.ts';
import { openLedger, readLedger } from '../../../../src/evidence/ledger/open.ts';
import { rotateKey } from '../../../../src/evidence/ledger/rotate.ts';
import { formatCheckpoint } from '../../../../src/evidence/log/checkpoint.ts';
import { cosignedBytes, formatCosignature } from '../../../../src/evidence/log/cosignature.ts';
import { edgeRoot, emptyEdge, grow, growBundles } from '../../../../src/evidence/log/edge.ts';
import { leafHash, treeRoot, type Hash } from '../../../../src/evidence/log/merkle.ts';
import { noteText, parseNote, signatureLine } from '../../../../src/evidence/log/note.ts';
import { formatTlogProof } from '../../../../src/evidence/log/proof.ts';
import { decodeBundle, tilePath } from '../../../../src/evidence/log/tile.ts';
import { parseVkey, vkeyOf, vkeyOfSpki, type Vkey } from '../../../../src/evidence/log/vkey.ts';
import type { SaltedBody } from '../../../../src/model/ledger.ts';
import { runs } from '../../../support/runs.ts';
import { CrashDisk } from '../../ledger/crash-disk.ts';
import { origin, seedKey, seedOf, seedSigner, witnessSeed, logSeed } from '../../ledger/signer.ts';
import { at, begin, by, entries, entry, folder } from '../../ledger/support.ts';

/** A ledger of 300 leaves with a change of keys at leaf 280, as bytes. */
let whole: LogInput;
let former: LogInput;
let oldKey: Vkey;
let newKey: Vkey;
const nextSeed = seedOf(77);

async function inputOf(disk: CrashDisk, trusted: readonly Vkey[]): Promise<LogInput> {
  const reader = await readLedger(folder, disk);
  const files = new Map<string, Uint8Array>();
  for await (const { path, bytes } of reader.tiles()) files.set(path, bytes);
  const bodies = new Map<number, SaltedBody>();
  for (let index = 0; index < reader.size; index++) {
    const body = await reader.body(index);
    if (body !== null) bodies.set(index, body);
  }
  const kept = new Map<number, Uint8Array>();
  for (const size of await reader.keptSizes()) kept.set(size, (await reader.keptCheckpoint(size))!);
  return logInput({ checkpoint: Buffer.from(reader.checkpoint), files, trusted, bodies, kept, keys: reader.keys });
}

beforeAll(async () => {
  const disk = new CrashDisk('/state');
  const ledger = await begin(disk);
  oldKey = parseVkey(ledger.keys[0]!.vkey);
  await ledger.append(entries(0, 279));
  former = await inputOf(disk, [oldKey]);
  await rotateKey(ledger, seedSigner(nextSeed), { why: 'compromise', since: at, at, by, signerSettings: { kind: 'file' } });
  await ledger.append(entries(280, 17));
  await eraseBodies(ledger, [5, 6], { at, by });
  await ledger.close();
  newKey = parseVkey(ledger.keys.at(-1)!.vkey);
  await (await openLedger(folder, seedSigner(nextSeed), { disk })).append([entry(299)]);
  whole = await inputOf(disk, [oldKey]);
});

const codes = (input: LogInput): readonly string[] => checkLog(input).problems.map(({ code }) => code);
const put = (files: ReadonlyMap<string, Uint8Array>, path: string, bytes: Uint8Array | null): ReadonlyMap<string, Uint8Array> => {
  const changed = new Map(files);
  if (bytes === null) changed.delete(path);
  else changed.set(path, bytes);
  return changed;
};
const resigned = (size: number, root: Hash, seed: Buffer, name = origin): Uint8Array => {
  const text = formatCheckpoint({ origin: name, size, root });
  const key = vkeyOfSpki(name, Buffer.from(seedSigner(seed).publicKey.spki, 'base64'));
  return Buffer.from(noteText(text, [{ name, id: key.id, signature: sign(null, Buffer.from(text), seedKey(seed)) }]));
};

describe('a log that is whole', () => {
  it('holds, by its first key and by its last', () => {
    for (const trusted of [[oldKey], [newKey], [oldKey, newKey]]) {
      const checked = checkLog({ ...whole, trusted });
      expect(checked.problems).toEqual([]);
      expect(checked).toMatchObject({ origin, size: 300, isSigned: true });
      expect(checked.leaves.map((leaf) => leaf?.kind).filter((kind) => kind !== 'prune')).toEqual(['begun', 'key-change']);
      expect(checked.keys.map(({ from, until, why, since, isTrusted }) => ({ from, until, why, since, isTrusted }))).toEqual([
        { from: 0, until: 281, why: 'compromise', since: at, isTrusted: true },
        { from: 281, until: null, why: null, since: null, isTrusted: true },
      ]);
    }
  });

  it('begins with an earlier checkpoint of itself', () => {
    expect(codes({ ...whole, earlier: former.checkpoint })).toEqual([]);
  });

  it('tells who cosigned', () => {
    const name = 'witness.example/w1';
    const witness = vkeyOf('cosignature-v1', name, Buffer.from(seedSigner(witnessSeed).publicKey.spki, 'base64').subarray(12));
    const { text } = parseNote(whole.checkpoint);
    const signature = formatCosignature({
      seconds: 1_700_000_000,
      signature: sign(null, cosignedBytes(text, 1_700_000_000), seedKey(witnessSeed)),
    });
    const cosigned = Buffer.concat([whole.checkpoint, Buffer.from(signatureLine({ name, id: witness.id, signature }))]);
    expect(checkLog({ ...whole, checkpoint: cosigned, witnesses: [witness] })).toMatchObject({
      problems: [],
      cosigned: [{ witness: { name }, seconds: 1_700_000_000 }],
    });
    const later = Buffer.from(signature);
    later[7]! ^= 1;
    const forged = Buffer.concat([whole.checkpoint, Buffer.from(signatureLine({ name, id: witness.id, signature: later }))]);
    expect(codes({ ...whole, checkpoint: forged, witnesses: [witness] })).toEqual(['witness-invalid']);
  });

  it('proves its leaves in files', async () => {
    const disk = new CrashDisk('/state');
    const ledger = await begin(disk);
    await ledger.append(entries(0, 4));
    const hashes = (await ledger.inclusion(2)).map((hash) => Buffer.from(hash, 'base64'));
    const proof = formatTlogProof({ extra: null, index: 2, hashes, checkpoint: ledger.checkpoint });
    const leaves: Uint8Array[] = [];
    for await (const { bytes } of ledger.leaves()) leaves.push(bytes);
    expect(checkTlogProof(Buffer.from(proof), leaves[2]!, [oldKey]).problems).toEqual([]);
    expect(checkTlogProof(Buffer.from(proof), leaves[3]!, [oldKey]).problems.map(({ code }) => code)).toEqual(['proof-differs']);
    expect(checkTlogProof(Buffer.from(proof), leaves[2]!, [newKey]).problems.map(({ code }) => code)).toEqual(['signature-unknown']);
  });
});

describe('a log that was tampered with', () => {
  it('is found out by any byte of any file', () => {
    const paths = [...whole.files.keys()];
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(7), (pick, place, bit) => {
        const path = paths[pick % paths.length]!;
        const bytes = Buffer.from(whole.files.get(path)!);
        bytes[place % bytes.length]! ^= 1 << bit;
        const problems = checkLog({ ...whole, files: put(whole.files, path, bytes) }).problems;
        expect(problems.map(({ code }) => code)).not.toEqual([]);
        if (!path.includes('entries')) expect(problems.map(({ file }) => file)).toEqual([path]);
      }),
      { numRuns: runs(60, 5000) },
    );
  });

  it('is found out by any byte of its checkpoint', () => {
    for (let i = 0; i < whole.checkpoint.length; i += runs(1, 100) > 1 ? 1 : 7) {
      const bytes = Buffer.from(whole.checkpoint);
      bytes[i]! ^= 1;
      expect(codes({ ...whole, checkpoint: bytes }), `byte ${i}`).not.toEqual([]);
    }
  });

  it('is found out by a file that is missing, too much, or wider than its checkpoint says', () => {
    for (const path of whole.files.keys()) expect(codes({ ...whole, files: put(whole.files, path, null) })).toContain('missing-file');
    const wider = put(whole.files, 'tile/0/001.p/45', Buffer.alloc(45 * 32));
    expect(checkLog({ ...whole, files: wider }).problems).toMatchObject([{ code: 'wider-tile', file: 'tile/0/001.p/45' }]);
    expect(codes({ ...whole, files: put(whole.files, 'tile/0/001.p/43', Buffer.alloc(43 * 32)) })).toEqual(['unlisted-file']);
    expect(codes({ ...whole, files: put(whole.files, 'tile/0/../x', Buffer.alloc(1)) })).toEqual(['unlisted-file']);
  });

  it('is found out where it is another tree under a good signature', () => {
    const last = [...whole.files.entries()].find(([path]) => path === 'tile/entries/001.p/44')!;
    const dropped = decodeBundle(last[1], 44).slice(0, -1);
    const bytes = decodeBundle(whole.files.get('tile/entries/000')!, 256);
    const leaves = [...bytes, ...dropped];
    const { edge, tiles } = grow(emptyEdge, leaves.map(leafHash));
    const files = new Map([...growBundles(0, [], leaves), ...tiles].map(({ tile, bytes: each }) => [tilePath(tile), each]));
    const shorter = {
      ...whole,
      files,
      checkpoint: resigned(299, edgeRoot(edge), nextSeed),
      bodies: new Map([...whole.bodies].filter(([index]) => index < 299)),
    };
    expect(codes(shorter)).toEqual([]);
    expect(codes({ ...shorter, earlier: whole.checkpoint })).toEqual(['rolled-back']);
    expect(codes({ ...shorter, checkpoint: resigned(299, edgeRoot(edge), logSeed) })).toEqual(['key-retired', 'signature-unknown']);
    const forked = resigned(280, treeRoot([seedOf(1)]), logSeed);
    expect(codes({ ...whole, earlier: forked })).toEqual(['forked']);
    expect(codes({ ...whole, origin: 'example.com/other' })).toContain('other-origin');
    expect(codes({ ...whole, trusted: [vkeyOf('ed25519', origin, seedOf(5))] })).toContain('signature-unknown');
  });

  it('is found out where a change of keys is not shown by both keys, or not disclosed', () => {
    const change = [...whole.bodies].find(([, { body }]) => (body as { readonly kind: string }).kind === 'key-change')![0];
    expect(codes({ ...whole, kept: new Map() })).toEqual(['missing-file', 'signature-unknown']);
    expect(codes({ ...whole, bodies: new Map([...whole.bodies].filter(([index]) => index !== change)) })).toContain('key-change-broken');
    const one = resigned(change + 1, checkLog(whole).rootAt(change + 1)!, nextSeed);
    expect(codes({ ...whole, kept: new Map([[change + 1, one]]) })).toContain('key-change-broken');
    expect(codes({ ...whole, keys: whole.keys!.slice(0, 1) })).toEqual(['keys-differ']);
    const other = whole.keys!.map((key, index) => ({ ...key, spki: whole.keys![1 - index]!.spki }));
    expect(codes({ ...whole, keys: other })).toEqual(['keys-differ']);
  });

  it('is found out by a body that its leaf does not commit to', () => {
    const body = whole.bodies.get(3)!;
    expect(codes({ ...whole, bodies: new Map([...whole.bodies, [4, body]]) })).toEqual(['body-differs']);
    expect(codes({ ...whole, bodies: new Map([...whole.bodies, [300, body]]) })).toEqual(['body-differs']);
  });

  it('never crashes the checker, whatever its checkpoint says', () => {
    const told = (size: number): Uint8Array => resigned(size, treeRoot([]), logSeed);
    for (const size of [0, 1, 255, 256, 100_000, Number.MAX_SAFE_INTEGER])
      expect(codes({ ...whole, checkpoint: told(size) })).not.toEqual([]);
    expect(codes({ ...whole, checkpoint: Buffer.from('nothing') })).toEqual(['note-without-signatures']);
  });
});
