import { DAY_MS, HOUR_MS, parseInstant } from '../../base/instant.ts';
import type { VerifyWatch } from '../../run/verify/verify.ts';
import { UsageError } from '../usage.ts';

export interface WatchOptions {
  readonly watch?: boolean;
  readonly until?: string;
  readonly for?: string;
  readonly every?: string;
}

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: HOUR_MS, d: DAY_MS };

/** So long is watched where no end is given. */
const USUAL_MS = HOUR_MS;

/** `undefined`: one round is asked for. Throws {@link UsageError} for what does not go together or is no time. */
export function watchOf(options: WatchOptions, now: number): VerifyWatch | undefined {
  const { watch, until, for: length, every } = options;
  if (watch !== true) {
    const given = [until === undefined ? null : '--until', length === undefined ? null : '--for', every === undefined ? null : '--every'];
    const [first] = given.filter((each) => each !== null);
    if (first === undefined) return undefined;
    throw new UsageError(`cannot use ${first} alone: it says how long, or how often, --watch asks`, { hint: 'add --watch' });
  }
  if (until !== undefined && length !== undefined)
    throw new UsageError('cannot watch until a time and for a while at once', { hint: 'leave --until or --for away' });
  const end = until === undefined ? now + (length === undefined ? USUAL_MS : durationOf('--for', length)) : momentOf(until, now);
  return { until: end, everyMs: every === undefined ? null : durationOf('--every', every) };
}

function momentOf(text: string, now: number): number {
  const at = parseInstant(text);
  if (at === undefined)
    throw new UsageError(`cannot watch until ${JSON.stringify(text)}: it is no RFC 3339 time`, { hint: 'as in 2026-11-22T18:00:00Z' });
  if (at <= now) throw new UsageError(`cannot watch until ${text}: that is over`);
  return at;
}

function durationOf(option: string, text: string): number {
  const [, count, unit = ''] = /^([1-9]\d{0,5})(s|m|h|d)$/.exec(text) ?? [];
  const length = Number(count) * (units[unit] ?? NaN);
  if (Number.isNaN(length))
    throw new UsageError(`cannot use ${option} ${JSON.stringify(text)}: it is no length of time`, { hint: 'as in 90s, 15m, 2h or 1d' });
  return length;
}
