import type { LedgerKey } from '../../../contract/ledger.ts';
import type { PublicKey } from '../../../contract/signer.ts';
import { checkLog, logInput } from '../../../evidence/check/log/log.ts';
import { publicKeyOf } from '../../../evidence/envelope/public-key.ts';
import { LedgerError } from '../../../evidence/ledger/errors.ts';
import { files as names } from '../../../evidence/ledger/layout.ts';
import { readLedgerSettings } from '../../../evidence/ledger/open.ts';
import { parseSignedCheckpoint } from '../../../evidence/log/checkpoint.ts';
import { LogError } from '../../../evidence/log/errors.ts';
import { TILE_WIDTH } from '../../../evidence/log/tile.ts';
import { parseVkey, spkiOf, type Vkey } from '../../../evidence/log/vkey.ts';
import { checkAnchors, type AnchorTrust, type CheckedAnchors } from './anchors.ts';
import { checkErasures, readBodies } from './bodies.ts';
import { LedgerFiles } from './files.ts';
import type { LedgerProblem } from './problem.ts';
import { checkStatements } from './statements.ts';
import { sortTiles } from './tiles.ts';

export interface LedgerTrust extends AnchorTrust {
  /** Keys that came another way; none: the ledger is held to the key that it names itself. */
  readonly keys: readonly Vkey[];
  /** A checkpoint of this ledger from another place or time; `null`: none is at hand. */
  readonly earlier: Uint8Array | null;
}

export interface CheckedLedger {
  readonly origin: string;
  readonly size: number;
  /** Standard base64. */
  readonly root: string;
  /** Whether it was held to a key that came another way. */
  readonly isTrusted: boolean;
  readonly anchors: CheckedAnchors['anchors'];
  readonly erased: number;
  /** Files of an append that was cut off, or that goes on now; no checkpoint speaks of them. */
  readonly unfinished: number;
  readonly problems: readonly LedgerProblem[];
}

/**
 * Checks all of a ledger's folder: the log as anybody would, and that bodies, secrets, statements and marks from outside are what its leaves commit
 * to. All that is wrong is told. Throws {@link RunLedgerError} `unreadable` only where the system refuses to read.
 */
export async function checkLedger(folder: string, trust: LedgerTrust): Promise<CheckedLedger> {
  const files = new LedgerFiles(folder);
  const problems: LedgerProblem[] = [];
  const keys = await keysOf(folder, problems);
  const own = keys.flatMap(({ vkey }) => vkeyIn(vkey));
  const trusted = trust.keys.length > 0 ? trust.keys : own.slice(-1);
  const checkpoint = (await files.read(names.checkpoint)) ?? new Uint8Array(0);
  const tiles = await filesBelow(files, names.tiles);
  // A checkpoint that lies about its size must not make this look for more than there can be.
  const most = [...tiles.keys()].filter((path) => path.startsWith(`${names.tiles}/entries/`)).length * TILE_WIDTH;
  const sorted = sortTiles(tiles, sizeOf(checkpoint));
  const bodies = await readBodies(files, Math.min(sizeOf(checkpoint), most));
  problems.push(...sorted.problems, ...bodies.problems);
  const keptFiles = await filesBelow(files, names.checkpoints);
  const kept = new Map(
    [...keptFiles].flatMap(([path, bytes]) => {
      const size = path.slice(names.checkpoints.length + 1);
      return /^(0|[1-9]\d{0,14})$/.test(size) ? [[Number(size), bytes] as const] : [];
    }),
  );
  const log = checkLog(logInput({ checkpoint, files: sorted.tree, trusted, bodies: bodies.bodies, kept, keys, earlier: trust.earlier }));
  problems.push(...log.problems, ...(await checkErasures(files, log.leaves, bodies)));
  const signers = log.keys.flatMap(({ vkey }) => publicKeyIn(vkey));
  problems.push(...(await checkStatements(files, log.leaves, bodies.bodies, signers)));
  const marks = await checkAnchors(files, log.leaves, bodies.bodies, trust);
  problems.push(...marks.problems);
  return {
    origin: log.origin,
    size: log.size,
    root: Buffer.from(log.root).toString('base64'),
    isTrusted: trust.keys.length > 0,
    anchors: marks.anchors,
    erased: bodies.erased.size,
    unfinished: sorted.unfinished,
    problems,
  };
}

async function keysOf(folder: string, problems: LedgerProblem[]): Promise<readonly LedgerKey[]> {
  try {
    return (await readLedgerSettings(folder)).keys;
  } catch (error) {
    if (!(error instanceof LedgerError) || error.code === 'unreadable') throw error;
    problems.push({ code: 'settings', file: names.settings, place: '', seen: error.message, expected: 'what the ledger was begun with' });
    return [];
  }
}

async function filesBelow(files: LedgerFiles, path: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const found = new Map<string, Uint8Array>();
  for (const each of await files.below(path)) {
    const bytes = await files.read(each);
    if (bytes !== null) found.set(each, bytes);
  }
  return found;
}

/** As the checkpoint tells; 0 where it cannot be read, which the check of the log says. */
function sizeOf(checkpoint: Uint8Array): number {
  try {
    return parseSignedCheckpoint(checkpoint).size;
  } catch (error) {
    if (error instanceof LogError) return 0;
    throw error;
  }
}

function vkeyIn(text: string): readonly Vkey[] {
  try {
    return [parseVkey(text)];
  } catch (error) {
    if (error instanceof LogError) return [];
    throw error;
  }
}

function publicKeyIn(vkey: Vkey): readonly PublicKey[] {
  if (vkey.type === 'cosignature-v1') return [];
  const key = publicKeyOf(spkiOf(vkey));
  return key === undefined ? [] : [key];
}
