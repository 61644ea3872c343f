import type { Content, TableCell } from 'pdfmake';

/** Elements of the structure of a document that a screen reader knows (ISO 32000-1, 14.8.4). */
export type ElementType = 'Document' | 'H1' | 'H2' | 'H3' | 'P' | 'Table' | 'TR' | 'TH' | 'TD';

/** An element: of a text, or of others. */
export interface Part {
  readonly type: ElementType;
  /** Of which cells a header speaks. */
  readonly scope?: 'Row' | 'Column';
  /** The text; of an element without one, null. */
  readonly node: object | null;
  readonly parts: readonly Part[];
}

const headings: Readonly<Record<string, ElementType>> = { title: 'H1', heading: 'H2', subheading: 'H3' };

/**
 * The structure of what is laid out, in the order in which it is read: headings, paragraphs and tables. A cell in the style of a head is a header,
 * of its column where the table says that the row is one of headers, else of its row. A table with one cell is a frame around a text and no table.
 */
export function structureOf(content: Content | TableCell): readonly Part[] {
  if (Array.isArray(content)) return content.flatMap((each) => structureOf(each));
  if (typeof content !== 'object') throw new Error(`cannot tell the structure of ${JSON.stringify(content)}: a text has to be an object`);
  if ('stack' in content) return content.stack.flatMap((each) => structureOf(each));
  if ('table' in content) {
    const { body, headerRows = 0 } = content.table;
    const [only, ...others] = body.flat();
    if (only !== undefined && others.length === 0) return structureOf(only);
    return [{ type: 'Table', node: null, parts: body.map((row, index) => rowOf(row, index < headerRows)) }];
  }
  if ('text' in content) return [{ type: headings[styleOf(content)] ?? 'P', node: content, parts: [] }];
  throw new Error(`cannot tell the structure of what has ${Object.keys(content).join(', ')}`);
}

function rowOf(cells: readonly TableCell[], isOfHeaders: boolean): Part {
  return {
    type: 'TR',
    node: null,
    parts: cells.map((cell) => {
      const parts = structureOf(cell);
      return styleOf(cell) === 'head'
        ? { type: 'TH', scope: isOfHeaders ? 'Column' : 'Row', node: null, parts }
        : { type: 'TD', node: null, parts };
    }),
  };
}

function styleOf(content: Content | TableCell): string {
  return typeof content === 'object' && 'style' in content && typeof content.style === 'string' ? content.style : '';
}
