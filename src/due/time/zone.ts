import { DueError } from '../errors.ts';

/** A moment as clocks on a wall show it: milliseconds since 1970 as if the wall were in UTC. */
export type WallTime = number;

export interface Zone {
  readonly name: string;
  /** The moments, in epoch milliseconds, at which clocks there showed it: none where they were put forward over it, two where they were put back. */
  moments(wall: WallTime): readonly number[];
  /** The first moment at which clocks there showed this time or a later one: the beginning of a day. */
  beginning(wall: WallTime): number;
}

const DAY_MS = 86_400_000;
/** No clock is put forward or back but at a quarter of an hour, since 1972. */
const QUARTER_MS = 900_000;
const KEPT = 50_000;
/** Clocks are behind UTC by twelve hours at most, and ahead of it by fourteen. */
const [LEAST_MS, MOST_MS] = [-12 * 3_600_000, 14 * 3_600_000];

/** A time zone by its IANA name or as `+02:00`. Throws {@link DueError} `bad-zone` for what the runtime's own tables do not have. */
export function zoneNamed(name: string): Zone {
  const fixed = /^([+-])(\d{2}):?(\d{2})$/.exec(name);
  const ahead = fixed === null ? null : fixedOffset(fixed);
  if (ahead !== null && (ahead < LEAST_MS || ahead > MOST_MS || Number(fixed?.[3]) > 59)) throw badZone(name);
  const offset = ahead === null ? tableOffset(name) : (): number => ahead;
  function moments(wall: WallTime): readonly number[] {
    const candidates = new Set([wall - offset(wall - DAY_MS), wall - offset(wall + DAY_MS)]);
    return [...candidates].filter((at) => at + offset(at) === wall).sort((a, b) => a - b);
  }
  return {
    name,
    moments,
    beginning(wall) {
      const [first] = moments(wall);
      // clocks were put forward over it: what is after the gap is as late by the offset before it
      return first ?? wall - offset(wall - DAY_MS);
    },
  };
}

function fixedOffset([, sign, hours, minutes]: RegExpExecArray): number {
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

function badZone(name: string, cause?: unknown): DueError {
  return new DueError('bad-zone', `cannot read times in the zone "${name}": there is no such zone`, {
    cause,
    hint: 'name it as the IANA data base does, Europe/Vienna, or as an offset, +02:00',
  });
}

/** By how many milliseconds clocks are ahead of UTC at a moment. */
function tableOffset(name: string): (at: number) => number {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      hourCycle: 'h23',
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
  } catch (cause) {
    throw badZone(name, cause);
  }
  const known = new Map<number, number>();
  return function offset(at) {
    const quarter = Math.floor(at / QUARTER_MS);
    const before = known.get(quarter);
    if (before !== undefined) return before;
    const moment = quarter * QUARTER_MS;
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(moment)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    const ahead = Date.UTC(year, month - 1, day, hour, minute, second) - moment;
    if (known.size >= KEPT) known.clear();
    known.set(quarter, ahead);
    return ahead;
  };
}
