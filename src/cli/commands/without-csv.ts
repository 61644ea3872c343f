import { stringify } from 'csv-stringify/sync';
import { listCell, textCell } from '../../base/text/csv-cell.ts';
import type { PathEntry } from '../../paths/query.ts';
import type { WhatIf } from '../../run/what-if.ts';
import { gapText } from './without-words.ts';

const columns = [
  'outcome',
  'identity',
  'name',
  'jewel',
  'capability',
  'scope',
  'class_before',
  'presence_before',
  'way_before',
  'class_after',
  'presence_after',
  'way_after',
  'another_way',
  'missing',
];

/** A row for each right that was asked about, in RFC 4180 with a byte order mark, as the reports are. */
export function* csvLines({ comparison, before, after }: WhatIf): Iterable<string> {
  yield `\ufeff${text(columns)}`;
  for (const each of comparison.reaches) {
    const name = (before.identity(each.identity) ?? after.identity(each.identity))?.name ?? each.identity;
    const { outcome, identity, jewel, capability, scope, another, missing } = each;
    yield text([
      outcome,
      textCell(identity),
      textCell(name),
      jewel === undefined ? null : textCell(jewel),
      capability,
      textCell(scope),
      ...side(each.before),
      ...side(each.after),
      String(another),
      listCell(missing.map(gapText)),
    ]);
  }
}

function side(entry: PathEntry | null): readonly (string | null)[] {
  if (entry === null) return [null, null, null];
  const { lo, hi } = entry.bounds;
  return [lo === hi ? lo : `${lo} to ${hi}`, entry.presence, listCell([...entry.links, entry.via].map((step) => step.text))];
}

function text(cells: readonly (string | null)[]): string {
  return stringify([[...cells]], { record_delimiter: '\r\n', quoted_string: true });
}
