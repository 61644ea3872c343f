import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCapture, listCaptures, openCapture } from '../../../src/capture/archive.ts';
import { wiring } from '../../../src/cli/wiring.ts';
import { readDemo } from '../../../src/demo/demo.ts';
import type { CheckedPack } from '../../../src/evidence/check/pack/check.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { Pack } from '../../../src/model/pack.ts';
import type { Report } from '../../../src/model/report.ts';
import { analyze } from '../../../src/run/analyze.ts';
import { readConfiguration, type Configuration } from '../../../src/run/configuration.ts';
import { recompute } from '../../../src/run/evidence/recompute.ts';
import { hashInParts } from '../../../src/run/ledger/hash-in-parts.ts';
import { samplePack } from '../../support/pack.ts';

const state = mkdtempSync(join(tmpdir(), 'vestige-recompute-'));
const { connectors } = wiring;
let configuration: Configuration;
let capture: { readonly directory: string; readonly name: string };
let report: Report;

beforeAll(async () => {
  await readDemo(() => createCapture(state, { durable: 'at-seal' }), connectors, wiring.rules);
  configuration = readConfiguration({}, wiring);
  const { name } = (await listCaptures(state))[0]!;
  const opened = await openCapture(state, name);
  capture = { directory: opened.directory, name };
  ({ report } = await analyze({ capture: opened, connectors, configuration, clock: () => 0 }));
});
afterAll(() => rmSync(state, { recursive: true, force: true }));

/** A pack of this report, as far as deriving again looks at it. */
function packOf(findings: (all: readonly Finding[]) => readonly Finding[], logged: string | null = null): CheckedPack {
  const own = report.findings.filter(({ controls }) => controls.some(({ framework }) => framework === 'soc2'));
  const pack: Pack = { ...samplePack, framework: 'soc2', run: report.run, findings: findings(own), excepted: [], pseudonyms: null };
  const body = { capture: report.run.capture, report: logged, asOf: report.run.asOf } as CheckedPack['ended'][number]['body'];
  return { pack, ended: logged === null ? [] : [{ leaf: 7, body }] } as unknown as CheckedPack;
}

function again(checked: CheckedPack, captures = [capture], by = configuration) {
  return recompute({ checked, captures, connectors, configuration: by, clock: () => 0 });
}

describe('deriving the findings of a pack again', () => {
  it('gives them, and the report of the run to the bit', async () => {
    const { problems, sentences, captures } = await again(packOf((all) => all, hashInParts(report as never)));
    expect(problems).toEqual([]);
    expect(captures).toBe(1);
    expect(sentences.join('\n')).toContain('derived again to the bit, as entry 7 of the log has it');
  });

  it('finds what the pack keeps back, and what it says otherwise', async () => {
    const { problems } = await again(
      packOf(([, second, ...rest]) => [{ ...second!, severity: second!.severity === 'low' ? 'high' : 'low' }, ...rest]),
    );
    expect(problems.map(({ code, place }) => [code, place.split(' ').at(-1)])).toEqual(
      expect.arrayContaining([
        ['not-reproduced', '/findings'],
        ['not-reproduced', 'severity'],
      ]),
    );
    expect(problems).toHaveLength(2);
  });

  it('says that it was not done without captures, with another configuration, or with a capture that is damaged', async () => {
    const codes = async (...args: Parameters<typeof again>) => (await again(...args)).problems.map(({ code }) => code);
    expect(
      await codes(
        packOf((all) => all),
        [],
      ),
    ).toEqual(['not-recomputed']);
    expect(
      await codes(
        packOf((all) => all),
        [capture],
        readConfiguration({ maxTimeBoundDays: 3 }, wiring),
      ),
    ).toContain('not-recomputed');
    expect(
      await codes(
        packOf((all) => all),
        [{ ...capture, name: '0'.repeat(64) }],
      ),
    ).toEqual(['bad-capture']);
  });
});
