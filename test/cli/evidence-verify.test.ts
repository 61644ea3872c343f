import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main as vestige } from '../../src/cli/main.ts';
import type { Terminal } from '../../src/cli/streams.ts';
import { main } from '../../src/cli/verify-pack/main.ts';
import { formatVkey } from '../../src/evidence/log/vkey.ts';
import { authorityPem, smallPack, vkeys } from '../support/evidence/small-pack.ts';
import { root, type Ran } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'vestige-verify-'));
const key = formatVkey(vkeys.first);
const witness = formatVkey(vkeys.witness);
const { files } = smallPack();

function at(name: string): string {
  return join(folder, name);
}

function write(place: string, all: ReadonlyMap<string, Uint8Array>): void {
  for (const [path, bytes] of all) {
    mkdirSync(dirname(join(place, path)), { recursive: true });
    writeFileSync(join(place, path), bytes);
  }
}

function ran(run: (args: readonly string[], terminal: Terminal) => Promise<number>): (args: readonly string[]) => Promise<Ran> {
  return async (args) => {
    const told = { stdout: '', stderr: '' };
    const stream = (name: keyof typeof told): Writable =>
      new Writable({
        write(chunk: Buffer | string, _, done) {
          told[name] += chunk.toString();
          done();
        },
      });
    const exit = await run(args, {
      stdout: stream('stdout'),
      stderr: stream('stderr'),
      width: 80,
      colour: false,
      environment: {},
      cwd: folder,
      clock: () => 0,
    });
    return { exit, ...told };
  };
}
const verify = ran(main);

/** In a process of its own, as an auditor has it. */
function verifyApart(before: readonly string[], args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1', COLUMNS: '80' };
    execFile(
      process.execPath,
      [...before, join(root, 'bin', 'vestige-verify.js'), ...args],
      { cwd: folder, env },
      (error, stdout, stderr) => {
        resolve({ exit: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, stdout, stderr });
      },
    );
  });
}

