import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reporters } from '../../../reports/list.ts';
import { severities } from '../../../src/model/question.ts';
import type { Report } from '../../../src/model/report.ts';
import { outcomeOf, outcomeOfWeighed } from '../../../src/run/outcome.ts';
import { openAnalysis, saveAnalysis, type SavedAnalysis } from '../../../src/run/saved.ts';
import { thresholds } from '../../../src/run/threshold.ts';
import { sampleReport } from '../../support/report.ts';
import { runs } from '../../support/runs.ts';
import { analysisOf, reports, temporaryState } from './support.ts';

async function kept(state: string, report: Report): Promise<SavedAnalysis> {
  return openAnalysis(state, await saveAnalysis(state, analysisOf(report)));
}

function bytes(report: Report): readonly string[] {
  return reporters.map((each) => Buffer.concat([...each.render(report, { width: 80, colour: false })]).toString('utf8'));
}

/** A new run each time: an analysis of the same run is the same analysis. */
function everyReport(check: (saved: SavedAnalysis, report: Report) => void | Promise<void>): Promise<void> {
  const state = temporaryState();
  let pages = 0;
  return fc.assert(
    fc.asyncProperty(reports, async (report) => {
      const own = { ...report, run: { ...report.run, pages: pages++ } };
      await check(await kept(state, own), own);
    }),
    { numRuns: runs(12, 2000) },
  );
}

describe('a saved analysis', () => {
  it('is the report that was saved, in every format byte for byte', async () => {
    await everyReport((saved, report) => {
      expect(bytes(saved.report)).toEqual(bytes(report));
      expect(JSON.parse(JSON.stringify(saved.report))).toEqual(JSON.parse(JSON.stringify(report)));
    });
    const state = temporaryState();
    expect(bytes((await kept(state, sampleReport)).report)).toEqual(bytes(sampleReport));
  });

  it('chooses findings as a look through all of them does', async () => {
    await everyReport((saved, { findings }) => {
      const all = [...findings.keys()];
      for (const severity of severities) {
        const limit = severities.indexOf(severity);
        const wanted = all.filter((row) => severities.indexOf(findings[row]?.severity ?? 'low') <= limit);
        expect(saved.findings.rows({ severity })).toEqual(wanted);
      }
      for (const subject of ['ann', '', 'nobody', findings[0]?.subject.name ?? 'x']) {
        const wanted = all.filter((row) => findings[row]?.subject.id === subject || findings[row]?.subject.name === subject);
        expect(saved.findings.rows({ subject })).toEqual(wanted);
      }
      const rules = ['no-owner', 'no-such-rule'];
      const families = ['standing', 'blind-spot'];
      expect(saved.findings.rows({ rules })).toEqual(all.filter((row) => findings[row]?.rule === 'no-owner'));
      expect(saved.findings.rows({ families, rules })).toEqual(
        all.filter((row) => findings[row]?.rule === 'no-owner' && families.includes(findings[row]?.family)),
      );
      expect(saved.findings.rows()).toEqual(all);
      const some = all.filter((row) => row % 3 === 0).toReversed();
      expect([...saved.findings.list(some)]).toEqual(some.map((row) => findings[row]));
    });
  });

  it('finds a finding by the beginning of its fingerprint, and those of one root cause', async () => {
    await everyReport((saved, { findings }) => {
      const all = [...findings.keys()];
      const fingerprint = findings[0]?.fingerprint ?? '0'.repeat(64);
      for (const length of [1, 4, 7, 8, 9, 64]) {
        const start = fingerprint.slice(0, length);
        expect(saved.findings.startingWith(start)).toEqual(all.filter((row) => findings[row]?.fingerprint.startsWith(start)));
      }
      for (const row of all) {
        const cause = findings[row]?.rootCause.id;
        expect(saved.findings.sameCause(row)).toEqual(all.filter((each) => findings[each]?.rootCause.id === cause));
      }
    });
  });

  it('comes to the same exit as the report does, for whatever part is asked for', async () => {
    await everyReport((saved, report) => {
      for (const failOn of thresholds) {
        const rows = saved.findings.rows().filter((row) => row % 2 === 0);
        const part = { ...report, findings: report.findings.filter((_, row) => row % 2 === 0) };
        const { grave, blind } = saved.findings.weigh(rows, failOn);
        const weighed = { grave, blind: () => blind.map((row) => saved.findings.at(row)) };
        expect(outcomeOfWeighed(saved.report, weighed, failOn)).toEqual(outcomeOf(part, failOn));
      }
    });
  });

  it('hands out a list that cannot be changed', async () => {
    const { findings } = (await kept(temporaryState(), sampleReport)).report;
    expect(() => {
      (findings as unknown as unknown[])[0] = 1;
    }).toThrow(TypeError);
    expect(findings.at(-1)).toEqual(sampleReport.findings.at(-1));
    expect(1e6 in findings).toBe(false);
    expect(Array.isArray(findings)).toBe(true);
  });
});
