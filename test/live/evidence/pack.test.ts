import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { predicateTypes } from '../../../src/evidence/envelope/predicates.ts';
import { pemOf } from '../../../src/evidence/envelope/public-key.ts';
import { parseVkey, spkiOf } from '../../../src/evidence/log/vkey.ts';
import { root } from '../../support/cli.ts';
import { installed } from '../support/install.ts';
import { fsck, logPrograms } from './go-programs.ts';
import { realPack, type RealPack } from './real-pack.ts';
import { cosignProgram, litewitnessProgram, sealVerifier } from './seal-programs.ts';

const programs = installed(() => {
  for (const program of ['openssl', 'jq', 'sha256sum', 'python3', 'go']) execFileSync('sh', ['-c', `command -v ${program}`]);
  return { ...logPrograms(), seal: sealVerifier(), cosign: cosignProgram(), litewitness: litewitnessProgram() };
});

describe.skipIf(programs === undefined)('a pack, as people check it who have nothing of ours', () => {
  const none = { fsck: '', verifier: '', seal: '', cosign: '', litewitness: '' };
  const { fsck: fsckProgram, verifier, seal, cosign, litewitness } = programs ?? none;
  const home = mkdtempSync(join(tmpdir(), 'vestige-pack-'));
  let pack: RealPack;
  let copies = 0;
  beforeAll(async () => {
    pack = await realPack(home, litewitness);
  });
  afterAll(() => {
    rmSync(home, { recursive: true, force: true });
  });

  /** A copy of the pack with what came another way beside it, as VERIFY.md wants it. */
  function copy(): string {
    const place = join(home, `auditor-${copies++}`);
    cpSync(pack.folder, join(place, 'pack'), { recursive: true });
    writeFileSync(join(place, 'vkey.txt'), `${pack.vkey}\n`);
    cpSync(pack.authority, join(place, 'AUTHORITY.pem'));
    return join(place, 'pack');
  }
  const beside = (folder: string, name: string): string => join(folder, '..', name);
  /** Its output; throws where it does not exit with 0. */
  const said = (program: string, args: readonly string[], cwd = home): string =>
    execFileSync(program, args, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 200_000,
      env: { ...process.env, HOME: process.env['HOME'] ?? home },
    });
  function flip(folder: string, file: string, at: number | string = 0.5): void {
    const bytes = readFileSync(join(folder, file));
    const place = typeof at === 'string' ? bytes.indexOf(at) + 1 : Math.floor(bytes.length * at);
    bytes[place]! ^= 1;
    writeFileSync(join(folder, file), bytes);
  }
  function pem(folder: string): string {
    const vkey = parseVkey(pack.vkey);
    const place = beside(folder, 'made.pem');
    writeFileSync(place, pemOf({ algorithm: 'ed25519', spki: Buffer.from(spkiOf(vkey)).toString('base64'), keyId: '' }));
    return place;
  }
  it('has a log that Tessera and Go’s checksum database find whole, and damaged where a byte is another', () => {
    const folder = copy();
    const entries = /^\d+/.exec(said(verifier, ['log', join(folder, 'log'), pack.vkey]))?.[0];
    expect(Number(entries)).toBeGreaterThan(20);
    const whole = (): boolean => fsck(fsckProgram, join(folder, 'log'), beside(folder, 'vkey.txt')).isWhole;
    expect(whole()).toBe(true);
    flip(folder, join('log', 'checkpoint'), 0.9);
    expect(whole()).toBe(false);
    const other = copy();
    flip(other, join('log', 'tile', 'entries', '000.p', entries ?? ''));
    expect(() => said(verifier, ['log', join(other, 'log'), pack.vkey])).toThrow();
  });

  it('has proofs that transparency-dev reads, of entries that Python cuts out, and an envelope that go-securesystemslib and cosign take', () => {
    const folder = copy();
    said('python3', [join(import.meta.dirname, 'pack_check.py'), folder, pack.nonce]);
    for (const [name, other] of [
      ['population', 'export'],
      ['export', 'population'],
    ] as const) {
      const proof = join(folder, 'proofs', `${name}.tlog-proof`);
      expect(said(verifier, ['proof', proof, beside(folder, `${name}.leaf`), pack.vkey])).toMatch(/^leaf \d+ of \d+\n$/);
      expect(() => said(verifier, ['proof', proof, beside(folder, `${other}.leaf`), pack.vkey])).toThrow();
    }
    const key = pem(folder);
    const envelope = join(folder, 'pack.dsse.json');
    const statement = JSON.parse(said(seal, ['verify-dsse', key, envelope])) as { readonly subject: readonly { readonly name: string }[] };
    const { payload, payloadType, signatures } = JSON.parse(readFileSync(envelope, 'utf8')) as Readonly<Record<string, unknown>>;
    const bundle = {
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: { publicKey: { hint: '' } },
      dsseEnvelope: { payload, payloadType, signatures },
    };
    writeFileSync(beside(folder, 'bundle.json'), JSON.stringify(bundle));
    const takes = (file: string): string =>
      said(cosign, [
        'verify-blob-attestation',
        ...['--key', key, '--bundle', beside(folder, 'bundle.json'), '--insecure-ignore-tlog', '--type', predicateTypes.pack],
        join(folder, file),
      ]);
    const subjects = statement.subject.map(({ name }) => name);
    expect(subjects).toEqual(expect.arrayContaining(['pack.json', 'manifest.json', 'report.pdf', 'log/checkpoint']));
    for (const file of ['pack.json', 'report.pdf']) {
      takes(file);
      flip(folder, file);
      expect(() => takes(file), file).toThrow();
    }
    flip(folder, 'pack.dsse.json', '"payload":"');
    expect(() => said(seal, ['verify-dsse', key, envelope])).toThrow();
  });

  it('has items, a population and a sample that a program of Python’s own library works out again from docs/evidence.md', () => {
    const folder = copy();
    const check = (nonce = pack.nonce): string => said('python3', [join(import.meta.dirname, 'pack_check.py'), folder, nonce]);
    const counts = JSON.parse(check()) as Readonly<Record<string, number>>;
    expect(counts).toMatchObject({ drawn: 8 });
    for (const what of ['items', 'rows', 'statements', 'bodies']) expect(counts[what], what).toBeGreaterThan(4);
    expect(() => check('another nonce')).toThrow(/the seed/);
    // Each with a manifest that fits: what is found out is the lie, and not the hash of a file.
    const lie = (file: string, change: (text: string) => string, says: RegExp): void => {
      const was = new Map([file, 'manifest.json'].map((each) => [each, readFileSync(join(folder, each))]));
      const text = was.get(file)?.toString() ?? '';
      const lied = change(text);
      expect(lied, file).not.toBe(text);
      writeFileSync(join(folder, file), lied);
      const jq = '.files |= map(if .path == $path then .bytes = ($bytes | tonumber) | .sha256 = $sha256 else . end)';
      const [sha256 = ''] = said('sha256sum', [join(folder, file)]).split(' ');
      const args = ['-c', '--arg', 'path', file, '--arg', 'bytes', String(Buffer.byteLength(lied)), '--arg', 'sha256', sha256];
      writeFileSync(join(folder, 'manifest.json'), said('jq', [...args, jq, join(folder, 'manifest.json')]));
      expect(() => check(), file).toThrow(says);
      for (const [each, bytes] of was) writeFileSync(join(folder, each), bytes);
    };
    lie('pages.ndjson', (text) => text.replace('\\"receivedAt\\":', '\\"received\\":'), /#envelope/);
    lie('pages.ndjson', (text) => text.replace(/"page":"[0-9a-f]{8}/, '"page":"00000000'), /AssertionError: 00000000/);
    lie('pack.json', (text) => text.replace(/"disposition":"[a-z-]+"/, '"disposition":"ended-in-time"'), /the root of the population/);
    lie('log/bodies.ndjson', (text) => text.replace(/"name":"[a-z]/, '"name":"_'), /body \d+/);
    expect(JSON.parse(check())).toEqual(counts);
  });

  it('is checked by each command of its VERIFY.md as it is printed, and not where what it is about is another', () => {
    const stamp = join('log', 'anchors', readdirSync(join(pack.folder, 'log', 'anchors')).find((name) => name.includes('rfc3161')) ?? '');
    const blocks = commandsOf(readFileSync(join(pack.folder, 'VERIFY.md'), 'utf8'));
    const bash = (folder: string, block: string) =>
      spawnSync('bash', ['-euo', 'pipefail', '-c', block], { cwd: folder, encoding: 'utf8', timeout: 230_000 });
    const folder = copy();
    for (const block of blocks) {
      const { status, stdout, stderr } = bash(folder, block);
      expect({ block, status, stderr: status === 0 ? '' : stderr, stdout: block.startsWith('comm') ? stdout : '' }).toEqual({
        ...{ block, status: 0, stderr: '', stdout: '' },
      });
    }
    const damages: readonly (readonly [start: string, file: string, at?: number | string])[] = [
      ["jq -r '.files", join('csv', 'population.csv')],
      ['jq -r .payload', 'pack.dsse.json', '"sig":"'],
      ['jq -r .payload', join('csv', 'population.csv')],
      ['go run', join('log', 'checkpoint'), 0.9],
      ['jq -r .bytes', stamp, 0.8],
      ['jq -r .bytes', join('log', 'checkpoints', /(\d+)-rfc3161/.exec(stamp)?.[1] ?? '')],
    ];
    for (const [start, file, at] of damages) {
      const damaged = copy();
      cpSync(beside(folder, 'key.pem'), beside(damaged, 'key.pem'));
      flip(damaged, file, at);
      expect(bash(damaged, blocks.find((each) => each.startsWith(start)) ?? 'true').status, `${start} ${file}`).not.toBe(0);
    }
    const [listing = ''] = blocks;
    const added = copy();
    writeFileSync(join(added, 'csv', 'more.csv'), '');
    expect(bash(added, listing).stdout).toBe('csv/more.csv\n');
    // Of none but that which makes the file of the key it is left open whether it can fail.
    const left = blocks.filter((block) => block !== listing && !damages.some(([start]) => block.startsWith(start)));
    expect(left.map((block) => block.slice(0, 8))).toEqual(['{ printf']);
  });

  it('is checked by the published checker alone, in a folder with no SDK near it', () => {
    const place = join(home, 'published');
    mkdirSync(place);
    if (isOutdated()) execFileSync(process.execPath, [join(root, 'scripts', 'build.ts')], { cwd: root, stdio: 'pipe' });
    said('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', place], root);
    const tarball = readdirSync(place).find((name) => name.endsWith('.tgz')) ?? '';
    const own = join(place, 'node_modules', 'vestige');
    mkdirSync(own, { recursive: true });
    said('tar', ['-xzf', join(place, tarball), '--strip-components=1', '-C', own]);
    // What it loads beside itself; nothing else is there to be loaded.
    for (const name of closure(['asn1js', 'commander', 'fflate', 'pkijs', 'valibot', 'yaml']))
      cpSync(join(root, 'node_modules', name), join(place, 'node_modules', name), { recursive: true });
    for (const given of [pack.zip, pack.folder]) {
      const trust = ['--key', pack.vkey, '--tsa-ca', pack.authority, '--witness', pack.witness];
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(own, 'bin', 'vestige-verify.js'), given, ...trust], {
        cwd: place,
        encoding: 'utf8',
      });
      expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: '' });
      expect(stdout).toMatch(/^THE PACK HOLDS /);
    }
    const damaged = copy();
    flip(damaged, 'report.pdf');
    const { status, stdout } = spawnSync(process.execPath, [join(own, 'bin', 'vestige-verify.js'), damaged, '--key', pack.vkey], {
      cwd: place,
      encoding: 'utf8',
    });
    expect([status, stdout.includes('report.pdf')]).toEqual([1, true]);
  });
});

