import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCapture, openCapture } from '../../src/capture/archive.ts';
import { wiring } from '../../src/cli/wiring.ts';
import { captureDemo, demoAsOf } from '../../src/demo/demo.ts';
import { analyze, type Analysis } from '../../src/run/analyze.ts';
import { readConfiguration } from '../../src/run/configuration.ts';
import { explainFinding, type Explanation } from '../../src/run/explain-finding.ts';
import type { FactSource } from '../../src/run/explain.ts';
import { replayedSource } from '../../src/run/replayed-source.ts';
import { openAnalysis, saveAnalysis } from '../../src/run/saved.ts';

const { connectors } = wiring;
const configuration = readConfiguration({}, wiring);

describe('explanations of the sample estate', () => {
  let folder: string;
  let analysis: Analysis;
  let whole: FactSource;
  let paged: FactSource;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vestige-explain-'));
    const capture = await captureDemo(await createCapture(folder, { durable: 'at-seal' }), connectors, configuration);
    analysis = await analyze({ capture, connectors, configuration, asOf: demoAsOf, clock: () => 0 });
    const saved = await openAnalysis(folder, await saveAnalysis(folder, analysis));
    whole = await replayedSource(capture, connectors);
    paged = await saved.facts(await openCapture(folder, capture.id), connectors);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function explained(source: FactSource): Promise<readonly Explanation[]> {
    const { report, view } = analysis;
    const { coverage, findings } = report;
    const explaining = { source, connectors, asOf: report.run.asOf, settings: configuration.connectorSettings };
    return Promise.all(findings.map((finding) => explainFinding(explaining, view, finding, { coverage, sameCause: findings })));
  }

  it('are the same from all facts of the capture and from the pages that speak of what is explained', async () => {
    const all = await explained(whole);
    expect(await explained(paged)).toEqual(all);
    expect(all.filter(({ steps }) => steps.length > 0).length).toBeGreaterThan(10);
  });

  it('name what allows each step that is certain, where it was read, and the item behind every place of the finding', async () => {
    for (const { finding, steps, evidence } of await explained(whole)) {
      for (const { key, presence, statements } of steps) {
        const grounds = statements.filter(({ says, evidence: places }) => says === 'allows' && places.length > 0);
        if (presence === 'certain') expect({ key, grounds: grounds.length > 0 }).toEqual({ key, grounds: true });
      }
      expect(evidence.map(({ page, pointer }) => ({ page, pointer }))).toEqual(finding.evidence);
      expect(evidence.filter(({ item }) => item === undefined)).toEqual([]);
    }
  });
});
