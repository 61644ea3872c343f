// What a scan of a large Entra tenant costs: requests beside the fewest possible, time, memory. Prints; judges nothing.
//   node bench/tenant.ts [users] [groups] [apps]
// The tenant is generated and served by a process of its own (bench/tenant/); the scan runs in another.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fewestCalls } from './tenant/fewest.ts';
import type { TenantFigures } from './tenant/figures.ts';
import type { Tally } from './tenant/server.ts';
import { usual } from './tenant/world.ts';

const [users = usual.users, groups = usual.groups, apps = usual.apps] = process.argv.slice(2).map(Number);
const size = { users, groups, apps };
const own = join(import.meta.dirname, 'tenant');
const state = mkdtempSync(join(tmpdir(), 'vestige-tenant-'));
const server = spawn(process.execPath, [join(own, 'serve.ts'), ...[users, groups, apps].map(String)], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
try {
  const endpoint = await firstLine(server);
  const scan = spawn(process.execPath, [join(own, 'scanning.ts'), join(state, 'capture'), endpoint], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const figures = JSON.parse(await firstLine(scan)) as TenantFigures;
  const tally = (await (await fetch(`${endpoint}/tally`)).json()) as Tally;
  tell(figures, tally);
} finally {
  server.stdin.end();
  if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
  rmSync(state, { recursive: true });
}

function tell({ begun, captured, analysed, ...rest }: TenantFigures, tally: Tally): void {
  print(`${users} users, ${groups} groups, ${apps} apps: ${captured.pages} pages`);
  print(`started        ${megabytes(begun)}`);
  print(
    `captured       ${seconds(captured.milliseconds)}  peak ${megabytes(captured.peak)}  (and ${seconds(captured.waited)} of waits for rate limits, together)`,
  );
  print(`analysed       ${seconds(analysed.milliseconds - captured.milliseconds)}  peak ${megabytes(analysed.peak)}`);
  print(`graph          ${rest.identities} identities, ${rest.links} links, ${rest.grants} grants, ${rest.findings} findings`);
  for (const line of rest.coverage) print(`  ${line}`);
  const fewest = fewestCalls(size, tally.operations['auditLogs/directoryAudits'] ?? 0);
  const least = [...fewest.values()].reduce((all, each) => all + each, 0);
  print(`requests       ${tally.calls}, fewest ${least}: ${(tally.calls / least).toFixed(3)} ×`);
  print(`repeated       ${tally.repeated.length}`);
  for (const [url, times] of tally.repeated.slice(0, 5)) print(`  ${times} × ${url}`);
  for (const url of tally.unknown.slice(0, 5)) print(`unknown        ${url}`);
  for (const operation of [...new Set([...Object.keys(tally.operations), ...fewest.keys()])].sort()) {
    const [seen, wanted] = [tally.operations[operation] ?? 0, fewest.get(operation) ?? 0];
    print(`${seen === wanted ? ' ' : '!'} ${operation.padEnd(60)} ${String(seen).padStart(6)} of ${String(wanted).padStart(6)}`);
  }
  for (const [operation, times] of Object.entries(tally.batched).sort())
    print(`  in batches: ${operation.padEnd(48)} ${String(times).padStart(6)}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** The first line a process prints; rejects when it ends without one. */
async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('its output is not read');
  const lines = createInterface({ input: child.stdout });
  const line = once(lines, 'line').then(([text]: readonly unknown[]) => String(text));
  const ended = Promise.all([once(child, 'exit'), once(lines, 'close')]).then(() => {
    throw new Error(`the process ended with ${String(child.exitCode ?? child.signalCode)} before it printed a line`);
  });
  return Promise.race([line, ended]);
}
