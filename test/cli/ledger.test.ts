import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { checkTlogProof } from '../../src/evidence/check/log/proof.ts';
import { isBodyOf, leafBytes, parseLeaf } from '../../src/evidence/log/leaf.ts';
import type { Post } from '../../src/evidence/seal/post.ts';
import { formatVkey, parseVkey } from '../../src/evidence/log/vkey.ts';
import type { SaltedBody } from '../../src/model/ledger.ts';
import type { LedgerStatus } from '../../src/run/ledger/status.ts';
import { answerOf, issue, pemOfCert, timeStamping, tokenOf } from '../evidence/support/authority.ts';
import { memoryWitness, witnessKey } from '../evidence/support/witness.ts';
import { root } from '../support/cli.ts';
import { estateServer, estateWiring } from '../support/live/estate.ts';
import { fakeTerminal } from '../support/live/terminal.ts';
import { ledgerPlace, type Ran } from './ledger/support.ts';

const { at, here, run, begin, vkey, bodies, kinds } = ledgerPlace();

describe('a run', () => {
  it('has its intent in the ledger before the first question is asked, and its end after the last', async () => {
    await begin();
    const seen: (readonly string[])[] = [];
    const server = estateServer(undefined, async () => {
      seen.push(await kinds());
    });
    const { exit, err } = await run(['scan', 'estate', '--format', 'json'], server);
    expect([exit, seen.length > 2, new Set(seen.map((each) => each.join()))]).toEqual([0, true, new Set(['begun,run-intent'])]);
    expect(await kinds()).toEqual(['begun', 'run-intent', 'batch', 'batch', 'run-end']);
    expect(err).toContain('ledger: logged as entries 1 to 4 of .vestige/ledger');
    expect((await bodies())[1]).toMatchObject({
      command: 'scan',
      scope: [{ connector: 'estate', surfaces: ['estate:keys', 'estate:users'] }],
    });
    expect((await run(['ledger', 'check', '--key', vkey()])).exit).toBe(0);
  });

  it('that is killed leaves an intent without an end, which is told', async () => {
    await begin();
    const killed = promisify(execFile)(process.execPath, [join(root, 'test/support/live/killed-capture.ts'), at('')]);
    await expect(killed).rejects.toMatchObject({ signal: 'SIGKILL' });
    const status = JSON.parse((await run(['ledger', 'status', '--format', 'json'])).out) as LedgerStatus;
    expect(status.openRuns).toMatchObject([{ index: 1, command: 'capture' }]);
    expect((await run(['ledger', 'status'])).out).toMatch(/open +1 run without an end\n +entry 1: capture by/);
    expect((await run(['capture', 'estate'])).exit).toBe(0);
    expect(await kinds()).toEqual(['begun', 'run-intent', 'run-intent', 'batch', 'run-end']);
  });

  it('that is stopped says so', async () => {
    await begin();
    const fake = fakeTerminal(at(''));
    const server = estateServer(undefined, async (call, signal) => {
      if (call === 3) fake.interrupt();
      signal.throwIfAborted();
    });
    expect(await main(['scan', 'estate'], fake.terminal, estateWiring(server))).toBe(2);
    expect((await bodies()).at(-1)).toMatchObject({ kind: 'run-abort', code: 'stopped' });
    expect(await kinds()).toEqual(['begun', 'run-intent', 'run-abort']);
  });

  it('goes on beside another one', async () => {
    await begin();
    const ran = await Promise.all([run(['capture', 'estate']), run(['capture', 'estate'])]);
    expect(ran.map(({ exit }) => exit)).toEqual([0, 0]);
    const all = await kinds();
    expect([...all].sort()).toEqual(['batch', 'batch', 'begun', 'run-end', 'run-end', 'run-intent', 'run-intent']);
    expect((await run(['ledger', 'check'])).exit).toBe(0);
  });

  it('is answered by the same bytes with a ledger, without one, and left out of it', async () => {
    const args = ['scan', 'estate', '--no-record', '--format', 'json'];
    const without = await run(args);
    expect([existsSync(here()), without.err.includes('ledger')]).toEqual([false, false]);
    await begin();
    const logged = await run(args);
    const leftOut = await run([...args, '--no-ledger']);
    expect([logged.out, leftOut.out]).toEqual([without.out, without.out]);
    expect([logged.exit, leftOut.exit]).toEqual([without.exit, without.exit]);
    expect(leftOut.err).toContain('ledger: this run is left out of it (--no-ledger)');
    expect((await kinds()).filter((kind) => kind === 'run-intent')).toHaveLength(1);
  });
});

