import { DueError } from '../errors.ts';

/**
 * What a text says of a time. `zone` is its distance from UTC in minutes; `null`: it names none. `date`: a day, with no time of day.
 * `wall`: milliseconds since 1970 as if it were UTC.
 */
export interface Told {
  readonly wall: number;
  readonly zone: number | null;
  readonly date: boolean;
}

/** Reads one form of times; `undefined`: the text is not of this form. */
export type TimeFormat = (text: string) => Told | undefined;

/** Forms that have a name; every other is a pattern of the letters of Unicode TR 35: `dd/MMM/yy h:mm a`. */
export const namedFormats = ['rfc3339', 'epoch-seconds', 'epoch-milliseconds'] as const;

/** Throws {@link DueError} `bad-mapping` for a pattern that says no date, or holds letters that mean nothing. */
export function timeFormat(form: string): TimeFormat {
  if (form === 'epoch-seconds') return (text) => epoch(text, 1000);
  if (form === 'epoch-milliseconds') return (text) => epoch(text, 1);
  if (form === 'rfc3339') return rfc3339;
  return pattern(form);
}

// Seconds may be left out, the zone may be written without its colon or left out, and blanks may stand for the T: as exports write it.
const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?: ?(Z|z|UTC|[+-]\d{2}:?\d{2}))?)?$/;

function rfc3339(text: string): Told | undefined {
  const m = RFC3339.exec(text);
  if (m === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zone] = m;
  return told({
    year: Number(year),
    month: Number(month),
    day: Number(day),
    date: hour === undefined,
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    ms: milliseconds(fraction),
    zone: zone === undefined ? null : offsetMinutes(zone),
  });
}

function epoch(text: string, unit: number): Told | undefined {
  const whole = /^(\d{1,15})(?:\.(\d{1,9}))?$/.exec(text);
  if (whole === null) return undefined;
  const wall = Math.floor(Number(text) * unit);
  return Math.abs(wall) > 8.64e15 ? undefined : { wall, zone: 0, date: false };
}

function milliseconds(fraction: string | undefined): number {
  return fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000);
}

function offsetMinutes(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'z' || zone === 'UTC') return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  return hours > 23 || minutes > 59 ? undefined : (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
  readonly zone: number | null | undefined;
  readonly date: boolean;
}

function told({ year, month, day, hour, minute, second, ms, zone, date }: Parts): Told | undefined {
  if (zone === undefined || hour > 23 || minute > 59 || second > 60) return undefined;
  const wall = Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59), ms);
  const back = new Date(wall);
  // a 30 February, a month 13, and years that the platform takes for others
  if (back.getUTCFullYear() !== year || back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day) return undefined;
  return { wall, zone, date };
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const longMonths = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
];

/** A letter group of a pattern, as a regular expression of bounded length. No group can match in two ways beside its neighbour's mark. */
const groups: Readonly<Record<string, string>> = {
  yyyy: '\\d{4}',
  yy: '\\d{2}',
  MMMM: longMonths.join('|'),
  MMM: months.join('|'),
  MM: '\\d{2}',
  M: '\\d{1,2}',
  dd: '\\d{2}',
  d: '\\d{1,2}',
  HH: '\\d{2}',
  H: '\\d{1,2}',
  hh: '\\d{2}',
  h: '\\d{1,2}',
  mm: '\\d{2}',
  ss: '\\d{2}',
  SSS: '\\d{1,9}',
  a: 'am|pm',
  XXX: 'z|utc|[+-]\\d{2}:?\\d{2}',
};

function pattern(form: string): TimeFormat {
  const letters: string[] = [];
  let source = '';
  for (const [piece, quoted, run] of form.matchAll(/'([^']*)'|([A-Za-z])\2*|[^A-Za-z']+/g)) {
    if (run === undefined) source += escaped((quoted ?? piece).toLowerCase());
    else if (groups[piece] === undefined) throw badPattern(form, `"${piece}" means nothing in it`);
    else {
      letters.push(piece);
      source += `(${groups[piece]})`;
    }
  }
  const has = (...some: readonly string[]): boolean => some.some((each) => letters.includes(each));
  if (!has('yyyy', 'yy') || !has('MMMM', 'MMM', 'MM', 'M') || !has('dd', 'd')) throw badPattern(form, 'it says no whole date');
  if (has('hh', 'h') !== has('a')) throw badPattern(form, 'hours of half a day (h) go with AM and PM (a)');
  const date = !has('HH', 'H', 'hh', 'h');
  const expression = new RegExp(`^${source}$`);
  return function read(text) {
    const m = expression.exec(text.toLowerCase());
    if (m === null) return undefined;
    const said = new Map(letters.map((letter, index) => [letter, m[index + 1] as string]));
    const number = (...some: readonly string[]): number =>
      Number(some.map((each) => said.get(each)).find((each) => each !== undefined) ?? 0);
    const half = number('hh', 'h');
    if (has('a') && (half < 1 || half > 12)) return undefined;
    return told({
      year: said.has('yyyy') ? number('yyyy') : 2000 + number('yy'),
      month: monthIn(said) ?? number('MM', 'M'),
      day: number('dd', 'd'),
      hour: has('a') ? (half % 12) + (said.get('a') === 'pm' ? 12 : 0) : number('HH', 'H'),
      minute: number('mm'),
      second: number('ss'),
      ms: milliseconds(said.get('SSS')),
      zone: said.has('XXX') ? offsetMinutes((said.get('XXX') as string).toUpperCase()) : null,
      date,
    });
  };
}

function monthIn(said: ReadonlyMap<string, string>): number | undefined {
  const [long, short] = [said.get('MMMM'), said.get('MMM')];
  if (long !== undefined) return longMonths.indexOf(long) + 1;
  return short === undefined ? undefined : months.indexOf(short) + 1;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
}

function badPattern(form: string, why: string): DueError {
  return new DueError('bad-mapping', `cannot read times of the form "${form}": ${why}`, {
    hint: `a form is one of ${namedFormats.join(', ')}, or made of yyyy yy MMMM MMM MM M dd d HH H hh h mm ss SSS a XXX, with other letters in single quotes`,
  });
}
