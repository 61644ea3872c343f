import type { Tenant } from '../support/tenant.ts';

/** The time the emulator lives at, for whoever acts beside it. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Lets time go by up to a moment, which must be later than its own. Of the first minutes after it, it may be any. */
  setTo(instant: string): Promise<void>;
}

/**
 * Begins at a moment. The story lies in the past: the identity library counts the time of its tokens by the clock of this machine, by which
 * they then never end too early.
 */
export async function clockAt(tenant: Tenant, start: string): Promise<Clock> {
  let ahead = Date.parse(start) - Date.now();
  const now = (): number => Date.now() + ahead;
  async function moved(instant: string): Promise<void> {
    // to the second, as the emulator counts
    const offset = Math.ceil((Date.parse(instant) - Date.now()) / 1000);
    const { status } = await tenant.entra.ask('POST', '/admin/api/clock', { offsetSeconds: offset });
    if (status !== 200) throw new Error(`the emulator did not go to ${instant}: status ${status}`);
    ahead = offset * 1000;
  }
  await moved(start);
  tenant.now = now;
  return {
    now,
    async setTo(instant) {
      if (!(Date.parse(instant) > now())) throw new Error(`${instant} is over: it is ${new Date(now()).toISOString()}`);
      await moved(instant);
    },
  };
}
