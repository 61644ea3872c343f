// A scan in a process of its own, so that its memory is its own: `node bench/organization/scanning.ts STATE`. The organization is where
// AWS_ENDPOINT_URL says. Prints one line of JSON.
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { awsConnector } from '../../connectors/aws/open.ts';
import { createCapture } from '../../src/capture/archive.ts';
import { wiring } from '../../src/cli/wiring.ts';
import { collect } from '../../src/collect/collect.ts';
import type { Json } from '../../src/base/json.ts';
import { analyze } from '../../src/run/analyze.ts';
import { readConfiguration } from '../../src/run/configuration.ts';
import { saveAnalysis } from '../../src/run/saved.ts';
import { realIo } from '../../src/run/scan.ts';
import type { ScanFigures } from './figures.ts';
import { peakMemory } from './memory.ts';
import { EXTERNAL_ID, SCANNER_ROLE } from './options.ts';

const state = process.argv[2] ?? '';
const configuration = readConfiguration({ connectors: { aws: { role: SCANNER_ROLE, externalId: EXTERNAL_ID } } }, wiring);
const started = performance.now();
const begun = peakMemory();
let calls = 0;
let throttled = 0;
/** When each stage of the plan began. */
const stages: ScanFigures['captured']['stages'][number][] = [];
const capture = await collect({
  sources: [{ connector: awsConnector, settings: configuration.connectorSettings['aws'] as Json }],
  writer: await createCapture(state),
  io: realIo({ now: Date.now, random: Math.random, signal: new AbortController().signal, environment: process.env }),
  progress: (progress) => {
    ({ calls, throttled } = progress);
    if (progress.stage === stages.length) stages.push({ milliseconds: performance.now() - started, calls });
  },
});
const captured = { milliseconds: performance.now() - started, peak: peakMemory(), pages: capture.count, calls, throttled, stages };
const analysis = await analyze({ capture, connectors: wiring.connectors, configuration, clock: Date.now });
const analysed = { milliseconds: performance.now() - started, peak: peakMemory() };
await saveAnalysis(state, analysis);
const { report } = analysis;
const bytes: Record<string, number> = {};
for (const format of ['html', 'json']) {
  const reporter = wiring.reporters.find(({ id }) => id === format);
  if (reporter === undefined) throw new Error(`there is no reporter ${format}`);
  const file = createWriteStream(join(state, `report.${reporter.extension}`));
  await pipeline(Readable.from(reporter.render(report, { width: 80, colour: false })), file);
  bytes[format] = file.bytesWritten;
}
const told: ScanFigures = {
  begun,
  captured,
  analysed,
  reported: { milliseconds: performance.now() - started, peak: peakMemory(), bytes },
  findings: report.findings.length,
  rules: Object.fromEntries(report.totals.rules.map(({ rule, findings }) => [rule, findings])),
  undetermined: report.undetermined.length,
  coverage: report.coverage.map(({ boundary, surface, status, cause }) => ({ boundary, surface, status, cause })),
};
process.stdout.write(`${JSON.stringify(told)}\n`);
