import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../../src/model/report.ts';
import type { PathEntry } from '../../../src/paths/query.ts';
import { runVestige } from '../../support/cli.ts';
import { installed } from '../support/install.ts';
import { motoNeeds, startMoto, type Moto } from '../support/moto.ts';

interface Expected {
  readonly now: string;
  readonly findings: readonly { readonly rule: string; readonly subject: string }[];
  readonly clean: readonly { readonly subject: string; readonly rules: readonly string[] }[];
  readonly paths: readonly {
    readonly identity: string;
    readonly capability: string;
    readonly scope: string;
    readonly persistence: string;
  }[];
}

const accounts = ['111122223333', '444455556666'];
const needs = installed(motoNeeds);

describe.runIf(needs !== undefined)('what the real AWS CLI prints about a moto estate that has aged', () => {
  let moto: Moto;
  let expected: Expected;
  let report: Report;
  let files: string[];
  const folder = (): string => moto.folder;

  beforeAll(async () => {
    if (needs === undefined) return;
    moto = await startMoto(needs);
    const told = join(folder(), 'expected.json');
    moto.python(join(import.meta.dirname, 'fill.py'), moto.endpoint, moto.clock, told);
    expected = JSON.parse(readFileSync(told, 'utf8')) as Expected;
    files = ['--aws-authorization-details', ...accounts.map((account) => dump(account, 'details', 'get-account-authorization-details'))];
    for (const account of accounts) moto.aws(account, 'iam', 'generate-credential-report');
    files.push('--aws-credential-report', ...accounts.map((account) => dump(account, 'report', 'get-credential-report')));
    const run = await analyze(...files);
    report = JSON.parse(run.stdout) as Report;
    expect(run.exit, run.stderr).toBe(1);
  }, 240_000);

  afterAll(async () => {
    await moto?.stop();
  });

  function dump(account: string, name: string, command: string): string {
    const path = join(folder(), `${name}-${account}.json`);
    writeFileSync(path, moto.aws(account, 'iam', command, '--output', 'json'));
    return path;
  }

  function analyze(...args: readonly string[]): ReturnType<typeof runVestige> {
    return runVestige(['analyze', ...args, '--as-of', expected.now, '--format', 'json', '--state', join(folder(), 'state')]);
  }

  it('finds everything the script made wrong', () => {
    const found = new Set(report.findings.map((finding) => `${finding.rule} ${finding.subject.id}`));
    const missing = expected.findings.map(({ rule, subject }) => `${rule} ${subject}`).filter((line) => !found.has(line));
    expect(missing).toEqual([]);
    expect(expected.findings.length).toBeGreaterThan(20);
  });

  it('says nothing of what the script made right', () => {
    const spoken = expected.clean.flatMap(({ subject, rules }) =>
      report.findings
        .filter((finding) => finding.subject.id === subject && rules.includes(finding.rule))
        .map((finding) => `${finding.rule} ${subject}`),
    );
    expect(spoken).toEqual([]);
  });

  it('tells each path with its class', async () => {
    const run = await runVestige(['paths', '--to', 'tier0', '--format', 'json', '--state', join(folder(), 'state')]);
    const all = JSON.parse(run.stdout) as PathEntry[];
    const secrets = JSON.parse(
      (await runVestige(['paths', '--to', 'read-secrets', '--format', 'json', '--state', join(folder(), 'state')])).stdout,
    ) as PathEntry[];
    const told = new Set([...all, ...secrets].map((entry) => `${entry.identity} ${entry.capability} ${entry.scope} ${entry.persistence}`));
    expect(
      expected.paths
        .map((entry) => `${entry.identity} ${entry.capability} ${entry.scope} ${entry.persistence}`)
        .filter((line) => !told.has(line)),
    ).toEqual([]);
  });

  it('says what moto does not tell: the root row, service control policies', () => {
    expect(report.coverage.filter((line) => line.surface === 'aws:credential-report').map((line) => line.status)).toEqual([
      'partial',
      'partial',
    ]);
    expect(report.coverage.filter((line) => line.surface === 'aws:service-control-policies').map((line) => line.status)).toEqual([
      'unread',
      'unread',
    ]);
    expect(report.undetermined.some((line) => line.rule === 'root-access-key')).toBe(true);
  });

  it('gives the same findings for files in another order, and gzipped', async () => {
    const { gzipSync } = await import('node:zlib');
    const zipped = files.map((file) => {
      if (file.startsWith('--')) return file;
      writeFileSync(`${file}.gz`, gzipSync(readFileSync(file)));
      return `${file}.gz`;
    });
    const swapped = [zipped[0] ?? '', zipped[2] ?? '', zipped[1] ?? '', ...zipped.slice(3)];
    const again = JSON.parse((await analyze(...swapped)).stdout) as Report;
    // Gzipped it is another capture, so that what it tells was seen once more.
    const bare = (each: Report): unknown => each.findings.map(({ evidence: _, seen: __, ...finding }) => finding);
    expect(bare(again)).toEqual(bare(report));
  });

  it('leaves key rules open, not clear, where no credential report was given', async () => {
    const alone = JSON.parse((await analyze(...files.slice(0, 3))).stdout) as Report;
    for (const rule of ['access-key-over-age', 'access-key-unused', 'password-without-mfa', 'root-access-key']) {
      expect(alone.undetermined.map((line) => line.rule)).toContain(rule);
      const totals = alone.totals.rules.find((each) => each.rule === rule);
      expect(totals?.clear, rule).toBe(0);
    }
  });
});
