import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hash } from 'node:crypto';
import { realDisk } from '../../../src/evidence/ledger/disk.ts';
import { eraseBody } from '../../../src/evidence/ledger/erase.ts';
import { openLedger, readLedger } from '../../../src/evidence/ledger/open.ts';
import { rotateKey } from '../../../src/evidence/ledger/rotate.ts';
import type { FolderLedger } from '../../../src/evidence/ledger/writer.ts';
import type { OutsideAnchor } from '../../../src/model/ledger.ts';
import type { Signer } from '../../../src/contract/signer.ts';
import { runs } from '../../support/runs.ts';
import { seedOf, seedSigner } from './signer.ts';
import { at, begin, by, checked, entries, entry, numbersIn } from './support.ts';

let state: string;
let folder: string;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'vestige-ledger-'));
  folder = join(state, 'ledger');
});
afterEach(() => {
  rmSync(state, { recursive: true, force: true });
});
const create = (): Promise<FolderLedger> => begin(realDisk, {}, folder);
const open = (patienceMs = 0): Promise<FolderLedger> => openLedger(folder, seedSigner(), { patienceMs });

describe('a ledger in a folder', () => {
  it('keeps to its owner, and has what was appended, with proofs of it', async () => {
    const ledger = await create();
    expect(await ledger.append(entries(0, 300))).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
    await ledger.close();
    const modes = new Set(
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => (statSync(join(folder, name)).mode & 0o777).toString(8)),
    );
    expect([...modes].sort()).toEqual(['600', '700']);
    expect((statSync(folder).mode & 0o777).toString(8)).toBe('700');
    expect((await checked(realDisk, folder)).problems).toEqual([]);
    const reader = await readLedger(folder);
    expect([reader.origin, reader.size, reader.keys.length]).toEqual(['example.com/revocation-log', 301, 1]);
    expect((await reader.inclusion(7, 100)).length).toBe(7);
    expect(await reader.consistency(301)).toEqual([]);
    const indexes: number[] = [];
    for await (const { index } of reader.leaves(250, 260)) indexes.push(index);
    expect(indexes).toEqual([250, 251, 252, 253, 254, 255, 256, 257, 258, 259]);
    expect(readdirSync(join(folder, 'tile', '0')).sort()).toEqual(['000', '001.p']);
  });

  it('is the same bytes whoever makes it, but for its salts', async () => {
    await (await create()).close();
    const first = readFileSync(join(folder, 'checkpoint'), 'utf8');
    rmSync(folder, { recursive: true });
    await (await create()).close();
    expect(readFileSync(join(folder, 'checkpoint'), 'utf8')).toBe(first);
  });

  it('is read as it was when it was opened, whatever is appended meanwhile', async () => {
    const ledger = await create();
    await ledger.append(entries(0, 100));
    const reader = await readLedger(folder);
    const before = await reader.inclusion(50);
    await ledger.append(entries(100, 500));
    await ledger.close();
    expect([reader.size, await reader.inclusion(50)]).toEqual([101, before]);
    const paths: string[] = [];
    for await (const { path, bytes } of reader.tiles()) paths.push(`${path} ${bytes.length % 32}`);
    expect(paths).toEqual([expect.stringMatching(/^tile\/entries\/000\.p\/101 /), 'tile/0/000.p/101 0']);
  });

  it('has one writer', async () => {
    const ledger = await create();
    await expect(open()).rejects.toMatchObject({ code: 'busy' });
    const waiting = open(5000);
    await ledger.append([entry(0)]);
    await ledger.close();
    await (await waiting).close();
    await expect(ledger.append([entry(1)])).rejects.toMatchObject({ code: 'closed' });
    const [other] = readdirSync(join(folder, 'lock')).sort();
    writeFileSync(join(folder, 'lock', other!), JSON.stringify({ host: 'elsewhere', pid: 1 }));
    await expect(open()).rejects.toMatchObject({ code: 'busy' });
    writeFileSync(join(folder, 'lock', other!), JSON.stringify({ host: hostname(), pid: process.ppid }));
    await expect(open()).rejects.toMatchObject({ code: 'busy' });
    writeFileSync(join(folder, 'lock', other!), JSON.stringify({ host: hostname(), pid: 2 ** 22 + 1 }));
    const both = await Promise.allSettled([open(), open()]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('is not kept from its next writer by one that was killed while it took the lock', async () => {
    await (await create()).close();
    const lock = join(folder, 'lock');
    const held = (): string => readdirSync(lock).sort().join();
    // Killed before it wrote who it is, and before what it wrote had a number.
    writeFileSync(join(lock, 'new-0'), '');
    writeFileSync(join(lock, 'new-1'), JSON.stringify({ host: hostname(), pid: 2 ** 22 + 1 }));
    await (await open()).close();
    const number = held();
    expect(number).toMatch(/^\d+$/);
    // What another program, or a disk that lost its last bytes, may leave.
    for (const left of ['', '{', '{"host":1}']) {
      writeFileSync(join(lock, held()), left);
      const both = await Promise.allSettled([open(), open()]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      for (const each of both) if (each.status === 'fulfilled') await each.value.close();
    }
    expect(Number(held())).toBe(Number(number) + 3);
  });

  it('is let go although somebody deleted its lock', async () => {
    const ledger = await create();
    rmSync(join(folder, 'lock'), { recursive: true });
    await ledger.close();
    await (await open()).close();
  });

  it('keeps what was acknowledged when its process is killed', async () => {
    await (await create()).close();
    let acknowledged = 0;
    for (let round = 0; round < runs(3, 1000); round++) {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'child.ts'), folder], { stdio: ['ignore', 'pipe', 'inherit'] });
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      await once(child.stdout, 'data');
      await new Promise((done) => setTimeout(done, 5 + ((round * 37) % 60)));
      child.kill('SIGKILL');
      await once(child, 'close');
      acknowledged = Number(said.trimEnd().split('\n').at(-1));
      const ledger = await open();
      expect(ledger.size - 1).toBeGreaterThanOrEqual(acknowledged);
      expect(ledger.size - 1).toBeLessThanOrEqual(acknowledged + 5);
      await ledger.append([entry(ledger.size - 1)]);
      await ledger.close();
    }
    expect(acknowledged).toBeGreaterThan(0);
    const numbers = await numbersIn(realDisk, folder);
    expect(numbers).toEqual(numbers.map((_, i) => i));
    expect((await checked(realDisk, folder)).problems).toEqual([]);
  });
});

