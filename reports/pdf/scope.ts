import type { Content } from 'pdfmake';
import { grouped } from '../../src/base/text/count.ts';
import { durationText } from '../../src/base/text/duration.ts';
import type { Pack } from '../../src/model/pack.ts';
import { heading, paragraph, subheading, table, type Most } from './parts.ts';
import { moment, stretch } from './text.ts';

/** What was read, what is known and was not, and for how long nobody looked. */
export function scope({ boundaries, coverage }: Pack, most: Most): Content[] {
  const holes = boundaries
    .flatMap((boundary) => boundary.unread.map((unread) => ({ boundary, unread })))
    .sort((a, b) => b.unread.ms - a.unread.ms);
  return [
    heading('Scope'),
    paragraph(
      'Boundaries are what a source can speak for: an account, a tenant, an organization. One that is only named was never read, and nothing is said of it.',
    ),
    ...table(boundaries, {
      columns: {
        boundary: ['*', ({ id }) => id],
        name: [110, ({ name }) => name],
        'known by': [58, ({ knownBy }) => (knownBy === 'read' ? 'was read' : 'only named')],
        runs: [34, ({ runs }) => grouped(runs)],
        first: [78, ({ first }) => moment(first)],
        last: [78, ({ last }) => moment(last)],
      },
      most: most(40),
      all: 'csv/boundaries.csv',
      none: 'No boundary is known.',
    }),
    subheading('What was not read'),
    ...table(
      coverage.filter(({ status }) => status !== 'complete'),
      {
        columns: {
          boundary: [110, ({ boundary }) => boundary],
          surface: [105, ({ surface }) => surface],
          status: [48, ({ status }) => status],
          why: ['*', ({ cause, detail }) => [cause, detail].filter((text) => text !== null).join(': ')],
          'cannot say': [110, ({ ifUnread }) => ifUnread],
        },
        most: most(40),
        all: 'csv/coverage.csv',
        none: coverage.length === 0 ? 'Nothing was read.' : 'Every surface was read completely.',
      },
    ),
    subheading('Longest times in the period with no complete read'),
    ...table(holes, {
      columns: {
        boundary: ['*', ({ boundary }) => boundary.name],
        surface: [130, ({ unread }) => unread.surface],
        'how long': [62, ({ unread }) => durationText(unread.ms, 'up')],
        when: [120, ({ unread }) => stretch(unread.from, unread.to)],
        'complete reads': [50, ({ unread }) => grouped(unread.completeReads)],
      },
      most: most(40),
      all: 'csv/boundaries.csv',
      none: 'None is known.',
    }),
  ];
}