beforeAll(() => {
  write(at('pack'), files);
  writeFileSync(at('pack.zip'), zipSync(Object.fromEntries(files)));
  writeFileSync(at('key.txt'), `${key}\n`);
  writeFileSync(at('ca.pem'), authorityPem);
  write(at('bad'), new Map([...files, ['csv/population.csv', Buffer.from('id\r\n\u001b[31mx')], ['more', Buffer.from('x')]]));
  symlinkSync('/etc/hostname', at('bad/link'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('vestige-verify', () => {
  it('says first that a pack holds, then what is proven and what is not, in 80 columns', async () => {
    const { exit, stdout, stderr } = await verify(['pack.zip', '--key', 'key.txt', '--tsa-ca', 'ca.pem', '--witness', witness]);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    expect(stdout).toMatch(/^THE PACK HOLDS /);
    expect(stdout).toContain('marks from\n  outside cover the period');
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(stdout.indexOf('PROVEN')).toBeLessThan(stdout.indexOf('NOT PROVEN'));
  });

  it('names the file and the difference of what is wrong, and exits 1', async () => {
    const { exit, stdout } = await verify(['bad', '--key', key]);
    expect(exit).toBe(1);
    expect(stdout).toMatch(/^THE PACK DOES NOT HOLD {2}4 things are wrong/);
    for (const line of ['csv/population.csv [wrong-hash]', 'csv/population.csv [wrong-size]', 'more [unlisted-file]', 'link [unsafe-path]'])
      expect(stdout).toContain(line);
    expect(stdout).toContain('who made these files: they are not those that were signed');
    expect(stdout).not.toContain('the pack holds');
  });

  it('cannot begin without a key, with a wrong one or without a pack', async () => {
    expect(await verify(['pack'])).toMatchObject({ exit: 2, stdout: '' });
    expect(await verify(['pack', '--key', 'nobody+00000000+AAAA'])).toMatchObject({ exit: 2, stdout: '' });
    expect(await verify(['pack', '--key', witness])).toMatchObject({ exit: 2, stdout: '' });
    expect(await verify(['nowhere', '--key', key])).toMatchObject({ exit: 2, stdout: '' });
    expect(await verify(['pack', '--key', key, '--captures', 'x'])).toMatchObject({ exit: 2, stdout: '' });
  });

  it('never repeats what stands in the file that was named as the key: it may be the private one, or a passphrase', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    for (const [name, secret] of [
      ['key.pem', pem],
      ['passphrase', 'correct horse+battery\n'],
    ] as const) {
      writeFileSync(at(name), secret);
      const { exit, stdout, stderr } = await verify(['pack', '--key', name]);
      expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
      expect(stderr).toContain(`cannot use the key of the ledger in ${name}: `);
      for (const line of secret.split('\n').filter((each) => each !== '' && !each.startsWith('-----'))) expect(stderr).not.toContain(line);
    }
    expect((await verify(['pack', '--key', 'key.pem'])).stderr).toContain('it is a private key');
    expect((await verify(['pack', '--key', pem])).stderr).not.toContain(pem.split('\n')[1]);
    expect((await verify(['pack', '--key', 'no.txt'])).stderr).toContain(
      'cannot read the key of the ledger in no.txt: there is no such file',
    );
    expect((await verify(['pack', '--key', 'pack'])).stderr).toContain('cannot read the key of the ledger in pack: it is a folder');
  });

  it('says without a key that it does not know who made the pack', async () => {
    const { exit, stdout } = await verify(['pack', '--unsigned']);
    expect(exit).toBe(3);
    expect(stdout).toMatch(/^ITS PARTS FIT EACH OTHER/);
    expect(stdout).not.toMatch(/pack holds/i);
    expect(stdout).toContain('who made the pack: you named no key');
    expect(await verify(['bad', '--unsigned'])).toMatchObject({ exit: 1, stdout: expect.stringMatching(/^THE PACK DOES NOT HOLD/) });
    const { stdout: json } = await verify(['pack', '--unsigned', '--format', 'json']);
    expect(JSON.parse(json)).toMatchObject({ holds: true, named: false, level: 'unsigned' });
  });

  it('prints JSON of the published schema, as `vestige evidence verify` does', async () => {
    const schema = JSON.parse(readFileSync(join(root, 'schemas', 'evidence-verify.schema.json'), 'utf8')) as object;
    const validate = new Ajv2020({ strict: true }).compile(schema);
    for (const pack of ['pack', 'bad']) {
      const [own, whole] = await Promise.all([
        verify([pack, '--key', key, '--format', 'json']),
        ran(vestige)(['evidence', 'verify', pack, '--key', key, '--format', 'json']),
      ]);
      expect(whole).toEqual(own);
      expect(validate(JSON.parse(own.stdout)), JSON.stringify(validate.errors)).toBe(true);
    }
  });

  it('says that nothing was derived again where it was asked and cannot be', async () => {
    const { exit, stdout } = await verify(['pack', '--key', key, '--recompute']);
    expect(exit).toBe(1);
    expect(stdout).toContain('[not-recomputed]');
  });

  it('loads no SDK, connector, rule or driver to check a pack', async () => {
    const spy = `data:text/javascript,${encodeURIComponent(
      "import { registerHooks } from 'node:module'; registerHooks({ load: (url, context, next) => { process.stderr.write(`loaded ${url}\\n`); return next(url, context); } });",
    )}`;
    const { exit, stderr } = await verifyApart(['--import', spy], ['pack', '--key', key]);
    expect(exit).toBe(0);
    const loaded = stderr.split('\n').filter((line) => line.startsWith('loaded '));
    expect(loaded.length).toBeGreaterThan(40);
    expect(
      loaded.filter((line) =>
        /node_modules\/(@aws-sdk|@smithy|@azure|@microsoft|@google-cloud|pg|kysely)\/|node:(sqlite|net|tls|https?|dns)|\/connectors\/|\/src\/(rules|history|collect|evidence\/(seal|ledger|pack))\//.test(
          line,
        ),
      ),
    ).toEqual([]);
  });
});
