import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tableReporter } from '../../reports/table/reporter.ts';
import { displayWidth } from '../../src/base/text/width.ts';
import { endings } from '../../src/model/history.ts';
import { endText } from '../../src/model/past.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { SurfaceCoverage } from '../../src/model/gap.ts';
import type { Report } from '../../src/model/report.ts';
import { reportLeaves } from '../contract/reporter-leaves.ts';
import { rendered } from '../contract/reporter-suite.ts';
import { largeReport, sampleReport } from '../support/report.ts';

const render = (report: Report, width = 80, colour = false): string => rendered(tableReporter, report, { width, colour });

/** Lines that are too wide. One word of a command, as a shell reads words, must stay whole: such a line is not counted. */
function tooWide(output: string, width: number): readonly string[] {
  const oneWord = /^\s+(?:[^\s"']|"(?:[^"\\]|\\.)*"|'[^']*'|["'])+(?: \\)?$/u;
  return output.split('\n').filter((line) => displayWidth(line) > width && !oneWord.test(line));
}

/** The lines of a section, its heading first. */
function section(output: string, title: string): readonly string[] {
  const lines = output.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`${title}  `));
  const length = lines.slice(start + 1).findIndex((line) => /^[A-Z]{4,} {2}/.test(line));
  return lines.slice(start, length === -1 ? undefined : start + 1 + length);
}

function findingAt(index: number): Finding {
  const finding = sampleReport.findings[index];
  if (finding === undefined) throw new Error(`the sample report has no finding ${index}`);
  return finding;
}

function renamed(name: string): Report {
  const finding = findingAt(0);
  return {
    ...sampleReport,
    findings: [
      { ...finding, subject: { ...finding.subject, name, id: `arn:aws:iam::1:role/${name}` }, rootCause: { ...finding.rootCause, name } },
    ],
  };
}

/** `count` findings alike, each of a root cause of its own. */
function alike(count: number, change: Partial<Finding>): readonly Finding[] {
  return Array.from({ length: count }, (_, at) => ({
    ...findingAt(3),
    ...change,
    fingerprint: String(at).padStart(64, '0'),
    rootCause: { id: `key-${at}`, kind: 'access-key', name: `access-key-1 of user-${at}` },
  }));
}

const withFindings = (findings: readonly Finding[]): Report => ({ ...sampleReport, findings });

