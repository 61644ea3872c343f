import { instantOf } from '../../../../src/base/instant.ts';
import { policyDate } from '../dates.ts';
import type { Candidates } from './numbers.ts';

/** The moments of the values and those one millisecond before and after each: dates are compared to the millisecond. */
export function momentsAround(values: readonly string[]): Candidates {
  const points = new Set<number>();
  let exact = true;
  for (const value of values) {
    const moment = policyDate(value);
    if (moment === undefined) continue;
    for (const near of [moment, moment - 1, moment + 1]) points.add(near);
  }
  const texts: string[] = [];
  for (const point of points.size === 0 ? [0] : [...points].sort((a, b) => a - b)) {
    const text = written(point);
    if (text === undefined) exact = false;
    else texts.push(text);
  }
  return { texts, exact };
}

// the years that RFC 3339 can write, year 0000 to 9999; other moments are epoch seconds
const [earliest, latest] = [-62_167_219_200_000, 253_402_300_799_999];

function written(moment: number): string | undefined {
  const text = moment >= earliest && moment <= latest ? instantOf(moment) : String(moment / 1000);
  return policyDate(text) === moment ? text : undefined;
}
