import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { displayWidth } from '../../src/base/text/width.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import type { PathEntry } from '../../src/paths/query.ts';
import { runVestige, type Ran } from '../support/cli.ts';

const COLUMNS = 80;
let state: string;
let findings: readonly Finding[];
let demo: Ran;

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), 'vestige-text-'));
  demo = await runVestige(['demo', '--state', state, '--out', join(state, 'out')]);
  const saved = await runVestige(['findings', '--state', state, '--format', 'json', '--fail-on', 'never']);
  findings = (JSON.parse(saved.stdout) as Report).findings;
}, 60_000);
afterAll(() => rmSync(state, { recursive: true, force: true }));

const run = (...args: readonly string[]): Promise<Ran> => runVestige([...args, '--state', state]);
const tooWide = (output: string): readonly string[] => output.split('\n').filter((line) => displayWidth(line) > COLUMNS);

describe('what a person reads of the sample estate', () => {
  it('is a report of at most 680 lines, none too wide', () => {
    expect(tooWide(demo.stdout)).toEqual([]);
    expect(demo.stdout.split('\n').length).toBeLessThanOrEqual(681);
  });

  it('says whom every path is of, once, and every right on it', async () => {
    const entries = JSON.parse((await run('paths', '--to', 'tier0', '--format', 'json')).stdout) as readonly PathEntry[];
    const { stdout, exit } = await run('paths', '--to', 'tier0');
    expect(exit).toBe(0);
    expect(entries.length).toBeGreaterThan(10);
    const identities = new Set(entries.map((entry) => entry.identity));
    expect(stdout).toContain(`PATHS  ${identities.size} identities reach tier 0 by ${entries.length} rights`);
    const lines = stdout.split('\n');
    const plain = [...identities].filter((id) => /:(?:user|role)\/[\w-]+$/.test(id));
    expect(plain.length).toBeGreaterThan(5);
    for (const id of plain) expect(lines.filter((line) => line === `  ${id}`)).toHaveLength(1);
    expect(lines.filter((line) => / on (?:aws:\d{12}|(?:azure|entra):[0-9a-f-]{36})$/.test(line) && line.startsWith('  → '))).toHaveLength(
      entries.length,
    );
    expect(tooWide(stdout)).toEqual([]);
  });

  it('explains every finding it lists by a prefix, with its reasons, commands and siblings', async () => {
    const two = findings.filter((each) => findings.filter(({ rootCause }) => rootCause.id === each.rootCause.id).length > 1).slice(0, 2);
    expect(two).toHaveLength(2);
    for (const finding of two) {
      const { stdout, exit } = await run('explain', finding.fingerprint.slice(0, 12));
      expect(exit).toBe(0);
      const joined = stdout.replace(/\n +/g, ' ');
      for (const reason of finding.reasons) expect(joined).toContain(reason);
      for (const command of finding.remediation.commands) expect(stdout).toContain(`    ${command}\n`);
      expect(joined).toContain(finding.remediation.verify);
      for (const other of findings.filter((each) => each.rootCause.id === finding.rootCause.id && each !== finding))
        expect(stdout).toContain(`  ${other.fingerprint.slice(0, 12)}  ${other.severity}, ${other.title}`);
      expect(tooWide(stdout).filter((line) => !finding.remediation.commands.includes(line.trim()))).toEqual([]);
    }
  });

  it('explains nothing without the capture, from which every answer is made again, and says which is missing', async () => {
    const [finding] = findings;
    rmSync(join(state, 'captures'), { recursive: true, force: true });
    const { stdout, stderr, exit } = await run('explain', finding?.fingerprint ?? '');
    expect([exit, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/cannot open the capture "[0-9a-f]{64}"/);
  });
});
