/*
 * Makes a ledger of many leaves, opens it, appends to it, asks how it stands and checks all of it: `npm run bench -- ledger [leaves]`. Fails where
 * opening or appending touches more of the disk than the right edge, where status reads more than the entries and a thousand bodies, or where the check finds
 * anything; time and memory are printed, never judged.
 */
import { createPrivateKey, createPublicKey, hash, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ToAppend } from '../src/contract/ledger.ts';
import type { Signer } from '../src/contract/signer.ts';
import { checkLog, logInput } from '../src/evidence/check/log/log.ts';
import { realDisk, type Disk } from '../src/evidence/ledger/disk.ts';
import { createLedger, openLedger, readLedger } from '../src/evidence/ledger/open.ts';
import { parseVkey } from '../src/evidence/log/vkey.ts';
import type { SaltedBody } from '../src/model/ledger.ts';
import { ledgerStatus } from '../src/run/ledger/status.ts';

const count = Number(process.argv[2] ?? 100_000);
const folder = mkdtempSync(join(tmpdir(), 'vestige-bench-'));
const place = join(folder, 'ledger');
const at = '2027-01-01T00:00:00.000Z';
const by = { name: 'bench', from: 'given' } as const;

const seed = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), hash('sha256', 'bench', 'buffer')]);
const key = createPrivateKey({ key: seed, format: 'der', type: 'pkcs8' });
const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
const signer: Signer = {
  publicKey: { algorithm: 'ed25519', spki: spki.toString('base64'), keyId: `SHA256:${hash('sha256', spki, 'base64').replace('=', '')}` },
  place: 'memory',
  sign: (message) => Promise.resolve(sign(null, message, key)),
  close: () => Promise.resolve(),
};

/** The disk of this machine, counted. */
const touched = { read: 0, written: 0 };
const disk: Disk = {
  ...realDisk,
  async read(path) {
    const bytes = await realDisk.read(path);
    touched.read += bytes?.length ?? 0;
    return bytes;
  },
  write(path, bytes) {
    touched.written += bytes.length;
    return realDisk.write(path, bytes);
  },
};

function entries(from: number, many: number): readonly ToAppend[] {
  return Array.from({ length: many }, (_, i) => ({
    at,
    of: null,
    body: { kind: 'prune', what: 'history', until: null, removed: from + i, ids: '0'.repeat(64), by },
  }));
}

function fail(what: string): void {
  process.stdout.write(`ledger: ${what}\n`);
  process.exitCode = 1;
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  Object.assign(touched, { read: 0, written: 0 });
  const [before, worked] = [performance.now(), process.cpuUsage()];
  const done = await work();
  const { user, system } = process.cpuUsage(worked);
  const seconds = ((performance.now() - before) / 1000).toFixed(3);
  const processor = ((user + system) / 1e6).toFixed(3);
  process.stdout.write(
    `${what}: ${seconds} s (${processor} s of processor), ${touched.read.toLocaleString('en')} bytes read, ${touched.written.toLocaleString('en')} written\n`,
  );
  return done;
}

const made = await createLedger(
  place,
  { origin: 'example.com/bench', signer, signerSettings: { kind: 'file' }, at, by, program: 'bench' },
  { disk },
);
await timed(`append ${count.toLocaleString('en')} leaves, ten thousand at a time`, async () => {
  while (made.size < count) await made.append(entries(made.size, Math.min(10_000, count - made.size)));
});
await made.close();

// The right edge: a tile of each level and the last bundle, each read again when the checkpoint was published.
const levels = Math.ceil(Math.log(count) / Math.log(256)) + 1;
const edge = 10_000 + levels * 8192;
const opened = await timed('open to write', () => openLedger(place, signer, { disk }));
if (touched.read > edge) fail(`opening read ${touched.read} bytes, and the right edge has ${edge} at most`);
await timed('append one leaf', () => opened.append(entries(opened.size, 1)));
if (touched.read > 3 * edge + 256 * 400) fail(`appending one leaf read ${touched.read} bytes`);
await opened.close();

const reader = await timed('open to read', () => readLedger(place, disk));
await timed('prove a leaf in the middle', () => reader.inclusion(Math.floor(count / 2)));
const told = await timed('status: all entries, and what the newest 1,000 prunes removed', () => ledgerStatus(reader, place));
if (told.kinds.prune !== count || told.prunesNotRead !== Math.max(0, told.kinds.prune - 1000))
  fail(`status told of ${told.kinds.prune ?? 0} prunes and left out ${told.prunesNotRead}`);
// an entry and its length, and of a thousand prunes their bodies
if (touched.read > count * 200 + 1000 * 400) fail(`status read ${touched.read} bytes`);
const files = new Map<string, Uint8Array>();
await timed('read all tiles and bundles', async () => {
  for await (const { path, bytes } of reader.tiles()) files.set(path, bytes);
});
const bodies = new Map<number, SaltedBody>();
for (let index = 0; index < reader.size; index++) {
  const body = await reader.body(index);
  if (body !== null) bodies.set(index, body);
}
const input = logInput({ checkpoint: Buffer.from(reader.checkpoint), files, trusted: [parseVkey(reader.keys[0]?.vkey ?? '')], bodies });
const checked = await timed('check everything: tiles, root, leaves, bodies, signature', () => Promise.resolve(checkLog(input)));
if (checked.problems.length > 0 || !checked.isSigned || checked.size !== reader.size)
  fail(`the check found ${checked.problems.length} problems`);
process.stdout.write(`${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB at its peak\n`);
rmSync(folder, { recursive: true, force: true });
