import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Moto } from '../../support/moto.ts';

/** The time moto lives at, for whoever acts beside it. */
export interface LiveClock {
  /** Epoch milliseconds of moto's time. */
  now(): number;
  /** Lets time go by: moto's clock is set to the moment, which must be later than its own. Of the first minutes after it, it may be any. */
  setTo(instant: string): Promise<void>;
}

export async function liveClock(moto: Moto): Promise<LiveClock> {
  let ahead = await measured();
  /** By how much its clock is ahead of this machine's, to the second. */
  async function measured(): Promise<number> {
    const answer = await fetch(`${moto.endpoint}/moto-api/`);
    await answer.arrayBuffer();
    const told = Date.parse(answer.headers.get('date') ?? '');
    if (Number.isNaN(told)) throw new Error('moto tells no time');
    return told - Date.now();
  }
  const now = (): number => Date.now() + ahead;
  return {
    now,
    async setTo(instant) {
      const wanted = Date.parse(instant);
      if (!(wanted > now())) throw new Error(`${instant} is over: it is ${new Date(now()).toISOString()}`);
      writeFileSync(moto.clock, `@${new Date(wanted).toISOString().slice(0, 19).replace('T', ' ')}\n`);
      await wait(50);
      ahead = await measured();
      if (now() + 1000 < wanted) throw new Error(`moto did not go on to ${instant}: it is ${new Date(now()).toISOString()}`);
    },
  };
}
