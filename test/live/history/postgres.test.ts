import { afterAll, describe, expect, test } from 'vitest';
import { migrateHistory, openEngine, openHistory } from '../../../src/history/open.ts';
import { migratePostgres, postgresEngine } from '../../../src/history/postgres/engine.ts';
import { migrations, newest } from '../../../src/history/sql/migrations.ts';
import { engineSuite, type Fresh } from '../../history/engine-suite.ts';
import { expectNoIntervalsOfEvents } from '../../history/former-events.ts';
import { journalEngineSuite } from '../../history/journal-engine-suite.ts';
import { journalSuite } from '../../history/journal-suite.ts';
import { storeSuite } from '../../history/store-suite.ts';
import { answersOf, record } from '../../support/history/told.ts';
import { runs } from '../../support/runs.ts';
import { startPostgres } from '../support/postgres.ts';

const server = await startPostgres();
afterAll(() => server.stop());

server.create('history');

async function fresh(): Promise<Fresh> {
  const open = (waitMs = 10_000): ReturnType<typeof postgresEngine> => postgresEngine(server.url('history'), { waitMs });
  const engine = await open();
  return {
    engine,
    another: open,
    async end() {
      await engine.close();
      server.ask('history', 'SET client_min_messages = warning; DROP SCHEMA vestige CASCADE');
    },
  };
}

engineSuite('PostgreSQL', fresh, runs(12, 500));

let stores = 0;
function anEngine(): ReturnType<typeof postgresEngine> {
  const database = `store_${++stores}`;
  server.create(database);
  return postgresEngine(server.url(database), { waitMs: 10_000 });
}
storeSuite('PostgreSQL', anEngine);
journalSuite('PostgreSQL', anEngine, runs(4, 200));
journalEngineSuite('PostgreSQL', fresh, runs(8, 300));

describe('a place on PostgreSQL', () => {
  const size = { things: 20 };

  /** In a database of its own. */
  async function within(
    name: string,
    options: string,
    work: (place: { readonly state: string; readonly place: string }) => Promise<void>,
  ): Promise<void> {
    server.create(name, options);
    try {
      await work({ state: '/nonexistent', place: server.url(name) });
    } finally {
      server.drop(name);
    }
  }

  test('of the first form goes on without intervals of what happened', () =>
    within('former', '', (place) =>
      expectNoIntervalsOfEvents({
        former: (list) => postgresEngine(place.place, { waitMs: 10_000 }, list),
        migrate: () => migrateHistory(place),
        open: () => openEngine(place),
      }),
    ));

  test('names who writes when the wait is over, records nothing, and succeeds afterwards', () =>
    within('busy', '', async (place) => {
      const [holder, waiting] = [await openEngine(place), await openHistory({ ...place, waitMs: 200 })];
      let begun = (): void => undefined;
      let release = (): void => undefined;
      const beginning = new Promise<void>((resolve) => (begun = resolve));
      const held = holder.write(() => {
        begun();
        return new Promise<void>((resolve) => (release = resolve));
      });
      await beginning;
      const error: unknown = await record(waiting, 1, size).catch((failed: unknown) => failed);
      expect(error).toMatchObject({ code: 'busy', message: expect.stringContaining(`vestige ${process.pid} on`) as string });
      expect(await waiting.runs()).toEqual([]);
      release();
      await held;
      await record(waiting, 1, size);
      expect(await waiting.runs()).toHaveLength(1);
      await Promise.all([waiting.close(), holder.close()]);
    }));

  test('is made once by several at once, and refused when an earlier or a later version made it', () =>
    within('versions', '', async (place) => {
      const opened = await Promise.all(Array.from({ length: 4 }, () => openEngine(place)));
      await Promise.all(opened.map((engine) => engine.close()));
      expect(await migrateHistory(place)).toEqual({ from: newest, to: newest });
      const later = { number: newest + 1, statements: ['CREATE TABLE {s}later (id {int} PRIMARY KEY)'] };
      const bad = { number: newest + 2, statements: ['CREATE TABLE {s}half (id {int})', 'CREATE TABLE {s}runs (id {int})'] };
      const list = [...migrations, later];
      await expect(postgresEngine(place.place, { waitMs: 1_000 }, list)).rejects.toMatchObject({ code: 'older-schema' });
      expect(await migratePostgres(place.place, { waitMs: 1_000 }, list)).toEqual({ from: newest, to: newest + 1 });
      await expect(migratePostgres(place.place, { waitMs: 1_000 }, [...list, bad])).rejects.toMatchObject({ code: 'failed' });
      expect(server.ask('versions', "SELECT to_regclass('vestige.half') IS NULL")).toBe('t');
      await expect(openHistory(place)).rejects.toMatchObject({ code: 'newer-schema' });
    }));

  test('is refused where texts are not kept as UTF-8, where it is not, and where the user may make nothing', () =>
    within('latin', "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0", async (place) => {
      await expect(openHistory(place)).rejects.toMatchObject({ code: 'bad-place' });
      await expect(openHistory({ ...place, place: server.url('nowhere') })).rejects.toMatchObject({ code: 'bad-place' });
      server.ask('history', 'CREATE ROLE reader LOGIN; REVOKE CREATE ON DATABASE history FROM PUBLIC');
      const reader = server.url('history').replace('vestige@', 'reader:s3cret@');
      const error: unknown = await openHistory({ ...place, place: reader }).catch((failed: unknown) => failed);
      expect(error).toMatchObject({ code: 'failed' });
      for (let each: unknown = error; each instanceof Error; each = each.cause)
        expect(`${each.message} ${each.stack ?? ''} ${JSON.stringify(Object.entries(each))}`).not.toContain('s3cret');
    }));

  test('keeps what is committed whatever the connection is set to, and sorts the same under any locale', () =>
    within('locale', "LOCALE 'C.UTF-8' TEMPLATE template0", async (place) => {
      server.ask('locale', "ALTER DATABASE locale SET synchronous_commit = off; ALTER DATABASE locale SET statement_timeout = '2s'");
      const [store, other] = [await openHistory(place), await openHistory({ state: '', place: server.url('history') })];
      for (let step = 1; step <= 4; step++) await Promise.all([record(store, step, size), record(other, step, size)]);
      expect(await answersOf(store)).toBe(await answersOf(other));
      await Promise.all([store.close(), other.close()]);
    }));
});
