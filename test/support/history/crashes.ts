import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { HistoryStore } from '../../../src/contract/store.ts';
import { memoryEngine } from '../../../src/history/memory/memory.ts';
import { historyStore } from '../../../src/history/store.ts';
import { answersOf, record, type Size } from './told.ts';

/** What an undisturbed store answers after each of the first recordings. */
export async function undisturbed(steps: number, size: Size): Promise<readonly string[]> {
  const store = historyStore(memoryEngine());
  const answers = [await answersOf(store)];
  for (let step = 1; step <= steps; step++) {
    await record(store, step, size);
    answers.push(await answersOf(store));
  }
  return answers;
}

/** A process that records, from outside. */
export interface Recording {
  /** The last recording acknowledged so far; 0: none. */
  acknowledged(): number;
  /** `failed CODE` where it told so. */
  failure(): string | undefined;
  kill(): void;
  readonly ended: Promise<void>;
}

export interface Place {
  readonly state: string;
  readonly place?: string;
}

export function recording({ state, place = '' }: Place, first: number, last: number, { things }: Size): Recording {
  const script = join(import.meta.dirname, 'recording.ts');
  const child = spawn(process.execPath, [script, state, place, `${first}`, `${last}`, `${things}`], { stdio: ['ignore', 'pipe', 'pipe'] });
  let told = '';
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const lines = (): readonly string[] => told.split('\n').slice(0, -1);
  return {
    acknowledged: () =>
      Math.max(
        0,
        ...lines()
          .filter((line) => /^\d+$/.test(line))
          .map(Number),
      ),
    failure: () => lines().find((line) => line.startsWith('failed')),
    kill: () => void child.kill('SIGKILL'),
    ended: new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        if (code !== null && code !== 0) reject(new Error(`the recording process ended with ${code}: ${complaint}`));
        else resolve();
      });
    }),
  };
}

/**
 * Lets a process record, breaks it or its server in the midst of it, and looks: what was acknowledged is there whole, what was under way
 * whole or not at all. Answers how many recordings are there.
 */
export async function interrupted(
  place: Place,
  size: Size,
  answers: readonly string[],
  from: number,
  strike: (recording: Recording) => Promise<void>,
  open: () => Promise<HistoryStore>,
): Promise<number> {
  const process = recording(place, from + 1, answers.length - 1, size);
  // What it ends with is looked at further down; until then it is nobody's unhandled rejection.
  process.ended.catch(() => undefined);
  for (let waited = 0; process.acknowledged() === 0 && process.failure() === undefined && waited < 60_000; waited += 10) await sleep(10);
  // At any moment of what comes next.
  await sleep(Math.random() * 150);
  await strike(process);
  await process.ended;
  const store = await open();
  try {
    const said = process.acknowledged();
    const there = answers.indexOf(await answersOf(store));
    expect([said, said + 1], `${said} were acknowledged, ${there} are there`).toContain(there);
    return there;
  } finally {
    await store.close();
  }
}

/** Records the rest, and compares with the undisturbed store. */
export async function goesOn(from: number, size: Size, answers: readonly string[], open: () => Promise<HistoryStore>): Promise<void> {
  const store = await open();
  try {
    for (let step = from + 1; step < answers.length; step++) await record(store, step, size);
    expect(await answersOf(store)).toBe(answers.at(-1));
  } finally {
    await store.close();
  }
}
