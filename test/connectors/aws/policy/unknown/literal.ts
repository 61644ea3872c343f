import type { Predicate } from '../../../../../connectors/aws/policy/unknown/sample.ts';

/*
 * What each comparison means, written once more and as plainly as can be: regular expressions for patterns, text surgery for parts,
 * sums for dates and addresses. Shares nothing with the code under test.
 */

export function vectorOf(predicates: readonly Predicate[], text: string): string {
  return vectors(predicates)(text);
}

/** The same for many texts. */
export function vectors(predicates: readonly Predicate[]): (text: string) => string {
  const tests = predicates.map(holds);
  return (text) => tests.map((each) => (each(text) ? '1' : '0')).join('');
}

/** Whether the text is a value of each family the predicates are of. */
export function readability(predicates: readonly Predicate[], text: string): string {
  return predicates.map((each) => (readable(each.on, text) ? '1' : '0')).join('');
}

function readable(on: Predicate['on'], text: string): boolean {
  if (on === 'numeric') return number(text) !== undefined;
  if (on === 'date') return date(text) !== undefined;
  if (on === 'ip') return bits(text) !== undefined;
  if (on === 'binary') return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);
  return true;
}

function holds(predicate: Predicate): (text: string) => boolean {
  switch (predicate.on) {
    case 'string': {
      const wanted = unmarked(predicate.pattern);
      if (predicate.test === 'equals') return (text) => text === wanted;
      if (predicate.test === 'equals-ignoring-case') return (text) => text.toLowerCase() === wanted.toLowerCase();
      const pattern = glob(predicate.pattern);
      return (text) => pattern.test(text);
    }
    case 'arn': {
      if (predicate.pattern === '*') return () => true;
      const patterns = segments(predicate.pattern)?.map(glob);
      return (text) => patterns !== undefined && segments(text)?.every((each, at) => patterns[at]?.test(each)) === true;
    }
    case 'part-of': {
      const pieces = predicate.pattern.split('\uE003').map((each) => glob(each).source.slice(1, -1));
      return (text) => new RegExp(`^${pieces.join(quoted(text))}$`, 's').test(predicate.whole);
    }
    case 'numeric':
      return (text) => compare(predicate.test, number(text), number(predicate.value));
    case 'date':
      return (text) => compare(predicate.test, date(text), date(predicate.value));
    case 'ip': {
      const block = bits(predicate.value);
      return (text) => block !== undefined && bits(text)?.startsWith(block) === true;
    }
    case 'binary':
      return (text) => readable('binary', text) && readable('binary', predicate.value) && text === predicate.value;
    case 'bool':
      return (text) => text.toLowerCase() === predicate.value.toLowerCase();
  }
}

function unmarked(text: string): string {
  return text.replaceAll('\uE000', '*').replaceAll('\uE001', '?');
}

function quoted(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function glob(pattern: string): RegExp {
  const body = pattern
    .split(/([*?])/)
    .map((each) => (each === '*' ? '.*' : each === '?' ? '.' : quoted(unmarked(each))))
    .join('');
  return new RegExp(`^${body}$`, 's');
}

function segments(text: string): readonly string[] | null {
  const found = /^([^:]*):([^:]*):([^:]*):([^:]*):([^:]*):(.*)$/s.exec(text);
  return found === null ? null : found.slice(1);
}

function number(text: string): number | undefined {
  return /^-?[0-9]+([.][0-9]+)?$/.test(text) ? Number.parseFloat(text) : undefined;
}

/** Only the forms the tests and the samples use: RFC 3339 in UTC, and epoch seconds that are not four digits. */
function date(text: string): number | undefined {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/.test(text)) return Date.parse(text);
  const seconds = number(text);
  return seconds === undefined ? undefined : Math.round(seconds * 1000);
}

function compare(test: string, a: number | undefined, b: number | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return { less: a < b, 'less-or-equal': a <= b, greater: a > b, 'greater-or-equal': a >= b }[test] ?? a === b;
}

/** `4:` or `6:` and the bits of the prefix as text. */
function bits(text: string): string | undefined {
  const [address = '', length] = text.split('/');
  if (/^\d+\.\d+\.\d+\.\d+$/.test(address)) {
    const all = address.split('.').map((each) => Number(each).toString(2).padStart(8, '0'));
    return `4:${all.join('').slice(0, Number(length ?? 32))}`;
  }
  if (!/^[0-9a-f:]+$/.test(address) || !address.includes(':')) return undefined;
  const [head = '', tail] = address.split('::');
  const groups = (half: string) => (half === '' ? [] : half.split(':'));
  const missing = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...new Array<string>(missing).fill('0'), ...groups(tail ?? '')];
  return `6:${all
    .map((each) => Number.parseInt(each, 16).toString(2).padStart(16, '0'))
    .join('')
    .slice(0, Number(length ?? 128))}`;
}
