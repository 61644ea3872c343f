import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openHistory } from '../../../src/history/open.ts';
import { goesOn, interrupted, recording, undisturbed } from '../../support/history/crashes.ts';
import { answersOf, record } from '../../support/history/told.ts';
import { runs } from '../../support/runs.ts';
import { startPostgres } from '../support/postgres.ts';

const size = { things: 40 };
const steps = 24;
const server = await startPostgres();
const place = { state: '/nonexistent', place: server.url('history') };
const open = (): ReturnType<typeof openHistory> => openHistory({ ...place, waitMs: 20_000 });
let answers: readonly string[];

beforeAll(async () => {
  answers = await undisturbed(steps, size);
});
beforeEach(() => server.create('history'));
afterEach(() => server.drop('history'));
afterAll(() => server.stop());

/** Tables and indexes held against each other, where the server's packages bring what can. */
function integrity(): string {
  const program = join(server.programs, 'pg_amcheck');
  if (!existsSync(program) || server.ask('history', "SELECT count(*) FROM pg_available_extensions WHERE name = 'amcheck'") === '0')
    return '';
  server.ask('history', 'SET client_min_messages = warning; CREATE EXTENSION IF NOT EXISTS amcheck');
  return execFileSync(program, [...server.address, '-d', 'history', '--heapallindexed'], { encoding: 'utf8' });
}

describe('a recording on PostgreSQL', () => {
  test.each([
    ['its process', async (process: ReturnType<typeof recording>) => process.kill()],
    ['the server, all of it', () => server.kill()],
  ] as const)('broken by the end of %s leaves all it acknowledged and nothing in part, and goes on', async (_, strike) => {
    let there = 0;
    let struck = 0;
    for (let tries = runs(10, 200); tries > 0; tries--) {
      if (there >= steps - 3) {
        await goesOn(there, size, answers, open);
        server.drop('history');
        server.create('history');
        there = 0;
      }
      const before = there;
      there = await interrupted(place, size, answers, there, strike, async () => {
        if (!server.isRunning()) await server.start();
        return open();
      });
      if (there > before && there < steps) struck++;
    }
    expect(struck).toBeGreaterThan(0);
    await goesOn(there, size, answers, open);
    expect(integrity()).toBe('');
  });

  test('tells that the server went away, and the same store goes on when it is back', async () => {
    const store = await open();
    try {
      await record(store, 1, size);
      await server.kill();
      await expect(record(store, 2, size)).rejects.toMatchObject({ code: 'unreachable' });
      await expect(store.runs()).rejects.toMatchObject({ code: 'unreachable' });
      await server.start();
      expect(await answersOf(store)).toBe(answers[1]);
      await record(store, 2, size);
      expect(await answersOf(store)).toBe(answers[2]);
    } finally {
      await store.close();
    }
  });

  test('waits for another process, and finds what that recorded', async () => {
    const [first, second] = [recording(place, 1, 8, size), recording(place, 1, 12, size)];
    await Promise.all([first.ended, second.ended]);
    expect([first.acknowledged(), second.acknowledged(), first.failure(), second.failure()]).toEqual([8, 12, undefined, undefined]);
    const store = await open();
    expect(answers.indexOf(await answersOf(store))).toBe(12);
    await store.close();
  });
});
