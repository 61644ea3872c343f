/*
 * Asks a store of many records of use what pruning would remove, with holds in force: `npm run bench -- prune [notes] [memory|sqlite]`. Each note is kept
 * twice, as told last and for its month. Fails where something that is held would go, or something that is not would stay; time and memory
 * are printed, never judged.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryEngine } from '../src/history/memory/memory.ts';
import { openEngine } from '../src/history/open.ts';
import { pruneHistory, type Hold } from '../src/history/prune.ts';
import { historyStore } from '../src/history/store.ts';
import type { UsageNote } from '../src/model/history.ts';
import { batchOf } from './history/sightings.ts';

const ACCOUNTS = 40;
const count = Number(process.argv[2] ?? 1_000_000);
const chosen = process.argv[3] ?? 'sqlite';
const folder = mkdtempSync(join(tmpdir(), 'vestige-bench-'));
const now = '2028-01-01T00:00:00.000Z';
const holds: readonly Hold[] = [
  { boundary: boundaryOf(7), reason: 'one account' },
  { name: 'nobody/of/this/name', reason: 'a name that no record tells' },
];

function boundaryOf(number: number): string {
  return `aws:${String(100_000_000_000 + (number % ACCOUNTS))}`;
}

function* notes(): Generator<UsageNote> {
  for (let number = 0; number < count; number++) {
    const boundary = boundaryOf(number);
    const key = `arn:aws:iam::${boundary.slice(4)}:role/service-${Math.floor(number / 10)} service-${number % 10}`;
    const at = new Date(Date.UTC(2026, 0, 1) + (number % 300) * 86_400_000).toISOString();
    yield {
      kind: 'service-usage',
      boundary,
      key: `service-usage|${key}`,
      value: { of: 'service-usage', key, value: { lastUsed: at } },
      at,
    };
  }
}

function peak(): string {
  return `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB at its peak`;
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const [before, worked] = [performance.now(), process.cpuUsage()];
  const done = await work();
  const { user, system } = process.cpuUsage(worked);
  const seconds = ((performance.now() - before) / 1000).toFixed(2);
  process.stdout.write(`${what}: ${seconds} s (${((user + system) / 1e6).toFixed(2)} s of processor), ${peak()}\n`);
  return done;
}

const engine = chosen === 'memory' ? memoryEngine() : await openEngine({ state: folder });
const store = historyStore(engine);
process.stdout.write(`${count.toLocaleString('en')} notes of use, ${store.place.split(' ')[0] ?? ''}, ${peak()}\n`);
await timed('recorded', () => store.recordFacts({ ...batchOf([], 0), usage: notes() }, now));
const policy = { keepDays: null, usageMonths: 12, holds };
const told = await timed('what would go', () => pruneHistory(engine, policy, now, { dry: true }));
let going = 0;
for (const { boundary } of notes()) if (boundary !== boundaryOf(7)) going++;
if (told.usage !== going || told.usageHeldIn.join() !== boundaryOf(7)) {
  process.stdout.write(`prune: ${told.usage} notes would go, and not ${going}; held in ${told.usageHeldIn.join(', ')}\n`);
  process.exitCode = 1;
}
await store.close();
rmSync(folder, { recursive: true, force: true });
