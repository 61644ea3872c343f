import * as v from 'valibot';
import { instantOf, parseInstant, type Instant } from '../base/instant.ts';
import type { BoundaryId } from '../model/ids.ts';

const text = (description: string) => v.pipe(v.string(), v.trim(), v.nonEmpty(), v.description(description));
const whole = (description: string) => v.pipe(v.number(), v.integer(), v.minValue(1), v.description(description));

const hold = v.strictObject({
  boundary: v.optional(text('only what was recorded of this boundary; with no name, all of it')),
  name: v.optional(text('only what is found by this id, name or immutable id; with no boundary, in all of them')),
  until: v.optional(
    v.pipe(
      v.string(),
      v.check((each) => parseInstant(each) !== undefined, 'no RFC 3339 time; write 2026-11-22, or 2026-11-22T09:30:00Z'),
      v.description('the hold ends at this moment. Without it it ends when it is taken out of the configuration'),
    ),
  ),
  reason: text('why it is held, and by whose word; kept with each pruning'),
});

/** `vestige.yaml`, `history`. */
export const historySetting = v.pipe(
  v.optional(
    v.strictObject({
      store: v.optional(
        text(
          'where history is kept: a file, or the address of a PostgreSQL database (postgres://…, best from the environment, for it holds a password). Default: history.db in the state folder',
        ),
      ),
      record: v.pipe(v.optional(v.boolean(), true), v.description('whether scan and analyze record what they read')),
      keepDays: v.pipe(
        v.optional(v.union([v.literal('none'), whole('days')]), 'none'),
        v.description(
          'vestige store prune removes what ended so many days ago; what is still there is never removed. Default: none, nothing is removed: what is gone cannot be read again',
        ),
      ),
      usageMonths: v.pipe(
        v.optional(v.union([v.literal('none'), whole('months')]), 'none'),
        v.description('vestige store prune removes monthly records of use that are older. Default: none, nothing is removed'),
      ),
      hold: v.pipe(
        v.optional(v.array(hold), []),
        v.description('legal holds: what is never removed, however long ago it ended. One with neither boundary nor name holds everything'),
      ),
    }),
  ),
  v.description('what is kept of runs, so that it can be said who had what, and when'),
);

/** What is never removed, and why. All that is given must fit. */
export interface HistoryHold {
  readonly boundary?: BoundaryId;
  readonly name?: string;
  /** Left out: until it is taken out of the configuration. */
  readonly until?: Instant;
  readonly reason: string;
}

export interface HistorySettings {
  /** A file, or the address of a PostgreSQL database with its password; `null`: in the state folder. */
  readonly store: string | null;
  readonly record: boolean;
  /** Days after which what ended may be removed; `null`: never. */
  readonly keepDays: number | null;
  readonly usageMonths: number | null;
  readonly holds: readonly HistoryHold[];
}

export function historySettingsOf(given: v.InferOutput<typeof historySetting>): HistorySettings {
  const { store, record = true, keepDays = 'none', usageMonths = 'none', hold: holds = [] } = given ?? {};
  return {
    store: store ?? null,
    record,
    keepDays: keepDays === 'none' ? null : keepDays,
    usageMonths: usageMonths === 'none' ? null : usageMonths,
    holds: holds.map(({ boundary, name, until, reason }) => ({
      ...(boundary === undefined ? {} : { boundary }),
      ...(name === undefined ? {} : { name }),
      ...(until === undefined ? {} : { until: instantOf(parseInstant(until) ?? 0) }),
      reason,
    })),
  };
}
