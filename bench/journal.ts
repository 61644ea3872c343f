/*
 * Appends events of an invented estate to a journal, appends them again, and asks for them: `npm run bench -- journal [events] [memory|sqlite]`.
 * Fails where what is here already is kept again, or where asking by name gives others; time and memory are printed, never judged.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JournalFilter } from '../src/contract/store.ts';
import { memoryEngine } from '../src/history/memory/memory.ts';
import { openEngine } from '../src/history/open.ts';
import { historyStore } from '../src/history/store.ts';
import type { JournalEntry } from '../src/model/history.ts';
import { eventEntry } from '../src/run/history/journal-entries.ts';
import { boundaryOf, eventsOf, subjectOf } from './history/events.ts';

const count = Number(process.argv[2] ?? 100_000);
const chosen = process.argv[3] ?? 'sqlite';
const folder = mkdtempSync(join(tmpdir(), 'vestige-bench-'));
const now = '2027-01-01T00:00:00.000Z';

function* told(): Generator<JournalEntry> {
  let number = 0;
  for (const event of eventsOf(count)) yield eventEntry(event, boundaryOf(number++));
}

function fail(what: string): void {
  process.stdout.write(`journal: ${what}\n`);
  process.exitCode = 1;
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const [before, worked] = [performance.now(), process.cpuUsage()];
  const done = await work();
  const { user, system } = process.cpuUsage(worked);
  const seconds = ((performance.now() - before) / 1000).toFixed(3);
  process.stdout.write(`${what}: ${seconds} s (${((user + system) / 1e6).toFixed(3)} s of processor)\n`);
  return done;
}

const store = historyStore(chosen === 'memory' ? memoryEngine() : await openEngine({ state: folder }));

async function found(filter: JournalFilter): Promise<number> {
  let entries = 0;
  for await (const entry of store.entries(filter)) entries += entry.version;
  return entries;
}

process.stdout.write(`${count.toLocaleString('en')} events, ${store.place.split(' ')[0] ?? ''}\n`);
const first = await timed('append', () => store.append(told(), now));
const second = await timed('append again', () => store.append(told(), now));
if (first.added !== count || second.again !== count) fail(`${first.added} were added, and ${second.again} known again, of ${count}`);
const subjects = Array.from({ length: 100 }, (_, i) => subjectOf(i, count));
const own = await timed('of one subject', () => found({ names: subjects.slice(0, 1) }));
const many = await timed('of a hundred subjects', () => found({ names: subjects }));
const wanted = new Set<string | null>(subjects);
let expected = 0;
for (const { subject } of eventsOf(count)) if (wanted.has(subject)) expected++;
if (own === 0 || many !== expected) fail(`${many} events were found by a hundred names, and ${expected} tell of them`);
await timed('of a day', () => found({ sorts: ['event'], from: '2026-01-02T00:00:00.000Z', until: '2026-01-03T00:00:00.000Z' }));
await timed('of an account', () => found({ sorts: ['event'], boundaries: [boundaryOf(3)] }));
if ((await timed('all', () => found({}))) !== count) fail('not all are handed out');
await timed('hash', () => store.journalHash());
await store.close();
const size = chosen === 'memory' ? '' : `, ${(statSync(join(folder, 'history.db')).size / 1e6).toFixed(0)} MB on disk`;
process.stdout.write(`${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB at its peak${size}\n`);
rmSync(folder, { recursive: true, force: true });
