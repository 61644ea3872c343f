import { counted, grouped } from '../../base/text/count.ts';
import { minuteOf } from '../../base/text/moment.ts';
import { labelled, prose, type Sheet } from '../../base/text/sheet.ts';
import { visible } from '../../base/text/visible.ts';
import { ageText } from '../history/age.ts';
import type { LedgerStatus, OpenRun } from '../../run/ledger/status.ts';
import { leafKinds, type OutsideAnchor } from '../../model/ledger.ts';

const MOST_RUNS = 10;

/** Keys stand on lines of their own, whole, to be copied. */
export function statusLines(sheet: Sheet, status: LedgerStatus, now: number): readonly string[] {
  const { place, origin, size, root, keys, kinds, newest, anchor, openRuns } = status;
  const line = (label: string, text: string): readonly string[] => labelled(sheet, 0, label, text, 10);
  const made = leafKinds.flatMap((kind) => (kinds[kind] === undefined ? [] : [`${grouped(kinds[kind])} ${kind}`])).join(', ');
  return [
    ...line('ledger', place),
    ...line('origin', origin),
    ...line('entries', `${grouped(size)}${newest === null ? '' : `, the newest of ${minuteOf(newest)} UTC`}: ${made}`),
    ...line('root', root),
    ...line('anchored', anchor === null ? 'nobody outside has marked it: integrity rests on management' : anchorText(anchor, size, now)),
    ...line('open', openRuns.length === 0 ? 'no run is without an end' : `${counted(openRuns.length, 'run')} without an end`),
    ...openRuns.slice(-MOST_RUNS).flatMap((each) => prose(sheet, 10, openText(each, now), 12)),
    ...(openRuns.length > MOST_RUNS ? prose(sheet, 10, `and ${grouped(openRuns.length - MOST_RUNS)} before them`) : []),
    ...line('erased', erasedText(status)),
    '',
    ...keys.flatMap(({ vkey, from, until, why }) => [
      ...prose(
        sheet,
        0,
        until === null ? `signs since entry ${from}:` : `signed entries ${from} to ${until - 1}, until its ${why ?? 'change'}:`,
      ),
      visible(vkey),
    ]),
  ].map((each) => `${each}\n`);
}

function erasedText({ erased, prunesNotRead }: LedgerStatus): string {
  const what = erased === 0 ? 'nothing' : `what ${counted(erased, 'entry', 'entries')} told; the entries stay`;
  if (prunesNotRead === 0) return what;
  return `by the newest prunes ${what}; what the ${counted(prunesNotRead, 'prune')} before them removed was not looked into: \`vestige ledger check\` reads all`;
}

export function anchorText({ how, size, at, by }: OutsideAnchor, entries: number, now: number): string {
  const age = ageText(Math.max(0, now - Date.parse(at)));
  const rest = entries - size;
  // The entry that tells of the mark comes after it.
  const after = rest <= 1 ? '' : `; ${counted(rest, 'entry', 'entries')} came after it`;
  return `${counted(size, 'entry', 'entries')} by ${by} (${how === 'rfc3161' ? 'time stamp' : 'witness'}) ${minuteOf(at)} UTC, ${age} ago${after}`;
}

function openText({ index, at, command, by }: OpenRun, now: number): string {
  const what = command === null ? 'a run; what it was is erased' : `${command}${by === null ? '' : ` by ${by}`}`;
  return `entry ${index}: ${what}, begun ${minuteOf(at)} UTC, ${ageText(Math.max(0, now - Date.parse(at)))} ago`;
}
