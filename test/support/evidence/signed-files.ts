import { createPublicKey, sign, type KeyObject } from 'node:crypto';
import { canonicalJson } from '../../../src/base/bytes/canonical.ts';
import { sha256Hex } from '../../../src/base/bytes/hash.ts';
import type { Json } from '../../../src/base/json.ts';
import { byKeys } from '../../../src/base/order.ts';
import { envelopeBytes, statementType } from '../../../src/evidence/envelope/envelope.ts';
import { pae } from '../../../src/evidence/envelope/pae.ts';
import { publicKeyOfObject } from '../../../src/evidence/envelope/public-key.ts';
import type { PackPredicate } from '../../../src/evidence/envelope/predicates.ts';
import { packStatement, statementBytes, type Statement } from '../../../src/evidence/envelope/statement.ts';
import { formatCheckpoint } from '../../../src/evidence/log/checkpoint.ts';
import { cosignedBytes, formatCosignature } from '../../../src/evidence/log/cosignature.ts';
import { completeRoot, encodeBundle, encodeTile, TILE_WIDTH, tilePath, tilesOf } from '../../../src/evidence/log/tile.ts';
import { leafHash, treeRoot, type Hash } from '../../../src/evidence/log/merkle.ts';
import { noteText, signatureLine, type NoteSignature } from '../../../src/evidence/log/note.ts';
import { vkeyOf, vkeyOfSpki } from '../../../src/evidence/log/vkey.ts';

/* Files of a pack from their contents, signed at once by keys in memory. Shares nothing with what exports packs but the codecs of the formats. */

export type Files = Map<string, Uint8Array>;

export function jsonFile(value: unknown): Uint8Array {
  return Buffer.from(canonicalJson(value as Json));
}

export function linesFile(values: readonly unknown[]): Uint8Array {
  return Buffer.from(values.map((value) => `${canonicalJson(value as Json)}\n`).join(''));
}

export function sealed(key: KeyObject, statement: Statement): Uint8Array {
  const payload = statementBytes(statement);
  const keyId = publicKeyOfObject(createPublicKey(key))!.keyId;
  return envelopeBytes({ payloadType: statementType, payload, signatures: [{ keyId, sig: sign(null, pae(statementType, payload), key) }] });
}

export function spkiOfKey(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' });
}

/** The checkpoint of a tree over these entries, signed by each. */
export function checkpointOf(origin: string, entries: readonly Uint8Array[], keys: readonly KeyObject[]): string {
  const text = formatCheckpoint({ origin, size: entries.length, root: treeRoot(entries.map(leafHash)) });
  const signatures = keys.map((key): NoteSignature => ({
    name: origin,
    id: vkeyOfSpki(origin, spkiOfKey(key)).id,
    signature: sign(null, Buffer.from(text), key),
  }));
  return noteText(text, signatures);
}

/** The line of a witness under the text of a checkpoint. */
export function cosignatureLine(name: string, key: KeyObject, note: string, seconds: number): string {
  const text = note.slice(0, note.indexOf('\n\n') + 1);
  const { id } = vkeyOf('cosignature-v1', name, spkiOfKey(key).subarray(-32));
  return signatureLine({ name, id, signature: formatCosignature({ seconds, signature: sign(null, cosignedBytes(text, seconds), key) }) });
}

export function tileFiles(entries: readonly Uint8Array[]): Files {
  const files: Files = new Map();
  const rows: Hash[][] = [entries.map(leafHash)];
  for (let row = rows[0]!; row.length >= TILE_WIDTH;) {
    row = Array.from({ length: Math.floor(row.length / TILE_WIDTH) }, (_, at) =>
      completeRoot(row.slice(at * TILE_WIDTH, (at + 1) * TILE_WIDTH)),
    );
    rows.push(row);
  }
  for (const tile of tilesOf(entries.length)) {
    const from = tile.index * TILE_WIDTH;
    const bytes =
      tile.level === 'entries'
        ? encodeBundle(entries.slice(from, from + tile.width))
        : encodeTile(rows[tile.level]!.slice(from, from + tile.width));
    files.set(`log/${tilePath(tile)}`, bytes);
  }
  return files;
}

/** Puts manifest and envelope over whatever files are there, as an exporter would: for packs that are consistent and lie. */
export function signedOver(files: Files, key: KeyObject, pack: string, predicate: PackPredicate | null): Files {
  const all: Files = new Map([...files].filter(([path]) => path !== 'manifest.json' && path !== 'pack.dsse.json'));
  const listed = [...all]
    .map(([path, bytes]) => ({ path, bytes: bytes.length, sha256: sha256Hex(bytes) }))
    .sort(byKeys(({ path }) => path));
  const manifest = jsonFile({ schema: 1, pack, files: listed });
  all.set('manifest.json', manifest);
  if (predicate !== null) {
    const [first, ...rest] = [...listed, { path: 'manifest.json', sha256: sha256Hex(manifest) }];
    all.set('pack.dsse.json', sealed(key, packStatement(predicate, [first, ...rest])));
  }
  return all;
}
