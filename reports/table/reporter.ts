import { utf8Chunks } from '../../src/base/bytes/chunks.ts';
import type { RenderOptions, Reporter } from '../../src/contract/reporter.ts';
import type { Report } from '../../src/model/report.ts';
import { coverageSection } from './coverage.ts';
import { findingsSection } from './findings.ts';
import type { Sheet } from './layout.ts';
import { painter } from './paint.ts';
import { endingsSection, exceptedSection, metricsSection, testsSection, undeterminedSection } from './rest.ts';
import { runSection, totalsSection } from './totals.ts';

const LEAST = 40;

const parts: readonly ((sheet: Sheet, report: Report) => readonly string[])[] = [
  runSection,
  coverageSection,
  totalsSection,
  findingsSection,
  undeterminedSection,
  exceptedSection,
  endingsSection,
  metricsSection,
  testsSection,
];

/**
 * For a person at a terminal. Every section is always there; a long list is cut with the exact number left out in words. No line is
 * wider than `width` (40 at least), but for a command with a word too long to fit, which must stay pasteable. Of a finding it leaves to the other
 * formats: evidence, controls, uid, the whole fingerprint and, within one root cause, all paths but the first finding's. Of the run:
 * the hashes of inputs and configuration and the revisions of rules.
 */
export const tableReporter: Reporter = {
  id: 'table',
  mediaType: 'text/plain; charset=utf-8',
  extension: 'txt',
  render: (report, options) => utf8Chunks(lines(report, options)),
};

function* lines(report: Report, options: RenderOptions): Generator<string, void, undefined> {
  const sheet: Sheet = { width: Math.max(LEAST, Math.floor(options.width)), paint: painter(options.colour) };
  for (const part of parts) {
    for (const line of part(sheet, report)) yield `${line}\n`;
  }
}
