import { DAY_MS, instantOf, parseInstant } from '../../base/instant.ts';
import type { Period } from '../../model/pack.ts';
import { EvidenceError } from './errors.ts';

/**
 * A period in UTC: a quarter `2026-Q3`, a month `2026-07`, a year `2026`, or days `2026-07-01..2026-09-30`, the last of them included. Throws
 * {@link EvidenceError} `bad-period`.
 */
export function periodOf(text: string): Period {
  const [, year, rest = ''] = /^(\d{4})(?:-(Q[1-4]|0[1-9]|1[0-2]))?$/.exec(text) ?? [];
  if (year !== undefined) {
    if (rest === '') return months(Number(year), 0, 12);
    return rest.startsWith('Q') ? months(Number(year), 3 * (Number(rest[1]) - 1), 3) : months(Number(year), Number(rest) - 1, 1);
  }
  const [, first = '', last = ''] = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/.exec(text) ?? [];
  const [from, to] = [parseInstant(first), parseInstant(last)];
  if (from === undefined || to === undefined)
    throw new EvidenceError('bad-period', `cannot make a pack for the period ${JSON.stringify(text)}: it is none`, {
      hint: 'write a quarter 2026-Q3, a month 2026-07, a year 2026, or days 2026-07-01..2026-09-30',
    });
  if (to < from)
    throw new EvidenceError('bad-period', `cannot make a pack for the period ${text}: it ends before it begins`, {
      hint: 'write the earlier day first',
    });
  return { from: instantOf(from), to: instantOf(to + DAY_MS) };
}

function months(year: number, first: number, count: number): Period {
  return { from: instantOf(Date.UTC(year, first)), to: instantOf(Date.UTC(year, first + count)) };
}