describe('a ledger that was tampered with', () => {
  it.each([
    ['bad-checkpoint', 'checkpoint', (text: string) => text.replace('\n101\n', '\n100\n')],
    ['bad-checkpoint', 'checkpoint', () => 'x'],
    ['damaged', 'tile/0/000.p/101', (text: string) => text.replace(/^./s, (byte) => (byte === 'a' ? 'b' : 'a'))],
    ['damaged', 'tile/0/000.p/101', (text: string) => text.slice(1)],
    ['bad-settings', 'ledger.json', (text: string) => text.slice(1)],
    ['bad-settings', 'ledger.json', (text: string) => text.replace('"origin"', '"Origin"')],
    ['unknown-schema', 'ledger.json', (text: string) => text.replace('"schema":1', '"schema":2')],
  ])('is refused: %s in %s', async (code, file, change) => {
    const ledger = await create();
    await ledger.append(entries(0, 100));
    const before = readFileSync(join(folder, file), 'latin1');
    writeFileSync(join(folder, file), change(before), 'latin1');
    await expect(ledger.append([entry(1)]).finally(() => ledger.close())).rejects.toMatchObject(
      file === 'ledger.json' || file === 'checkpoint' || file.startsWith('tile') ? { name: 'LedgerError' } : {},
    );
    await expect(readLedger(folder)).rejects.toMatchObject({ code });
    await expect(open()).rejects.toMatchObject({ code });
  });

  it('is refused where a part is gone, and says which', async () => {
    await expect(readLedger(folder)).rejects.toMatchObject({ code: 'no-such-ledger' });
    const ledger = await create();
    await ledger.append(entries(0, 300));
    await ledger.close();
    const reader = await readLedger(folder);
    rmSync(join(folder, 'bodies', '007.json'));
    await expect(reader.body(7)).rejects.toMatchObject({ code: 'missing-body' });
    writeFileSync(join(folder, 'bodies', '008.json'), readFileSync(join(folder, 'bodies', '009.json')));
    await expect(reader.body(8)).rejects.toMatchObject({ code: 'bad-body' });
    await expect(reader.secret(8)).rejects.toMatchObject({ code: 'missing-secret' });
    await expect(reader.body(301)).rejects.toMatchObject({ code: 'out-of-range' });
    await expect(reader.inclusion(301)).rejects.toMatchObject({ code: 'out-of-range' });
    await expect(reader.inclusion(5, 302)).rejects.toMatchObject({ code: 'out-of-range' });
    rmSync(join(folder, 'tile', '0', '000'));
    await expect((await readLedger(folder)).inclusion(7)).rejects.toMatchObject({ code: 'missing-file' });
    rmSync(join(folder, 'checkpoint'));
    await expect(open()).rejects.toMatchObject({ code: 'not-begun' });
    await expect(create()).rejects.toMatchObject({ code: 'already-begun' });
  });

  it('does not hand out an entry that was put in the place of another', async () => {
    const ledger = await create();
    await ledger.append(entries(0, 300));
    await ledger.close();
    const file = join(folder, 'tile', 'entries', '000');
    writeFileSync(file, readFileSync(file, 'latin1').replace('"prune"', '"batch"'), 'latin1');
    const reader = await readLedger(folder);
    await expect(reader.leaves(1, 2).next()).rejects.toMatchObject({ code: 'damaged' });
  });

  it('is not opened behind a checkpoint that was kept', async () => {
    const ledger = await create();
    const old = readFileSync(join(folder, 'checkpoint'));
    await ledger.append(entries(0, 5));
    await ledger.keepCheckpoint();
    await ledger.close();
    writeFileSync(join(folder, 'checkpoint'), old);
    await expect(open()).rejects.toMatchObject({ code: 'rolled-back' });
    await expect(readLedger(folder)).rejects.toMatchObject({ code: 'rolled-back' });
    expect(readdirSync(join(folder, 'bodies'))).toHaveLength(6);
  });

  it('is not written to where another one was put in its place', async () => {
    const ledger = await create();
    const other = await begin(realDisk, { salts: () => seedOf(99) }, join(state, 'other'));
    await other.close();
    rmSync(join(state, 'other', 'lock'), { recursive: true });
    renameSync(join(folder, 'lock'), join(state, 'other', 'lock'));
    rmSync(folder, { recursive: true });
    renameSync(join(state, 'other'), folder);
    await expect(ledger.append([entry(0)])).rejects.toMatchObject({ code: 'damaged' });
  });
});

