import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { SurfaceCoverage } from '../../src/model/gap.ts';
import type { Report } from '../../src/model/report.ts';
import { outcomeOf } from '../../src/run/outcome.ts';
import { sampleReport } from '../support/report.ts';

const [finding] = sampleReport.findings;
const [line] = sampleReport.coverage;
if (finding === undefined || line === undefined) throw new Error('the sample report has lost its findings or coverage');

function report(parts: { findings?: readonly Finding[]; coverage?: readonly SurfaceCoverage[]; open?: number }): Report {
  const [open] = sampleReport.undetermined;
  if (open === undefined) throw new Error('the sample report has lost its open questions');
  const undetermined = parts.open === undefined ? [] : [{ ...open, questions: parts.open }];
  return { ...sampleReport, findings: parts.findings ?? [], coverage: parts.coverage ?? [], undetermined };
}

const medium: Finding = { ...finding, severity: 'medium', family: 'standing' };
const surface = (status: SurfaceCoverage['status'], cause: SurfaceCoverage['cause']): SurfaceCoverage => ({ ...line, status, cause });
const blind: Finding = {
  ...medium,
  family: 'blind-spot',
  severity: 'critical',
  subject: { ...finding.subject, id: `${line.surface}@${line.boundary}` },
};

describe('the exit code', () => {
  it.each([
    ['0 when nothing is at the threshold and all was read', report({ coverage: [surface('complete', null)] }), 0],
    ['1 for a finding at the threshold', report({ findings: [medium] }), 1],
    ['1 for a finding at the threshold, gaps or not', report({ findings: [medium], coverage: [surface('unread', 'denied')], open: 3 }), 1],
    ['0 for a finding below the threshold', report({ findings: [{ ...medium, severity: 'low' }] }), 0],
    ['3 for a refused surface', report({ coverage: [surface('unread', 'denied')] }), 3],
    ['3 for a surface read in part', report({ coverage: [surface('partial', 'malformed')] }), 3],
    ['3 for an open question', report({ open: 1 }), 3],
    ['3, never 1, for a blind spot, however grave', report({ findings: [blind], coverage: [surface('unread', 'denied')] }), 3],
    ['0 for a surface nobody asked for that leaves nothing open', report({ coverage: [surface('excluded', 'excluded')] }), 0],
    [
      '0 for what the files given do not hold and no rule misses',
      report({ findings: [blind], coverage: [surface('unread', 'excluded')] }),
      0,
    ],
    ['3 for what was asked for and the source cannot answer', report({ coverage: [surface('unread', 'unsupported')] }), 3],
    ['3 for what the files given do not hold and a rule misses', report({ coverage: [surface('unread', 'excluded')], open: 2 }), 3],
  ])('is %s', (_, given, exit) => {
    expect(outcomeOf(given, 'medium').exit).toBe(exit);
  });

  it('never is 1 with the threshold never', () => {
    expect(outcomeOf(report({ findings: [{ ...medium, severity: 'critical' }] }), 'never').exit).toBe(0);
    expect(outcomeOf(report({ findings: [{ ...medium, severity: 'critical' }], open: 1 }), 'never').exit).toBe(3);
  });

  it('says why', () => {
    expect(outcomeOf(report({ open: 2, coverage: [surface('partial', 'denied')] }), 'high').because).toBe(
      'nothing at or above high, but 2 questions undetermined, 1 surface not fully read',
    );
  });
});
