import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { memoryEngine } from '../../src/history/memory/memory.ts';
import { pruneHistory } from '../../src/history/prune.ts';
import { sqliteEngine } from '../../src/history/sqlite/engine.ts';
import { historyStore } from '../../src/history/store.ts';
import type { Engine } from '../../src/history/engine.ts';
import { NOW } from './batches.ts';
import { hostile } from './engine-suite.ts';
import { event } from './entries.ts';
import { exported, keepingSuite, past } from './keeping-suite.ts';

const folders: string[] = [];
function sqlite(): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'vestige-keeping-'));
  folders.push(folder);
  return sqliteEngine(join(folder, 'history.db'), { waitMs: 10_000, place: 'sqlite history.db' });
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

keepingSuite('memory', () => Promise.resolve(memoryEngine()));
keepingSuite('SQLite', sqlite);

test('what is exported is the same text from every engine, before and after a pruning', async () => {
  const [memory, file] = [memoryEngine(), await sqlite()];
  const keys = hostile.filter((key) => key.isWellFormed());
  for (const engine of [memory, file]) {
    const store = historyStore(engine);
    await past(store);
    await store.append(
      [...keys.map((key) => event(key, 0, { type: 'granted', subject: 'u' })), event('of w', 0, { type: 'granted', subject: 'w' })],
      NOW,
    );
  }
  const lines = await exported(memory);
  expect(await exported(file)).toEqual(lines);
  const told = lines.map((line) => (JSON.parse(line) as { line: string }).line);
  expect(told.filter((each) => each === 'usage')).toHaveLength(3);
  expect([...new Set(told)]).toEqual(['store', 'run', 'read', 'tellers', 'tellers-read', 'interval', 'usage', 'entry']);
  for (const engine of [memory, file])
    await pruneHistory(engine, { keepDays: 1, usageMonths: 1, holds: [{ name: 'v', reason: 'x' }] }, '2026-12-20T00:00:00.000Z');
  const pruned = await exported(memory);
  expect(await exported(file)).toEqual(pruned);
  expect(pruned.filter((line) => line.startsWith('{"line":"forgotten"'))).toHaveLength(keys.length);
  await file.close();
});
