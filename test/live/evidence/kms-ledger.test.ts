import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, request as ask, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main as vestige } from '../../../src/cli/main.ts';
import type { Terminal } from '../../../src/cli/streams.ts';
import { main as verifier } from '../../../src/cli/verify-pack/main.ts';
import { installed } from '../support/install.ts';
import { startMinistack } from '../support/ministack.ts';
import { keyServiceEnvironment } from './seal-programs.ts';

const ministack = installed(keyServiceEnvironment);

interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** Stands before the service and refuses what an account that lacks the right is refused. */
function gate(endpoint: string, refused: ReadonlySet<string>): Server {
  return createServer((request, response) => {
    const operation = String(request.headers['x-amz-target']).replace(/^TrentService\./, '');
    if (refused.has(operation)) {
      const message = `User: arn:aws:iam::111122223333:user/scan is not authorized to perform: kms:${operation}`;
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify({ __type: 'AccessDeniedException', message }));
      return;
    }
    const { method, headers } = request;
    const onward = ask(`${endpoint}${request.url ?? '/'}`, { method: method ?? 'POST', headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
}

describe.skipIf(ministack === undefined)('a ledger whose key is with AWS KMS, by the command line', () => {
  const before = { ...process.env };
  const home = mkdtempSync(join(tmpdir(), 'vestige-kms-'));
  const refused = new Set<string>();
  const keys: Record<string, string> = {};
  let server: Awaited<ReturnType<typeof startMinistack>>;
  let way: Server;
  beforeAll(async () => {
    server = await startMinistack(ministack ?? '');
    way = gate(server.endpoint, refused);
    await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve));
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(way.address() as AddressInfo).port}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: '111122223333',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
    const client = new KMSClient({});
    for (const [name, spec] of [
      ['first', 'ECC_NIST_P256'],
      ['second', 'ECC_NIST_P256'],
      ['wide', 'ECC_NIST_P384'],
      ['short', 'ECC_NIST_EDWARDS25519'],
    ] as const)
      keys[name] = (await client.send(new CreateKeyCommand({ KeySpec: spec, KeyUsage: 'SIGN_VERIFY' }))).KeyMetadata?.Arn ?? '';
    client.destroy();
    await run('demo');
    rmSync(join(home, '.vestige', 'ledger'), { recursive: true });
  });
  afterAll(async () => {
    process.env = before;
    way.closeAllConnections();
    way.close();
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  });

  async function ran(program: (args: readonly string[], terminal: Terminal) => Promise<number>, args: readonly string[]): Promise<Ran> {
    const told = { out: '', err: '' };
    const into = (stream: keyof typeof told): Writable =>
      new Writable({
        write(chunk: Buffer, _, done) {
          told[stream] += chunk.toString();
          done();
        },
      });
    const clock = (): number => Date.parse('2026-11-20T00:00:00.000Z');
    const terminal = { stdout: into('out'), stderr: into('err'), width: 80, colour: false, environment: {}, cwd: home, clock };
    return { exit: await program(args, terminal), ...told };
  }
  const run = (...args: readonly string[]): Promise<Ran> => ran(vestige, args);
  const kms = (name: string): string => `aws:${keys[name] ?? name}`;

  const gone = 'arn:aws:kms:us-east-1:111122223333:key/00000000-0000-0000-0000-000000000000';
  it.each<[string, string, RegExp, RegExp, Record<string, string>, string?]>([
    ['no such key', gone, /NotFound/, /there is no such key/, {}],
    ['a key of another kind', 'wide', /ECC_NIST_P384/, /--key-spec ECC_NIST_P256/, {}],
    ['a key that signs too little', 'short', /less than what seals a pack/, /--key-spec ECC_NIST_P256/, {}],
    ['nobody at the other end', 'first', /ECONNREFUSED/, /the service was not reached/, { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }],
    ['no credentials', 'first', /Credentials/i, /no credentials/, { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }],
    ['no region', 'alias/ledger', /region/i, /AWS_REGION/, { AWS_REGION: '' }],
    ['no right to read the key', 'first', /kms:GetPublicKey/, /need kms:GetPublicKey and kms:Sign/, {}, 'GetPublicKey'],
    ['no right to sign', 'first', /kms:Sign/, /need kms:GetPublicKey and kms:Sign/, {}, 'Sign'],
  ])('is not begun with %s, and one line says why and another what to do', async (_, key, why, hint, environment, denied) => {
    const was = { ...process.env };
    Object.assign(process.env, environment);
    if (denied !== undefined) refused.add(denied);
    try {
      const { exit, out, err } = await run('ledger', 'init', '--kms', kms(key));
      expect({ exit, out }).toEqual({ exit: 2, out: '' });
      const lines = err.trimEnd().split('\n');
      expect(lines).toHaveLength(2);
      expect(lines[0]).toMatch(why);
      expect(lines[1]).toMatch(hint);
    } finally {
      refused.clear();
      process.env = was;
    }
  });

  it('is begun, logs a run, is handed over to another key of the service, and seals a pack that the printed key checks', async () => {
    // What was cut off above left nothing that is in the way.
    const begun = await run('ledger', 'init', '--kms', kms('first'), '--origin', 'test.example/kms');
    expect(begun.exit, begun.err).toBe(0);
    expect(begun.out.replaceAll('\n', ' ')).toContain('Whoever may sign with this key can write to the ledger');
    expect(begun.out).not.toContain('private key');
    const [first = ''] = /^test\.example\/kms\+\S+$/m.exec(begun.out) ?? [];
    expect(readdirSync(join(home, '.vestige', 'ledger')).filter((name) => name.endsWith('.pem'))).toEqual([]);

    const [capture = ''] = readdirSync(join(home, '.vestige', 'captures'));
    const analysed = await run(
      'analyze',
      capture,
      '--no-record',
      '--fail-on',
      'never',
      '--format',
      'json',
      '-o',
      join(home, 'report.json'),
    );
    expect(analysed.exit, analysed.err).toBeLessThan(4);
    const rotated = await run('ledger', 'rotate-key', '--kms', kms('second'), '--format', 'json');
    expect(rotated.exit, rotated.err).toBe(0);
    const second = (JSON.parse(rotated.out) as { readonly vkey: string }).vkey;
    expect(second).not.toBe(first);
    expect((await run('ledger', 'status')).out).toMatch(/1 run-intent/);
    expect(await run('ledger', 'check', '--key', first)).toMatchObject({ exit: 0 });

    const asked = ['--period', '2026-10-01..2026-11-01', '--framework', 'soc2', '-o', 'pack', '--zip'];
    const exported = await run('evidence', 'export', ...asked);
    expect(exported.exit, exported.err).toBe(0);
    expect(exported.out).toContain(second);
    // The first key vouches for the second, by the checkpoint that both signed.
    for (const key of [first, second]) expect(await ran(verifier, ['pack.zip', '--key', key])).toMatchObject({ exit: 0 });
    const other = await ran(verifier, [
      'pack.zip',
      '--key',
      'example.com/revocation-log+d50476d5+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea',
    ]);
    expect(other).toMatchObject({ exit: 1 });
  });

  it('keeps what it held where the service refuses to sign, and goes on once it does', async () => {
    const held = async (): Promise<unknown> => JSON.parse((await run('ledger', 'status', '--format', 'json')).out) as unknown;
    const was = await held();
    refused.add('Sign');
    const denied = await run('evidence', 'export', '--period', '2026-10-01..2026-11-01', '--framework', 'gdpr', '-o', 'denied');
    expect(denied).toMatchObject({ exit: 2, out: '' });
    expect(denied.err).toMatch(/not authorized to perform: kms:Sign[^\n]*\nhint: the credentials lack a right/);
    refused.clear();
    expect(await held()).toEqual(was);
    expect(readdirSync(home)).not.toContain('denied');
    expect(await run('evidence', 'export', '--period', '2026-10-01..2026-11-01', '--framework', 'gdpr', '-o', 'denied')).toMatchObject({
      exit: 0,
    });
    expect(await run('ledger', 'check')).toMatchObject({ exit: 0 });
  });
});
