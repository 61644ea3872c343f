import type { Content } from 'pdfmake';
import { counted, grouped } from '../../src/base/text/count.ts';
import type { Pack, PackRun } from '../../src/model/pack.ts';
import { heading, paragraph, subheading, table, type Most } from './parts.ts';
import { moment, stacked } from './text.ts';

/** Who did what, what ran, what was accepted, and what changed meanwhile. */
export function conduct(pack: Pack, most: Most): Content[] {
  return [...people(pack, most), ...runs(pack, most), ...exceptions(pack, most), ...changes(pack, most)];
}

function people({ people: all }: Pack, most: Most): Content[] {
  const sorted = [...all.filter(({ together }) => together.length > 0), ...all.filter(({ together }) => together.length === 0)];
  return [
    heading('People'),
    paragraph(
      'Who ran, imported, requested, approved, exported and holds keys. The same person in two duties that should be apart is named in the last column.',
    ),
    ...table(sorted, {
      columns: {
        person: [150, ({ person }) => person],
        duties: ['*', ({ duties }) => duties.map(({ duty, times }) => `${duty} (${counted(times, 'time')})`).join(', ')],
        'conflicting duties': [
          150,
          ({ together }) =>
            stacked(
              together.map(([a, b]) => `${a} and ${b}`),
              6,
            ),
        ],
      },
      most: most(40),
      all: 'csv/people.csv',
      none: 'Nobody is on record.',
    }),
  ];
}

const states: Readonly<Record<PackRun['state'], string>> = {
  ended: 'ended',
  aborted: 'aborted',
  'without-end': 'begun, never told how it ended',
  'not-logged': 'not in a ledger',
};

function runs({ runs: all }: Pack, most: Most): Content[] {
  const count = (state: PackRun['state']): string => grouped(all.filter((run) => run.state === state).length);
  return [
    heading('Runs'),
    paragraph(
      `${counted(all.length, 'run')}: ${count('ended')} ended, ${count('aborted')} aborted, ${count('without-end')} without an end, ${count('not-logged')} not logged. Those that did not simply end:`,
    ),
    ...table(
      all.filter(({ state }) => state !== 'ended'),
      {
        columns: {
          at: [80, ({ at }) => moment(at)],
          command: [52, ({ command }) => command ?? 'not known'],
          by: [110, ({ by }) => by ?? 'not known'],
          state: [100, ({ state }) => states[state]],
          why: ['*', ({ why }) => why ?? ''],
        },
        most: most(40),
        all: 'csv/runs.csv',
        none: 'None.',
      },
    ),
  ];
}

function exceptions({ exceptions: all, excepted }: Pack, most: Most): Content[] {
  return [
    heading('Accepted exceptions'),
    paragraph(
      `${counted(excepted.length, 'finding')} of this pack ${excepted.length === 1 ? 'is' : 'are'} moved aside by an exception. Hours of excepted access stay in debt.`,
    ),
    ...table(all, {
      columns: {
        exception: [80, ({ exception }) => exception.id],
        state: [48, ({ state }) => state],
        'owner, approver': [115, ({ exception }) => stacked([exception.owner, exception.approver], 2)],
        from: [78, ({ exception }) => stacked([moment(exception.start), `to ${moment(exception.end)}`], 2)],
        'reason and faults': ['*', ({ exception, faults }) => stacked([exception.reason, ...faults.map((fault) => `fault: ${fault}`)], 4)],
      },
      most: most(30),
      all: 'csv/exceptions.csv',
      none: 'None.',
    }),
  ];
}

function changes({ changes: all, selfTest }: Pack, most: Most): Content[] {
  return [
    heading('Changes of what decides answers'),
    ...table(all, {
      columns: {
        at: [80, ({ at }) => moment(at)],
        what: [68, ({ what }) => what],
        which: ['*', ({ id }) => id],
        from: [110, ({ from }) => from ?? 'nothing'],
        to: [110, ({ to }) => to ?? 'nothing'],
      },
      most: most(30),
      all: 'csv/changes.csv',
      none: 'None in the period.',
    }),
    subheading('Self-test'),
    paragraph(
      selfTest.asked === 0
        ? 'No question with a known answer was asked.'
        : `${grouped(selfTest.asked)} questions with known answers were asked of the rules that made this pack; ${grouped(selfTest.right)} were answered rightly.`,
    ),
    ...(selfTest.wrong.length === 0
      ? []
      : table(selfTest.wrong, {
          columns: {
            rule: [140, ({ rule }) => rule],
            example: ['*', ({ example }) => example],
            expected: [80, ({ expected }) => expected],
            got: [80, ({ got }) => got],
          },
          most: most(20),
          all: 'csv/self-test.csv',
          none: '',
        })),
  ];
}
