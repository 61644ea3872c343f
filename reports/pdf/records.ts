import type { Content } from 'pdfmake';
import { accessText, assuranceText, byGravity, dueText, endedText, latenessText, outcomeText } from '../../src/model/ending-words.ts';
import type { Ending } from '../../src/model/ending.ts';
import type { Pack } from '../../src/model/pack.ts';
import { heading, paragraph, table, type Most } from './parts.ts';
import { stacked } from './text.ts';

/** Accesses that did not end as they should have, or of which that cannot be said; the gravest first. */
export function records({ records: all, asOf }: Pack, most: Most): Content[] {
  const troubled = all
    .map(({ ending }) => ending)
    .filter(isTroubled)
    .sort(byGravity);
  return [
    heading('Late, still there, or not known'),
    paragraph(`${all.length} records were tested; those that ended in time or are not due are in csv/records.csv with their time lines.`),
    ...table(troubled, {
      columns: {
        who: [80, ({ subjectName, tierZero }) => stacked([subjectName, ...(tierZero ? ['tier 0'] : [])], 2)],
        access: [120, accessText],
        outcome: [58, ({ outcome }) => outcomeText(outcome)],
        'what is known': [
          '*',
          (ending) =>
            stacked(
              [dueText(ending, asOf), endedText(ending), latenessText(ending), assuranceText(ending), ...why(ending)].filter(
                (text) => text !== '',
              ),
              6,
            ),
        ],
      },
      most: most(40),
      all: 'csv/records.csv',
      none: 'None: every record that was tested ended in time, or is not due.',
    }),
  ];
}

function isTroubled({ outcome, lateness }: Ending): boolean {
  return outcome !== 'not-due' && (outcome !== 'ended' || (lateness !== null && lateness.upper > 0));
}

function why({ outcome, because }: Ending): readonly string[] {
  return outcome === 'ended' ? [] : because;
}
