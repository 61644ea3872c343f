import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { emptyRoot } from '../../../src/evidence/log/merkle.ts';
import { privateKeyOf, publicOf, seeds } from '../../evidence/support/keys.ts';
import { freePort } from '../support/port.ts';

export interface Witness {
  readonly url: string;
  close(): void;
}

/** A litewitness with the key of `witnessKey()` on this machine's loopback, which knows one log. */
export async function litewitness(program: string, log: { readonly origin: string; readonly vkey: string }): Promise<Witness> {
  // The path of a socket must be short.
  const folder = mkdtempSync(join(tmpdir(), 'w-'));
  const running: ChildProcess[] = [];
  const close = (): void => {
    for (const child of running) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const socket = join(folder, 's');
    running.push(spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' }));
    const key = join(folder, 'key');
    writeFileSync(key, openssh(seeds.witness), { mode: 0o600 });
    await until(() => existsSync(socket));
    execFileSync('ssh-add', ['-q', key], { env: { ...process.env, SSH_AUTH_SOCK: socket }, stdio: 'ignore' });
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const database = join(folder, 'db');
    const { keyId } = publicOf(privateKeyOf(seeds.witness));
    const flags = ['-db', database, '-ssh-agent', socket, '-name', 'witness.example/w1', '-key', keyId, '-listen', `localhost:${port}`];
    running.push(spawn(program, flags, { stdio: 'ignore' }));
    await until(async () =>
      fetch(url).then(
        () => true,
        () => false,
      ),
    );
    // As its own witnessctl adds a log.
    const open = new DatabaseSync(database);
    open
      .prepare('INSERT INTO log (origin, tree_size, tree_hash) VALUES (?, 0, ?)')
      .run(log.origin, Buffer.from(emptyRoot()).toString('base64'));
    open.prepare('INSERT INTO key (origin, key) VALUES (?, ?)').run(log.origin, log.vkey);
    open.close();
    return { url, close };
  } catch (error) {
    close();
    throw error;
  }
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await isSo()) return;
    await sleep(50);
  }
  throw new Error('it did not start within 10 s');
}

/** The private key of a seed in the form of OpenSSH (PROTOCOL.key), not encrypted. */
function openssh(seed: string): string {
  const raw = Buffer.from(publicOf(privateKeyOf(seed)).spki, 'base64').subarray(12);
  const field = (bytes: Uint8Array | string) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.from(bytes).length);
    return Buffer.concat([length, Buffer.from(bytes)]);
  };
  const kind = field('ssh-ed25519');
  const secret = Buffer.concat([Buffer.alloc(8, 1), kind, field(raw), field(Buffer.concat([Buffer.from(seed, 'hex'), raw])), field('')]);
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1));
  const whole = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    field('none'),
    field('none'),
    field(''),
    Buffer.of(0, 0, 0, 1),
    field(Buffer.concat([kind, field(raw)])),
    field(Buffer.concat([secret, padding])),
  ]);
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${whole.toString('base64').replaceAll(/.{70}(?=.)/g, '$&\n')}\n-----END OPENSSH PRIVATE KEY-----\n`;
}
