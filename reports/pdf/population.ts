import type { Content } from 'pdfmake';
import { grouped } from '../../src/base/text/count.ts';
import { dispositions, populationSources, type Disposition, type Pack, type PopulationSource } from '../../src/model/pack.ts';
import { facts, heading, paragraph, subheading, table, type Most } from './parts.ts';
import { moment, stacked } from './text.ts';

const sourceWords: Readonly<Record<PopulationSource, string>> = {
  'source-row': 'a row of an imported source',
  'log-end': "an end in a provider's own log",
  'state-difference': 'two reads of which the later lacks it',
};

const dispositionWords: Readonly<Record<Disposition, string>> = {
  'ended-in-time': 'ended in time',
  'ended-late': 'ended late',
  'ended-unasked': 'ended, and nothing on record asked for it',
  lingering: 'gone, and sessions made of it may live on',
  overdue: 'there, and should not be',
  contradicted: 'a source claims its end, and it is there',
  reappeared: 'had ended, and is there again',
  'not-due': 'not due',
  undetermined: 'could not be determined',
  'no-access-found': 'about somebody known, and no such access was ever seen',
  'person-unmatched': 'about nobody who was read',
  'person-ambiguous': 'about one of several, it is not known which',
  'outside-scope': 'of a system that no run ever read',
};

/** Of what the sample was drawn, how three sources agree on it, and how it was drawn. */
export function population(pack: Pack, most: Most): Content[] {
  const { rows, root, reconciliation, imports } = pack.population;
  return [
    heading('Population and reconciliation'),
    paragraph(
      'The population is every end of access that the period calls for or shows: by an imported source, by a log of the provider, or by a difference between two reads. All rows are in csv/population.csv.',
    ),
    facts([
      ['Rows', grouped(rows.length)],
      ['Root', root],
      ...populationSources.map((source) => [sourceWords[source], grouped(reconciliation.sources[source])] as const),
    ]),
    subheading('Told together'),
    ...table(reconciliation.together, {
      columns: {
        'told by': ['*', ({ from }) => from.map((source) => sourceWords[source]).join(' and ')],
        rows: [60, ({ rows: count }) => grouped(count)],
      },
      most: most(20),
      all: 'csv/reconciliation.csv',
      none: 'There is no row.',
    }),
    subheading('What became of them'),
    ...table(dispositions, {
      columns: {
        'what became of it': ['*', (disposition) => dispositionWords[disposition]],
        rows: [60, (disposition) => grouped(reconciliation.dispositions[disposition])],
      },
      most: dispositions.length,
      all: '',
      none: '',
    }),
    subheading('Rows that are about nobody who is known'),
    ...table(reconciliation.unmatched, {
      columns: {
        source: [80, ({ source }) => source],
        row: [110, ({ event }) => event.id],
        why: [60, ({ why }) => why],
        keys: [
          '*',
          ({ keys }) =>
            stacked(
              keys.map(({ kind, value }) => `${kind} ${value}`),
              3,
            ),
        ],
        'may be': ['*', ({ candidates }) => stacked(candidates, 3)],
      },
      most: most(30),
      all: 'csv/unmatched.csv',
      none: 'None.',
    }),
    subheading('Files that rows came from'),
    ...table(imports, {
      columns: {
        system: [65, ({ system }) => system],
        file: ['*', ({ name }) => name],
        made: [
          95,
          ({ extractedBy, extractedAt }) =>
            `${extractedAt === null ? 'when is not told' : moment(extractedAt)}, by ${extractedBy ?? 'whom is not told'}`,
        ],
        covers: [95, ({ covers }) => (covers === null ? 'not told' : `${moment(covers.from)} to ${moment(covers.to)}`)],
        rows: [40, ({ rows: count }) => grouped(count)],
        'its maker says': [45, ({ controlTotal }) => (controlTotal === null ? 'not told' : grouped(controlTotal))],
        'not read': [40, ({ badRows }) => grouped(badRows)],
      },
      most: most(30),
      all: 'csv/imports.csv',
      none: 'No file was imported: what personnel, ticket or access systems say is not in the population.',
    }),
  ];
}

export function sample({ sample: drawn, population: { rows } }: Pack, most: Most): Content[] {
  if (drawn === null) return [heading('Sample'), paragraph('None was drawn: every row of the population was tested.')];
  const known = new Map(rows.map((row) => [row.id, row]));
  return [
    heading('Sample'),
    paragraph(
      drawn.seededBy === 'auditor'
        ? 'The seed is made of the population, which was fixed before, and of a nonce of the auditor. Anybody can draw it again.'
        : 'The seed is by management: the sample proves nothing about chance.',
    ),
    facts([
      ['Size', grouped(drawn.size)],
      ['Nonce', drawn.nonce ?? 'none'],
      ['Seed', drawn.seed],
      [
        'Drawn before',
        drawn.redraws.length === 0
          ? 'never over this period'
          : drawn.redraws
              .map(({ leaf, at, nonce, size }) => `entry ${leaf}, ${moment(at)}, nonce ${nonce ?? 'none'}, size ${size ?? 'all'}`)
              .join('; '),
      ],
    ]),
    ...table(drawn.strata, {
      columns: {
        stratum: ['*', ({ name }) => name],
        rows: [60, ({ rows: count }) => grouped(count)],
        drawn: [60, ({ drawn: count }) => grouped(count)],
      },
      most: most(40),
      all: 'csv/strata.csv',
      none: 'No strata.',
    }),
    subheading('Rows that were drawn'),
    ...table(drawn.drawn, {
      columns: {
        '#': [20, ({ order }) => String(order)],
        row: [75, ({ row }) => row.slice(0, 16)],
        who: [85, ({ row }) => known.get(row)?.subjectName ?? ''],
        what: ['*', ({ row }) => known.get(row)?.what ?? ''],
        'what became of it': [100, ({ row }) => dispositionText(known.get(row)?.disposition)],
        'stands in for': [95, ({ replaces }) => (replaces === null ? '' : `${replaces.row.slice(0, 16)}: ${replaces.why}`)],
      },
      most: most(40),
      all: 'csv/sample.csv',
      none: 'None.',
    }),
  ];
}

function dispositionText(disposition: Disposition | undefined): string {
  return disposition === undefined ? '' : dispositionWords[disposition];
}
