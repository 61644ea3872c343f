const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

// Sun, 06 Nov 1994 08:49:37 GMT
const IMF_FIXDATE = /^[a-z]{3}, (\d{2}) ([a-z]{3}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) gmt$/;
// Sunday, 06-Nov-94 08:49:37 GMT
const RFC_850 = /^[a-z]{6,9}, (\d{2})-([a-z]{3})-(\d{2}) (\d{2}):(\d{2}):(\d{2}) gmt$/;
// Sun Nov  6 08:49:37 1994
const ASCTIME = /^[a-z]{3} ([a-z]{3}) ([ \d]\d) (\d{2}):(\d{2}):(\d{2}) (\d{4})$/;

/**
 * Reads the three forms of an HTTP date (RFC 9110 section 5.6.7) as epoch milliseconds; `null` when the text is none of them.
 * `now` (epoch milliseconds) settles the century of the two-digit form: a year that seems more than 50 years ahead is past.
 */
export function parseHttpDate(text: string, now: number): number | null {
  const date = text.trim().toLowerCase();
  const fixed = IMF_FIXDATE.exec(date);
  if (fixed !== null) return at(fixed[3], fixed[2], fixed[1], fixed[4], fixed[5], fixed[6]);
  const asctime = ASCTIME.exec(date);
  if (asctime !== null) return at(asctime[6], asctime[1], asctime[2]?.trim(), asctime[3], asctime[4], asctime[5]);
  const short = RFC_850.exec(date);
  if (short === null) return null;
  const thisYear = new Date(now).getUTCFullYear();
  const year = Math.floor(thisYear / 100) * 100 + Number(short[3]);
  return at(String(year > thisYear + 50 ? year - 100 : year), short[2], short[1], short[4], short[5], short[6]);
}

type Digits = string | undefined;

function at(year: Digits, month: Digits, day: Digits, hour: Digits, minute: Digits, second: Digits): number | null {
  const index = MONTHS.indexOf(month ?? '');
  if (index < 0 || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  const midnight = Date.UTC(Number(year), index, Number(day));
  if (new Date(midnight).getUTCMonth() !== index) return null;
  return midnight + ((Number(hour) * 60 + Number(minute)) * 60 + Math.min(Number(second), 59)) * 1000;
}
