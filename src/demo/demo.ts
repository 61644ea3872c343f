import { createReadStream } from 'node:fs';
import type { CaptureReader, CaptureWriter } from '../contract/capture.ts';
import type { ConnectorCore } from '../contract/connector.ts';
import type { Rule } from '../contract/rule.ts';
import type { Report } from '../model/report.ts';
import { analyze, type Analysis } from '../run/analyze.ts';
import { readConfiguration, type Configuration } from '../run/configuration.ts';
import { captureDumps } from '../run/import.ts';
import { cleanTold, findingsTold, openTold } from './story.ts';

/** The day the sample estate is looked at. */
export const demoAsOf = '2026-11-01T06:00:00.000Z';

const files = [
  { format: 'aws-authorization-details', name: 'authorization-details.json' },
  { format: 'aws-credential-report', name: 'credential-report.json' },
] as const;

/**
 * The whole pipeline over the bundled files of an invented company, Kestrel Freight: what the AWS CLI would print about two of
 * its accounts. Opens no socket and needs no credentials.
 */
export async function runDemo(
  writer: CaptureWriter,
  connectors: readonly ConnectorCore<unknown>[],
  rules: readonly Rule<unknown>[],
): Promise<Analysis> {
  const configuration = readConfiguration({}, { rules, connectors });
  const capture = await captureDemo(writer, connectors, configuration);
  return analyze({ capture, connectors, configuration, asOf: demoAsOf, clock: () => Date.parse(demoAsOf) });
}

/** The sample estate as a capture. */
export async function captureDemo(
  writer: CaptureWriter,
  connectors: readonly ConnectorCore<unknown>[],
  configuration: Configuration,
): Promise<CaptureReader> {
  const estate = files.map(({ format, name }) => ({
    format,
    name,
    open: () => createReadStream(new URL(`./estate/${name}`, import.meta.url)),
  }));
  return captureDumps(writer, estate, connectors, configuration);
}

/** Where the report differs from the story the sample was made to tell; empty = as expected. */
export function differences(report: Report): readonly string[] {
  const told = new Set(findingsTold.flatMap((line) => line.subjects.map((subject) => `${line.rule} for ${subject}`)));
  const found = new Set(report.findings.map((finding) => `${finding.rule} for ${finding.subject.name}`));
  const open = new Set(report.undetermined.map((line) => line.rule));
  return [
    ...[...told].filter((line) => !found.has(line)).map((line) => `expected and not found: ${line}`),
    ...[...found].filter((line) => !told.has(line)).map((line) => `found and not expected: ${line}`),
    ...openTold.filter((rule) => !open.has(rule)).map((rule) => `expected to be left open: ${rule}`),
    ...cleanTold
      .filter((name) => report.findings.some((finding) => finding.subject.name === name))
      .map((name) => `expected to be clean: ${name}`),
  ];
}
