import { counted, grouped } from '../../base/text/count.ts';
import { minuteOf } from '../../base/text/moment.ts';
import { labelled, nonZero, prose, type Sheet } from '../../base/text/sheet.ts';
import type { ImportOutcome } from './outcome.ts';

/** So many bad rows are shown; JSON has a hundred, and the number of all. */
const SHOWN = 10;

/** What became of one file, for a person. */
export function* outcomeText(sheet: Sheet, { manifest, recorded, events, before, speaksWhole, notWhole }: ImportOutcome): Iterable<string> {
  const { name, system, mapping, rows, covers, bad, badRows, duplicates, disordered, ahead, unzoned, ignored } = manifest;
  yield* lines(prose(sheet, 0, `${name}: ${counted(rows, 'row')} of ${system}, read by ${mapping.name}`, 2));
  yield* lines(labelled(sheet, 2, 'events', eventsText(manifest.events, recorded ? events : null, before)));
  const counts = nonZero([
    ['ignored', ignored],
    ['told twice', duplicates],
    ['out of order', disordered],
    ['ahead of their time', ahead],
    ['with a time that names no zone', unzoned],
  ]);
  if (counts !== '') yield* lines(labelled(sheet, 2, 'rows', counts));
  if (covers !== null) {
    const says = speaksWhole ? 'told whole' : `not told whole, its silence says nothing: ${notWhole.join('; ')}`;
    yield* lines(labelled(sheet, 2, 'covers', `${minuteOf(covers.from)} to ${minuteOf(covers.to)} UTC, ${says}`));
  } else if (notWhole.length > 0) yield* lines(labelled(sheet, 2, 'lacks', notWhole.join('; ')));
  if (badRows > 0) {
    for (const { at, why } of bad.slice(0, SHOWN)) yield* lines(prose(sheet, 2, `${at}: ${why}`, 4));
    if (badRows > SHOWN) yield* lines(prose(sheet, 2, `and ${grouped(badRows - SHOWN)} more rows that could not be read`, 4));
  }
  yield* lines(labelled(sheet, 2, 'import', manifest.id.slice(0, 16)));
}

function eventsText(found: number, events: ImportOutcome['events'], before: string | null): string {
  if (events === null) return `${grouped(found)} found; nothing was recorded`;
  const counts = nonZero([
    ['new', events.added],
    ['here before', events.again],
    ['corrected, and both are kept', events.corrected],
  ]);
  const said = counts === '' ? 'none' : counts;
  return before === null ? said : `${said}; the same file was imported ${minuteOf(before)} UTC`;
}

export function lines(texts: Iterable<string>): readonly string[] {
  return [...texts].map((text) => `${text}\n`);
}
