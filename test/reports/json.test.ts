import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { jsonReporter } from '../../reports/json/reporter.ts';
import { rendered } from '../contract/reporter-suite.ts';
import { reportLeaves } from '../contract/reporter-leaves.ts';
import { emptyReport, largeReport, sampleReport } from '../support/report.ts';

describe('the JSON', () => {
  it('is the report itself, hostile texts included', () => {
    for (const report of [sampleReport, emptyReport, reportLeaves.withHostileTexts(sampleReport)]) {
      expect(JSON.parse(rendered(jsonReporter, report))).toEqual(report);
    }
  });

  it('puts coverage before totals, totals before findings, and ends with one line feed', () => {
    const text = rendered(jsonReporter, sampleReport);
    const order = 'schema run coverage totals findings undetermined excepted endings assurance history metrics tests';
    expect(Object.keys(JSON.parse(text) as object).join(' ')).toBe(order);
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('gives each finding a line, so that two reports compare line by line', () => {
    const lines = rendered(jsonReporter, sampleReport).split('\n');
    for (const { fingerprint } of sampleReport.findings)
      expect(lines.filter((line) => line.startsWith(`    {"fingerprint":"${fingerprint}"`)).length).toBe(1);
  });

  it('gives each ending, source, exception and row of metrics a line too', () => {
    const lines = rendered(jsonReporter, sampleReport).split('\n');
    const whole = (indent: number, value: unknown): boolean =>
      lines.some((line) => {
        const text = line.replace(/,$/, '');
        if (!text.startsWith(`${' '.repeat(indent)}{`) || !text.endsWith('}')) return false;
        return isDeepStrictEqual(JSON.parse(text), value);
      });
    const { endings, assurance, metrics } = sampleReport;
    expect(endings.every((each) => whole(4, each))).toBe(true);
    expect([...assurance!.sources, ...assurance!.exceptions].every((each) => whole(6, each))).toBe(true);
    expect(assurance!.unmatched.first.every((each) => whole(8, each))).toBe(true);
    expect(metrics!.rows.every((each) => whole(6, each))).toBe(true);
  });

  it('never builds the whole as one text', () => {
    const pieces = [...jsonReporter.render(largeReport(3000), { width: 80, colour: false })];
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(200_000);
    expect(pieces.length).toBeGreaterThan(20);
  });

  it.each(['\u007f', '\u0085', '\u202e', '\u{e0001}'])('escapes %j wherever it stands, and is the report still', (acting) => {
    const report = largeReport(300);
    const [first] = report.findings;
    const hostile = { ...report, findings: [...report.findings, { ...first!, title: `before${acting}after` }] };
    const text = rendered(jsonReporter, hostile);
    expect(text).not.toContain(acting);
    expect(JSON.parse(text)).toEqual(hostile);
  });

  it('refuses a number that JSON cannot say rather than writing null', () => {
    const report = { ...sampleReport, metrics: { ...sampleReport.metrics!, lookBackDays: Number.NaN } };
    expect(() => rendered(jsonReporter, report)).toThrow(expect.objectContaining({ code: 'impossible' }));
  });
});
