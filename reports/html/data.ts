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
 * and fill the head's holes, then the body's.
 */
export function* dataParts(lists: readonly List[], shapes: Shapes): Generator<string, void, undefined> {
  const texts = textCoder();
  yield '{"lists":{';
  for (const [at, list] of lists.entries()) {
    const { id, things, groupedBy, facets } = list;
    const shown = facets.map(({ label, values }) => ({ label, values: values.map(visible) }));
    const places = facets.map(({ values }) => new Map(values.map((value, index) => [value, index])));
    yield `${at === 0 ? '' : ','}"${id}":{"things":${json(things)},"by":${json(groupedBy)},"facets":${json(shown)},"rows":[`;
    let before = '';
    for (const [index, group] of list.groups.entries()) {
      for (const row of group.rows) {
        yield before + rowText(index, row, places);
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

  function rowText(group: number, row: Row, places: readonly ReadonlyMap<string, number>[]): string {
    const [head, body] = [row.head(), row.body()];
    const subject = texts.code(visible(row.subject));
    const values = row.facets.map((value, facet) => places[facet]?.get(value) ?? -1);
    return `[${[group, subject, ...values, shapeOf(head), shapeOf(body), ...head.texts.map((text) => texts.code(text)), ...body.texts.map((text) => texts.code(text))].join(',')}]`;
  }

  function shapeOf({ shape }: Fragment): number {
    const known = shapes.get(shape);
    if (known !== undefined) return known;
    shapes.set(shape, shapes.size);
    return shapes.size - 1;
  }
}