describe('a ledger that does not work', () => {
  const faults: readonly (readonly [string, () => void])[] = [
    ['a changed checkpoint', () => flip(here('checkpoint'))],
    ['a lost ledger.json', () => rmSync(here('ledger.json'))],
    ['a lost key', () => rmSync(here('key.pem'))],
    ['a changed tile', () => flip(here('tile/0/000.p/1'))],
  ];

  it.each(faults)('with %s is told by whoever runs, and refuses where it is required', async (_, plant) => {
    await begin();
    plant();
    const { exit, out, err } = await run(['scan', 'estate', '--format', 'json', '--quiet']);
    expect([exit, (JSON.parse(out) as { schema: number }).schema]).toEqual([2, 1]);
    expect(err).toMatch(/^vestige: ledger: this run is not logged: cannot .*\(exit 2\)\nhint: /);
    writeFileSync(at('vestige.yaml'), 'ledger: { required: true }\n');
    const server = estateServer();
    const refused = await run(['scan', 'estate'], server);
    expect([refused.exit, refused.out, server.calls]).toEqual([2, '', []]);
    expect(refused.err).toContain('cannot begin the scan: it could not be logged');
    expect((await run(['scan', 'estate', '--no-ledger'], server)).err).toContain('cannot leave the run out of the ledger');
    expect(server.calls).toEqual([]);
  });

  it('is required where the configuration says so, though nobody made one', async () => {
    writeFileSync(at('vestige.yaml'), 'ledger: { required: true }\n');
    const server = estateServer();
    const { exit, err } = await run(['capture', 'estate'], server);
    expect([exit, server.calls, err]).toEqual([2, [], expect.stringContaining('hint: make one with `vestige ledger init`')]);
    writeFileSync(at('vestige.yaml'), 'ledger: { folder: elsewhere }\n');
    expect((await run(['capture', 'estate'])).err).toContain('this run is not logged: cannot open the ledger');
  });

  it('that breaks during a run leaves its intent, and that is told', async () => {
    await begin();
    const server = estateServer(undefined, (call) => {
      if (call === 2) flip(here('checkpoint'));
      return Promise.resolve();
    });
    const { exit, err } = await run(['capture', 'estate'], server);
    expect([exit, err]).toEqual([2, expect.stringContaining('ledger: that this run was begun is logged, how it ended is not: cannot')]);
  });
});

