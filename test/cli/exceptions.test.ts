import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readLedger } from '../../src/evidence/ledger/open.ts';
import { exceptionKinds } from '../../src/model/exception.ts';
import type { Report } from '../../src/model/report.ts';
import { root } from '../support/cli.ts';
import { details, vestige, type Ended } from './history/estate.ts';

const ana = 'arn:aws:iam::111122223333:user/ana';
const now = Date.parse('2026-11-22T12:00:00Z');

const sound = `id: ana-admin
kind: legacy
matcher: { subject: '${ana}', rule: standing-* }
maxMatches: 3
owner: olga@example.com
approver: paul@example.com
reference: CHG-1
reason: she runs it alone
compensating: [an alarm]
approvedAt: 2026-11-19
end: 2027-02-01
`;

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vestige-exceptions-'));
  const files: Readonly<Record<string, string>> = {
    'one.yaml': sound,
    'again.yaml': sound.replace('she runs it alone', 'she still does'),
    'self.yaml': sound.replace('olga@example.com', 'ana'),
    'same.yaml': sound.replace('olga', 'paul'),
    'long.yaml': sound.replace('2027-02-01', '2027-11-01'),
    'unowned.yaml': sound.replace(/owner: .*\n/, ''),
    'none.yaml': sound.replace('user/ana', 'user/zoe'),
    'wide.yaml': sound.replace(`subject: '${ana}', `, '').replace('maxMatches: 3', 'maxMatches: 1'),
    'frozen.yaml': `${sound}frozen: []\n`,
    'twice.yaml': `- ${sound.replaceAll('\n', '\n  ').trimEnd()}\n- ${sound.replaceAll('\n', '\n  ').trimEnd()}\n`,
    'future.yaml': sound.replace('2026-11-19', '2026-12-01'),
    'everything.yaml': sound.replace(/matcher: .*\n/, "matcher: { boundary: 'aws:111122223333' }\n"),
    'blind.yaml': sound.replace(/matcher: .*\n/, 'matcher: { rule: blind-spot }\n'),
    'days.yaml': 'exceptions: { longestDays: { legacy: 400 } }\n',
    'admin.json': details({ admin: true }),
    'more.json': details({ admin: true, users: ['ana', 'ben', 'cara', 'dora'] }),
    'gone.json': details({ admin: false }),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  await analyze('admin.json', '2026-11-20T06:00:00Z');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: readonly string[]): Promise<Ended> {
  return vestige(folder, args, { clock: () => now });
}

async function analyze(file: string, at: string): Promise<Report> {
  const { out } = await run(
    'analyze',
    '--aws-authorization-details',
    file,
    '--read-at',
    at,
    '--fail-on',
    'never',
    '--format',
    'json',
    '--quiet',
  );
  return JSON.parse(out) as Report;
}

interface Line {
  readonly state: string;
  readonly daysLeft: number;
  readonly version: number;
  readonly exception: { readonly id: string; readonly frozen: readonly string[] };
  readonly seen: { readonly covers: readonly string[]; readonly fresh: readonly string[]; readonly gone: readonly string[] } | null;
}

async function listed(): Promise<readonly Line[]> {
  return (JSON.parse((await run('exceptions', 'list', '--format', 'json')).out) as { readonly exceptions: readonly Line[] }).exceptions;
}

describe('an exception that may not be', () => {
  it.each([
    ['self.yaml', /owner is the subject/],
    ['same.yaml', /approver is owner/],
    ['long.yaml', /it lasts 347 days, and legacy exceptions may last 184/],
    ['unowned.yaml', /owner: .*\nhint: `vestige exceptions template KIND`/],
    ['none.yaml', /no finding of the last analysis matches it/],
    ['wide.yaml', /it was approved for 1 and covers 2/],
    ['frozen.yaml', /Invalid key/],
    ['twice.yaml', /it says the exception ana-admin twice/],
    ['future.yaml', /approved at 2026-12-01T00:00:00.000Z, which is still to come/],
    ['everything.yaml', /matcher: it names neither a rule nor a subject/],
    ['blind.yaml', /no exception covers what was not read.*it matches only what none may cover/],
    ['absent.yaml', /there is no such file/],
  ])('%s', async (file, says) => {
    const { exit, err, out } = await run('exceptions', 'add', file);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toMatch(says);
    expect(await listed()).toEqual([]);
  });

  it('may be longer where the policy lets it', async () => {
    const { exit, out } = await run('exceptions', 'add', 'long.yaml', '--dry-run', '--config', 'days.yaml');
    expect(exit).toBe(0);
    expect(out).toMatch(/^ana-admin \(legacy\): covers 1 finding of at most 3$/m);
    expect(await listed()).toEqual([]);
  });
});

