import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Signer } from '../../../src/contract/signer.ts';
import { checkLog, logInput } from '../../../src/evidence/check/log/log.ts';
import { createLedger, readLedger } from '../../../src/evidence/ledger/open.ts';
import { rotateKey } from '../../../src/evidence/ledger/rotate.ts';
import { formatTlogProof } from '../../../src/evidence/log/proof.ts';
import { parseVkey } from '../../../src/evidence/log/vkey.ts';
import { seedOf, seedSigner, signerOf } from '../../evidence/ledger/signer.ts';
import { at, by, entries } from '../../evidence/ledger/support-entries.ts';
import { installed } from '../support/install.ts';
import { fsck, logPrograms } from './go-programs.ts';

const programs = installed(logPrograms);
const scratch = mkdtempSync(join(tmpdir(), 'vestige-log-'));
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});
let made = 0;

/** A ledger of so many leaves, appended in uneven steps. Answers its folder and the key that signs now. */
async function ledgerOf(size: number, signer: Signer, isRotated = false): Promise<{ readonly folder: string; readonly vkey: string }> {
  const folder = join(scratch, `ledger-${made++}`);
  const beginning = { origin: 'example.com/access-evidence', signer, signerSettings: { kind: 'file' }, at, by, program: 'vestige' };
  const ledger = await createLedger(folder, beginning);
  const change = { why: 'rotation', since: null, at, by, signerSettings: { kind: 'file' } } as const;
  if (isRotated) await rotateKey(ledger, seedSigner(seedOf(1)), change);
  for (let step = 1; ledger.size < size; step += 37) await ledger.append(entries(ledger.size, Math.min(step, size - ledger.size)));
  await ledger.close();
  return { folder, vkey: ledger.keys.at(-1)?.vkey ?? '' };
}

function said(program: string, args: readonly string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 120_000 });
}

function expectWhole(folder: string, vkey: string): void {
  writeFileSync(join(scratch, 'vkey'), vkey);
  expect(fsck(programs?.fsck ?? '', folder, join(scratch, 'vkey'))).toMatchObject({ isWhole: true });
}

function bytesIn(folder: string): ReadonlyMap<string, Uint8Array> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.startsWith('tile/'));
  return new Map(names.filter((name) => statSync(join(folder, name)).isFile()).map((name) => [name, readFileSync(join(folder, name))]));
}

describe.runIf(programs !== undefined)('the ledger, as people elsewhere check logs', () => {
  const { verifier } = programs ?? { verifier: '' };

  it.each([1, 2, 255, 256, 257, 700])('of %i leaves is whole to Go’s checksum database and to Tessera', async (size) => {
    const { folder, vkey } = await ledgerOf(size, seedSigner());
    expect(said(verifier, ['log', folder, vkey])).toBe(`${size} entries\n`);
    expectWhole(folder, vkey);
  });

  it('is whole to them after a change of keys, and signed by P-256', async () => {
    const rotated = await ledgerOf(300, seedSigner(), true);
    expect(said(verifier, ['log', rotated.folder, rotated.vkey])).toBe('300 entries\n');
    expectWhole(rotated.folder, rotated.vkey);
    const ecdsa = await ledgerOf(20, signerOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey));
    expect(said(verifier, ['log', ecdsa.folder, ecdsa.vkey])).toBe('20 entries\n');
  });

  it('is refused by Go’s checksum database when an entry, a tile or the checkpoint changed', async () => {
    const { folder, vkey } = await ledgerOf(300, seedSigner());
    for (const name of ['tile/entries/000', 'tile/0/001.p/44', 'tile/1/000.p/1', 'checkpoint']) {
      const good = readFileSync(join(folder, name));
      const bad = Buffer.from(good);
      bad[bad.length - 20]! ^= 1;
      writeFileSync(join(folder, name), bad);
      expect(() => said(verifier, ['log', folder, vkey]), name).toThrow();
      writeFileSync(join(folder, name), good);
    }
    expect(said(verifier, ['log', folder, vkey])).toBe('300 entries\n');
  });

  it('proves leaves and its own beginnings to them, and to torchwood', async () => {
    const { folder, vkey } = await ledgerOf(700, seedSigner());
    const reader = await readLedger(folder);
    for (const index of [0, 255, 256, 511, 699]) {
      const hashes = (await reader.inclusion(index)).map((hash) => Buffer.from(hash, 'base64'));
      const [file, leaf, policy] = [join(scratch, 'proof'), join(scratch, 'leaf'), join(scratch, 'policy')];
      writeFileSync(policy, `log ${vkey}\nquorum none\n`);
      writeFileSync(file, formatTlogProof({ extra: null, index, hashes, checkpoint: reader.checkpoint }));
      for await (const { bytes } of reader.leaves(index, index + 1)) writeFileSync(leaf, bytes);
      expect(said(verifier, ['proof', file, leaf, vkey])).toBe(`leaf ${index} of 700\n`);
      expect(said(verifier, ['policy', file, leaf, policy])).toBe('proven\n');
      writeFileSync(leaf, 'another leaf');
      expect(() => said(verifier, ['proof', file, leaf, vkey])).toThrow();
      expect(() => said(verifier, ['policy', file, leaf, policy])).toThrow(/inclusion proof verification failed/);
    }
    for (const from of [1, 2, 255, 256, 300, 699]) {
      const told = { From: from, FromRoot: await reader.rootOf(from), Proof: await reader.consistency(from) };
      writeFileSync(join(scratch, 'consistency'), JSON.stringify(told));
      said(verifier, ['consistency', join(scratch, 'consistency'), vkey, folder]);
      writeFileSync(join(scratch, 'consistency'), JSON.stringify({ ...told, FromRoot: await reader.rootOf(from - 1) }));
      expect(() => said(verifier, ['consistency', join(scratch, 'consistency'), vkey, folder])).toThrow();
    }
  });
});

describe.runIf(programs !== undefined)('our checker', () => {
  const { verifier } = programs ?? { verifier: '' };

  it.each([1, 255, 256, 300, 66_000])('accepts a log of %i entries that Go made, and finds a changed byte', (size) => {
    const folder = join(scratch, `go-${size}`);
    const vkey = said(verifier, ['make', folder, String(size)]).trim();
    const files = bytesIn(folder);
    const input = logInput({ checkpoint: readFileSync(join(folder, 'checkpoint')), files, trusted: [parseVkey(vkey)], entries: 'any' });
    expect(checkLog(input)).toMatchObject({ problems: [], isSigned: true, size });
    const [path = '', bytes = Buffer.alloc(0)] = [...files].at(-1) ?? [];
    const changed = Buffer.from(bytes);
    changed[5]! ^= 1;
    expect(checkLog({ ...input, files: new Map([...files, [path, changed]]) }).problems).not.toEqual([]);
  });
});
