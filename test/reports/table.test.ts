import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tableReporter } from '../../reports/table/reporter.ts';
import { displayWidth } from '../../src/base/text/width.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { withHostileTexts } from '../contract/reporter-leaves.ts';
import { rendered } from '../contract/reporter-suite.ts';
import { largeReport, sampleReport } from '../support/report.ts';

const render = (report: Report, width = 80, colour = false): string => rendered(tableReporter, report, { width, colour });

/** Lines that are too wide; a command's long word must stay whole, so commands are not counted. */
function tooWide(output: string, width: number): readonly string[] {
  let inCommand = false;
  return output.split('\n').filter((line) => {
    const command = inCommand || /^ {12}\$ /.test(line);
    inCommand = command && line.endsWith(' \\');
    return !command && displayWidth(line) > width;
  });
}

function renamed(name: string): Report {
  const finding = sampleReport.findings[0];
  if (finding === undefined) throw new Error('the sample report has no finding');
  return {
    ...sampleReport,
    findings: [
      { ...finding, subject: { ...finding.subject, name, id: `arn:aws:iam::1:role/${name}` }, rootCause: { ...finding.rootCause, name } },
    ],
  };
}

describe('the table', () => {
  it('speaks of coverage before anything else, and of the findings before what is undetermined', () => {
    const heads = [...render(sampleReport).matchAll(/^([A-Z]{4,}) /gm)].map((match) => match[1]);
    expect(heads).toEqual(['VESTIGE', 'COVERAGE', 'TOTALS', 'FINDINGS', 'UNDETERMINED', 'EXCEPTED', 'ENDINGS', 'METRICS', 'TESTS']);
  });

  it('gives one block to a root cause, with all its identities counted', () => {
    const output = render(sampleReport);
    expect(output.match(/^\d+\. .*$/gm)).toEqual([
      '1. CRITICAL  attached-policy: AdministratorAccess',
      '2. HIGH  trust-policy: trust policy of vendor-backup',
      '3. MEDIUM  access-key: access-key-1 of ci-runner',
    ]);
    expect(output).toContain('FINDINGS  4 from 3 root causes');
    expect(output).toMatch(/who {5}2 identities:\n.*deploy.*\n.*amélie/);
  });

  it.each([40, 60, 80, 132])('is nowhere wider than %i columns', (width) => {
    expect(tooWide(render(sampleReport, width), width)).toEqual([]);
    expect(tooWide(render(withHostileTexts(sampleReport), width), width)).toEqual([]);
    expect(tooWide(render(largeReport(2000), width), width)).toEqual([]);
  });

  it('is not wider for names of any script', () => {
    const names = fc.string({
      unit: fc.constantFrom('a', '/', ':', '-', ' ', '界', '한', '🙂', 'é', 'e\u0301', '\u202e', '\u001b'),
      maxLength: 200,
    });
    fc.assert(
      fc.property(names, fc.integer({ min: 40, max: 120 }), (name, width) => {
        expect(tooWide(render(renamed(name), width), width)).toEqual([]);
      }),
    );
  });

  it('uses colour only when told to, and says the same with it', () => {
    const coloured = render(sampleReport, 80, true);
    expect(coloured).toContain('\u001b[1;31m');
    expect(coloured.replace(/\u001b\[[\d;]*m/g, '')).toBe(render(sampleReport));
    expect(render(sampleReport)).not.toContain('\u001b');
  });

  it('says exactly how much it does not list', () => {
    const output = render(largeReport(4000));
    expect(output).toContain('FINDINGS  4,000 from 1,002 root causes');
    expect(output).toContain('and 952 more root causes with 952 findings; see --format json');
    expect(output).toMatch(/who {5}2,000 identities:\n(?:.*\n){5,10} {12}and 1,995 more; see --format json/);
  });

  it('says that none is not safe where questions are open or something was not read', () => {
    const none: readonly Finding[] = [];
    expect(render({ ...sampleReport, findings: none }, 200)).toContain('without an answer, below: 13 questions');
    const read = { ...sampleReport, findings: none, undetermined: [] };
    expect(render(read)).toContain('this says nothing about what was not read');
    expect(render({ ...read, coverage: sampleReport.coverage.slice(0, 1) })).toContain('over data fully read');
  });

  it('breaks a command so that it can still be pasted', () => {
    const output = render(sampleReport, 60);
    const command = /\$ (aws iam detach-role-policy(?:.*\\\n)*.*)/.exec(output)?.[1] ?? '';
    expect(command).toContain('\\\n');
    expect(command.replace(/ \\\n */g, ' ')).toBe(sampleReport.findings[0]?.remediation.commands[0]);
  });
});
