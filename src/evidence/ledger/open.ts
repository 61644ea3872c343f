import { setTimeout } from 'node:timers/promises';
import type { Instant } from '../../base/instant.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Signer } from '../../contract/signer.ts';
import type { Actor } from '../../model/ledger.ts';
import { join } from 'node:path';
import { edgeRoot, emptyEdge } from '../log/edge.ts';
import { isKeyName, formatVkey } from '../log/vkey.ts';
import { parseSignedCheckpoint } from '../log/checkpoint.ts';
import { realDisk, type Disk } from './disk.ts';
import { Writes } from './durable.ts';
import { decoded, LedgerError } from './errors.ts';
import { bodyPath, files, keptCheckpointPath, NEW } from './layout.ts';
import { removeLeftovers } from './leftovers.ts';
import { FolderReader } from './reader.ts';
import { readSettings, settingsBytes, type LedgerSettings } from './settings.ts';
import { ledgerKey, signedCheckpoint, vkeyOfSigner } from './sign.ts';
import { readState, type LedgerState } from './state.ts';
import { StoredTree } from './tree.ts';
import { FolderLedger, randomSalts, type Salts } from './writer.ts';

export interface OpenOptions {
  readonly disk?: Disk;
  readonly salts?: Salts;
  /** How long to wait for another writer, in milliseconds; 10 seconds where it is not told. Then `busy` is thrown. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 10_000;
const PAUSE_MS = 20;

/** What `ledger.json` says, of a ledger that may be damaged: where the signer is has to be known before anything else. */
export async function readLedgerSettings(folder: string, disk: Disk = realDisk): Promise<LedgerSettings> {
  return readSettings(disk, folder);
}

/** The ledger as its checkpoint has it. It takes no lock: what a writer does meanwhile is not seen. */
export async function readLedger(folder: string, disk: Disk = realDisk): Promise<FolderReader> {
  const reader = new FolderReader(disk, folder, await readState(disk, folder));
  await refuseRollback(reader);
  return reader;
}

/** A checkpoint was kept after it was the one of the ledger: the ledger never gets smaller than it. */
async function refuseRollback(reader: FolderReader): Promise<void> {
  const kept = (await reader.keptSizes()).at(-1) ?? 0;
  if (kept <= reader.size) return;
  throw new LedgerError('rolled-back', `cannot open the ledger ${reader.place}: it has ${reader.size} leaves, and had ${kept} before`, {
    file: join(reader.place, files.checkpoint),
    hint: 'an old checkpoint was put back: bring back the newest one, with all files of its time',
  });
}

/**
 * Opens a ledger to write, alone. What a crash left beyond the checkpoint is removed. Throws `wrong-key` for a signer whose key is not the
 * one that signs now.
 */
export async function openLedger(folder: string, signer: Signer, options: OpenOptions = {}): Promise<FolderLedger> {
  const { disk = realDisk, salts = randomSalts } = options;
  await readSettings(disk, folder);
  return locked(disk, folder, options, async (letGo) => {
    const { next } = await readSettings(disk, folder);
    const state = await readState(disk, folder);
    const { origin, keys } = state.settings;
    const [mine, now] = [formatVkey(vkeyOfSigner(origin, signer)), keys.at(-1)?.vkey];
    if (mine !== now)
      throw new LedgerError('wrong-key', `cannot write to the ledger ${folder}: ${signer.place} is ${mine}, and ${now} signs`, {
        file: folder,
        hint: 'open it with the key that signs now, or change keys with: vestige ledger rotate-key',
      });
    await refuseRollback(new FolderReader(disk, folder, state));
    if (next !== null) await settleKeys(disk, folder, state);
    await removeLeftovers(disk, folder, state.tree.size);
    return new FolderLedger(disk, folder, state, signer, salts, letGo);
  });
}

/** Ends a change of keys that was cut off: nothing came after its checkpoint, which both keys signed. */
async function settleKeys(disk: Disk, folder: string, { settings, note, tree }: LedgerState): Promise<void> {
  const { from = 0 } = settings.keys.at(-1) ?? {};
  if (from === tree.size) await replace(disk, folder, keptCheckpointPath(from), Buffer.from(note));
  await replace(disk, folder, files.settings, settingsBytes(settings));
}

export interface Beginning {
  /** Name of the log and of its keys: best a URL without its scheme, `example.com/access-evidence`. */
  readonly origin: string;
  readonly signer: Signer;
  /** What whoever opens the ledger needs to find the signer again. No secret. */
  readonly signerSettings: JsonObject;
  readonly at: Instant;
  readonly by: Actor;
  readonly program: string;
}

/** Whether a log may be called so: a name that signed notes can bear, of at most 200 characters. */
export function isOrigin(name: string): boolean {
  return isKeyName(name) && name.length <= 200;
}

/** Begins a ledger, with a first leaf that says who did, and answers it open. Throws `already-begun` where a checkpoint or a leaf is there. */
export async function createLedger(folder: string, beginning: Beginning, options: OpenOptions = {}): Promise<FolderLedger> {
  const { disk = realDisk, salts = randomSalts } = options;
  const { origin, signer, signerSettings, at, by, program } = beginning;
  if (!isOrigin(origin))
    throw new LedgerError(
      'bad-origin',
      `cannot begin the ledger ${JSON.stringify(origin)}: it has to have a name without white space and "+"`,
      {
        file: folder,
      },
    );
  for (const named of await disk.makeFolder(folder)) await disk.sync(named);
  return locked(disk, folder, options, async (letGo) => {
    await refuseSecond(disk, folder);
    const vkey = vkeyOfSigner(origin, signer);
    const settings: LedgerSettings = { schema: 1, origin, keys: [ledgerKey(vkey, signer, 0)], signer: signerSettings, next: null };
    await removeLeftovers(disk, folder, 0);
    await replace(disk, folder, files.settings, settingsBytes(settings));
    // The empty tree is signed in memory only: the first checkpoint on disk is the one with the leaf.
    const note = await signedCheckpoint(origin, 0, edgeRoot(emptyEdge), [signer]);
    const checkpoint = decoded('bad-checkpoint', folder, () => parseSignedCheckpoint(note));
    const tree = await StoredTree.open(disk, folder, 0, checkpoint.root);
    const ledger = new FolderLedger(disk, folder, { settings, note, checkpoint, tree }, signer, salts, letGo);
    await ledger.begin({ at, of: null, body: { kind: 'begun', origin, vkey: formatVkey(vkey), by, program } });
    return ledger;
  });
}

/**
 * Whether there is no ledger in a folder, and no part of one that was: its making may have been cut off, and it may be begun again. Nothing but the
 * first leaf can lie there then, and it was not acknowledged.
 */
export async function isUnbegun(folder: string, disk: Disk = realDisk): Promise<boolean> {
  if ((await disk.read(join(folder, files.checkpoint))) !== null) return false;
  const later = [files.anchors, files.checkpoints, files.statements, files.secrets];
  const kept = await Promise.all(later.map((name) => disk.list(join(folder, name))));
  const bodies = (await disk.list(join(folder, files.bodies))).filter((name) => !name.endsWith(NEW));
  if (bodies.some((name) => join(files.bodies, name) !== bodyPath(0))) return false;
  const leaves = await disk.list(join(folder, files.tiles, '0'));
  const widths = await disk.list(join(folder, files.tiles, '0', '000.p'));
  return kept.flat().length === 0 && leaves.every((name) => name === '000.p') && widths.every((name) => name === '1');
}

async function refuseSecond(disk: Disk, folder: string): Promise<void> {
  if (await isUnbegun(folder, disk)) return;
  const isBegun = (await disk.read(join(folder, files.checkpoint))) !== null;
  throw new LedgerError(
    'already-begun',
    `cannot begin a ledger in ${folder}: ${isBegun ? 'there is one' : 'there are parts of one, without its checkpoint'}`,
    {
      file: folder,
      hint: isBegun ? 'see it with: vestige ledger status' : 'bring the checkpoint back from a backup, or choose another folder',
    },
  );
}

async function locked<T>(
  disk: Disk,
  folder: string,
  { patienceMs = PATIENCE_MS }: OpenOptions,
  work: (letGo: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const letGo = await taken(disk, folder, Math.ceil(patienceMs / PAUSE_MS));
  try {
    return await work(letGo);
  } catch (error) {
    await letGo();
    throw error;
  }
}

async function taken(disk: Disk, folder: string, pauses: number): Promise<() => Promise<void>> {
  for (let left = pauses; ; left--) {
    try {
      return await disk.lock(folder);
    } catch (error) {
      if (!(error instanceof LedgerError) || error.code !== 'busy' || left <= 0) throw error;
    }
    await setTimeout(PAUSE_MS);
  }
}

async function replace(disk: Disk, folder: string, path: string, bytes: Uint8Array): Promise<void> {
  const writes = new Writes(disk, folder);
  await writes.replace(path, bytes);
  await writes.settle();
}