describe('what lies beside the log', () => {
  it('is kept by its hash, and refused when it changed', async () => {
    const ledger = await create();
    const sha256 = await ledger.keepStatement(Buffer.from('{"payload":""}'));
    expect(Buffer.from((await ledger.statement(sha256))!).toString()).toBe('{"payload":""}');
    expect(await ledger.statement('0'.repeat(64))).toBe(null);
    expect(await ledger.statement('../../checkpoint')).toBe(null);
    writeFileSync(join(folder, 'statements', `${sha256}.json`), 'other');
    await expect(ledger.statement(sha256)).rejects.toMatchObject({ code: 'damaged' });
    await ledger.close();
  });

  it('is a mark from outside only on a tree that was this one', async () => {
    const ledger = await create();
    const bytes = Buffer.from('a token');
    const mark = (more: Partial<OutsideAnchor>): OutsideAnchor => ({
      how: 'rfc3161',
      size: ledger.size,
      root: ledger.root,
      at,
      by: 'an authority',
      sha256: hash('sha256', bytes, 'hex'),
      ...more,
    });
    const first = mark({});
    const note = ledger.checkpoint;
    await ledger.keepAnchor(first, bytes);
    await ledger.append([entry(0)]);
    await ledger.keepAnchor({ ...first, how: 'cosignature' }, bytes);
    await expect(ledger.keepAnchor(mark({ root: first.root }), bytes)).rejects.toMatchObject({ code: 'bad-anchor' });
    await expect(ledger.keepAnchor(mark({}), Buffer.from('another'))).rejects.toMatchObject({ code: 'bad-anchor' });
    await ledger.append([entry(1)]);
    await expect(ledger.keepAnchor(mark({ size: 2, root: await ledger.rootOf(2) }), bytes)).rejects.toMatchObject({ code: 'bad-anchor' });
    expect((await ledger.anchors()).map(({ anchor }) => [anchor.size, anchor.how])).toEqual([
      [1, 'cosignature'],
      [1, 'rfc3161'],
    ]);
    expect(await ledger.keptSizes()).toEqual([1]);
    expect(Buffer.from((await ledger.keptCheckpoint(1))!).toString()).toBe(note);
    await ledger.close();
  });

  it('is erased with a leaf that says so, and told apart from what was lost', async () => {
    const ledger = await create();
    const batch = { kind: 'batch', what: 'pages', count: 1, root: '0'.repeat(64), statement: '0'.repeat(64) } as const;
    await ledger.keepSecret(2, seedOf(3));
    await ledger.append([entry(0), { at, of: null, body: batch }]);
    expect(Buffer.from((await ledger.secret(2))!)).toEqual(seedOf(3));
    expect(await eraseBody(ledger, 2, { at, by })).toBe(3);
    expect([await ledger.body(2), await ledger.secret(2)]).toEqual([null, null]);
    expect((await ledger.body(3))?.body).toMatchObject({ kind: 'prune', what: 'bodies', removed: 1, ids: hash('sha256', '2\n', 'hex') });
    expect(await eraseBody(ledger, 2, { at, by })).toBe(null);
    await expect(eraseBody(ledger, 0, { at, by })).rejects.toMatchObject({ code: 'not-erasable' });
    await expect(ledger.keepSecret(3, seedOf(3))).rejects.toMatchObject({ code: 'out-of-range' });
    await expect(ledger.keepSecret(4, Buffer.alloc(5))).rejects.toMatchObject({ code: 'bad-entry' });
    await ledger.close();
    expect(
      readdirSync(join(folder, 'bodies'))
        .map((name) => readFileSync(join(folder, 'bodies', name), 'utf8'))
        .filter((text) => text.includes('pages')),
    ).toEqual([]);
    expect((await checked(realDisk, folder)).problems).toEqual([]);
  });

  it('of an append that was never made is gone when it is opened again', async () => {
    const ledger = await create();
    await ledger.append(entries(0, 254));
    await ledger.keepSecret(260, seedOf(1));
    await ledger.close();
    mkdirSync(join(folder, 'bodies', 'x001'));
    for (const path of ['bodies/255.json', 'bodies/x001/000.json', 'tile/0/000', 'tile/0/000.p/256', 'tile/1/000.p/1', 'checkpoint.new']) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), 'left');
    }
    await (await open()).close();
    const left = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());
    expect(left.filter((name) => readFileSync(join(folder, name), 'utf8') === 'left' || name.startsWith('secrets'))).toEqual([]);
    expect(readdirSync(join(folder, 'bodies')).filter((name) => name.endsWith('.json'))).toHaveLength(255);
  });
});

