import { visible } from '../../base/text/visible.ts';
import { grouped } from '../../base/text/count.ts';
import { RowFault } from '../errors.ts';
import { LIST_ITEMS, TEXT_CHARACTERS } from '../limits.ts';
import type { Row } from '../rows/row.ts';
import type { Columns, Condition, Value } from './schema.ts';

/** What a value of a mapping is in a row; empty: nothing is said. Throws {@link RowFault} where it says what cannot be taken. */
export type Read = (row: Row) => readonly string[];

/** Columns of which one must be there in every file. */
export interface Needed {
  readonly columns: readonly string[];
}

/** Readers of values and conditions, and the columns that they cannot do without. */
export interface Compiler {
  value(value: Value): Read;
  conditions(conditions: readonly Condition[] | undefined): (row: Row) => boolean;
  need(columns: Columns, optional: boolean | undefined): readonly string[];
  readonly needed: readonly Needed[];
}

export function compiler(): Compiler {
  const needed: Needed[] = [];
  function need(columns: Columns, optional: boolean | undefined): readonly string[] {
    const list = typeof columns === 'string' ? [columns] : columns;
    if (optional !== true) needed.push({ columns: list });
    return list;
  }
  function conditions(given: readonly Condition[] | undefined): (row: Row) => boolean {
    const tests = (given ?? []).map((each) => condition(each, need(each.column, each.optional)));
    return (row) => tests.every((holds) => holds(row));
  }
  function value(given: Value): Read {
    const spec = typeof given === 'string' ? { column: given } : given;
    const applies = conditions(spec.when);
    const source = sourceOf(spec);
    const meaning = meaningOf(spec);
    return function read(row) {
      if (!applies(row)) return [];
      const said = spec.split === undefined ? source(row) : source(row).flatMap((text) => itemsOf(text, spec.split as string));
      const taken: string[] = [];
      for (const text of said) {
        const part = partOf(text, spec);
        const meant = part === null ? null : meaning(part);
        if (meant !== null) taken.push(meant);
      }
      return taken;
    };
  }
  function sourceOf({ column, text, constant, optional }: Exclude<Value, string>): Read {
    if (constant !== undefined) return () => [constant];
    if (column !== undefined) {
      const columns = need(column, optional);
      return (row) => firstSaid(row, columns);
    }
    const pieces = (text ?? '').split(/\{([^{}]+)\}/);
    pieces.forEach((piece, index) => index % 2 === 1 && need(piece, optional));
    return function filled(row) {
      let made = '';
      for (const [index, piece] of pieces.entries()) {
        const said = index % 2 === 0 ? piece : onlyOne(piece, firstSaid(row, [piece]));
        if (said === null) return [];
        made += said;
      }
      return [made];
    };
  }
  return { value, conditions, need, needed };
}

/** What the first of several columns says that says anything. */
export function firstSaid(row: Row, columns: readonly string[]): readonly string[] {
  return firstSaying(row, columns).said;
}

/** The same, with the column that says it; where none does, all of them. */
export function firstSaying(row: Row, columns: readonly string[]): { readonly column: string; readonly said: readonly string[] } {
  for (const column of columns) {
    const said = row.values(column);
    if (said !== undefined && said.length > 0) return { column, said };
  }
  return { column: columns.join('" or "'), said: [] };
}

/** The one thing that is said; `null`: nothing is. Several things where there can be one are nobody's to choose from. */
export function onlyOne(what: string, said: readonly string[]): string | null {
  const different = new Set(said);
  if (different.size > 1) throw new RowFault(`"${what}" says ${grouped(different.size)} things where there can be one`);
  return said[0] ?? null;
}

/** Of `123456789012` a spreadsheet makes `1.23457E+11`, and of others near it the same. */
const SHORTENED = /^[+-]?\d(?:[.,]\d+)?e\+\d{2,}$/i;

/** A text that names something: what acts instead of being seen, and what nobody could read, names nothing. */
export function nameable(what: string, text: string): string {
  if (text.length > TEXT_CHARACTERS)
    throw new RowFault(`"${what}" is ${grouped(text.length)} characters long, and at most ${grouped(TEXT_CHARACTERS)} are taken`);
  if (SHORTENED.test(text))
    throw new RowFault(`"${what}" is ${shown(text)}, a number that a spreadsheet shortened: export the column as text`);
  if (visible(text) !== text) throw new RowFault(`"${what}" holds characters that cannot be seen: ${shown(text)}`);
  return text;
}

/** A text from outside as a message shows it: short, and so that no terminal obeys it. */
export function shown(text: string): string {
  const safe = visible(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  return `"${safe}"`;
}

function itemsOf(text: string, separator: string): readonly string[] {
  const items = text
    .split(separator)
    .map((item) => item.trim())
    .filter((item) => item !== '');
  if (items.length > LIST_ITEMS)
    throw new RowFault(`a list has ${grouped(items.length)} items, and at most ${grouped(LIST_ITEMS)} are taken`);
  return items;
}

function partOf(text: string, { after, before, has, lacks }: Exclude<Value, string>): string | null {
  let part = text;
  if (after !== undefined) {
    const at = part.indexOf(after);
    if (at === -1) return null;
    part = part.slice(at + after.length);
  }
  if (before !== undefined) {
    const at = part.indexOf(before);
    if (at === -1) return null;
    part = part.slice(0, at);
  }
  part = part.trim();
  if (part === '' || (has !== undefined && !part.includes(has)) || (lacks !== undefined && part.includes(lacks))) return null;
  return part;
}

function meaningOf({ map, otherwise }: Exclude<Value, string>): (text: string) => string | null {
  if (map === undefined) return (text) => text;
  const meanings = new Map(Object.entries(map).map(([from, to]) => [folded(from), to]));
  return function meant(text) {
    const known = meanings.get(folded(text));
    if (known !== undefined) return known;
    if (otherwise !== undefined) return otherwise;
    throw new RowFault(`${shown(text)} is not among what the mapping knows (${[...meanings.keys()].join(', ')})`);
  };
}

function condition({ is, not, starts, filled }: Condition, columns: readonly string[]): (row: Row) => boolean {
  const [among, outside, beginnings] = [is, not, starts].map((each) => each?.map(folded));
  return function holds(row) {
    const said = firstSaid(row, columns).map(folded);
    if (filled !== undefined && said.length > 0 !== filled) return false;
    if (among !== undefined && !said.some((text) => among.includes(text))) return false;
    if (outside !== undefined && said.some((text) => outside.includes(text))) return false;
    return beginnings === undefined || said.some((text) => beginnings.some((each) => text.startsWith(each)));
  };
}

function folded(text: string): string {
  return text.trim().toLowerCase();
}
