import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openHistory } from '../../src/history/open.ts';
import { goesOn, interrupted, undisturbed, type Recording } from '../support/history/crashes.ts';
import { runs } from '../support/runs.ts';

const size = { things: 40 };
const steps = 24;
let answers: readonly string[];
let folder: string;
beforeAll(async () => {
  answers = await undisturbed(steps, size);
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vestige-crash-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const open = (): ReturnType<typeof openHistory> => openHistory({ state: folder });

function strike(process: Recording): Promise<void> {
  process.kill();
  return Promise.resolve();
}

function integrity(): string {
  const database = new DatabaseSync(join(folder, 'history.db'));
  try {
    return database
      .prepare('PRAGMA integrity_check')
      .all()
      .map((row) => String(row['integrity_check']))
      .concat(
        database
          .prepare('PRAGMA foreign_key_check')
          .all()
          .map((row) => JSON.stringify(row)),
      )
      .join();
  } finally {
    database.close();
  }
}

describe('a process killed while it records', () => {
  test('the undisturbed answers differ from recording to recording, so that they tell how many there are', () => {
    expect(new Set(answers).size).toBe(steps + 1);
  });

  test('leaves all it acknowledged and nothing in part, and recording goes on', async () => {
    let there = 0;
    for (let tries = runs(4, 200); tries > 0; tries--) {
      if (there >= steps - 3) {
        await goesOn(there, size, answers, open);
        rmSync(folder, { recursive: true });
        there = 0;
      }
      there = await interrupted({ state: folder }, size, answers, there, strike, open);
      expect(integrity()).toBe('ok');
    }
    await goesOn(there, size, answers, open);
    expect(integrity()).toBe('ok');
  });
});
