import { randomBytes } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { VestigeError } from '../base/errors.ts';
import type { Instant } from '../base/instant.ts';
import { createLedger, openLedger, readLedger, readLedgerSettings } from '../evidence/ledger/open.ts';
import { createKeyFile, fileSigner } from '../evidence/seal/key-file.ts';
import type { RunId } from '../model/history.ts';
import type { Actor, LeafBody } from '../model/ledger.ts';
import type { Logbook } from '../run/ledger/logbook.ts';
import { programName } from '../run/version.ts';

/** Names the sample's ledger: one of another name is somebody's own. */
export const demoOrigin = 'kestrel-freight.example/access-evidence';

/** Runs the audit at Kestrel Freight, and holds the key of its ledger: nobody who has access there. */
export const demoOperator: Actor = { name: 'ida.quist', from: 'given' };

/** When its ledger was begun: an hour before the first day was read, so that it covers the month after it. */
const begunAt: Instant = '2026-09-30T05:00:00.000Z';
const KEY = 'key.pem';
const TICK_MS = 1000;

/** What a ledger tells of the sample. */
export interface LoggedDemo {
  /** Runs whose ends it tells. */
  readonly runs: ReadonlySet<RunId>;
  /** Ids of imported files. */
  readonly imports: ReadonlySet<string>;
  /** The latest time that an entry tells; `null`: there is none. */
  readonly latest: Instant | null;
}

/** Of a ledger that is not begun. */
export const nothingLogged: LoggedDemo = { runs: new Set(), imports: new Set(), latest: null };

/**
 * What lies in a folder of the sample's own ledger, nothing where the folder is empty or not there. `null`: it is somebody else's, or not as this
 * program leaves it: of another name, with another key, damaged, or with a run that never told how it ended.
 */
export async function loggedIn(folder: string): Promise<LoggedDemo | null> {
  try {
    if (await isEmpty(folder)) return nothingLogged;
    const { origin, signer } = await readLedgerSettings(folder);
    if (origin !== demoOrigin || signer['kind'] !== 'file' || signer['path'] !== KEY) return null;
    const ledger = await readLedger(folder);
    const [open, runs, imports] = [new Set<number>(), new Set<RunId>(), new Set<string>()];
    let latest: Instant | null = null;
    for await (const { index, leaf } of ledger.leaves()) {
      if (latest === null || leaf.at > latest) latest = leaf.at;
      if (leaf.kind === 'run-intent') open.add(index);
      if (leaf.kind !== 'run-end' && leaf.kind !== 'import') continue;
      const body = (await ledger.body(index))?.body as unknown as LeafBody | undefined;
      if (body?.kind === 'import') imports.add(body.import.id);
      if (body?.kind !== 'run-end') continue;
      if (body.run === null) return null;
      runs.add(body.run);
      if (leaf.of !== null) open.delete(leaf.of);
    }
    return open.size === 0 ? { runs, imports, latest } : null;
  } catch (error) {
    if (error instanceof VestigeError) return null;
    throw error;
  }
}

async function isEmpty(folder: string): Promise<boolean> {
  return readdir(folder).then(
    (names) => names.length === 0,
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
      throw error;
    },
  );
}

/** The sample's ledger, and the clock by which it is told what happened. */
export interface DemoLedger {
  readonly logbook: Logbook;
  /** By which it is checked, as it is published. */
  readonly vkey: string;
  readonly logged: LoggedDemo;
  /** Sets the clock: from then on each look at it is a second later. It never goes back behind what the ledger tells. */
  at(moment: Instant): void;
}

/**
 * Goes on with the ledger in a folder, or begins it there with a key of its own, readable by its owner alone. `place`: what messages call it. Salts
 * and secrets are chance, as in any ledger: whoever could guess them could guess what was erased. Throws `LedgerError`, `SealError`.
 */
export async function demoLedger(folder: string, place: string, logged: LoggedDemo): Promise<DemoLedger> {
  const path = join(folder, KEY);
  if (logged.latest === null) await begin(folder, path);
  let now = Date.parse(logged.latest ?? begunAt);
  const logbook: Logbook = {
    place,
    by: demoOperator,
    now: () => (now += TICK_MS),
    random: randomBytes,
    sleep: async (milliseconds) => {
      await setTimeout(milliseconds);
    },
    async open() {
      const signer = await fileSigner(path);
      const ledger = await openLedger(folder, signer);
      return {
        ledger,
        async close() {
          await ledger.close();
          await signer.close();
        },
      };
    },
  };
  const vkey = (await readLedgerSettings(folder)).keys.at(-1)?.vkey ?? '';
  return {
    logbook,
    vkey,
    logged,
    at(moment) {
      now = Math.max(now, Date.parse(moment));
    },
  };
}

async function begin(folder: string, path: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await createKeyFile(path);
  const signer = await fileSigner(path);
  const ledger = await createLedger(folder, {
    ...{ origin: demoOrigin, signer, signerSettings: { kind: 'file', path: KEY } },
    ...{ at: begunAt, by: demoOperator, program: programName() },
  });
  await ledger.close();
  await signer.close();
}

/** Whether what a ledger tells and what a history holds are the same runs: of one without the other it is not known what became of the rest. */
export function agree({ runs }: LoggedDemo, recorded: readonly { readonly id: RunId }[]): boolean {
  return recorded.length === runs.size && recorded.every(({ id }) => runs.has(id));
}
