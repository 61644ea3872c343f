import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tableReporter } from '../../reports/table/reporter.ts';
import { displayWidth } from '../../src/base/text/width.ts';
import type { Ending, Outcome } from '../../src/model/ending.ts';
import type { Report } from '../../src/model/report.ts';
import { rendered } from '../contract/reporter-suite.ts';
import { emptyReport, sampleReport } from '../support/report.ts';
import { sampleAssurance, sampleMetrics } from '../support/report-assurance.ts';

const render = (report: Report, width = 80): string => rendered(tableReporter, report, { width, colour: false });

/** The lines of a section as one text, whatever the breaks. */
function section(report: Report, title: string, width = 80): string {
  const lines = render(report, width).split('\n');
  const start = lines.findIndex((line) => line.startsWith(`${title}  `));
  const length = lines.slice(start + 1).findIndex((line) => /^[A-Z]{4,} {2}/.test(line));
  return lines.slice(start, length === -1 ? undefined : start + 1 + length).join('\n');
}
const flat = (text: string): string => text.replace(/\s+/g, ' ');

function endingOf(outcome: Outcome): Ending {
  const ending = sampleReport.endings.find((each) => each.outcome === outcome);
  if (ending === undefined) throw new Error(`the sample report has no ending that is ${outcome}`);
  return ending;
}
const withEndings = (endings: readonly Ending[]): Report => ({ ...sampleReport, endings });

/** `count` endings alike, each of another subject. */
function alike(count: number, ending: Ending): readonly Ending[] {
  return Array.from({ length: count }, (_, at) => ({ ...ending, id: String(at).padStart(64, '0'), subjectName: `subject-${at}` }));
}

