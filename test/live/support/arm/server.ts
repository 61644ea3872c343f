import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { liveFolder } from '../install.ts';

/** One list of Microsoft.Authorization: `scope` in lower case as its answers name it, `/` for the one above everything. */
export interface HeldList {
  readonly scope: string;
  readonly list: string;
  readonly filter: string;
  readonly items: readonly unknown[];
}

export interface ArmServer {
  readonly endpoint: string;
  /** In the place of what that list held. */
  hold(list: HeldList): Promise<void>;
  /** Nothing is held any more. */
  clear(): Promise<void>;
  /** What it had to say: items that Microsoft's models do not take, lists that nobody put there. */
  said(): string;
  stop(): Promise<void>;
}

/** The lists that Microsoft's generated server has. Others of the provider have no list at a scope in it. */
export const servedLists: ReadonlySet<string> = new Set([
  'roleAssignments',
  'roleDefinitions',
  'denyAssignments',
  'roleAssignmentScheduleInstances',
  'roleAssignmentSchedules',
  'roleEligibilityScheduleInstances',
  'roleEligibilitySchedules',
  'roleManagementPolicyAssignments',
]);

/** Builds the server around Microsoft's generated routes, with modules of the public proxy. Go keeps what is built. */
export function armProgram(): string {
  mkdirSync(liveFolder, { recursive: true });
  const program = join(liveFolder, 'arm-server');
  execFileSync('go', ['build', '-trimpath', '-o', program, '.'], {
    cwd: join(import.meta.dirname, '..', '..', 'arm-server'),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return program;
}

export async function startArmServer(program: string): Promise<ArmServer> {
  const server = spawn(program, [], { stdio: ['ignore', 'pipe', 'pipe'] });
  process.once('exit', () => server.kill('SIGKILL'));
  let said = '';
  server.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(server, 'exit');
  const lines = createInterface({ input: server.stdout });
  const endpoint = await Promise.race([
    once(lines, 'line').then(([line]) => String(line)),
    ended.then(() => Promise.reject(new Error(`the server ended before it listened: ${said}`))),
  ]);
  async function told(method: string, body?: string): Promise<void> {
    const { status } = await fetch(`${endpoint}/held`, { method, ...(body === undefined ? {} : { body }) });
    if (status !== 204) throw new Error(`the server did not take what it is to hold: status ${status}`);
  }
  return {
    endpoint,
    hold: (list) => told('PUT', JSON.stringify(list)),
    clear: () => told('DELETE'),
    said: () => said,
    async stop() {
      server.kill('SIGKILL');
      await ended;
    },
  };
}
