import { join } from 'node:path';
import { decodeBase64 } from '../../base/decode.ts';
import { isJsonObject } from '../../base/json.ts';
import type { LedgerKey } from '../../contract/ledger.ts';
import type { Leaf, SaltedBody } from '../../model/ledger.ts';
import { parseSignedCheckpoint, type SignedCheckpoint } from '../log/checkpoint.ts';
import { LogError } from '../log/errors.ts';
import { isBodyOf, parseLeaf, parseSaltedBody } from '../log/leaf.ts';
import { openNote } from '../log/note.ts';
import { TILE_WIDTH } from '../log/tile.ts';
import { equalHashes } from '../log/merkle.ts';
import { parseVkey, spkiOf, type Vkey } from '../log/vkey.ts';
import type { Disk } from './disk.ts';
import { decoded, LedgerError } from './errors.ts';
import { bodyPath, files } from './layout.ts';
import { readSettings, withNextKey, type LedgerSettings } from './settings.ts';
import { StoredTree } from './tree.ts';

/** A ledger as its checkpoint has it, checked: the signature by the key that signs now, and the root against the right edge. */
export interface LedgerState {
  readonly settings: LedgerSettings;
  /** Verbatim. */
  readonly note: string;
  readonly checkpoint: SignedCheckpoint;
  readonly tree: StoredTree;
}

export async function readState(disk: Disk, folder: string): Promise<LedgerState> {
  const settings = await readSettings(disk, folder);
  const file = join(folder, files.checkpoint);
  const bytes = await disk.read(file);
  if (bytes === null)
    throw new LedgerError('not-begun', `cannot open the ledger ${folder}: it has no checkpoint`, {
      file,
      hint: 'if it was only just being made, begin it again; else bring the checkpoint back from a backup',
    });
  const checkpoint = decoded('bad-checkpoint', file, () => trusted(parseSignedCheckpoint(bytes), settings));
  const tree = await StoredTree.open(disk, folder, checkpoint.size, checkpoint.root);
  return { settings: await settled(disk, folder, settings, tree), note: Buffer.from(bytes).toString(), checkpoint, tree };
}

function trusted(checkpoint: SignedCheckpoint, settings: LedgerSettings): SignedCheckpoint {
  openNote(checkpoint.note, [currentKey(settings), ...(settings.next === null ? [] : [parseVkey(settings.next.vkey)])]);
  return checkpoint;
}

/** Throws a `LogError` for a key that cannot be read, or whose two forms are not the same key. */
export function currentKey({ keys }: LedgerSettings): Vkey {
  const { vkey: text, spki } = keys.at(-1) as LedgerKey;
  const vkey = parseVkey(text);
  if (!equalHashes(spkiOf(vkey), decodeBase64(spki) ?? new Uint8Array(0)))
    throw new LogError('vkey-key', `cannot use the key ${text}: ${files.settings} tells another public key beside it`);
  return vkey;
}

/**
 * The settings after a change of keys that was cut off: the new key has taken over as soon as a leaf that says so is under the checkpoint,
 * and not before.
 */
async function settled(disk: Disk, folder: string, settings: LedgerSettings, tree: StoredTree): Promise<LedgerSettings> {
  if (settings.next === null || tree.size === 0) return { ...settings, next: null };
  const last = tree.size - 1;
  const leaf = await leafAt(tree, folder, last);
  if (leaf.kind !== 'key-change') return { ...settings, next: null };
  const kept = await readBody(disk, folder, last, leaf);
  const body = kept?.body;
  const isIt = isJsonObject(body) && body['kind'] === 'key-change' && body['to'] === settings.next.vkey;
  if (!isIt) return { ...settings, next: null };
  return withNextKey(settings, tree.size, body['why'] === 'compromise' ? 'compromise' : 'rotation');
}

export async function leafAt(tree: StoredTree, folder: string, index: number): Promise<Leaf> {
  const entries = await tree.bundle(Math.floor(index / TILE_WIDTH));
  return leafOf(entries[index % TILE_WIDTH] as Uint8Array, folder, index);
}

export function leafOf(bytes: Uint8Array, folder: string, index: number): Leaf {
  return decoded('bad-leaf', `${folder}, leaf ${index}`, () => parseLeaf(bytes));
}

/** `null`: it was erased. Throws `missing-body` where nothing says so, and `bad-body` where the leaf does not commit to what is there. */
export async function readBody(disk: Disk, folder: string, index: number, leaf: Leaf): Promise<SaltedBody | null> {
  const file = join(folder, bodyPath(index));
  const bytes = await disk.read(file);
  if (bytes === null)
    throw new LedgerError(
      'missing-body',
      `cannot read the body of leaf ${index}: ${file} is not there, and nothing says that it was erased`,
      {
        file,
        hint: 'bring it back from a backup',
      },
    );
  if (isErased(bytes)) return null;
  const salted = decoded('bad-body', file, () => parseSaltedBody(bytes));
  if (!isBodyOf(leaf, salted))
    throw new LedgerError('bad-body', `cannot use the body of leaf ${index}: ${file} is not what the leaf commits to`, { file });
  return salted;
}

/** What stands in the place of an erased body. */
export function erasedMark(by: number): Uint8Array {
  return Buffer.from(`{"erased":${by}}`);
}

function isErased(bytes: Uint8Array): boolean {
  return bytes.length < 40 && /^\{"erased":(0|[1-9]\d*)\}$/.test(Buffer.from(bytes).toString());
}
