/*
 * Records scans of an invented estate, of which a hundredth changes from one to the next: `npm run bench -- history [sightings] [memory|sqlite|postgres]`.
 * `postgres` takes its server from VESTIGE_BENCH_POSTGRES, else starts one of its own. The sightings are in memory before the clock starts. Fails where a scan touches more
 * rows than it changes; time and memory are printed, never judged.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Engine, ReadTransaction, WriteTransaction } from '../src/history/engine.ts';
import { memoryEngine } from '../src/history/memory/memory.ts';
import { openEngine } from '../src/history/open.ts';
import { historyStore } from '../src/history/store.ts';
import { startPostgres, type PostgresServer } from '../test/live/support/postgres.ts';
import { batchOf, dayOf, sightingsOf } from './history/sightings.ts';

const count = Number(process.argv[2] ?? 1_000_000);
const chosen = process.argv[3] ?? 'sqlite';
const folder = mkdtempSync(join(tmpdir(), 'vestige-bench-'));

/** What was spent inside the engine, and how many rows it was given. */
class Meter {
  seconds = 0;
  rows = 0;

  over(engine: Engine): Engine {
    return {
      place: engine.place,
      write: (work) => engine.write((transaction) => work(this.#over(transaction))),
      read: (work) => engine.read((transaction) => work(this.#over(transaction))),
      integrity: () => engine.integrity(),
      close: () => engine.close(),
    };
  }

  #over<T extends ReadTransaction | WriteTransaction>(transaction: T): T {
    return new Proxy(transaction, {
      get: (of, name) => {
        const method: unknown = Reflect.get(of, name, of);
        if (typeof method !== 'function') return method;
        return (...args: readonly unknown[]): unknown => {
          if ((name === 'addRows' || name === 'changeRows') && Array.isArray(args[0])) this.rows += args[0].length;
          const before = performance.now();
          const answer: unknown = Reflect.apply(method, of, args);
          this.seconds += (performance.now() - before) / 1000;
          return answer instanceof Promise ? this.#awaited(answer) : answer;
        };
      },
    });
  }

  async #awaited(answer: Promise<unknown>): Promise<unknown> {
    const before = performance.now();
    const value = await answer;
    this.seconds += (performance.now() - before) / 1000;
    return value;
  }
}

async function engineOf(): Promise<Engine> {
  if (chosen === 'memory') return memoryEngine();
  if (chosen === 'sqlite') return openEngine({ state: folder });
  if (chosen !== 'postgres') throw new Error('memory, sqlite or postgres');
  const place = process.env['VESTIGE_BENCH_POSTGRES'];
  if (place !== undefined) return openEngine({ state: folder, place });
  server = await startPostgres({ shared_buffers: '512MB', max_wal_size: '4GB' });
  server.create('history');
  return openEngine({ state: folder, place: server.url('history') });
}

/** A scan is a process of its own: what the one before left behind is not for the next one to clear away. */
function collect(): void {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  if (typeof gc === 'function') Reflect.apply(gc, undefined, []);
}

let server: PostgresServer | undefined;
const meter = new Meter();
const store = historyStore(meter.over(await engineOf()));
process.stdout.write(`${count.toLocaleString('en')} sightings, ${store.place.split(' ')[0]}\n`);
let told = 0;
for (let scan = 0; scan < 3; scan++) {
  const batch = batchOf(sightingsOf(count, scan), scan);
  collect();
  meter.seconds = 0;
  meter.rows = 0;
  const [before, worked] = [performance.now(), process.cpuUsage()];
  const recorded = await store.recordFacts(batch, dayOf(scan));
  const seconds = (performance.now() - before) / 1000;
  const { user, system } = process.cpuUsage(worked);
  told = recorded.seen;
  process.stdout.write(
    `scan ${scan + 1}: ${seconds.toFixed(2)} s (${((user + system) / 1e6).toFixed(2)} s of processor), of it ${meter.seconds.toFixed(2)} s in the engine; ` +
      `${recorded.began} began, ${recorded.changed} changed, ${recorded.missing} missing, ${recorded.ended} ended, ${recorded.unchanged} unchanged; ${meter.rows} rows written\n`,
  );
  const changes = recorded.began + recorded.returned + recorded.missing + recorded.ended + 2 * recorded.changed;
  if (meter.rows > changes) {
    process.stdout.write(`history: ${meter.rows} rows were written for ${changes} changes\n`);
    process.exitCode = 1;
  }
}
const asked = performance.now();
let found = 0;
for await (const interval of store.intervals({ name: 'service-77' })) found += interval.names.length > 0 ? 1 : 0;
process.stdout.write(`history of one identity: ${found} intervals in ${(performance.now() - asked).toFixed(1)} ms\n`);
if (found === 0 || told === 0) process.exitCode = 1;
await store.close();
const peak = (process.resourceUsage().maxRSS / 1024).toFixed(0);
const bytes =
  chosen === 'sqlite'
    ? statSync(join(folder, 'history.db')).size
    : Number(server?.ask('history', "SELECT pg_database_size('history')") ?? 0);
const size = bytes === 0 ? '' : `, ${(bytes / 1e6).toFixed(0)} MB on disk`;
await server?.stop();
process.stdout.write(`${peak} MB at its peak${size}\n`);
rmSync(folder, { recursive: true, force: true });
