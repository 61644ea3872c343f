import type { HistoryStore } from '../contract/store.ts';
import type { Report } from '../model/report.ts';
import { evidenceFacts, type DemoEvidence } from './evidence.ts';
import { happenings, sinceTheRunBefore } from './past.ts';
import { cleanTold, evidenceTold, findingsTold, happenedTold, openTold, sinceTold } from './story.ts';

/** Where the report and its history differ from the story the sample was made to tell; empty = as expected. */
export async function differences(report: Report, store: HistoryStore): Promise<readonly string[]> {
  const told = findingsTold.flatMap((line) => line.subjects.map((subject) => `${line.rule} for ${subject}`));
  const found = report.findings.map((finding) => `${finding.rule} for ${finding.subject.name}`);
  const open = new Set(report.undetermined.map((line) => line.rule));
  return [
    ...unlike(told, found, 'expected and not found', 'found and not expected'),
    ...openTold.filter((rule) => !open.has(rule)).map((rule) => `expected to be left open: ${rule}`),
    ...cleanTold
      .filter((name) => report.findings.some((finding) => finding.subject.name === name))
      .map((name) => `expected to be clean: ${name}`),
    ...unlike(happenedTold, await happenings(store), 'expected of history and not told', 'told by history and not expected'),
    ...unlike(sinceTold, sinceTheRunBefore(report), 'expected of the report and not told', 'told by the report and not expected'),
  ];
}

/** Where what the pack of the sample says, and what the checker says of it, differ from the story; empty = as expected. */
export function evidenceDifferences(evidence: DemoEvidence): readonly string[] {
  return unlike(evidenceTold, evidenceFacts(evidence), 'expected of the evidence and not told', 'told by the evidence and not expected');
}

function unlike(told: readonly string[], found: readonly string[], lacking: string, stray: string): readonly string[] {
  const [expected, seen] = [new Set(told), new Set(found)];
  return [
    ...[...expected].filter((line) => !seen.has(line)).map((line) => `${lacking}: ${line}`),
    ...[...seen].filter((line) => !expected.has(line)).map((line) => `${stray}: ${line}`),
  ];
}
