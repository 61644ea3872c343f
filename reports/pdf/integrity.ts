import type { Content } from 'pdfmake';
import { byCodeUnit } from '../../src/base/order.ts';
import { counted } from '../../src/base/text/count.ts';
import type { Pack } from '../../src/model/pack.ts';
import { facts, heading, paragraph, table, type Most } from './parts.ts';
import { moment } from './text.ts';

/** How it can be told that nothing was dropped or rewritten, and how to check it. */
export function integrity({ integrity: of }: Pack, most: Most): Content[] {
  const leaves = Object.entries(of.leaves).sort(([a], [b]) => byCodeUnit(a, b));
  return [
    heading('Integrity'),
    paragraph(of.says),
    facts([
      ['Level', of.level],
      ['Ledger', of.origin ?? 'none'],
      ['Key', of.vkey ?? 'none'],
      ['Size and root', of.size === null ? 'none' : `${of.size}, ${of.root ?? ''}`],
      ['Population fixed by', of.population === null ? 'no entry of a ledger' : `entry ${of.population}`],
      ['Entries in the period', leaves.length === 0 ? 'none' : leaves.map(([kind, count]) => `${count} ${kind}`).join(', ')],
    ]),
    ...table(of.anchors, {
      columns: {
        'outside mark': [80, ({ how }) => (how === 'rfc3161' ? 'time stamp' : 'witness')],
        by: ['*', ({ by }) => by],
        at: [80, ({ at }) => moment(at)],
        size: [45, ({ size }) => String(size)],
        root: [190, ({ root }) => root],
      },
      most: most(20),
      all: 'csv/about.csv',
      none: 'No mark of anybody outside: integrity rests on management.',
    }),
    paragraph(
      `Check it with vestige-verify, or by hand as VERIFY.md tells, and with a key that came to you another way than this pack. ${counted(of.anchors.length, 'outside mark')} can be checked with openssl or the witness's key.`,
    ),
  ];
}
