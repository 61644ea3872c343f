import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../src/base/bytes/hash.ts';
import { memoryCapture } from '../../src/capture/archive.ts';
import { wiring } from '../../src/cli/wiring.ts';
import { readDemo, runDemo } from '../../src/demo/demo.ts';
import { memoryEngine } from '../../src/history/memory/memory.ts';
import { historyStore } from '../../src/history/store.ts';
import { queryPaths } from '../../src/paths/query.ts';
import type { Analysis } from '../../src/run/analyze.ts';

/*
 * What the sample estate's report is, to the byte. `npx vitest run test/golden -u` writes the files again after a change that was
 * meant; in CI a difference fails and nothing is written.
 */
describe('the report of the sample estate', () => {
  let analysis: Analysis;
  beforeAll(async () => {
    analysis = await runDemo(await readDemo(memoryCapture, wiring.connectors, wiring.rules), historyStore(memoryEngine()));
  });

  it.each(wiring.reporters)('as $id', async (reporter) => {
    const text = Buffer.concat([...reporter.render(analysis.report, { width: 80, colour: false })]).toString('utf8');
    // The version in it changes with every release; the page is long, and its look is tested in a browser.
    const plain = text.replaceAll(analysis.report.run.version, 'VERSION');
    if (reporter.id === 'html') await expect(`${sha256Hex(plain)}\n`).toMatchFileSnapshot('demo.html.sha256');
    else await expect(plain).toMatchFileSnapshot(`demo.${reporter.extension}`);
  });

  it('and its paths', async () => {
    await expect(`${JSON.stringify(queryPaths(analysis.view, { to: 'tier0' }), null, 1)}\n`).toMatchFileSnapshot('demo.paths.json');
  });

  it('has a golden file for each, looked at by a person', () => {
    expect(readFileSync(join(import.meta.dirname, 'demo.txt'), 'utf8')).toContain('CRITICAL');
  });
});
