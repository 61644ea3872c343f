import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textCell } from '../../src/base/text/csv-cell.ts';
import { columns } from '../../reports/csv/columns.ts';
import { csvReporter } from '../../reports/csv/reporter.ts';
import { rendered } from '../contract/reporter-suite.ts';
import { largeReport, sampleReport } from '../support/report.ts';

type Line = Readonly<Record<string, string>>;
const lines = (text: string): readonly Line[] => parse(text, { bom: true, columns: true });

describe('the CSV', () => {
  it('is RFC 4180 with CRLF, a mark for spreadsheets and one fixed header', () => {
    const text = rendered(csvReporter, sampleReport);
    expect(text.startsWith(`\ufeff${columns.map((name) => `"${name}"`).join(',')}\r\n`)).toBe(true);
    expect(text.endsWith('\r\n')).toBe(true);
    expect(new Set(columns).size).toBe(columns.length);
  });

  it('carries every part, each row told by its record, as many as the section rows say', () => {
    const all = lines(rendered(csvReporter, sampleReport));
    const count = (record: string): number => all.filter((line) => line['record'] === record).length;
    const said = Object.fromEntries(
      all.filter((line) => line['record'] === 'section').map((line) => [line['name'], Number(line['value'])]),
    );
    expect(said).toEqual({
      ...{ coverage: 4, findings: 4, undetermined: 2, excepted: 1, endings: 8 },
      ...{ assurance: 1, sources: 4, unmatched: 2, exceptions: 2, history: 1, resolved: 1, unconfirmed: 1, metrics: count('metric') },
    });
    expect([count('coverage'), count('finding'), count('undetermined'), count('excepted'), count('ending')]).toEqual([4, 4, 2, 1, 8]);
    // a source has a row for each time it told of whole, and one where it told of none
    expect([count('source'), count('unmatched'), count('exception')]).toEqual([4, 2, 2]);
    const groups = all.filter((line) => line['record'] === 'metric' && line['of'] !== '');
    expect(new Set(groups.map((line) => `${line['kind']} ${line['of']}`)).size).toBe(5);
    expect(new Set(groups.map((line) => `${line['kind']} ${line['of']} ${line['name']}`)).size).toBe(groups.length);
    expect([count('history'), count('resolved'), count('unconfirmed')]).toEqual([6, 1, 1]);
    expect(count('test')).toBe(9);
    expect(count('run')).toBeGreaterThan(8);
  });

  it('keeps of an ending both bounds, whether the upper one still grows, and what it lacks', () => {
    const all = lines(rendered(csvReporter, sampleReport)).filter((line) => line['record'] === 'ending');
    const of = (outcome: string): Line => all.find((line) => line['outcome'] === outcome) ?? {};
    const { lateness_lower_ms: lower, lateness_upper_ms: upper, lateness_open: open } = of('overdue');
    expect([lower, upper, open]).toEqual(['190800000', '194400000', 'yes']);
    expect([of('overdue')['ended_before'], of('overdue')['level']]).toEqual(['', '']);
    expect([of('contradicted')['level'], of('ended')['level']]).toEqual(['0', '3']);
    expect(of('undetermined')['lacks']).toBe('a second read\nuse-logs us-east-1');
    expect([of('undetermined')['other_ways'], of('ended')['other_ways']]).toEqual(['undetermined', 'none']);
    expect(of('not-due')['lateness_lower_ms']).toBe('');
  });

  it('keeps null, an empty text and a number apart', () => {
    const [finding] = sampleReport.findings;
    if (finding === undefined) throw new Error('the sample report has no finding');
    const text = rendered(csvReporter, { ...sampleReport, findings: [{ ...finding, title: '', capability: null }] });
    const row = text.split('\r\n').find((line) => line.startsWith('"finding"')) ?? '';
    expect(row).toContain('"standing-administrator","","standing"');
    expect(text).toContain('"run","pages",5,');
  });

  it('divides the items of a list by line feeds, and by nothing in them', () => {
    const [finding] = sampleReport.findings;
    if (finding === undefined) throw new Error('the sample report has no finding');
    const all = lines(rendered(csvReporter, { ...sampleReport, findings: [{ ...finding, reasons: ['one\ntwo', 'three'] }] }));
    expect(all.find((line) => line['record'] === 'finding')?.['reasons']).toBe('one\\ntwo\nthree');
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['-1', "'-1"],
    ['+x', "'+x"],
    ['@x', "'@x"],
    ['\uff1d1', "'\uff1d1"],
    ['\ufe661', "'\ufe661"],
    ['\u207c1', "'\u207c1"],
    ['  =1', "'  =1"],
    ['"=1', `'"=1`],
    ['a;=1', "a;'=1"],
    ['a; @x', "a;' @x"],
    ['\t=1', '\\t=1'],
    ['\r=1', '\\r=1'],
    ['arn:aws:iam::1:role/a-b', 'arn:aws:iam::1:role/a-b'],
  ])('takes from %j the way to be a formula', (text, cell) => {
    const all = lines(rendered(csvReporter, { ...sampleReport, run: { ...sampleReport.run, version: text } }));
    expect(all.find((line) => line['record'] === 'run' && line['name'] === 'version')?.['value']).toBe(cell);
  });

  it('leaves no cell that begins as a formula, whatever the text', () => {
    const text = fc.string({
      unit: fc.constantFrom('=', '+', '-', '@', ' ', '"', "'", ';', '\t', '\uff1d', '\u207a', 'a', '1', '\u00a0', '\n'),
    });
    fc.assert(
      fc.property(text, (each) => {
        const shown = textCell(each);
        const plain = shown.normalize('NFKC');
        expect(/^[\s"]*[=+\-@]/.test(plain) && !'=+-@\uff1d\uff0b\uff0d\uff20'.includes(shown[0] ?? ' ')).toBe(false);
        expect(plain).not.toMatch(/;[\s"]*[=+\-@]/);
      }),
    );
  });

  it('has a row for each of many findings', () => {
    const all = lines(rendered(csvReporter, largeReport(1000)));
    expect(new Set(all.filter((line) => line['record'] === 'finding').map((line) => line['fingerprint'])).size).toBe(1000);
  });
});
