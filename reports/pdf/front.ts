import type { Content } from 'pdfmake';
import { counted, grouped } from '../../src/base/text/count.ts';
import { frameworkNames } from '../../src/model/framework-names.ts';
import type { ControlSays, Pack } from '../../src/model/pack.ts';
import { box, facts, heading, paragraph } from './parts.ts';
import { saysWords } from './style.ts';
import { moment, shown } from './text.ts';

/** What an auditor reads first: what this is, what it speaks for, what it says, and what it does not know. */
export function front(pack: Pack, version: string): Content[] {
  return [
    { text: 'Revocation evidence', style: 'title' },
    { text: frameworkNames[pack.framework], style: 'subtitle' },
    facts([
      ['Period', `${moment(pack.period.from)} to before ${moment(pack.period.to)} (UTC)`],
      ['As of', moment(pack.asOf)],
      ['Pack', pack.id],
      ['Made by', `Vestige ${version}`],
      [
        'Names of people',
        pack.pseudonyms === null ? 'as they are' : `replaced by codes (${counted(pack.pseudonyms.people, 'person', 'people')})`,
      ],
    ]),
    box(pack.integrity.says, pack.integrity.level === 'anchored' ? '#EAF4EC' : '#FBF3E2'),
    paragraph(
      'For each control this says whether what was tested supports what management claims. Whether that is enough is for the auditor to say. ' +
        'What could not be read counts as not known, never as in order.',
    ),
    heading('In short'),
    facts(short(pack)),
  ];
}

function short(pack: Pack): readonly (readonly [string, string])[] {
  const { population, sample, controls, boundaries, runs, people, selfTest, undetermined } = pack;
  const { dispositions } = population.reconciliation;
  const unread = boundaries.filter(({ runs: read }) => read === 0);
  const withoutEnd = runs.filter(({ state }) => state === 'without-end').length;
  const conflicts = people.filter(({ together }) => together.length > 0).length;
  const notKnown =
    dispositions.undetermined + dispositions['person-unmatched'] + dispositions['person-ambiguous'] + dispositions['outside-scope'];
  return [
    ['Controls', controlCounts(pack)],
    [
      'Ends of access',
      `${counted(population.rows.length, 'row')} in the population; ${sample === null ? 'all were tested' : `${grouped(sample.drawn.length)} drawn, seed by ${sample.seededBy}`}`,
    ],
    ['In time', grouped(dispositions['ended-in-time'])],
    ['Late', grouped(dispositions['ended-late'])],
    [
      'Still there',
      `${grouped(dispositions.overdue)} overdue, ${grouped(dispositions.contradicted)} contradicted, ${grouped(dispositions.reappeared)} reappeared`,
    ],
    ['Not known', `${counted(notKnown, 'row')} of the population; ${counted(undetermined.length, 'question')} of the rules`],
    [
      'Never read',
      unread.length === 0
        ? 'no boundary that is known'
        : `${counted(unread.length, 'boundary', 'boundaries')}: ${unread.map(({ name }) => shown(name)).join(', ')}`,
    ],
    ['Runs without an end', counted(withoutEnd, 'run')],
    ['Conflicting duties', counted(conflicts, 'person', 'people')],
    [
      'Self-test',
      selfTest.asked === 0
        ? 'not asked'
        : `${grouped(selfTest.right)} of ${grouped(selfTest.asked)} questions with known answers were answered rightly`,
    ],
    ...(controls.length === 0 ? [['Note', 'No control was tested.'] as const] : []),
  ];
}

function controlCounts({ controls }: Pack): string {
  const kinds: readonly ControlSays[] = ['supports', 'does-not-support', 'cannot-tell', 'not-exercised'];
  return kinds.map((kind) => `${controls.filter(({ says }) => says === kind).length} ${saysWords[kind][0]}`).join(', ');
}
