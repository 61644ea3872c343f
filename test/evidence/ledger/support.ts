import { join } from 'node:path';
import { expect } from 'vitest';
import { checkLog, logInput, type CheckedLog } from '../../../src/evidence/check/log/log.ts';
import { createLedger, readLedger, type OpenOptions } from '../../../src/evidence/ledger/open.ts';
import type { Disk } from '../../../src/evidence/ledger/disk.ts';
import type { FolderLedger } from '../../../src/evidence/ledger/writer.ts';
import { parseVkey } from '../../../src/evidence/log/vkey.ts';
import type { SaltedBody } from '../../../src/model/ledger.ts';
import { origin, seedOf, seedSigner } from './signer.ts';
import { at, by } from './support-entries.ts';

export { at, by, entries, entry } from './support-entries.ts';

export const folder = '/state/ledger';

/** Salts that come again in the same order. */
export function countedSalts(): () => Uint8Array {
  let count = 0;
  return () => seedOf(count++);
}

export function begin(disk: Disk, options: OpenOptions = {}, where = folder): Promise<FolderLedger> {
  const beginning = { origin, signer: seedSigner(), signerSettings: { kind: 'file' }, at, by, program: 'vestige 0.1.0' };
  return createLedger(where, beginning, { disk, salts: countedSalts(), ...options });
}

/** Everything about a ledger in a folder, by the checker that knows only bytes. */
export async function checked(disk: Disk, where = folder, trusted?: readonly string[]): Promise<CheckedLog> {
  const reader = await readLedger(where, disk);
  const files = new Map<string, Uint8Array>();
  for await (const { path, bytes } of reader.tiles()) files.set(path, (await disk.read(join(where, path))) ?? bytes);
  const bodies = new Map<number, SaltedBody>();
  for (let index = 0; index < reader.size; index++) {
    const body = await reader.body(index);
    if (body !== null) bodies.set(index, body);
  }
  const kept = new Map<number, Uint8Array>();
  for (const size of await reader.keptSizes()) kept.set(size, (await reader.keptCheckpoint(size)) ?? new Uint8Array(0));
  const keys = (trusted ?? [reader.keys[0]?.vkey ?? '']).map(parseVkey);
  return checkLog(logInput({ checkpoint: Buffer.from(reader.checkpoint), files, trusted: keys, bodies, kept, keys: reader.keys }));
}

/** The removed counts of all leaves but the first: the numbers that {@link entry} was told. */
export async function numbersIn(disk: Disk, where = folder): Promise<readonly number[]> {
  const reader = await readLedger(where, disk);
  const numbers: number[] = [];
  for (let index = 1; index < reader.size; index++) {
    const body = (await reader.body(index))?.body;
    expect(body).toMatchObject({ kind: 'prune' });
    numbers.push((body as { readonly removed: number }).removed);
  }
  return numbers;
}
