import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { onTestFinished } from 'vitest';
import { buildGraph } from '../../../src/graph/build.ts';
import { capabilities } from '../../../src/model/capability.ts';
import { families, type Finding, type Undetermined } from '../../../src/model/finding.ts';
import { severities } from '../../../src/model/question.ts';
import type { Report } from '../../../src/model/report.ts';
import type { Analysis } from '../../../src/run/analyze.ts';
import { sampleReport } from '../../support/report.ts';

export function temporaryState(): string {
  const root = mkdtempSync(join(tmpdir(), 'vestige-saved-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return join(root, '.vestige');
}

/** An analysis of that report, of an estate in which nothing was read. */
export function analysisOf(report: Report): Pick<Analysis, 'report' | 'settings' | 'kept'> {
  const graph = buildGraph({
    ...{ boundaries: [], identities: [], credentials: [], usage: [], serviceUsage: [] },
    ...{ elements: [], coverage: [], surfaces: [], gaps: [] },
  });
  const none = { page: new Uint8Array(0), hash: new Uint32Array(0), start: new Uint32Array(1), item: new Uint32Array(0) };
  return {
    report,
    settings: { maxTimeBoundDays: 30, connectorSettings: {}, crownJewels: [], personRules: [] },
    kept: {
      graph,
      zeroTargets: () => new Uint8Array(0),
      mentions: { columns: { ...none, loser: new Uint32Array(0), winner: new Uint32Array(0) }, texts: {} },
    },
  };
}

/** Texts that are easily broken on the way through a file: line ends, quotes, half a surrogate pair, none at all. */
const text = fc.oneof(
  fc.constantFrom('', '\n', '\r\n', '"\\', '\u2028', '\ud800', '😀é', '__proto__', 'a'.repeat(300)),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const few = fc.constantFrom('ann', 'bob', 'arn:aws:iam::111122223333:role/x', '');

const [finding] = sampleReport.findings;
const [open] = sampleReport.undetermined;
if (finding === undefined || open === undefined) throw new Error('the sample report has no finding or no open question');

const findings: fc.Arbitrary<Finding> = fc
  .record({
    fingerprint: fc.oneof(
      fc.constantFrom('0', 'f', '0c', '0d').map((each) => each.repeat(64).slice(0, 64)),
      hex(64),
    ),
    rule: fc.constantFrom('standing-administrator', 'no-owner', 'blind-spot'),
    family: fc.constantFrom(...families),
    severity: fc.constantFrom(...severities),
    reasons: fc.array(text, { maxLength: 2 }),
    caveats: fc.array(text, { maxLength: 1 }),
    rootCause: fc.record({ id: few, kind: fc.constant('identity'), name: text }),
    subject: fc.record({ id: few, name: fc.oneof(few, text) }),
    controls: fc.constantFrom([], [{ framework: 'soc2', id: 'CC6.1', title: 'a' }], [{ framework: 'soc2', id: 'CC6.1', title: 'b' }]),
  })
  .map((over) => ({ ...finding, ...over, subject: { ...finding.subject, ...over.subject } }));

const questions: fc.Arbitrary<Undetermined> = fc
  .record({
    rule: fc.constantFrom('standing-administrator', 'no-owner'),
    questions: fc.nat(1000),
    capability: fc.option(fc.constantFrom(...capabilities)),
    scope: fc.option(text),
    subject: fc.record({ name: text }),
    because: fc.array(fc.record({ surface: few, detail: text }), { maxLength: 2 }),
  })
  .map(({ subject, because, ...over }) => ({
    ...open,
    ...over,
    subject: { ...open.subject, ...subject },
    because: because.map((each) => ({ boundary: 'aws:111122223333', cause: 'denied' as const, ...each })),
  }));

function hex(length: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.integer({ min: 0, max: 15 }).map((digit) => digit.toString(16)), minLength: length, maxLength: length });
}

export const reports: fc.Arbitrary<Report> = fc
  .record({ findings: fc.array(findings, { maxLength: 30 }), undetermined: fc.array(questions, { maxLength: 20 }) })
  .map((over) => ({ ...sampleReport, ...over }));
