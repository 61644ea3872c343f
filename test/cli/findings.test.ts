import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { runVestige, type Ran } from '../support/cli.ts';
import { demoState } from '../support/demo/state.ts';

describe('findings of the last analysis', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vestige-findings-'));
  const state = join(folder, 'state');
  let whole: Report;

  function findings(...args: readonly string[]): Promise<Ran> {
    return runVestige(['findings', '--state', state, ...args], { cwd: folder });
  }

  beforeAll(async () => {
    // Whether the sample estate tells its story is another test's question.
    await demoState(state, join(folder, 'out'));
    whole = JSON.parse(readFileSync(join(folder, 'out', 'report.json'), 'utf8')) as Report;
  }, 120_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('are printed as the analysis printed them, byte for byte', async () => {
    for (const format of ['csv', 'html', 'json']) {
      const { stdout } = await findings('--format', format);
      expect(stdout === readFileSync(join(folder, 'out', `report.${format}`), 'utf8'), format).toBe(true);
    }
  }, 60_000);

  it('are chosen, and the rest of the report stays whole', async () => {
    const [first] = whole.findings;
    const rule = first?.rule ?? '';
    const { stdout, stderr, exit } = await findings('--rule', rule, '--limit', '2', '--format', 'json');
    const wanted = whole.findings.filter((each) => each.rule === rule).slice(0, 2);
    expect(JSON.parse(stdout)).toEqual({ ...whole, findings: wanted });
    expect(stderr).toContain(`showing ${wanted.length} of ${whole.findings.length} findings`);
    expect(exit).toBe(1);
  }, 60_000);

  it('fail as the configuration file says, whatever it says of rules; a broken one is refused', async () => {
    writeFileSync(join(folder, 'own.yaml'), 'failOn: never\n');
    expect((await findings('--quiet', '--config', join(folder, 'own.yaml'))).exit).toBe(3);
    writeFileSync(join(folder, 'own.yaml'), 'failon: never\n');
    expect(await findings('--quiet', '--config', join(folder, 'own.yaml'))).toMatchObject({ exit: 2, stdout: '' });
  }, 60_000);

  it('of a rule that there is not are refused', async () => {
    const { exit, stderr } = await findings('--rule', 'no-such-rule');
    expect(exit).toBe(2);
    expect(stderr).toContain('there is no such rule');
  }, 60_000);
});
