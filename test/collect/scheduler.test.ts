import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { MOST_AT_ONCE, OPENED_PER_SECOND, Scheduler, type Pass } from '../../src/collect/scheduler.ts';
import { START, virtualIo, type VirtualIo } from '../support/unfriendly/io.ts';

const slow = { service: 'one', perSecond: 1, concurrency: 2 };

interface Call {
  readonly gate: number;
  readonly at: number;
}

/** So many jobs in each gate, each of so many calls that take so long. */
function start(io: VirtualIo, gates: number, jobs: number, calls: number, callMs: number, limit: typeof slow | null = slow) {
  const scheduler = new Scheduler(io);
  const made: Call[] = [];
  const ended: unknown[] = [];
  let inFlight = 0;
  let most = 0;
  const job = (gate: number) => async (pass: Pass) => {
    try {
      for (let i = 0; i < calls; i++)
        await pass.through(io.signal, async () => {
          made.push({ gate, at: io.now() - START });
          most = Math.max(most, ++inFlight);
          await io.sleep(callMs, io.signal);
          inFlight--;
        });
      ended.push('whole');
    } catch (error) {
      ended.push(error);
    }
  };
  for (let i = 0; i < jobs; i++) for (let gate = 0; gate < gates; gate++) scheduler.run(String(gate), limit, job(gate));
  return { made, ended, most: () => most };
}

async function until(reached: () => boolean): Promise<void> {
  for (let i = 0; i < 200_000 && !reached(); i++) await turn();
  expect(reached()).toBe(true);
}

describe('the scheduler', () => {
  it('keeps no gate waiting for another that waits for its turn', async () => {
    const io = virtualIo('moving');
    const { made, ended } = start(io, 200, 3, 2, 20);
    await until(() => ended.length === 600);
    // Six calls at one a second take five seconds and the last call, for 200 gates as for one.
    expect(Math.max(...made.map(({ at }) => at))).toBeLessThan(5000 + (1000 * 200) / OPENED_PER_SECOND + 500);
    const early = new Set(made.filter(({ at }) => at < 1500).map(({ gate }) => gate));
    expect(early.size).toBe(200);
  });

  it('never exceeds the rate of a gate, nor its concurrency', async () => {
    const io = virtualIo('moving');
    const { made, ended } = start(io, 3, 4, 3, 2500);
    await until(() => ended.length === 12);
    for (let gate = 0; gate < 3; gate++) {
      const times = made.filter((each) => each.gate === gate).map(({ at }) => at);
      expect(times).toHaveLength(12);
      for (const [i, at] of times.entries()) {
        expect(at - (times[i - 1] ?? -Infinity)).toBeGreaterThanOrEqual(1000);
        // Two jobs at once, and each call takes 2.5 seconds.
        expect(at - (times[i - 2] ?? -Infinity)).toBeGreaterThanOrEqual(2500);
      }
    }
  });

  it('makes no more calls at once than it may, and gives each gate its share of them', async () => {
    const io = virtualIo('moving');
    const { made, ended, most } = start(io, 100, 4, 1, 1000, { ...slow, perSecond: 1000 });
    await until(() => ended.length === 400);
    expect(most()).toBe(MOST_AT_ONCE);
    const nth = (n: number): readonly number[] =>
      made.flatMap(({ gate }, i) => (made.slice(0, i).filter((each) => each.gate === gate).length === n ? [i] : []));
    expect(nth(0)).toHaveLength(100);
    // No gate has its third call while another waits for its first.
    expect(Math.max(...nth(0))).toBeLessThan(Math.min(...nth(2)));
  });

  it('makes no more calls at once where there is no limit', async () => {
    const io = virtualIo('moving');
    const { ended, most } = start(io, 2, 200, 1, 1000, null);
    await until(() => ended.length === 400);
    expect(most()).toBe(MOST_AT_ONCE);
  });

  it('opens many gates at a pace that what gives credentials can bear', async () => {
    const io = virtualIo('moving');
    const { made, ended } = start(io, 600, 1, 1, 1);
    await until(() => ended.length === 600);
    for (const { at } of made) {
      const within = made.filter((each) => each.at >= at && each.at < at + 1000).length;
      expect(within).toBeLessThanOrEqual(MOST_AT_ONCE + OPENED_PER_SECOND + 1);
    }
  });

  it('holds back all of a gate, and those of no other', async () => {
    const io = virtualIo('moving');
    const scheduler = new Scheduler(io);
    const made: string[] = [];
    const job = (name: string, holds: boolean) => async (pass: Pass) => {
      await pass.through(io.signal, () => Promise.resolve(made.push(`${name} ${io.now() - START}`)));
      if (holds) pass.hold(30_000);
    };
    const limit = { service: 'one', perSecond: 10, concurrency: 3 };
    scheduler.run('a', limit, job('a', true));
    for (let i = 0; i < 2; i++) scheduler.run('a', limit, job('a', false));
    for (let i = 0; i < 3; i++) scheduler.run('b', limit, job('b', false));
    await until(() => made.length === 6);
    expect(made).toEqual(['a 0', 'b 0', 'b 100', 'b 200', 'a 30000', 'a 30100']);
  });

  it('wakes all that wait when the signal aborts, whatever they wait for', async () => {
    const io = virtualIo('moving');
    const { made, ended } = start(io, 100, 2, 5, 1e9, { ...slow, perSecond: 1000 });
    await until(() => made.length === MOST_AT_ONCE);
    const why = new Error('stop');
    io.controller.abort(why);
    await until(() => ended.length === 200);
    expect(ended.every((each) => each === why)).toBe(true);
    expect(made).toHaveLength(MOST_AT_ONCE);
  });

  it('gives back the place of a call that failed', async () => {
    const io = virtualIo('moving');
    const scheduler = new Scheduler(io);
    let failed = 0;
    for (let i = 0; i < MOST_AT_ONCE * 3; i++) {
      scheduler.run('a', null, async (pass) => {
        await pass.through(io.signal, () => Promise.reject(new Error('refused'))).catch(() => failed++);
      });
    }
    await until(() => failed === MOST_AT_ONCE * 3);
  });
});
