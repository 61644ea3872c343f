import { utf8Chunks } from '../../src/base/bytes/chunks.ts';
import type { RenderOptions, Reporter } from '../../src/contract/reporter.ts';
import type { Report } from '../../src/model/report.ts';
import { assuranceSection } from './assurance.ts';
import { coverageSection } from './coverage.ts';
import { endingsSection } from './endings.ts';
import { exceptionsSection } from './exceptions.ts';
import { findingsSection } from './findings.ts';
import { historySection, noHistorySection } from './history.ts';
import { metricsSection } from './metrics.ts';
import type { Sheet } from '../../src/base/text/sheet.ts';
import { painter } from '../../src/base/text/paint.ts';
import { exceptedSection, summarySection, testsSection } from './rest.ts';
import { rulesSection, runSection, totalsSection } from './totals.ts';
import { undeterminedSection } from './undetermined.ts';

const LEAST = 40;

const parts: readonly ((sheet: Sheet, report: Report) => readonly string[])[] = [
  runSection,
  coverageSection,
  totalsSection,
  historySection,
  findingsSection,
  undeterminedSection,
  rulesSection,
  exceptedSection,
  exceptionsSection,
  endingsSection,
  assuranceSection,
  metricsSection,
  noHistorySection,
  testsSection,
  summarySection,
];

/**
 * For a person at a terminal, who has a minute. Every section is always there; a long list is cut with the exact number left out in
 * words. No line is wider than `width` (40 at least): a command with a word too long to fit, which must stay pasteable, is left to `explain`.
 * Numbers of 36 digits, which are the names of most things at Microsoft, are told by their first eight.
 *
 * What earlier runs say is told above the findings where there is a run before this one, and else in a line below them.
 *
 * Of endings the gravest twelve are told whole, others in a line each, those that are not due always so. Where no history was at hand one
 * line says that nothing is said of what ended.
 *
 * A root cause is told by its rules, its first subjects, one reason and its first commands. `explain` and the other formats tell the
 * other reasons, paths, evidence, controls, ids, what may break and how a repair is verified; and of the run the hashes of inputs and
 * configuration and the revisions of rules. A caveat of several findings is said once and marked beside each. A finding on what was not
 * read is counted only: the coverage above it says what it says.
 */
export const tableReporter: Reporter = {
  id: 'table',
  mediaType: 'text/plain; charset=utf-8',
  extension: 'txt',
  render: (report, options) => utf8Chunks(lines(report, options)),
};

function* lines(report: Report, options: RenderOptions): Generator<string, void, undefined> {
  const sheet: Sheet = { width: Math.max(LEAST, Math.floor(options.width)), paint: painter(options.colour), abridge: withoutLongNumbers };
  for (const part of parts) {
    for (const line of part(sheet, report)) yield `${line}\n`;
  }
}

const GUID = /\b([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi;

function withoutLongNumbers(text: string): string {
  return text.replace(GUID, '$1…');
}