describe('the table', () => {
  it('tells long numbers by their beginning, and no command that would not fit a line', () => {
    const guid = '0a1b2c3d-1111-4222-8333-444455556666';
    const [finding] = sampleReport.findings;
    if (finding === undefined) throw new Error('the sample has no finding');
    const long = `az rest --url 'https://graph.microsoft.com/v1.0/servicePrincipals/${guid}/appRoleAssignments/${guid}'`;
    const told = {
      ...finding,
      subject: { ...finding.subject, boundary: `entra:${guid}` },
      remediation: { ...finding.remediation, commands: [long] },
    };
    const output = render(withFindings([told]));
    expect(output).toContain('in entra:0a1b2c3d…');
    expect(output).not.toContain('az rest');
    expect(output).toContain(`fix  1 command; more: vestige explain ${finding.fingerprint.slice(0, 12)}`);
    const short = { ...told, remediation: { ...told.remediation, commands: [`az ad app delete --id ${guid}`] } };
    expect(render(withFindings([short]))).toContain(`az ad app delete --id ${guid}`);
  });

  it('speaks of coverage first, of findings before what is undetermined, and of denominators after both', () => {
    const output = render(sampleReport);
    const heads = [...output.matchAll(/^([A-Z]{4,}) /gm)].map((match) => match[1]).join(' ');
    expect(heads).toBe('VESTIGE COVERAGE TOTALS HISTORY FINDINGS UNDETERMINED RULES EXCEPTED EXCEPTIONS ENDINGS ASSURANCE METRICS TESTS');
    expect(output).toMatch(
      /\n\n4 findings, 1 critical; 13 questions open; 3 accesses there past the end; 1 of\s4\ssurfaces\sfully\sread\n$/,
    );
  });

  it('gives one block to a root cause, the gravest first, each of few lines', () => {
    const lines = section(render(sampleReport), 'FINDINGS');
    expect(lines.filter((line) => /^ ?\d+\. /.test(line))).toEqual([
      ' 1. CRITICAL  attached policy AdministratorAccess',
      ' 2. HIGH      trust policy of vendor-backup',
      ' 3. MEDIUM    access-key-1 of ci-runner in aws:111122223333',
    ]);
    expect(lines[0]).toMatch(/^FINDINGS {2}4 from 3 root causes/);
    expect(lines.join(' ').replace(/\s+/g, ' ')).toContain(
      ' who role deploy (non-human), user amélie (human, 2 accounts) in aws:111122223333',
    );
    expect(lines).toContain('    fix  2 commands; more: vestige explain 1f0c1f0c1f0c');
    const blocks = lines.join('\n').split('\n\n').slice(1, -1);
    for (const block of blocks) expect(block.split('\n').length, block).toBeLessThanOrEqual(12);
  });

  it.each([40, 60, 80, 132])('is nowhere wider than %i columns', (width) => {
    expect(tooWide(render(sampleReport, width), width)).toEqual([]);
    expect(tooWide(render(reportLeaves.withHostileTexts(sampleReport), width), width)).toEqual([]);
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
    for (const report of [sampleReport, reportLeaves.withHostileTexts(sampleReport), largeReport(50)]) {
      const coloured = render(report, 80, true);
      expect(coloured).toContain('\u001b[1;31m');
      expect(coloured.replace(/\u001b\[[\d;]*m/g, '')).toBe(render(report));
      expect(render(report)).not.toContain('\u001b');
    }
  });

  it('says exactly how much it does not list, by severity, and where it is listed', () => {
    const output = render(largeReport(4000), 200);
    expect(output).toContain('FINDINGS  4,000 from 1,002 root causes');
    expect(output).toContain('and 962 more root causes with 962 findings (962 medium); all of them with --format json or html');
    expect(output).toMatch(/who {2}.* \+1,997 more\n/);
    expect(output).toMatch(/fix {2}1 of 2,000 commands; more: vestige explain/);
    expect(output.split('\n').length).toBeLessThan(400);
  });

  it('counts what was not read where coverage tells it, and lists no block for it', () => {
    const { subject } = findingAt(3);
    const blind: Partial<Finding> = { family: 'blind-spot', subject: { ...subject, kind: 'surface' }, title: 'Not read' };
    const output = render(withFindings([...alike(2, blind), ...alike(1, { ...blind, severity: 'high' }), findingAt(0)]));
    expect(output).toContain('3 findings on what was not read (1 high, 2 medium): see COVERAGE');
    expect(output).not.toContain('Not read');
    expect(output).toContain(' 1. CRITICAL');
    expect(render(withFindings(alike(1, { family: 'blind-spot', title: 'Not read' })))).toContain('Not read');
  });

  it('says a caveat of many findings once and marks them, and that of one beside it', () => {
    const lines = section(render(withFindings([...alike(3, { caveats: ['unless denied'] }), findingAt(2), findingAt(3)]), 132), 'FINDINGS');
    expect(lines.filter((line) => line.includes('unless denied'))).toEqual(['  [a] unless denied (3 findings)']);
    expect(lines.filter((line) => line.endsWith('[a]'))).toHaveLength(3);
    expect(lines).toContain('    but  the key id is not in the credential report');
  });

  it('tells of a low root cause what it is and where the rest stands, and says so', () => {
    const output = render(withFindings(alike(2, { severity: 'low', seen: null, subject: { ...findingAt(3).subject, name: 'user-0' } })));
    expect(output).toContain('the low ones in short: vestige explain tells the rest of each');
    expect(output).toContain('    Access key older than policy allows; vestige explain 000000000000\n 2. LOW');
    expect(output).toContain('    Access key older than policy allows; vestige explain 000000000000\n    who  user user-0 in');
  });

  it('says of what is new, came back or stands longer so, and of a first run that it cannot', () => {
    const lines = section(render(sampleReport, 132), 'FINDINGS');
    expect(lines).toContain('    Standing administrator on aws:111122223333, 1 critical, 1 high, since 2025-12-20');
    expect(lines).toContain('    Access key older than policy allows, new');
    const back = { ...findingAt(0), seen: { ...findingAt(0).seen!, since: '2026-01-01T00:00:00.000Z' } };
    expect(render(withFindings([back]))).toContain('    Standing administrator on aws:111122223333, came back\n');
    const asOld = { ...findingAt(0), seen: findingAt(2).seen };
    expect(render(withFindings([asOld]))).toContain('    Standing administrator on aws:111122223333\n');
    const both = [back, { ...findingAt(0), seen: findingAt(3).seen }, findingAt(0)];
    expect(render(withFindings(both), 132)).toContain(', 1 new, 1 came back, since 2025-12-20 [a]\n');
    const first = { ...sampleReport.history!, previous: null };
    const output = render({ ...sampleReport, history: first });
    expect(output.replace(/\s+/g, ' ')).toContain('what is new cannot be told');
    expect(output).not.toMatch(/, new|came back\n|, since /);
  });

  it('tells what is resolved and what is only not seen, the gravest first, between which times', () => {
    const lines = section(render(sampleReport, 132), 'HISTORY').join('\n').replace(/\s+/g, ' ');
    expect(lines).toContain('12 runs since 2025-10-01 06:00; compared with that of 2025-12-31 06:00');
    expect(lines).toContain('user/former-runner, between 2025-12-30 06:00 and 2026-01-01 00:00');
    expect(lines).toContain('since 2025-12-31 06:00, nor shown to be resolved');
    const [one] = sampleReport.history!.resolved;
    const many = Array.from({ length: 11 }, (_, at) => ({ ...one!, severity: at === 10 ? 'high' : one!.severity }) as const);
    const cut = section(render({ ...sampleReport, history: { ...sampleReport.history!, resolved: many } }, 132), 'HISTORY');
    expect(cut.find((line) => line.startsWith('  resolved'))).toContain('high access-key-unused');
    expect(cut.join('\n')).toContain('and 3 more findings resolved; all of them with --format json or html');
  });

  it.each(endings)('has words for the ending %s that say both moments, or that nothing happened', (how) => {
    const text = endText(how, '2026-10-02T06:00:30.000Z', '2026-10-03T06:00:30.000Z', 'aws:new');
    if (how === 'restated') expect(text).toContain('nothing is known to have happened');
    else expect(text).toContain('between 2026-10-02 06:00 and 2026-10-03 06:01');
    if (how === 'renamed') expect(text).toContain('now aws:new');
  });

  it('says of findings chosen from more how many there are in all', () => {
    expect(render(withFindings(sampleReport.findings.slice(0, 1)))).toContain('FINDINGS  4 in all; chosen of them 1 from 1 root cause');
    expect(render(withFindings([]))).toContain('FINDINGS  4 in all; chosen of them none');
  });

  it('says once what a surface leaves unsaid, wherever it was not read, and a permission only where one was refused', () => {
    const unread = sampleReport.coverage[2];
    const [one = '', two = ''] = sampleReport.totals.boundaries;
    if (unread === undefined) throw new Error('the sample report has no unread surface');
    const line = (boundary: string, change: Partial<SurfaceCoverage>): SurfaceCoverage => ({ ...unread, boundary, ...change });
    const coverage = [
      line(one, { detail: `${unread.surface} in ${one}: not in the files given` }),
      line(two, { detail: `${unread.surface} in ${two}: not in the files given` }),
      line(two, { surface: 'aws:access-keys', cause: 'denied', detail: 'iam:ListAccessKeys: AccessDenied' }),
    ];
    expect(section(render({ ...sampleReport, coverage }, 100), 'COVERAGE').slice(1)).toEqual([
      '  unread    aws:service-control-policies everywhere: not in the files given',
      '            unsaid: whether the organization denies what is reported here',
      '  unread    aws:access-keys in aws:444455556666: denied: iam:ListAccessKeys: AccessDenied',
      '            unsaid: whether the organization denies what is reported here',
      '            needs: organizations:ListPolicies',
      '',
    ]);
  });

  it('counts a question without an answer once, under all that it lacks', () => {
    const [first, second] = sampleReport.undetermined;
    if (first === undefined || second === undefined) throw new Error('the sample report has too few open questions');
    const undetermined = [second, first, { ...first, rule: 'password-unused', questions: 3 }];
    const lines = section(render({ ...sampleReport, undetermined }, 132), 'UNDETERMINED');
    expect(lines[0]).toContain('16 questions of 3 rules');
    expect(lines.filter((line) => /^ +\d+ {2}\S/.test(line)).map((line) => line.trim().split('  ')[0])).toEqual(['15', '1']);
    expect(lines.join('\n')).toContain('and aws:resource-policies in aws:111122223333, aws:202020202020 and 40 more: denied:');
    expect(lines.join('\n')).toContain('password-without-mfa, password-unused; about production');
  });

  it('lists the denominators of rules that found something or were left open, and counts the others', () => {
    const clear = { rule: 'all-clear', questions: 7, findings: 0, clear: 7, undetermined: 0, excepted: 0 };
    const rules = [...sampleReport.totals.rules, clear, { ...clear, rule: 'also-clear', questions: 5, clear: 5 }];
    const told = (asked: typeof rules): readonly string[] =>
      section(render({ ...sampleReport, totals: { ...sampleReport.totals, rules: asked } }), 'RULES');
    const lines = told(rules);
    expect(lines[0]).toContain('7 asked 501 questions');
    // what had nothing to ask is not clear
    const idle = { ...clear, rule: 'idle', questions: 0, clear: 0 };
    expect(told([...rules, idle])).toContain('  and 2 rules asked 12 questions, all clear; 1 rule had nothing to ask');
    expect(told([...sampleReport.totals.rules, idle])).toContain('  and 1 rule had nothing to ask');
    expect(lines).toContain('  standing-administrator      2   0         1  214');
    expect(lines).toContain('  and 2 rules asked 12 questions, all clear');
    expect(lines.join('\n')).not.toContain('also-clear');
  });

  it('sets many denominators side by side, none of them lost', () => {
    const rules = Array.from({ length: 13 }, (_, at) => ({
      ...{ rule: `rule-${at}`, questions: 100 + at, findings: 1, clear: 99 + at, undetermined: 0, excepted: 0 },
    }));
    const output = section(render({ ...sampleReport, totals: { ...sampleReport.totals, rules } }), 'RULES');
    expect(output).toHaveLength(1 + 1 + 7 + 1);
    for (const { rule, questions } of rules) expect(output.join('\n')).toMatch(new RegExp(`${rule} +1 +0 +${questions}\\b`));
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
    const command = /^ +(aws iam detach-role-policy(?:.*\\\n)*.*)/m.exec(output)?.[1] ?? '';
    expect(command).toContain('\\\n');
    expect(command.replace(/ \\\n */g, ' ')).toBe(findingAt(0).remediation.commands[0]);
  });

  it('begins every line of a comment among the commands with its mark, since a shell would run the second', () => {
    const remediation = { ...findingAt(3).remediation, commands: [`# in trust-policy.json take out ${'what lets it in '.repeat(10)}`] };
    const lines = section(render(withFindings(alike(1, { remediation }))), 'FINDINGS');
    const comment = lines.slice(lines.findIndex((line) => line.includes('take out'))).filter((line) => line !== '');
    expect(comment.length).toBeGreaterThan(1);
    for (const line of comment) expect(line).toMatch(/^ {4}# /);
  });
});
