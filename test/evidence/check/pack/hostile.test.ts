import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readPack } from '../../../../src/cli/verify-pack/files.ts';
import { checkPack } from '../../../../src/evidence/check/pack/check.ts';
import { pathFault } from '../../../../src/evidence/check/pack/path.ts';
import { toldOf } from '../../../../src/evidence/check/pack/told.ts';
import { readZip } from '../../../../src/evidence/check/zip/read.ts';
import { fullTrust, smallPack } from '../../../support/evidence/small-pack.ts';
import type { Files } from '../../../support/evidence/signed-files.ts';

const original = smallPack();

function with_(path: string, bytes: Uint8Array | string): Files {
  return new Map(original.files).set(path, Buffer.from(bytes));
}

function codes(files: ReadonlyMap<string, Uint8Array>): readonly string[] {
  const checked = checkPack(files, fullTrust);
  toldOf(checked);
  return [...new Set(checked.problems.map(({ code }) => code))];
}

function folderOf(files: ReadonlyMap<string, Uint8Array>): string {
  const root = mkdtempSync(join(tmpdir(), 'vestige-hostile-'));
  for (const [path, bytes] of files) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
  return root;
}

const deep = '['.repeat(200_000) + ']'.repeat(200_000);
const deepObject = '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000);
const read = ['manifest.json', 'pack.json', 'pack.dsse.json', 'log/keys.json', 'log/bodies.ndjson', 'pages.ndjson', 'logged.ndjson'];
const statement = [...original.files.keys()].find((path) => path.startsWith('statements/'))!;
const anchor = [...original.files.keys()].find((path) => path.startsWith('log/anchors/'))!;

describe('a pack that was made to hurt its reader', () => {
  it.each([...read, statement, anchor, 'log/checkpoint', 'proofs/export.tlog-proof'])(
    'is told of, and nothing breaks, where %s nests without end',
    (path) => {
      for (const bytes of [deep, deepObject, `${deep}\n`]) expect(codes(with_(path, bytes))).not.toEqual([]);
    },
  );

  it('is told of where what was signed nests without end', () => {
    const envelope = {
      payload: Buffer.from(deepObject).toString('base64'),
      payloadType: 'application/vnd.in-toto+json',
      signatures: [{ keyid: '', sig: 'AAAA' }],
    };
    expect(codes(with_('pack.dsse.json', JSON.stringify(envelope)))).not.toEqual([]);
    expect(codes(with_(statement, JSON.stringify(envelope)))).not.toEqual([]);
  });

  it.each(['1e400', '-1e400', '1e308', '9007199254740993', '0.1e-400'])('is told of where numbers are %s', (number) => {
    const text = Buffer.from(original.files.get('pack.json')!).toString();
    expect(codes(with_('pack.json', text.replace(/"size":\d+/, `"size":${number}`)))).not.toEqual([]);
    const manifest = Buffer.from(original.files.get('manifest.json')!).toString();
    expect(codes(with_('manifest.json', manifest.replace(/"bytes":\d+/, `"bytes":${number}`)))).not.toEqual([]);
  });

  it('is told of where its log claims to be endless', () => {
    const note = Buffer.from(original.files.get('log/checkpoint')!).toString();
    for (const size of ['9007199254740991', '18446744073709551615', '99999999999999999999999'])
      expect(codes(with_('log/checkpoint', note.replace(/^\d+$/m, size)))).not.toEqual([]);
  });

  it('is told of in bounded room where it has a million lines that are wrong', () => {
    const { problems } = checkPack(with_('pages.ndjson', '{}\n'.repeat(1_000_000)), fullTrust);
    expect(problems.length).toBeLessThan(20_100);
    expect(problems).toContainEqual(expect.objectContaining({ code: 'too-large', file: '' }));
  });

  it.each([
    'con',
    'NUL.txt',
    'log/aux.json',
    'a/com1',
    'lpt9.x',
    'end.',
    'a./b',
    'C:/x',
    '..\\x',
    '/etc/passwd',
    'a//b',
    '../x',
    '.git/config',
    'a b',
    'ünder',
  ])('has no file called %s', (path) => {
    expect(pathFault(path)).toBeDefined();
    expect(codes(with_(path, 'x'))).toContain('unsafe-path');
  });

  it('has no two files that are one where case is not told apart', () => {
    expect(codes(with_('PACK.json', original.files.get('pack.json')!))).toContain('duplicate-file');
  });

  it('is told of in seconds where its zip has as many entries as a zip can', () => {
    const many = Object.fromEntries(Array.from({ length: 65_000 }, (_, i) => [`csv/${i}.csv`, new Uint8Array(0)]));
    const zip = zipSync({ ...Object.fromEntries(original.files), ...many }, { level: 0 });
    const begun = process.cpuUsage().user;
    const { files, problems } = readZip(zip);
    expect(problems.all()).toEqual([]);
    expect(codes(files)).toEqual(expect.arrayContaining(['unlisted-file', 'too-large']));
    expect(process.cpuUsage(undefined).user - begun).toBeLessThan(20_000_000);
  });
});

describe('a folder that is no plain pack', () => {
  it('holds where it is one', async () => {
    const { files, problems } = await readPack(folderOf(original.files), 'pack');
    expect(problems).toEqual([]);
    expect(codes(files)).toEqual([]);
  });

  it('is not followed where a link leads out of it, or a pipe would never end', async () => {
    const root = folderOf(original.files);
    symlinkSync('/etc', join(root, 'csv', 'etc'));
    symlinkSync('/etc/passwd', join(root, 'csv', 'passwd.csv'));
    symlinkSync('.', join(root, 'csv', 'round'));
    execFileSync('mkfifo', [join(root, 'csv', 'pipe.csv')]);
    const { files, problems } = await readPack(root, 'pack');
    expect(problems.map(({ code, file }) => `${code} ${file}`)).toEqual(
      ['csv/etc', 'csv/passwd.csv', 'csv/pipe.csv', 'csv/round'].map((path) => `unsafe-path ${path}`),
    );
    expect([...files.keys()].filter((path) => path.startsWith('csv/'))).toEqual(['csv/population.csv']);
  });

  it('is told of, file by file, where something in it cannot be read', async () => {
    const root = folderOf(original.files);
    chmodSync(join(root, 'csv', 'population.csv'), 0);
    chmodSync(join(root, 'log'), 0);
    const { problems } = await readPack(root, 'pack');
    chmodSync(join(root, 'log'), 0o700);
    // The superuser reads what nobody may.
    const unread = process.getuid?.() === 0 ? [] : ['missing-file csv/population.csv', 'missing-file log'];
    expect(problems.map(({ code, file }) => `${code} ${file}`)).toEqual(unread);
  });

  it('is told of where folders go down without end', async () => {
    const root = folderOf(original.files);
    mkdirSync(join(root, ...Array.from({ length: 300 }, () => 'd')), { recursive: true });
    const { problems } = await readPack(root, 'pack');
    expect(problems.map(({ code }) => code)).toEqual(['unsafe-path']);
  });
});