describe('the endings of the table', () => {
  it('tells in one breath when it should have ended, when it was seen, when it went, by whom, what lingers, what else there is and how sure it is', () => {
    const told = flat(section(withEndings([endingOf('ended')]), 'ENDINGS'));
    for (const part of [
      'ENDED ann: AdministratorAccess on aws:111122223333 (tier 0)',
      'should have ended 2025-12-29 19:00 (last day of work 2025-12-29 18:00, and 1 h allowed)',
      'seen 2025-10-01 06:00 to 2025-12-30 02:00',
      'gone between 2025-12-30 09:13 and 2025-12-30 09:15 (complete reads lack it)',
      'recorded by aws:cloudtrail (detach-4711), by a person (arn:aws:iam::111122223333:user/operator)',
      '14 h 13 min to 14 h 15 min late',
      'role session could work until 2025-12-30 21:14, which is over',
      'no other way remains beside 1 authorised one',
      'level 3 verified',
    ])
      expect(told).toContain(part);
  });

  it('puts the gravest first, however they come', () => {
    const order = 'OVERDUE CONTRADICTED REAPPEARED UNDETERMINED UNDETERMINED LINGERING ENDED NOT DUE';
    const heads = (endings: readonly Ending[]): string =>
      [...section(withEndings(endings), 'ENDINGS').matchAll(/^ {2}([A-Z]{2,}(?: DUE)?) {2}/gm)].map((match) => match[1]).join(' ');
    expect(heads(sampleReport.endings)).toBe(order);
    fc.assert(
      fc.property(fc.shuffledSubarray([...sampleReport.endings], { minLength: 8 }), (shuffled) => {
        expect(render(withEndings(shuffled))).toBe(render(sampleReport));
      }),
      { numRuns: 20 },
    );
  });

  it('never says of what was not read that it is late, gone or the only way', () => {
    const told = flat(section(withEndings([endingOf('undetermined')]), 'ENDINGS'));
    expect(told).toContain('not known to have ended');
    expect(told).toContain('not known to be late; 5 h if it is still there');
    expect(told).toContain('whether another way remains is not known');
    expect(told).not.toMatch(/no other way remains|; still there|h late/);
  });

  it('says of one that nothing ever allowed so, and gives it no due', () => {
    const told = flat(section(withEndings(sampleReport.endings.filter(({ subjectName }) => subjectName === 'vendor')), 'ENDINGS'));
    expect(told).toContain('nothing on record ever allowed it, so nothing says when it should end');
    expect(told).not.toContain('should have ended');
  });

  it('tells eight whole, the next in a line each, and counts the others by outcome', () => {
    const many = section(withEndings([...alike(40, endingOf('overdue')), ...alike(60, endingOf('not-due'))]), 'ENDINGS', 200);
    expect(many).toContain('ENDINGS  40 overdue, 60 not due');
    expect(many.match(/^ {4}ways /gm)).toHaveLength(8);
    expect(many.match(/^ {2}OVERDUE /gm)).toHaveLength(40);
    expect(many.match(/^ {2}NOT DUE /gm)).toHaveLength(10);
    expect(many).toContain('and 50 more endings (50 not due); all of them with --format json or html');
  });

  it('never tells what is not due whole', () => {
    const told = section(withEndings([endingOf('not-due')]), 'ENDINGS');
    expect(told).not.toContain('ways');
    expect(flat(told)).toContain('NOT DUE amélie: ReadOnlyAccess on aws:111122223333 (tier 0); should end 2026-02-01 00:00');
  });

  it('says where no history was at hand that nothing is said of what ended, and shows no figure', () => {
    const output = render({ ...sampleReport, endings: [], assurance: null, metrics: null });
    expect(flat(output)).toContain('no history was at hand, so nothing is said of what ended');
    expect(output).not.toMatch(/^(ASSURANCE|METRICS|EXCEPTIONS) /m);
    expect(render({ ...sampleReport, metrics: null })).toContain('METRICS       none: no figures were made of the endings');
    const empty = {
      ...emptyReport,
      assurance: { ...sampleAssurance, sources: [], exceptions: [], unmatched: { count: 0, first: [] } },
      metrics: { ...sampleMetrics, rows: [] },
    };
    expect(flat(render(empty))).toContain('nothing is known to have ended, and nothing says when what is there should');
    expect(flat(render(empty))).toContain('no log and no import told of it, so nothing is known of who and why');
    expect(flat(render({ ...empty, assurance: { ...empty.assurance, unmatched: sampleAssurance.unmatched } }))).toContain('13 rows about');
    expect(flat(render(empty))).toContain('no ending: there is nothing to measure');
  });

  it('tells sources that told of no time first, and of others when their silence says nothing', () => {
    const told = flat(section(sampleReport, 'ASSURANCE'));
    expect(told.indexOf('workday (hr), 12 events: of no time whole')).toBeLessThan(told.indexOf('aws:cloudtrail us-east-1'));
    expect(told).toContain('silence says nothing 2025-11-20 00:00 to 2025-11-25 00:00');
    expect(told).toContain('13 rows about somebody or something not read');
    expect(told).toContain('and 11 more rows; the first hundred with --format json or html');
  });

  it('tells an exception that does not hold before one that does, and why it does not', () => {
    const told = section(sampleReport, 'EXCEPTIONS');
    expect(told).toContain('EXCEPTIONS  1 invalid, 1 in force');
    expect(told.indexOf('legacy-directory')).toBeLessThan(told.indexOf('night-batch'));
    expect(told).toContain('fault: approver is owner');
    expect(told).toContain('never reviewed, never tested');
  });

  it('gives figures both bounds, and says what the reads cannot test', () => {
    const told = flat(section(sampleReport, 'METRICS'));
    expect(told).toContain('debt 81 to 94.5 h of access past due, of which excepted 53 to 54 h');
    expect(told).toContain('p50 1 h to 1 h 30 min');
    expect(told).toContain('at once 4 of 9 (44%)');
    expect(told).toContain('24 h between two reads: too long to test that something ends within 1 h');
  });

  it.each([40, 60, 80, 132])('is nowhere wider than %i columns', (width) => {
    for (const title of ['ENDINGS', 'ASSURANCE', 'METRICS', 'EXCEPTIONS']) {
      const wide = section(sampleReport, title, width)
        .split('\n')
        .filter((line) => displayWidth(line) > width);
      expect(wide, title).toEqual([]);
    }
  });
});
