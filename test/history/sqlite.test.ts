import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openEngine, openHistory } from '../../src/history/open.ts';
import { sqliteEngine } from '../../src/history/sqlite/engine.ts';
import { recording, undisturbed } from '../support/history/crashes.ts';
import { answersOf, record } from '../support/history/told.ts';
import { engineSuite, type Fresh } from './engine-suite.ts';
import { journalEngineSuite } from './journal-engine-suite.ts';
import { journalSuite } from './journal-suite.ts';
import { storeSuite } from './store-suite.ts';

async function fresh(): Promise<Fresh> {
  const folder = mkdtempSync(join(tmpdir(), 'vestige-history-'));
  const path = join(folder, 'history.db');
  const open = (waitMs = 10_000): ReturnType<typeof sqliteEngine> => sqliteEngine(path, { waitMs, place: 'sqlite history.db' });
  const engine = await open();
  return {
    engine,
    another: open,
    async end() {
      await engine.close();
      rmSync(folder, { recursive: true });
    },
  };
}

engineSuite('SQLite', fresh);
journalEngineSuite('SQLite', fresh);

const folders: string[] = [];
function anEngine(): ReturnType<typeof sqliteEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'vestige-history-'));
  folders.push(folder);
  return sqliteEngine(join(folder, 'history.db'), { waitMs: 10_000, place: 'sqlite history.db' });
}
storeSuite('SQLite', anEngine);
journalSuite('SQLite', anEngine);
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

describe('another process', () => {
  const size = { things: 20 };
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vestige-second-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test('that writes is waited for, and then what it wrote is there', async () => {
    const [answers, first] = [await undisturbed(10, size), recording({ state: folder }, 1, 6, size)];
    const second = recording({ state: folder }, 1, 10, size);
    await Promise.all([first.ended, second.ended]);
    expect([first.acknowledged(), second.acknowledged(), first.failure(), second.failure()]).toEqual([6, 10, undefined, undefined]);
    const store = await openHistory({ state: folder });
    expect(answers.indexOf(await answersOf(store))).toBe(10);
    await store.close();
  });

  test('that does not end is named when the wait is over, nothing is recorded, and once it ended recording succeeds', async () => {
    const [holder, waiting] = [await openEngine({ state: folder }), await openHistory({ state: folder, waitMs: 50 })];
    let release = (): void => undefined;
    const held = holder.write(() => new Promise<void>((resolve) => (release = resolve)));
    while (!existsSync(join(folder, 'history.db-writer'))) await sleep(5);
    const error: unknown = await record(waiting, 1, size).catch((failed: unknown) => failed);
    expect(error).toMatchObject({ code: 'busy', message: expect.stringContaining(`process ${process.pid} on`) as string });
    expect(await waiting.runs()).toEqual([]);
    release();
    await held;
    await record(waiting, 1, size);
    expect(await waiting.runs()).toHaveLength(1);
    await Promise.all([waiting.close(), holder.close()]);
  });
});
