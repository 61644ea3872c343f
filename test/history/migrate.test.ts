import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrateHistory, openEngine, openHistory } from '../../src/history/open.ts';
import { migrateSqlite, sqliteEngine } from '../../src/history/sqlite/engine.ts';
import { checksum, migrations, newest, spell } from '../../src/history/sql/migrations.ts';
import { heldBy, record } from '../support/history/told.ts';
import { expectNoIntervalsOfEvents } from './former-events.ts';

const corpus = join(import.meta.dirname, '../corpus/history');
let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vestige-migrate-'));
  path = join(folder, 'history.db');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function sql<T>(work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(path);
  try {
    return work(database);
  } finally {
    database.close();
  }
}

const later = { number: newest + 1, statements: ['CREATE TABLE {s}later (id {int} PRIMARY KEY){strict}'] };
const options = { waitMs: 1_000, place: 'sqlite history.db' };

describe('opening a store', () => {
  test('makes it where there is none: for its owner alone, and no other file is left when it is closed', async () => {
    const state = join(folder, 'state');
    await (await openHistory({ state })).close();
    expect(statSync(state).mode & 0o777).toBe(0o700);
    expect(statSync(join(state, 'history.db')).mode & 0o777).toBe(0o600);
    expect(readdirSync(state)).toEqual(['history.db']);
  });

  test('opens what every published schema wrote, with what it held', async () => {
    const files = readdirSync(corpus).filter((name) => name.endsWith('.db'));
    expect(files.map((name) => Number(/^schema-(\d+)\.db$/.exec(name)?.[1])).sort()).toEqual(migrations.map(({ number }) => number));
    for (const name of files) {
      copyFileSync(join(corpus, name), path);
      await migrateHistory({ state: folder });
      const store = await openHistory({ state: folder });
      const held = JSON.parse(readFileSync(join(corpus, name.replace('.db', '.json')), 'utf8')) as readonly string[];
      expect(held.length).toBeGreaterThan(30);
      expect(await heldBy(store)).toEqual(held);
      // And goes on: its facts are held against what comes next.
      const before = (await store.runs()).length;
      await record(store, 10, { things: 6 });
      await record(store, 11, { things: 6 });
      expect(await store.runs()).toHaveLength(before + 1);
      const after = await heldBy(store);
      expect(after.filter((line) => line.startsWith('identity')).length).toBeLessThan(
        2 * held.filter((line) => line.startsWith('identity')).length,
      );
      await store.close();
      rmSync(path);
    }
  });

  test('removes intervals of what happened, writes down that it did, and analysing the capture again tells it anew', () =>
    expectNoIntervalsOfEvents({
      former: (list) => sqliteEngine(path, options, list),
      migrate: () => migrateHistory({ state: folder }),
      open: () => openEngine({ state: folder }),
    }));

  test('refuses one of a later version, and does not touch it', async () => {
    await (await openHistory({ state: folder })).close();
    await migrateSqlite(path, options, [...migrations, later]);
    await expect(openHistory({ state: folder })).rejects.toMatchObject({ code: 'newer-schema' });
    await expect(migrateHistory({ state: folder })).rejects.toMatchObject({ code: 'newer-schema' });
    expect(sql((database) => database.prepare('SELECT count(*) AS n FROM migrations').get()?.['n'])).toBe(newest + 1);
  });

  test('refuses one of an earlier version until it is brought forward, which says from where to where', async () => {
    const first = { number: 1, statements: ['CREATE TABLE {s}first (id {int} PRIMARY KEY){strict}'] };
    const second = { number: 2, statements: ['ALTER TABLE {s}first ADD COLUMN more {text}'] };
    expect(await migrateSqlite(path, options, [first])).toEqual({ from: 0, to: 1 });
    const refused = sqliteEngine(path, options, [first, second]);
    await expect(refused).rejects.toMatchObject({ code: 'older-schema', hint: expect.stringContaining('vestige store migrate') as string });
    expect(await migrateSqlite(path, options, [first, second])).toEqual({ from: 1, to: 2 });
    expect(await migrateSqlite(path, options, [first, second])).toEqual({ from: 2, to: 2 });
    expect(sql((database) => database.prepare('SELECT count(*) AS n FROM pragma_table_info(?)').get('first')?.['n'])).toBe(2);
  });

  test('a migration that fails leaves the schema before it', async () => {
    const bad = {
      number: newest + 1,
      statements: ['CREATE TABLE {s}later (id {int} PRIMARY KEY){strict}', 'CREATE TABLE {s}runs (id {int})'],
    };
    await (await openHistory({ state: folder })).close();
    await expect(migrateSqlite(path, options, [...migrations, bad])).rejects.toMatchObject({ code: 'failed' });
    expect(sql((database) => database.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'later'").get()?.['n'])).toBe(0);
    await (await openHistory({ state: folder })).close();
  });

  test('refuses one whose schema was made otherwise', async () => {
    await (await openHistory({ state: folder })).close();
    sql((database) => database.exec(`UPDATE migrations SET sha256 = '${'0'.repeat(64)}'`));
    await expect(openHistory({ state: folder })).rejects.toMatchObject({ code: 'broken' });
  });

  test("leaves another program's database alone", async () => {
    sql((database) => database.exec('CREATE TABLE theirs (a)'));
    await expect(openHistory({ state: folder })).rejects.toMatchObject({ code: 'bad-place' });
    expect(sql((database) => database.prepare('SELECT group_concat(name) AS names FROM sqlite_schema').get()?.['names'])).toBe('theirs');
  });

  test('refuses what is no database, and a folder that cannot be written in', async () => {
    writeFileSync(path, 'not a database'.repeat(100));
    await expect(openHistory({ state: folder })).rejects.toMatchObject({ code: 'broken' });
    await expect(openHistory({ state: folder, place: join(path, 'below', 'history.db') })).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('understands a path and a URL of PostgreSQL, and never repeats what may hold a password', async () => {
    for (const place of ['mysql://root:s3cret@db/x', 'file:///tmp/x?p=s3cret', ':memory:', 'a\0b', ''])
      await expect(openHistory({ state: folder, place })).rejects.toMatchObject({ code: 'bad-place' });
    const tried = [
      'mysql://root:s3cret@db/x',
      'postgres://root:s3cret@localhost:1/x',
      'postgres://root:s3cret@local host:x/x',
      'postgres://root:s3%cret@localhost:1/x',
    ];
    for (const place of tried) {
      const error: unknown = await openHistory({ state: folder, place }).catch((failed: unknown) => failed);
      expect(error).toMatchObject({ code: expect.stringMatching(/bad-place|unreachable/) as string });
      for (let each: unknown = error; each instanceof Error; each = each.cause)
        expect(`${each.message} ${each.stack ?? ''} ${JSON.stringify(Object.entries(each))}`).not.toMatch(/s3.{0,3}cret/);
    }
    const engine = await openEngine({ state: folder, place: join(folder, 'deeper', 'other.db') });
    await engine.close();
    expect(existsSync(join(folder, 'deeper', 'other.db'))).toBe(true);
  });

  test('two that make it at once both find it made', async () => {
    const opened = await Promise.all(Array.from({ length: 4 }, () => openEngine({ state: folder })));
    await Promise.all(opened.map((engine) => engine.close()));
    expect(sql((database) => database.prepare('SELECT count(*) AS n FROM migrations').get()?.['n'])).toBe(newest);
  });
});

test('what is published of the schema does not change', () => {
  // A change is a new migration: stores remember the hashes of those they were made by.
  expect(migrations.map(checksum)).toEqual([
    '1f36f1068cae5d07a116f767458c617e1adbe86e110c931cdfcad08f34505ba5',
    'ca2d3271399b16f1a9b8c70462ba4331988a18ed89f2ad798c25dde5c9816833',
  ]);
  for (const { statements } of migrations)
    for (const statement of statements)
      for (const dialect of ['sqlite', 'postgres'] as const) expect(spell(statement, dialect) ?? '').not.toMatch(/[{}]/);
});