describe('a signer', () => {
  it('has to be the one of the ledger, and what it answers has to hold', async () => {
    const ledger = await create();
    await ledger.close();
    await expect(openLedger(folder, seedSigner(seedOf(1)))).rejects.toMatchObject({ code: 'wrong-key' });
    const broken: Signer = { ...seedSigner(), sign: (message) => seedSigner(seedOf(1)).sign(message) };
    const opened = await openLedger(folder, broken);
    await expect(opened.append([entry(0)])).rejects.toMatchObject({ code: 'signer-failed' });
    await opened.close();
    const failing: Signer = { ...seedSigner(), sign: () => Promise.reject(new Error('no network')) };
    const unreachable = await openLedger(folder, failing);
    await expect(unreachable.append(entries(0, 4))).rejects.toMatchObject({ code: 'signer-failed' });
    await unreachable.close();
    const again = await open();
    expect(await again.append([entry(0)])).toEqual([1]);
    await again.close();
    expect(readdirSync(join(folder, 'bodies'))).toEqual(['000.json', '001.json']);
  });

  it('hands over to another one, and does not come back', async () => {
    const ledger = await create();
    const change = { why: 'rotation', since: null, at, by, signerSettings: { kind: 'aws-kms', key: 'arn' } } as const;
    expect(await rotateKey(ledger, seedSigner(seedOf(1)), change)).toBe(1);
    expect(ledger.checkpoint.split('\n— ')).toHaveLength(3);
    await ledger.append([entry(0)]);
    expect(ledger.checkpoint.split('\n— ')).toHaveLength(2);
    await expect(rotateKey(ledger, seedSigner(), change)).rejects.toMatchObject({ code: 'wrong-key' });
    await ledger.close();
    await expect(open()).rejects.toMatchObject({ code: 'wrong-key' });
    const reader = await readLedger(folder);
    expect(reader.keys.map(({ from, until, why }) => [from, until, why])).toEqual([
      [0, 2, 'rotation'],
      [2, null, null],
    ]);
    expect(reader.settings.signer).toEqual(change.signerSettings);
    expect((await checked(realDisk, folder)).problems).toEqual([]);
  });
});
