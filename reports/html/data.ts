import { visible } from '../../src/base/text/visible.ts';
import type { List, Row } from './list.ts';
import type { Fragment } from './markup.ts';
import { json, textCoder } from './text-coder.ts';

/** Shapes in the order in which they were first met; the place is the number. */
export type Shapes = Map<string, number>;

/**
 * What the page's script draws lists from, as JSON: `{"lists":{ID:{"things","by","facets":[{"label","values":[…]}],
 * "rows":[[group,subject,facet value…,head shape,body shape,text…]],"groups":[[shape,text…]]}},"texts":[…]}`. A shape is the number of a
 * `template` element, a facet value an index into that facet's `values`; subject and texts are numbers as {@link textCoder} codes them,
 * and fill the head's holes, then the body's: a text of places in a drawing has a character for each place. In place of n texts that the
 * last row of the same list and shapes has at the same places stands `[n]`.
 */
export function* dataParts(lists: readonly List[], shapes: Shapes): Generator<string, void, undefined> {
  const texts = textCoder();
  yield '{"lists":{';
  for (const [at, list] of lists.entries()) {
    const { id, things, groupedBy, facets } = list;
    const shown = facets.map(({ label, values }) => ({ label, values: values.map(visible) }));
    const places = facets.map(({ values }) => new Map(values.map((value, index) => [value, index])));
    yield `${at === 0 ? '' : ','}"${id}":{"things":${json(things)},"by":${json(groupedBy)},"facets":${json(shown)},"rows":[`;
    const lasts = new Map<string, readonly string[]>();
    let before = '';
    for (const [index, group] of list.groups.entries()) {
      for (const row of group.rows) {
        yield before + rowText(index, row, places, lasts);
        before = ',\n';
      }
    }
    yield '],"groups":[';
    for (const [index, group] of list.groups.entries()) {
      const head = group.head();
      yield `${index === 0 ? '' : ','}[${[shapeOf(head), ...head.texts.map((text) => texts.code(text))].join(',')}]`;
    }
    yield ']}';
  }
  yield '},"texts":[';
  let before = '';
  for (const text of texts.encoded()) {
    yield before + text;
    before = ',';
  }
  yield ']}';

  function rowText(group: number, row: Row, places: readonly ReadonlyMap<string, number>[], lasts: Map<string, readonly string[]>): string {
    const [head, body] = [row.head(), row.body()];
    const shapes = `${shapeOf(head)},${shapeOf(body)}`;
    const subject = texts.code(visible(row.subject));
    const values = row.facets.map((value, facet) => places[facet]?.get(value) ?? -1);
    const all = [...head.texts, ...body.texts];
    const codes = codesOf(all, lasts.get(shapes) ?? []);
    lasts.set(shapes, all);
    return `[${[group, subject, ...values, shapes, ...codes].join(',')}]`;
  }

  function codesOf(all: readonly string[], last: readonly string[]): readonly string[] {
    const codes: string[] = [];
    let same = 0;
    function repeat(): void {
      if (same > 0) codes.push(`[${same}]`);
      same = 0;
    }
    for (const [at, text] of all.entries()) {
      if (text === last[at]) same++;
      else {
        repeat();
        codes.push(texts.code(text));
      }
    }
    repeat();
    return codes;
  }

  function shapeOf({ shape }: Fragment): number {
    const known = shapes.get(shape);
    if (known !== undefined) return known;
    shapes.set(shape, shapes.size);
    return shapes.size - 1;
  }
}