describe('what is done to the store', () => {
  it('has an entry each, and 2 where that cannot be written', async () => {
    writeFileSync(at('leavers.csv'), 'Person,Gone\n10442,2026-10-10T18:00:00+01:00\n');
    writeFileSync(
      at('mapping.yaml'),
      'system: workday\nsourceKind: hr\nid: [Person]\nevents: [{ type: left, at: Gone, about: [{ kind: employee-id, value: Person }] }]\n',
    );
    writeFileSync(at('vestige.yaml'), 'ledger: { operator: Ida Quist }\n');
    await begin();
    const args = ['due', 'import', 'leavers.csv', '--mapping', 'mapping.yaml'];
    expect((await run([...args, '--dry-run'])).exit).toBe(0);
    expect(await kinds()).toEqual(['begun']);
    expect((await run(args)).exit).toBe(0);
    expect((await bodies()).at(-1)).toMatchObject({
      kind: 'import',
      import: { system: 'workday', rows: 1, events: 1 },
      by: { name: 'Ida Quist', from: 'configuration' },
    });
    flip(here('checkpoint'));
    const { exit, err } = await run(args);
    expect([exit, err]).toEqual([2, expect.stringContaining('ledger: this was done and is not logged: cannot')]);
  });

  it('has an entry where captures are pruned, and none where nothing was', async () => {
    await run(['scan', 'estate']);
    await run(['capture', 'estate', '--surfaces', 'users']);
    await begin();
    writeFileSync(at('vestige.yaml'), 'history: { keepDays: 1 }\n');
    const prune = async (...more: readonly string[]): Promise<readonly [number, string]> => {
      const { terminal, out } = fakeTerminal(at(''), { clock: () => Date.now() + 10 * 86_400_000 });
      return [await main(['store', 'prune', '--captures', ...more], terminal, estateWiring(estateServer())), out()];
    };
    expect((await prune('--dry-run'))[0]).toBe(0);
    expect(await kinds()).toEqual(['begun']);
    const [exit, out] = await prune();
    expect([exit, out]).toEqual([0, expect.stringContaining('1 capture, 0.0 MB, that nothing kept speaks of: removed')]);
    const told = (await bodies()).filter((body) => body.kind === 'prune');
    expect(told.map(({ what, removed }) => [what, removed]).at(-1)).toEqual(['captures', 1]);
    const before = (await kinds()).length;
    expect((await prune())[0]).toBe(0);
    expect((await kinds()).length).toBe(before);
  });

  it('is not begun where a ledger is required and cannot be written to', async () => {
    writeFileSync(at('leavers.csv'), 'Person,Gone\n10442,2026-10-10T18:00:00+01:00\n');
    writeFileSync(at('vestige.yaml'), 'ledger: { required: true }\n');
    const { exit } = await run(['due', 'import', 'leavers.csv', '--as', 'workday']);
    expect([exit, existsSync(at('.vestige/history.db'))]).toEqual([2, false]);
  });
});

