import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCapture, memoryCapture, openCapture } from '../../src/capture/archive.ts';
import { wiring } from '../../src/cli/wiring.ts';
import type { CaptureReader } from '../../src/contract/capture.ts';
import { captureDemo, demoAsOf } from '../../src/demo/demo.ts';
import type { Page } from '../../src/model/page.ts';
import type { Report } from '../../src/model/report.ts';
import { analyze } from '../../src/run/analyze.ts';
import { readConfiguration } from '../../src/run/configuration.ts';
import { openAnalysis, saveAnalysis } from '../../src/run/saved.ts';
import { runs } from '../support/runs.ts';

const configuration = readConfiguration({}, wiring);
const { connectors, reporters } = wiring;

function analysed(capture: CaptureReader): ReturnType<typeof analyze> {
  return analyze({ capture, connectors, configuration, asOf: demoAsOf, clock: () => 0 });
}

function bytes(report: Report): readonly string[] {
  return reporters.map((reporter) => Buffer.concat([...reporter.render(report, { width: 80, colour: false })]).toString('utf8'));
}

describe('an analysis', () => {
  let capture: CaptureReader;
  let pages: Page[];
  let first: readonly string[];
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vestige-run-'));
    capture = await captureDemo(memoryCapture(), connectors, configuration);
    pages = [];
    for await (const page of capture.pages()) pages.push(page);
    first = bytes((await analysed(capture)).report);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('gives the same bytes in every format when it is made again', async () => {
    expect(bytes((await analysed(capture)).report)).toEqual(first);
    expect(pages.length).toBeGreaterThan(2);
  });

  it('reads the pages of files it has just captured as it reads them from the capture, also after leaving off', async () => {
    const fresh = await captureDemo(await createCapture(join(folder, 'fresh'), { durable: 'at-seal' }), connectors, configuration);
    const left = await captureDemo(memoryCapture(), connectors, configuration);
    for await (const page of left.pages()) {
      expect(page).toEqual(pages[0]);
      break;
    }
    for (const reader of [fresh, fresh, left]) {
      const seen: Page[] = [];
      for await (const page of reader.pages()) seen.push(page);
      expect(seen).toStrictEqual(pages);
    }
  });

  it('gives the same bytes when pages arrive in another order, in memory and on disk', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(pages, { minLength: pages.length }), async (shuffled) => {
        const writer = memoryCapture();
        for (const { envelope, body } of shuffled) await writer.put({ envelope, body });
        const again = await writer.seal(capture.head);
        expect(again.id).toBe(capture.id);
        expect(bytes((await analysed(again)).report)).toEqual(first);
      }),
      { numRuns: runs(6) },
    );
    const stored = await createCapture(folder, { durable: 'at-seal' });
    for (const { envelope, body } of [...pages].reverse()) await stored.put({ envelope, body });
    const { id } = await stored.seal(capture.head);
    expect(bytes((await analysed(await openCapture(folder, id))).report)).toEqual(first);
  });

  it('does not depend on the order in which a reader hands out its pages', async () => {
    const backwards: CaptureReader = { ...capture, pages: () => fromArray([...pages].reverse()) };
    expect(bytes((await analysed(backwards)).report)).toEqual(first);
  });

  it('changes with the time it answers for, and says so', async () => {
    const later = await analyze({ capture, connectors, configuration, asOf: '2027-11-01T00:00:00Z', clock: () => 0 });
    expect(later.report.run.asOf).toBe('2027-11-01T00:00:00.000Z');
    expect(bytes(later.report)).not.toEqual(first);
  });

  it('takes the clock only where neither the caller nor the capture tells a time', async () => {
    const { report } = await analyze({ capture, connectors, configuration, clock: () => Date.parse(demoAsOf) });
    expect(report.run).toMatchObject({ asOf: demoAsOf, asOfFrom: 'clock' });
  });

  it('refuses a time that is none', async () => {
    await expect(analyze({ capture, connectors, configuration, asOf: '2026-13-01', clock: () => 0 })).rejects.toMatchObject({
      code: 'bad-time',
    });
  });

  it('is the same when it is kept and opened again, with a view that answers alike', async () => {
    const analysis = await analysed(capture);
    const id = await saveAnalysis(folder, analysis);
    const saved = await openAnalysis(folder, id.slice(0, 10));
    expect(bytes(saved.report)).toEqual(first);
    const view = await saved.view();
    expect([...view.reaches()]).toEqual([...analysis.view.reaches()]);
    await expect(openAnalysis(folder, 'ffff')).rejects.toMatchObject({ code: 'no-analysis' });
    await expect(openAnalysis(folder, '../captures')).rejects.toMatchObject({ code: 'no-analysis' });
  });

  it('reaches for no clock, chance, network or process while it thinks', async () => {
    const poison = (name: string) => () => {
      throw new Error(`${name} was used by a pure room`);
    };
    const kept = { now: Date.now, random: Math.random, fetch: globalThis.fetch };
    // Reading the pages is done before; what follows is map, resolve, graph, paths, judge and every reporter.
    const held: CaptureReader = { ...capture, pages: () => fromArray(pages) };
    Date.now = poison('Date.now');
    Math.random = poison('Math.random');
    globalThis.fetch = poison('fetch');
    try {
      expect(bytes((await analysed(held)).report)).toEqual(first);
    } finally {
      Date.now = kept.now;
      Math.random = kept.random;
      globalThis.fetch = kept.fetch;
    }
  });
});

async function* fromArray(pages: readonly Page[]): AsyncGenerator<Page> {
  yield* pages;
}