/** Whether a source is newer than what was built. */
function isOutdated(): boolean {
  const built = join(root, 'dist', 'src', 'cli', 'main.js');
  const newest = (folder: string): number =>
    Math.max(
      ...readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => statSync(join(root, folder, name)).mtimeMs),
    );
  return !existsSync(built) || Math.max(...['src', 'connectors', 'reports'].map(newest)) > statSync(built).mtimeMs;
}

/** Packages with all that they depend on. */
function closure(names: readonly string[]): ReadonlySet<string> {
  const all = new Set(names);
  for (const name of all) {
    const told = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as {
      readonly dependencies?: Readonly<Record<string, string>>;
    };
    for (const each of Object.keys(told.dependencies ?? {})) if (existsSync(join(root, 'node_modules', each))) all.add(each);
  }
  return all;
}

/** The indented blocks of commands below the heading that says so. */
function commandsOf(text: string): readonly string[] {
  const part = text.split('\n## By hand\n')[1]?.split('\n## ')[0] ?? '';
  const blocks: string[][] = [[]];
  for (const line of part.split('\n')) {
    if (line.startsWith('    ')) blocks.at(-1)?.push(line.slice(4));
    else if ((blocks.at(-1)?.length ?? 0) > 0) blocks.push([]);
  }
  return blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
}
