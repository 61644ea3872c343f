import { impossible } from '../../src/base/errors.ts';
import { jsonQuoted } from '../../src/base/text/json-quoted.ts';
import { byReadingOrder } from './order.ts';

/** One value on one line, members in reading order. Pure ASCII where a raw character could act; any parser gives back the same value. */
export function jsonText(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return jsonQuoted(value);
  if (typeof value === 'number') {
    return Number.isFinite(value) ? JSON.stringify(value) : impossible(`a report holds the number ${value}, which JSON cannot say`);
  }
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (typeof value !== 'object') return impossible(`a report holds a ${typeof value}, which JSON cannot say`);
  return `{${members(value)
    .map(([name, member]) => `${jsonQuoted(name)}:${jsonText(member)}`)
    .join(',')}}`;
}

/** The members of an object in reading order; one that is `undefined` is absent. */
export function members(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => byReadingOrder(a, b));
}
