import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fakeTimeLibrary, pythonEnvironment } from './install.ts';

export interface Moto {
  readonly endpoint: string;
  readonly folder: string;
  /** Runs the real AWS CLI as a session of an account and answers what it printed. */
  aws(account: string, ...args: string[]): string;
  /** The environment in which an SDK is a session of a role in an account; moto asks neither for the role nor for its trust. */
  session(account: string, role?: string): Readonly<Record<string, string>>;
  /** Runs a Python script of ours against it. */
  python(script: string, ...args: string[]): void;
  readonly clock: string;
  stop(): Promise<void>;
}

export interface MotoNeeds {
  readonly bin: string;
  readonly library: string;
}

export function motoNeeds(): MotoNeeds {
  return { bin: pythonEnvironment(), library: fakeTimeLibrary() };
}

export interface MotoOptions {
  /** Without AWS's own managed policies, which moto sends with the details of every account, attached or not: 6 MB each time. */
  readonly bare?: boolean;
}

/** Starts moto, an AWS server nobody here wrote, living at the time its clock file tells. */
export async function startMoto({ bin, library }: MotoNeeds, { bare = false }: MotoOptions = {}): Promise<Moto> {
  const folder = mkdtempSync(join(tmpdir(), 'vestige-live-'));
  const clock = join(folder, 'clock');
  writeFileSync(clock, '@2023-03-01 09:00:00\n');
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = spawn(join(bin, 'moto_server'), ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore',
    env: {
      ...process.env,
      FAKETIME_TIMESTAMP_FILE: clock,
      FAKETIME_NO_CACHE: '1',
      LD_PRELOAD: library,
      MOTO_IAM_LOAD_MANAGED_POLICIES: String(!bare),
      TZ: 'UTC',
    },
  });
  const ended = once(server, 'exit');
  await answering(endpoint, () => server.exitCode);
  const environment = { ...process.env, AWS_ENDPOINT_URL: endpoint, AWS_DEFAULT_REGION: 'us-east-1', AWS_MAX_ATTEMPTS: '1', AWS_PAGER: '' };
  const cli = (keys: Record<string, string>, args: readonly string[]): string =>
    execFileSync(join(bin, 'aws'), args, { env: { ...environment, ...keys }, encoding: 'utf8', maxBuffer: 1 << 28 });
  function keysOf(account: string, name = 'scan'): Record<string, string> {
    const anyone = { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' };
    const role = ['--role-arn', `arn:aws:iam::${account}:role/${name}`, '--role-session-name', 'scan'];
    const session = JSON.parse(cli(anyone, ['sts', 'assume-role', ...role, '--output', 'json'])) as {
      Credentials: { AccessKeyId: string; SecretAccessKey: string; SessionToken: string };
    };
    const { AccessKeyId, SecretAccessKey, SessionToken } = session.Credentials;
    return {
      AWS_ACCESS_KEY_ID: AccessKeyId,
      AWS_SECRET_ACCESS_KEY: SecretAccessKey,
      AWS_SESSION_TOKEN: SessionToken,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'us-east-1',
    };
  }
  return {
    endpoint,
    folder,
    clock,
    session: keysOf,
    aws: (account, ...args) => cli(keysOf(account), args),
    python(script, ...args) {
      execFileSync(join(bin, 'python'), [script, ...args], { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, TZ: 'UTC' } });
    },
    async stop() {
      server.kill('SIGKILL');
      await ended;
    },
  };
}

async function answering(endpoint: string, exitCode: () => number | null): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (exitCode() !== null) throw new Error(`moto ended with ${String(exitCode())} before it answered`);
    const answered = await fetch(`${endpoint}/moto-api/`).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await sleep(100);
  }
  throw new Error(`moto did not answer at ${endpoint} within 20 s`);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port to be had');
  return address.port;
}
