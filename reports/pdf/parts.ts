import type { Content, TableCell } from 'pdfmake';
import { grouped } from '../../src/base/text/count.ts';
import { boxLayout, tableLayout } from './style.ts';
import { wrapped } from './text.ts';

export function heading(text: string): Content {
  return { text, style: 'heading', headlineLevel: 1, outline: true };
}

export function subheading(text: string): Content {
  return { text, style: 'subheading', headlineLevel: 2 };
}

export function paragraph(text: string): Content {
  return { ...wrapped(text), style: 'body' };
}

export function box(text: string, fillColor: string): Content {
  return { table: { widths: ['*'], body: [[{ ...wrapped(text), style: 'box', fillColor }]] }, layout: boxLayout, margin: [0, 4, 0, 8] };
}

/** How many rows of a table are shown, of as many as it may show. */
export type Most = (rows: number) => number;

export interface Shape<T> {
  /** Width in points, or `*` for a share of what is left; the page has 515. */
  readonly columns: Readonly<Record<string, readonly [width: number | '*', cell: (item: T) => string | Content]>>;
  /** How many rows are shown, and where all are. */
  readonly most: number;
  readonly all: string;
  /** What stands there where there are none. */
  readonly none: string;
}

/** A table with a header on each page; of a long one the first rows, how many more there are and where. */
export function table<T>(items: readonly T[], { columns, most, all, none }: Shape<T>): Content[] {
  if (items.length === 0) return [{ text: none, style: 'body' }];
  const makers = Object.values(columns);
  const body: TableCell[][] = [
    Object.keys(columns).map((text) => ({ text, style: 'head' })),
    ...items.slice(0, most).map((item) => makers.map(([width, cell]) => cellOf(cell(item), width))),
  ];
  const rest = items.length - most;
  return [
    {
      table: { headerRows: 1, dontBreakRows: true, widths: makers.map(([width]) => width), body },
      layout: tableLayout,
      margin: [0, 2, 0, 4],
    },
    ...(rest > 0 ? [{ text: `and ${grouped(rest)} more in ${all}`, style: 'note' }] : []),
  ];
}

/** Points that a character of a cell takes, and lines that one may fill: no cell fills a page. */
const POINTS = 4.3;
const LINES = 7;
const SHARE = 120;

function cellOf(cell: string | Content, width: number | '*'): TableCell {
  const longest = Math.floor((width === '*' ? SHARE : width) / POINTS) * LINES;
  return typeof cell === 'string' ? { ...wrapped(cell, longest), style: 'cell' } : { stack: [cell], style: 'cell' };
}

/** Names and what they are, without a header. */
export function facts(of: readonly (readonly [name: string, value: string])[]): Content {
  return {
    table: {
      dontBreakRows: true,
      widths: [125, '*'],
      body: of.map(([name, value]) => [
        { text: name, style: 'head' },
        { ...wrapped(value), style: 'cell' },
      ]),
    },
    layout: { ...tableLayout, fillColor: () => null },
    margin: [0, 2, 0, 6],
  };
}
