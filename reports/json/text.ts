import { impossible } from '../../src/base/errors.ts';
import { byReadingOrder } from './order.ts';

// What JSON allows raw but a terminal or an editor obeys: DEL and C1 controls, separators, bidirectional and invisible characters.
const ACTING = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/u;
const ALL_ACTING = new RegExp(ACTING.source, 'gu');

/** One value on one line, members in reading order. Pure ASCII where a raw character could act; any parser gives back the same value. */
export function jsonText(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') {
    return Number.isFinite(value) ? JSON.stringify(value) : impossible(`a report holds the number ${value}, which JSON cannot say`);
  }
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (typeof value !== 'object') return impossible(`a report holds a ${typeof value}, which JSON cannot say`);
  return `{${members(value)
    .map(([name, member]) => `${quoted(name)}:${jsonText(member)}`)
    .join(',')}}`;
}

/** The members of an object in reading order; one that is `undefined` is absent. */
export function members(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => byReadingOrder(a, b));
}

function quoted(text: string): string {
  const json = JSON.stringify(text);
  return ACTING.test(json) ? json.replace(ALL_ACTING, escaped) : json;
}

/** `\u202e`; a character outside the basic plane as its two halves (RFC 8259 section 7). */
function escaped(char: string): string {
  return char
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
