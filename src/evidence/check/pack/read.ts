import * as v from 'valibot';
import { canonicalJson } from '../../../base/bytes/canonical.ts';
import { decodeUtf8 } from '../../../base/decode.ts';
import { VestigeError } from '../../../base/errors.ts';
import type { Json } from '../../../base/json.ts';
import { escapePointer } from '../../../base/pointer.ts';
import type { Problems } from './problem.ts';

/** The files of a pack by their path within it. */
export type PackFiles = ReadonlyMap<string, Uint8Array>;

/** Deeper than this nothing of ours is: what is nested to exhaust a reader is refused before it is read. */
const DEEPEST = 100;

/** A file as its schema has it, in canonical form (RFC 8785) to the byte; else `undefined`, and why is told. */
export function readCanonical<T>(problems: Problems, files: PackFiles, file: string, schema: v.GenericSchema<unknown, T>): T | undefined {
  const bytes = files.get(file);
  if (bytes === undefined) return undefined;
  return canonicalValue(problems, file, '', bytes, schema);
}

/** Lines, each the canonical form of a value and an LF. Lines that are wrong are told and left out. */
export function readLines<T>(
  problems: Problems,
  file: string,
  bytes: Uint8Array,
  schema: v.GenericSchema<unknown, T>,
): readonly { readonly line: number; readonly value: T }[] {
  if (bytes.length > 0 && bytes.at(-1) !== 0x0a)
    problems.add('not-canonical', file, '', `${file} does not end with a line feed: it was cut`);
  const read: { line: number; value: T }[] = [];
  let start = 0;
  for (let line = 1; start < bytes.length; line++) {
    const found = bytes.indexOf(0x0a, start);
    const end = found === -1 ? bytes.length : found;
    const value = canonicalValue(problems, file, `line ${line}`, bytes.subarray(start, end), schema);
    if (value !== undefined) read.push({ line, value });
    start = end + 1;
    // What is wrong without end is not read to its end.
    if (problems.isFull) break;
  }
  return read;
}

export function canonicalValue<T>(
  problems: Problems,
  file: string,
  place: string,
  bytes: Uint8Array,
  schema: v.GenericSchema<unknown, T>,
): T | undefined {
  const where = place === '' ? file : `${file}, ${place},`;
  const text = decodeUtf8(bytes);
  if (text === undefined) {
    problems.add('not-utf8', file, place, `${where} is not UTF-8`);
    return undefined;
  }
  if (isDeep(bytes)) {
    problems.add('too-deep', file, place, `${where} is nested deeper than ${DEEPEST} levels: it was not read`);
    return undefined;
  }
  const value = parsed(text);
  if (value === undefined) {
    problems.add('not-json', file, place, `${where} is not JSON`);
    return undefined;
  }
  if (canonicalOr(value.json) !== text) {
    problems.add('not-canonical', file, place, `${where} is not in canonical form (RFC 8785): it is not as it was written`);
    return undefined;
  }
  const result = v.safeParse(schema, value.json);
  if (result.success) return result.output;
  for (const issue of result.issues) {
    const at = pointerOf(issue);
    problems.add(
      'bad-shape',
      file,
      [place, at].filter((each) => each !== '').join(' '),
      `${where} has a wrong shape at ${at === '' ? 'its top' : at}`,
      {
        seen: issue.received,
        expected: issue.expected ?? issue.message,
      },
    );
  }
  return undefined;
}

function pointerOf(issue: v.BaseIssue<unknown>): string {
  return (issue.path ?? []).map(({ key }) => `/${escapePointer(String(key))}`).join('');
}

function parsed(text: string): { readonly json: Json } | undefined {
  try {
    return { json: JSON.parse(text) as Json };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function canonicalOr(value: Json): string | undefined {
  try {
    return canonicalJson(value);
  } catch (error) {
    if (error instanceof VestigeError) return undefined;
    throw error;
  }
}

/** Counts brackets outside of texts. Right for whatever is JSON; what is not is refused afterwards. */
function isDeep(bytes: Uint8Array): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (inText) {
      if (byte === 0x5c) at++;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    else if (byte === 0x5b || byte === 0x7b) {
      if (++depth > DEEPEST) return true;
    } else if (byte === 0x5d || byte === 0x7d) depth--;
  }
  return false;
}