describe('vestige ledger', () => {
  it('begins one, with a key that only its owner can read, and no second one', async () => {
    const { exit, out } = await begin();
    expect([exit, out]).toEqual([0, expect.stringContaining(`\n${vkey()}\n`)]);
    expect(vkey()).toMatch(/^test\.example\/log\+[0-9a-f]{8}\+/);
    expect(await begin()).toMatchObject({ exit: 2, err: expect.stringContaining('there is one\nhint: see it with') as unknown });
  });

  it('opens an encrypted key with its passphrase alone, which is printed nowhere', async () => {
    const secret = 'correct horse';
    const begun = await run(['ledger', 'init'], undefined, { VESTIGE_LEDGER_PASSPHRASE: secret });
    expect([begun.exit, readFileSync(here('key.pem'), 'utf8').includes('ENCRYPTED')]).toEqual([0, true]);
    const without = await run(['capture', 'estate']);
    expect([without.exit, without.err]).toEqual([2, expect.stringContaining('hint: set VESTIGE_LEDGER_PASSPHRASE')]);
    writeFileSync(at('pass'), `${secret}\n`);
    const withIt = await run(['capture', 'estate', '--passphrase-file', 'pass']);
    expect(withIt.exit).toBe(0);
    expect([begun, without, withIt].some(({ out, err }) => (out + err).includes(secret))).toBe(false);
  });

  it('writes proofs that anybody can check, of an entry named by index, run or capture', async () => {
    await begin();
    const capture = (await run(['capture', 'estate'])).out.trim();
    for (const [name, kind] of [
      ['1', 'run-intent'],
      [capture, 'run-end'],
      [capture.slice(0, 8), 'run-end'],
    ] as const) {
      const { exit, out } = await run(['ledger', 'prove', name, '--body', 'body.json']);
      const leaf = parseLeaf(Buffer.from(/^extra (.*)$/m.exec(out)?.[1] ?? '', 'base64'));
      expect([exit, leaf.kind]).toEqual([0, kind]);
      expect(checkTlogProof(Buffer.from(out), leafBytes(leaf), [parseVkey(vkey())]).problems).toEqual([]);
      expect(isBodyOf(leaf, JSON.parse(readFileSync(at('body.json'), 'utf8')) as SaltedBody)).toBe(true);
    }
    expect(await run(['ledger', 'prove', 'ffffffff'])).toMatchObject({ exit: 2, err: expect.stringContaining('none is it') as unknown });
  });

  it('hands over to another key, and those who know the first one can follow', async () => {
    await begin();
    const first = vkey();
    expect((await run(['ledger', 'rotate-key'])).exit).toBe(0);
    const compromised = await run(['ledger', 'rotate-key', '--compromised-since', '2026-10-01']);
    expect([compromised.exit, compromised.err]).toEqual([0, expect.stringContaining('not to be trusted since 2026-10-01')]);
    expect((await run(['capture', 'estate'])).exit).toBe(0);
    expect((await run(['ledger', 'check', '--key', first])).exit).toBe(0);
    expect((await bodies()).filter(({ kind }) => kind === 'key-change')).toMatchObject([{ why: 'rotation' }, { why: 'compromise' }]);
    expect((await run(['ledger', 'rotate-key', '--compromised-since', '2027-10-01'])).err).toContain('that is still to come');
  });

  it('finds what was changed, with its file', async () => {
    await begin();
    await run(['scan', 'estate', '--format', 'json']);
    const size = 5;
    const statement = `statements/${readdirSync(here('statements'))[0] ?? ''}`;
    for (const file of [
      'checkpoint',
      `tile/0/000.p/${size}`,
      'tile/0/000.p/2',
      `tile/entries/000.p/${size}`,
      'bodies/001.json',
      statement,
    ]) {
      const bytes = readFileSync(here(file));
      flip(here(file));
      const { exit, out } = await run(['ledger', 'check', '--format', 'json']);
      const { problems } = JSON.parse(out) as { problems: { file: string; place: string }[] };
      const text = JSON.stringify(problems);
      expect([file, exit, text.includes(file) || /^bodies|entries/.test(file)]).toEqual([file, 1, true]);
      writeFileSync(here(file), bytes);
    }
    for (const file of [`tile/0/000.p/${size}`, 'bodies/002.json', 'secrets/002.bin', statement, 'checkpoint', 'ledger.json']) {
      const bytes = readFileSync(here(file));
      rmSync(here(file));
      const { exit, out } = await run(['ledger', 'check', '--format', 'json']);
      expect([file, exit, out.includes(`"file": "${file}"`)]).toEqual([file, 1, true]);
      writeFileSync(here(file), bytes);
    }
    writeFileSync(here('bodies/001.json'), '{"erased":3}');
    expect((await run(['ledger', 'check'])).out).toContain('erased-unlogged: bodies/001.json, leaf 1');
  });

  it('finds that it was rolled back, or is another one than before', async () => {
    await begin();
    await run(['capture', 'estate']);
    const later = readFileSync(here('checkpoint'));
    writeFileSync(at('later'), later);
    expect((await run(['ledger', 'check', '--since', 'later'])).exit).toBe(0);
    rmSync(here(), { recursive: true });
    const key = vkeyOf(await begin('--key-file', 'kept.pem'));
    const { exit, out } = await run(['ledger', 'check', '--since', 'later']);
    expect([exit, out, key.startsWith('test.example/log+')]).toEqual([1, expect.stringContaining('rolled-back: checkpoint'), true]);
  });

  it('is marked over HTTP by an authority and a witness, and says who they are', async () => {
    await begin();
    const root = issue({ name: 'Root', authority: true });
    const signer = issue({ name: 'Stamps', issuer: root, purposes: [timeStamping] });
    const witness = memoryWitness(['test.example/log']);
    const server = await serving((url, body) => {
      if (url.startsWith('/witness/')) return witness.post(url, 'text/plain', body);
      // TimeStampReq: the imprint's 32 bytes, then the nonce as an INTEGER
      const at = body.indexOf(Buffer.from('0420', 'hex')) + 34;
      const nonce = body.subarray(at + 2, at + 2 + (body[at + 1] ?? 0));
      const token = tokenOf({ signer, message: readFileSync(here('checkpoint')), nonce });
      return Promise.resolve({ status: 200, contentType: 'application/timestamp-reply', body: answerOf(token) });
    });
    try {
      writeFileSync(at('ca.pem'), pemOfCert(root));
      const settings = {
        timestamp: { url: `${server.url}/tsa`, caFile: 'ca.pem' },
        witnesses: [
          { name: 'partner', url: `${server.url}/witness`, vkey: formatVkey(witnessKey()) },
          { name: 'gone', url: `${server.url}/nobody`, vkey: formatVkey(witnessKey()) },
        ],
      };
      writeFileSync(at('vestige.yaml'), JSON.stringify({ ledger: settings }));
      const stamped = await run(['ledger', 'timestamp']);
      expect(stamped).toMatchObject({ exit: 0, out: expect.stringContaining('marked: 1 entry by Stamps (time stamp)') as unknown });
      expect((await run(['ledger', 'witness', '--url', `${server.url}/witness`])).exit).toBe(0);
      const both = await run(['ledger', 'witness']);
      expect([both.exit, both.err]).toEqual([2, expect.stringContaining('1 witness of 2 did not cosign (exit 2)')]);
      expect(await kinds()).toEqual(['begun', 'anchor', 'anchor', 'anchor']);
      expect((await run(['ledger', 'status'])).out).toMatch(/anchored +3 entries by witness\.example\/w1/);
      expect(await run(['ledger', 'check', '--key', vkey()])).toMatchObject({
        exit: 0,
        out: expect.not.stringContaining('is not among') as unknown,
      });
      await run(['capture', 'estate']);
      expect((await bodies()).find(({ kind }) => kind === 'run-intent')).toMatchObject({ anchor: { how: 'cosignature', size: 3 } });
    } finally {
      await server.close();
    }
  });

  it('says what it cannot do, and how to mend it', async () => {
    expect((await run(['ledger', 'status'])).err).toContain('hint: `vestige ledger init` makes one');
    await begin();
    expect((await run(['ledger', 'witness'])).err).toContain('hint: set ledger.witnesses in the configuration');
    expect((await run(['ledger', 'timestamp'])).err).toContain('hint: name one with --url');
    const unreachable = await run(['ledger', 'timestamp', '--url', 'http://127.0.0.1:9/']);
    expect([unreachable.exit, unreachable.err, await kinds()]).toEqual([
      2,
      expect.stringContaining('cannot reach http://127.0.0.1:9/'),
      ['begun'],
    ]);
    expect((await run(['ledger', 'check', '--key', 'nonsense'])).exit).toBe(2);
    expect((await run(['ledger', 'init', '--kms', 'ibm:x'])).exit).toBe(2);
  });
});

type Answer = Awaited<ReturnType<Post>>;

/** Answers on the loopback, whatever is put to it. */
async function serving(answer: (url: string, body: Buffer) => Promise<Answer>): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      void answer(request.url ?? '', Buffer.concat(chunks)).then(({ status, contentType, body }) => {
        response.writeHead(status, { 'content-type': contentType ?? '' }).end(body);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, close };
}

function flip(file: string): void {
  const bytes = readFileSync(file);
  const at = Math.floor(bytes.length / 2);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

function vkeyOf({ out }: Ran): string {
  return out.split('\n').find((line) => line.startsWith('test.example/log+')) ?? '';
}
