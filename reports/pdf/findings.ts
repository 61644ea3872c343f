import type { Content } from 'pdfmake';
import { grouped } from '../../src/base/text/count.ts';
import { othersText } from '../../src/model/gap.ts';
import type { Pack } from '../../src/model/pack.ts';
import { heading, paragraph, subheading, table, type Most } from './parts.ts';
import { stacked } from './text.ts';

const gravest = ['critical', 'high', 'medium', 'low'] as const;

/** Findings that bear on the framework, the gravest first, and questions without an answer. */
export function findings({ findings: all, undetermined }: Pack, most: Most): Content[] {
  const sorted = gravest.flatMap((severity) => all.filter((finding) => finding.severity === severity));
  const counts = gravest
    .map((severity) => `${grouped(all.filter((finding) => finding.severity === severity).length)} ${severity}`)
    .join(', ');
  return [
    heading('Findings that bear on the framework'),
    paragraph(`${counts}. Paths, evidence and remedies are in csv/findings.csv.`),
    ...table(sorted, {
      columns: {
        severity: [45, ({ severity }) => severity],
        finding: [125, ({ title }) => title],
        whom: [130, ({ subject }) => stacked([subject.name, subject.id], 2)],
        why: ['*', ({ reasons }) => stacked(reasons, 3)],
      },
      most: most(40),
      all: 'csv/findings.csv',
      none: 'None.',
    }),
    subheading('Questions that could not be determined'),
    ...table(undetermined, {
      columns: {
        rule: [120, ({ rule }) => rule],
        about: [110, ({ subject }) => subject.name],
        questions: [45, ({ questions }) => grouped(questions)],
        'what was not read': [
          '*',
          ({ because }) =>
            stacked(
              because.map((gap) => `${gap.surface} in ${gap.boundary}${othersText(gap)}, ${gap.cause}: ${gap.detail}`),
              2,
            ),
        ],
      },
      most: most(30),
      all: 'csv/undetermined.csv',
      none: 'None.',
    }),
  ];
}
