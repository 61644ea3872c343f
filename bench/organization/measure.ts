import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Fewest } from './fewest.ts';
import { fewestCalls } from './fewest.ts';
import type { ScanFigures } from './figures.ts';
import { iamService } from './iam.ts';
import { plantedFaults } from './planted.ts';
import { REGION, usual } from './options.ts';
import { scannerKey } from './sts.ts';
import type { Tally } from './tally.ts';
import type { World } from './world.ts';
import { organizationOf } from './world.ts';

export interface Measured {
  readonly world: World;
  readonly figures: ScanFigures;
  readonly tally: Tally;
  readonly fewest: Fewest;
  /** How often rules have to fire, by {@link plantedFaults}. */
  readonly planted: Readonly<Record<string, number>>;
}

/** Scans a generated organization of so many accounts: the server in one process, the scan in another, both ended before this resolves. */
export async function measureScan(accounts: number, flags: readonly string[] = []): Promise<Measured> {
  const world = organizationOf({ ...usual, accounts });
  const state = mkdtempSync(join(tmpdir(), 'vestige-organization-'));
  const server = spawn(process.execPath, [join(import.meta.dirname, 'serve.ts'), String(accounts)], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const endpoint = await firstLine(server);
    const scan = spawn(process.execPath, [...flags, join(import.meta.dirname, 'scanning.ts'), state], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: environment(world, endpoint),
    });
    const figures = JSON.parse(await firstLine(scan)) as ScanFigures;
    const tally = (await (await fetch(`${endpoint}/tally`)).json()) as Tally;
    const { accountAt } = iamService(world, Date.now);
    return { world, figures, tally, fewest: fewestCalls(world, accountAt), planted: plantedFaults(world, accountAt) };
  } finally {
    server.stdin.end();
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
    rmSync(state, { recursive: true });
  }
}

/** The process's own, without what would lead it to a real account. */
function environment(world: World, endpoint: string): NodeJS.ProcessEnv {
  const ours = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_') && !/_proxy$/i.test(name));
  return {
    ...Object.fromEntries(ours),
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: scannerKey(world),
    AWS_SECRET_ACCESS_KEY: 'stub',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** The first line a process prints; rejects when it ends without one. */
async function firstLine(process: ChildProcess): Promise<string> {
  if (process.stdout === null) throw new Error('its output is not read');
  const lines = createInterface({ input: process.stdout });
  const line = once(lines, 'line').then(([text]: readonly unknown[]) => String(text));
  // What it printed last may be read after its end is known.
  const ended = Promise.all([once(process, 'exit'), once(lines, 'close')]).then(() => {
    throw new Error(`the process ended with ${String(process.exitCode ?? process.signalCode)} before it printed a line`);
  });
  return Promise.race([line, ended]);
}
