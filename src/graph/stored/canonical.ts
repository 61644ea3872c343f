import { FIRST_MARKS } from '../columns/element-marks.ts';
import { grantReader, linkReader } from '../columns/elements.ts';
import type { ElementColumns } from '../columns/element-columns.ts';
import type { ElementReader } from '../columns/element-reader.ts';
import { evidenceOf, piecesOf } from '../columns/evidence.ts';
import type { EvidenceColumns } from '../columns/evidence.ts';
import type { GraphColumns } from '../columns/graph-columns.ts';
import { Growing } from '../columns/growing.ts';
import { FIRST_IDENTITY_MARKS, identityReader } from '../columns/people.ts';
import { endsOf } from '../opened.ts';
import { canonicalShapes } from './canonical-shapes.ts';
import type { Graph } from '../graph.ts';

/** The columns with shapes, rows of evidence, pages and pointers as they follow from what the graph holds, however that came. `few` changes nothing but the time. */
export function canonicalColumns(columns: GraphColumns, targets: Graph['targets'], few?: number): GraphColumns {
  const { identities: people, links, grants, boundaryNames } = columns;
  const boundaryNamed = (number: number): string => boundaryNames.at(number) as string;
  const ends = endsOf(columns, targets, evidenceOf(columns.evidence), boundaryNamed);
  const reader = identityReader(people, boundaryNamed);
  const rows = new EvidenceRows(columns.evidence);
  return {
    ...columns,
    identities: {
      ...people,
      ...canonicalShapes(
        {
          shape: people.shape,
          shapes: people.shapes,
          firstMarks: FIRST_IDENTITY_MARKS,
          marks: reader.marks,
          fields: reader.fields,
        },
        few,
      ),
      evidence: rows.take(people.evidence),
    },
    links: canonicalElements(links, linkReader(links, ends.ofLinks), rows, few),
    grants: canonicalElements(grants, grantReader(grants, ends.ofGrants, targets), rows, few),
    evidence: rows.done(),
  };
}

function canonicalElements(columns: ElementColumns, reader: ElementReader<unknown>, rows: EvidenceRows, few?: number): ElementColumns {
  const { shape, shapes } = columns;
  const shaped = canonicalShapes({ shape, shapes, firstMarks: FIRST_MARKS, marks: reader.marks, fields: reader.fields }, few);
  return { ...columns, ...shaped, evidence: rows.take(columns.evidence) };
}

/** Rows of evidence in the order in which they are used; what is used several times in a row is one. */
class EvidenceRows {
  readonly #old: EvidenceColumns;
  /** How many numbers a pointer has in it. */
  readonly #sizes: readonly number[];
  readonly #pages = new Map<number, number>();
  readonly #pointers = new Map<number, number>();
  readonly #start = new Growing();
  readonly #items = new Growing();

  constructor(old: EvidenceColumns) {
    this.#old = old;
    this.#sizes = [...old.pointers].map((each) => piecesOf(each).length - 1);
    this.#start.push(0);
  }

  /** The numbers of these rows; a negative number is none. */
  take(rows: Int32Array): Int32Array {
    const taken = new Int32Array(rows.length);
    for (let at = 0; at < rows.length; at++) taken[at] = (rows[at] as number) < 0 ? -1 : this.#row(rows[at] as number);
    return taken;
  }

  done(): EvidenceColumns {
    const { pages, pointers } = this.#old;
    return {
      pages: [...this.#pages.keys()].map((old) => pages.at(old) as string),
      pointers: [...this.#pointers.keys()].map((old) => pointers.at(old) as string),
      start: this.#start.done(),
      items: this.#items.done(),
    };
  }

  #row(row: number): number {
    const { start, items } = this.#old;
    const [from, until] = [this.#items.length, start[row + 1] as number];
    for (let at = start[row] as number; at < until;) {
      const pointer = items[at + 1] as number;
      this.#items.push(numberIn(this.#pages, items[at] as number));
      this.#items.push(numberIn(this.#pointers, pointer));
      at += 2;
      for (let left = this.#sizes[pointer] as number; left > 0; left--) this.#items.push(items[at++] as number);
    }
    const last = this.#start.length - 2;
    if (last >= 0 && this.#isAgain(last, from)) {
      this.#items.cut(from);
      return last;
    }
    this.#start.push(this.#items.length);
    return last + 1;
  }

  #isAgain(row: number, from: number): boolean {
    const begin = this.#start.at(row);
    if (this.#items.length - from !== from - begin) return false;
    for (let at = from; at < this.#items.length; at++) if (this.#items.at(at) !== this.#items.at(begin + at - from)) return false;
    return true;
  }
}

function numberIn(numbers: Map<number, number>, old: number): number {
  let number = numbers.get(old);
  if (number === undefined) numbers.set(old, (number = numbers.size));
  return number;
}