it('is kept, covers what was there and no more, is reviewed, and ends when it is revoked', async () => {
  const before = await analyze('admin.json', '2026-11-20T06:00:00Z');
  const accepted = before.findings.filter(({ rule, subject }) => rule.startsWith('standing-') && subject.id === ana);
  expect(accepted).toHaveLength(1);

  const added = await run('exceptions', 'add', 'one.yaml');
  expect(added.exit).toBe(0);
  expect(added.out).toContain(accepted[0]?.fingerprint.slice(0, 12));
  for (const line of added.out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect(await listed()).toMatchObject([
    { state: 'in-force', daysLeft: 70, version: 1, seen: null, exception: { frozen: [accepted[0]?.fingerprint] } },
  ]);
  expect((await run('exceptions', 'add', 'again.yaml')).err).toMatch(/one of this id was approved at 2026-11-19/);

  // it is the same estate, and the finding is accepted: neither resolved nor new
  const next = await analyze('admin.json', '2026-11-21T06:00:00Z');
  expect(next.excepted).toMatchObject([
    { exception: 'ana-admin', owner: 'olga@example.com', finding: { fingerprint: accepted[0]?.fingerprint } },
  ]);
  expect(next.findings.map(({ fingerprint }) => fingerprint)).not.toContain(accepted[0]?.fingerprint);
  expect(next.excepted[0]?.finding.seen?.first).toBe('2026-11-20T06:00:00.000Z');
  expect(next.history).toMatchObject({ resolved: [], unconfirmed: [] });
  const why = await run('explain', accepted[0]?.fingerprint.slice(0, 10) ?? '');
  expect([why.exit, why.err]).toEqual([0, '']);
  expect(next.totals.rules.find(({ rule }) => rule === 'standing-administrator')).toMatchObject({ findings: 1, excepted: 1 });
  expect(await listed()).toMatchObject([{ seen: { covers: [accepted[0]?.fingerprint], fresh: [], gone: [] } }]);

  const reviewed = await run('exceptions', 'review', 'ana-admin', '--by', 'rita', '--at', '2026-11-21', '--reason', 'still needed');
  expect(reviewed.out).toBe('ana-admin: reviewed by rita 2026-11-21 00:00 UTC, still needed\n');
  const revoked = await run('exceptions', 'revoke', 'ana-admin', '--by', 'paul', '--at', '2026-11-21T12:00:00Z', '--reason', 'moved');
  expect(revoked.exit).toBe(0);
  expect((await run('exceptions', 'review', 'ana-admin', '--by', 'rita')).err).toMatch(/it was revoked at 2026-11-21T12:00/);
  const shown = await run('exceptions', 'show', 'ana-admin');
  expect(shown.out).toMatch(
    /1 {2}approved by paul@example.com[\s\S]*2 {2}reviewed by rita[\s\S]*still\s+needed[\s\S]*3 {2}revoked by paul/,
  );

  const last = await analyze('admin.json', '2026-11-22T06:00:00Z');
  expect(last.excepted).toEqual([]);
  expect(last.findings.find(({ fingerprint }) => fingerprint === accepted[0]?.fingerprint)?.seen?.reappeared).toBe(0);
  expect(last.assurance?.exceptions).toMatchObject([{ state: 'revoked' }]);
  // what was decided later says nothing of how it stood before
  const then = JSON.parse((await run('at', '2026-11-21T07:00:00Z', '--format', 'json')).out) as Report;
  expect(then.excepted).toMatchObject([{ exception: 'ana-admin' }]);
});

it('is logged, each decision of it once it is kept, and what cannot be logged is said', async () => {
  await analyze('admin.json', '2026-11-20T06:00:00Z');
  writeFileSync(join(folder, 'vestige.yaml'), 'ledger: { operator: Ida Quist }\n');
  expect((await run('ledger', 'init', '--origin', 'test.example/log')).exit).toBe(0);
  writeFileSync(join(folder, 'logged.yaml'), sound.replace('ana-admin', 'ana-logged'));
  expect((await run('exceptions', 'add', 'logged.yaml', '--dry-run')).exit).toBe(0);
  expect((await run('exceptions', 'add', 'logged.yaml')).exit).toBe(0);
  expect((await run('exceptions', 'review', 'ana-logged', '--by', 'rita', '--at', '2026-11-21')).exit).toBe(0);
  const ledger = await readLedger(join(folder, '.vestige/ledger'));
  const bodies = await Promise.all([...Array(ledger.size).keys()].map(async (index) => (await ledger.body(index))?.body));
  const by = { name: 'Ida Quist', from: 'configuration' };
  expect(bodies.slice(1)).toMatchObject([
    { kind: 'exception', exception: 'ana-logged', change: { what: 'approved', by: 'paul@example.com' }, by },
    { kind: 'exception', exception: 'ana-logged', change: { what: 'reviewed', by: 'rita' }, by },
  ]);
  rmSync(join(folder, '.vestige/ledger/key.pem'));
  const { exit, said } = await run('exceptions', 'revoke', 'ana-logged', '--by', 'paul', '--reason', 'moved');
  expect([exit, said]).toEqual([2, expect.stringContaining('this was done and is not logged')]);
  rmSync(join(folder, '.vestige/ledger'), { recursive: true });
  rmSync(join(folder, 'vestige.yaml'));
});

it('prints a template of each kind that it takes itself', async () => {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  const validate = ajv.compile(JSON.parse(readFileSync(join(root, 'schemas', 'exceptions.schema.json'), 'utf8')) as object);
  for (const kind of exceptionKinds) {
    const { out, exit } = await run('exceptions', 'template', kind);
    expect(exit).toBe(0);
    expect(validate(parse(out)), JSON.stringify(validate.errors)).toBe(true);
    writeFileSync(join(folder, 'template.yaml'), out);
    expect((await run('exceptions', 'add', 'template.yaml')).err).toMatch(
      /cannot keep the exception .*no finding of the last analysis matches it/,
    );
  }
  expect(validate({ ...(parse(sound) as object), frozen: [] })).toBe(false);
  expect((await run('exceptions', 'template', 'temporary')).err).toMatch(/hint: the kinds are break-glass, batch, legacy, vendor/);
  expect((await run('exceptions', 'show', 'nothing')).err).toMatch(/cannot find the exception "nothing"/);
});
