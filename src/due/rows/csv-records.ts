import { grouped } from '../../base/text/count.ts';
import { ROW_BYTES } from '../limits.ts';
import { bytesAsText, textOf } from './text-of.ts';

/** `last`: nothing after it can be read. */
export type CsvRecord =
  { readonly line: number; readonly fields: readonly string[] } | { readonly line: number; readonly bad: string; readonly last?: true };

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/**
 * Cuts CSV into records as RFC 4180 has it, with any delimiter and any line break; lines with nothing on them are left out. Memory follows the
 * longest record. A quote inside a field that begins with none stands for itself. Where quoting breaks, nothing after it can be told apart from what
 * somebody wrote into a cell: that record is the last, and is told as bad. Whatever the chunks, the records are the same.
 */
export function* csvRecords(chunks: Iterable<Uint8Array>, delimiter: string): Generator<CsvRecord, void, undefined> {
  const mark = delimiter.charCodeAt(0);
  let text = '';
  let at = 0;
  let line = 1;
  let dropping = false;
  function* cut(final: boolean): Generator<CsvRecord, boolean, undefined> {
    while (at < text.length) {
      if (dropping) {
        const end = endOfLine(text, at, final);
        if (end === -1) return true;
        at = end;
        line++;
        dropping = false;
        continue;
      }
      const { state, fields, end } = cutOne(text, at, mark, final);
      if (state === 'whole') {
        if (end - at > ROW_BYTES) yield { line, bad: tooLong() };
        else if (fields.length > 1 || fields[0] !== '') yield decoded(line, fields);
        line += breaksIn(text, at, end);
        at = end;
      } else if (state === 'stray' || state === 'unclosed' || (state === 'in-quotes' && text.length - at > ROW_BYTES)) {
        yield { line, bad: `${faults[state]}: nothing after it can be read`, last: true };
        return false;
      } else if (text.length - at > ROW_BYTES) {
        yield { line, bad: tooLong() };
        dropping = true;
      } else return true;
    }
    return true;
  }
  for (const chunk of chunks) {
    text = text.slice(at) + bytesAsText(chunk);
    at = 0;
    if (!(yield* cut(false))) return;
    if (dropping) {
      // no line ends in it but perhaps with a carriage return at its end
      text = text.endsWith('\r') ? '\r' : '';
      at = 0;
    }
  }
  yield* cut(true);
}

const faults = {
  stray: 'a quoted field goes on after its closing quote',
  unclosed: 'a quote is never closed',
  'in-quotes': `a quoted field is longer than ${grouped(ROW_BYTES)} bytes`,
} as const;

function tooLong(): string {
  return `the row is longer than ${grouped(ROW_BYTES)} bytes`;
}

interface Cut {
  readonly state: 'whole' | 'more' | 'in-quotes' | 'stray' | 'unclosed';
  readonly fields: readonly string[];
  readonly end: number;
}

function cutOne(text: string, start: number, mark: number, final: boolean): Cut {
  const fields: string[] = [];
  let i = start;
  for (;;) {
    if (text.charCodeAt(i) === QUOTE) {
      const close = closingQuote(text, i + 1);
      if (close === -1 || (close + 1 >= text.length && !final)) return { state: final ? 'unclosed' : 'in-quotes', fields, end: i };
      fields.push(text.slice(i + 1, close).replaceAll('""', '"'));
      i = close + 1;
    } else {
      const from = i;
      for (let code = text.charCodeAt(i); i < text.length && code !== mark && code !== LF && code !== CR;) code = text.charCodeAt(++i);
      fields.push(text.slice(from, i));
    }
    if (i >= text.length) return { state: final ? 'whole' : 'more', fields, end: i };
    const code = text.charCodeAt(i);
    if (code === mark) i++;
    else if (code === LF || code === CR) {
      const end = endOfLine(text, i, final);
      return end === -1 ? { state: 'more', fields, end: i } : { state: 'whole', fields, end };
    } else return { state: 'stray', fields, end: i };
  }
}

/** The place of the quote that closes what begins at `from`; -1: it is not there. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); ; at = text.indexOf('"', at + 2)) {
    if (at === -1 || text.charCodeAt(at + 1) !== QUOTE) return at;
  }
}

/** The place after the first line break from `from` on; -1: there is none, or the next byte decides how long it is. */
function endOfLine(text: string, from: number, final: boolean): number {
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === LF) return i + 1;
    if (code !== CR) continue;
    if (i + 1 < text.length) return text.charCodeAt(i + 1) === LF ? i + 2 : i + 1;
    return final ? i + 1 : -1;
  }
  return -1;
}

function breaksIn(text: string, from: number, end: number): number {
  let breaks = 0;
  for (let i = from; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === LF || (code === CR && text.charCodeAt(i + 1) !== LF)) breaks++;
  }
  return breaks;
}

function decoded(line: number, fields: readonly string[]): CsvRecord {
  const texts: string[] = [];
  for (const field of fields) {
    const text = textOf(field);
    if (text === undefined) return { line, bad: `field ${texts.length + 1} is not UTF-8: save the file as UTF-8` };
    texts.push(text);
  }
  return { line, fields: texts };
}
