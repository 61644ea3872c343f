import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../live/support/port.ts';

/** What the emulators are seeded with. */
export const seeded = {
  tenant: '6f89cf12-978b-4d23-ac18-9ef0c127cf87',
  subscription: '6082bfda-63d0-46f4-8272-ae9195139feb',
  daemon: '00d88624-f0d7-46f6-a641-6232c2608928',
  secret: 'daemon-app-secret',
  alice: 'df8ec5dd-1599-45ef-908b-4ae020cd1dbe',
  bob: '0d4ba1f9-cab1-4200-b516-d4cb8b340930',
  engineering: '54a9d08c-889d-489e-b534-336fe19dbfce',
} as const;

export interface Emulator {
  readonly origin: string;
  ask(method: string, path: string, body?: unknown, token?: string): Promise<{ readonly status: number; readonly body: unknown }>;
  stop(): Promise<void>;
}

/** Tokens that are really signed, and Microsoft Graph that asks for permissions. `named`: as its answers name it. Nothing is kept on the disk. */
export async function startEntra(named: string): Promise<Emulator> {
  const port = await freePort();
  return started('VESTIGE_ENTRA_EMULATOR', port, '/health', {
    ENTRA_DATA_DIR: '',
    ORIGIN_MODE: 'compat',
    PUBLIC_ORIGIN: named,
    HOST: '127.0.0.1',
    PORT: String(port),
    TLS_ENABLED: 'false',
    GRAPH_PERMISSIONS: 'true',
  });
}

/** Azure Resource Manager that trusts the tokens of the other, whose answers name it so. */
export async function startArm(entra: Emulator, named: string): Promise<Emulator> {
  const port = await freePort();
  return started('VESTIGE_ARM_EMULATOR', port, '/health', {
    ARM_ADDR: `127.0.0.1:${port}`,
    ARM_DATA_DIR: '',
    ARM_DISABLE_TLS: 'true',
    ARM_ENTRA_ISSUER: `${named}/${seeded.tenant}/v2.0`,
    ARM_ENTRA_JWKS_URL: `${entra.origin}/${seeded.tenant}/discovery/v2.0/keys`,
  });
}

async function started(name: string, port: number, health: string, settings: Readonly<Record<string, string>>): Promise<Emulator> {
  const server = spawn(process.env[name] ?? '', [], { stdio: 'ignore', env: { PATH: process.env['PATH'] ?? '', ...settings } });
  process.once('exit', () => server.kill('SIGKILL'));
  const ended = once(server, 'exit');
  const origin = `http://127.0.0.1:${port}`;
  async function ask(method: string, path: string, body?: unknown, token?: string): ReturnType<Emulator['ask']> {
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
  }
  for (let tries = 0; ; tries++) {
    const isUp = await ask('GET', health).then(
      ({ status }) => status === 200,
      () => false,
    );
    if (isUp) break;
    if (tries > 200 || server.exitCode !== null) throw new Error(`the program that ${name} names does not answer at ${origin}`);
    await sleep(50);
  }
  return {
    origin,
    ask,
    async stop() {
      server.kill('SIGKILL');
      await ended;
    },
  };
}
