// What a scan of a large Entra tenant and its Azure subscriptions costs: requests beside the fewest possible, time under Microsoft's limits,
// processor and memory. Prints; judges nothing.
//   node bench/tenant.ts [users] [flags of the scanning process's Node]
// The tenant is generated and served by a process of its own (bench/tenant/); the scan runs in another. Waits pass at once: what they would
// come to is told.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fewestOf, type Fewest } from './tenant/fewest.ts';
import type { Taken, TenantFigures } from './tenant/figures.ts';
import { plantedFaults } from './tenant/planted.ts';
import type { Tally } from './tenant/tally.ts';
import { sizeFor, tenantOf, type Tenant } from './tenant/tenant.ts';

const users = Number(process.argv[2] ?? 200_000);
const tenant = tenantOf(sizeFor(users), Math.floor(Date.now() / 1000) * 1000);
const own = join(import.meta.dirname, 'tenant');
const state = mkdtempSync(join(tmpdir(), 'vestige-tenant-'));
const args = [String(users), String(tenant.now)];
const server = spawn(process.execPath, [join(own, 'serve.ts'), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
try {
  const root = await firstLine(server);
  const scan = spawn(process.execPath, [...process.argv.slice(3), join(own, 'scanning.ts'), state, root, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const figures = JSON.parse(await firstLine(scan)) as TenantFigures;
  tell(tenant, figures);
  tellRequests((await (await fetch(`${root}/tally`)).json()) as Tally, fewestOf(tenant));
} finally {
  server.stdin.end();
  if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
  rmSync(state, { recursive: true });
}

function tell({ size }: Tenant, { begun, captured, parsed, stages, ...rest }: TenantFigures): void {
  print(
    `${size.users} users, ${size.groups} groups, ${size.apps} applications, ${size.subscriptions} subscriptions: ${captured.pages} pages`,
  );
  print(`started     ${megabytes(begun)}`);
  print(
    `captured    ${spent(captured)}, ${minutes(captured.took)} under the limits, ${megabytes(captured.stored)} stored, bodies ${megabytes(parsed.bytes)}`,
  );
  print(`JSON.parse  ${parsed.seconds.toFixed(2)} s of the bodies`);
  let all = 0;
  for (const [name, taken] of Object.entries(stages)) {
    all += taken.seconds;
    print(`${name.padEnd(11)} ${spent(taken)}  ${(taken.seconds / parsed.seconds).toFixed(1)} × JSON.parse`);
  }
  print(`together    ${all.toFixed(1)} s  ${(all / parsed.seconds).toFixed(1)} × JSON.parse`);
  print(`            ${rest.facts} facts, ${rest.identities} identities, ${rest.links} links, ${rest.grants} grants`);
  print(`            ${rest.questions} questions, ${rest.findings} findings, ${rest.undetermined} undetermined`);
  const often = Object.entries(rest.rules).sort(([, a], [, b]) => b - a);
  print(
    `            most: ${often
      .slice(0, 5)
      .map(([rule, times]) => `${rule} ${times}`)
      .join(', ')}`,
  );
  for (const line of rest.coverage.slice(0, 10)) print(`  ${line}`);
  for (const [rule, times] of Object.entries(plantedFaults(tenant))) {
    const found = rest.rules[rule] ?? 0;
    print(`${found === times ? ' ' : '!'} ${rule.padEnd(36)} ${String(found).padStart(6)} of ${String(times).padStart(6)} planted`);
  }
}

function tellRequests(tally: Tally, fewest: Fewest): void {
  print(`requests    ${tally.requests}, fewest ${fewest.requests}: ${(tally.requests / fewest.requests).toFixed(3)} ×`);
  print(`throttled   ${tally.throttled}`);
  print(`repeated    ${tally.repeated.length}`);
  for (const [url, times] of tally.repeated.slice(0, 5)) print(`  ${times} × ${url}`);
  for (const url of tally.unknown.slice(0, 5)) print(`unknown     ${url}`);
  for (const [title, seen, least] of [
    ['', tally.alone, fewest.alone],
    ['in batches: ', tally.batched, fewest.batched],
  ] as const) {
    for (const operation of [...new Set([...Object.keys(seen), ...least.keys()])].sort()) {
      const [times, wanted] = [seen[operation] ?? 0, least.get(operation) ?? 0];
      print(
        `${times === wanted ? ' ' : '!'} ${`${title}${operation}`.padEnd(60)} ${String(times).padStart(6)} of ${String(wanted).padStart(6)}`,
      );
    }
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
function minutes(milliseconds: number): string {
  return `${(milliseconds / 60_000).toFixed(1)} min`;
}
function spent({ seconds, peak }: Taken): string {
  return `${seconds.toFixed(1).padStart(5)} s of processor  peak ${megabytes(peak)}`;
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
