import { createHmac } from 'node:crypto';
import { sha256Hex } from '../../base/bytes/hash.ts';
import { byKeys } from '../../base/order.ts';
import type { Pseudonyms } from '../../model/pack.ts';
import { PackError } from './errors.ts';
import type { PackInput } from './input.ts';
import { folded, type Named, type People } from './names.ts';
import { exactMembers, isWord, vocabularyOf } from './vocabulary.ts';

/** Takes the names of people out of values. */
export interface Mask {
  /** The same value with every name in every text replaced, wherever it stands; words of the pack's own vocabulary stay where only such may stand. */
  value<T>(value: T): T;
  readonly says: Pseudonyms | null;
  /** By code. */
  readonly table: readonly { readonly code: string; readonly names: readonly string[] }[];
}

const LEAST_KEY = 32;

/** `person-` and 12 hex of HMAC-SHA-256 over the person's id (UTF-8). Throws `short-key`. */
export function maskOf(key: Uint8Array, people: People, input: PackInput): Mask {
  if (key.length < LEAST_KEY) {
    throw new PackError('short-key', `cannot make pseudonyms with a key of ${key.length} bytes: it needs ${LEAST_KEY} at the least`);
  }
  const coded = people.all.map((named) => ({ named, code: codeOf(key, named) }));
  const text = replacerOf(coded);
  const words = vocabularyOf(input);

  function masked(value: unknown, member: string): unknown {
    if (typeof value === 'string') {
      if (exactMembers.has(member) || isWord(words, member, value) || isOpaque(value)) return value;
      return text(value);
    }
    if (Array.isArray(value)) return value.map((each: unknown) => masked(each, member));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [freeMembers.has(member) ? text(name) : name, masked(each, name)]),
    );
  }

  return {
    value: <T>(value: T): T => masked(value, '') as T,
    says: { key: sha256Hex(key), people: people.all.length },
    table: coded.map(({ named, code }) => ({ code, names: named.names })).sort(byKeys(({ code }) => code)),
  };
}

/** Members whose own members are named by whoever made a source. */
const freeMembers: ReadonlySet<string> = new Set(['parameters']);

function codeOf(key: Uint8Array, { id }: Named): string {
  return `person-${createHmac('sha256', key).update(id, 'utf8').digest('hex').slice(0, 12)}`;
}

/** Hashes and moments name nobody, whatever digits they hold. */
function isOpaque(value: string): boolean {
  return /^[0-9a-f]{64}$/.test(value) || /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(value);
}

// Scripts that put no space between words: there each character stands by itself.
const script = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]`;
const word = new RegExp(`${script}|(?:(?!${script})[\\p{L}\\p{N}\\p{M}])+`, 'gu');

interface Written {
  /** Folded, from its first word on. */
  readonly text: string;
  /** What stands before that word. */
  readonly before: string;
  readonly code: string;
}

/**
 * Replaces names where they stand as whole words, the longest first; without regard to case, and as they are written in addresses of the web, in JSON and
 * in the way a directory writes a guest's address.
 */
function replacerOf(people: readonly { readonly named: Named; readonly code: string }[]): (text: string) => string {
  // Of names with the same first word many begin alike (`arn:aws:iam::`): each is looked up whole, by its length.
  const byWord = new Map<string, Map<number, Map<string, Written>>>();
  for (const { named, code } of people) {
    for (const name of new Set(named.names.flatMap(writings))) {
      const all = even(name);
      const [first] = all.matchAll(word);
      const at = first?.index ?? 0;
      const text = all.slice(at);
      const lengths = byWord.get(first?.[0] ?? '') ?? new Map<number, Map<string, Written>>();
      const known = lengths.get(text.length) ?? new Map<string, Written>();
      const other = known.get(text);
      if (other === undefined || code < other.code) known.set(text, { text, before: all.slice(0, at), code });
      byWord.set(first?.[0] ?? '', lengths.set(text.length, known));
    }
  }
  const longestFirst = new Map([...byWord].map(([key, lengths]) => [key, [...lengths].sort(([a], [b]) => b - a)] as const));
  const wordless = [...(byWord.get('') ?? new Map<number, Map<string, Written>>()).values()].flatMap((each) => [...each.values()]);
  const hitAt = (low: string, found: string, at: number): Written | undefined => {
    for (const [length, names] of longestFirst.get(found) ?? []) {
      const hit = at + length <= low.length ? names.get(low.slice(at, at + length)) : undefined;
      if (hit !== undefined && !isInWord(low, at + length)) return hit;
    }
    return undefined;
  };

  return function replaced(given) {
    const text = given.normalize('NFC');
    const low = even(text);
    let out = '';
    let done = 0;
    for (const found of low.matchAll(word)) {
      if (found.index < done) continue;
      const hit = hitAt(low, found[0], found.index);
      if (hit === undefined) continue;
      const isLed = hit.before !== '' && low.slice(done, found.index).endsWith(hit.before);
      out += text.slice(done, found.index - (isLed ? hit.before.length : 0)) + hit.code;
      done = found.index + hit.text.length;
    }
    out += text.slice(done);
    for (const { text: sign, code } of wordless) if (sign !== '') out = out.split(sign).join(code);
    return out === given.normalize('NFC') ? given : out;
  };
}

const endsInWord = new RegExp(`(?!${script})[\\p{L}\\p{N}\\p{M}]$`, 'u');
const goesOn = new RegExp(`^(?!${script})[\\p{L}\\p{N}\\p{M}]`, 'u');

/** Whether a word goes on over this place. */
function isInWord(text: string, at: number): boolean {
  return goesOn.test(text.slice(at, at + 2)) && endsInWord.test(text.slice(Math.max(0, at - 2), at));
}

/** Lower case, character for character, so that places stay where they are. */
function even(text: string): string {
  const low = text.toLowerCase();
  if (low.length === text.length) return low;
  return Array.from(text, (each) => (each.toLowerCase().length === each.length ? each.toLowerCase() : each)).join('');
}

function writings(name: string): readonly string[] {
  const own = name.normalize('NFC');
  return [own, folded(own), encoded(own), JSON.stringify(own).slice(1, -1), own.replace('@', '_')];
}

function encoded(name: string): string {
  return name.isWellFormed() ? encodeURIComponent(name) : name;
}
