import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { displayWidth } from '../../src/base/text/width.ts';
import { main } from '../../src/cli/main.ts';
import type { Report } from '../../src/model/report.ts';
import { demoState } from '../support/demo/state.ts';
import type { Comparison, CompareTally } from '../../src/paths/compare.ts';

/* The sample estate, walked as a person would before touching production. */
const COLUMNS = 80;
const ACCOUNT = 'arn:aws:iam::111122223333';
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vestige-without-'));
  await demoState(join(folder, '.vestige'));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

async function run(...args: readonly string[]): Promise<Ran> {
  const written = { out: '', err: '' };
  const into = (stream: 'out' | 'err'): Writable =>
    new Writable({
      write(chunk: Buffer, _, done) {
        written[stream] += chunk.toString();
        done();
      },
    });
  const terminal = {
    stdout: into('out'),
    stderr: into('err'),
    width: COLUMNS,
    colour: false,
    environment: {},
    cwd: folder,
    clock: () => 0,
  };
  return { exit: await main(args, terminal), ...written };
}

const without = (...args: readonly string[]): Promise<Ran> => run('paths', '--without', ...args);

interface Told extends Pick<Comparison, 'reaches' | 'gaining'> {
  readonly summary: CompareTally;
  readonly entries: readonly { readonly identity: string }[];
  readonly findings: { readonly gone: readonly { readonly rule: string; readonly subject: { readonly name: string } }[] } | null;
}

async function told(...args: readonly string[]): Promise<Told> {
  const { exit, out, err } = await without(...args, '--format', 'json');
  expect(exit, err).toBe(0);
  return JSON.parse(out) as Told;
}

describe('a removal in the sample estate', () => {
  it.each([
    ['an attachment', 'AdministratorAccess@incident-responder'],
    ['a managed policy', 'arn:aws:iam::aws:policy/AdministratorAccess'],
    ['a membership', 'platform-admins@ann.keller'],
    ['a trust', `${ACCOUNT}:role/github-release|trust`],
    ['an identity', 'deploy-bot'],
    ['a key', `${ACCOUNT}:user/deploy-bot#access-key-1`],
  ])('of %s says first what was understood, then the whole in a sentence, in 80 columns', async (_, name) => {
    const { exit, out } = await without(name);
    expect(exit).toBe(0);
    expect(out).toMatch(/^without: /);
    const [, summary = ''] = out.split('\n\n');
    expect(summary).toMatch(/^takes tier 0 away from (none|\d+) of \d+ identit(y|ies)/);
    expect(out.split('\n').filter((line) => displayWidth(line) > COLUMNS)).toEqual([]);
  });

  it('takes what leads through a role from those who come to it as well', async () => {
    const { reaches, summary, gaining } = await told('AdministratorAccess@incident-responder');
    const gone = reaches.filter((each) => each.outcome === 'gone' && each.capability === 'administer').map((each) => each.identity);
    expect(gone).toEqual([
      `${ACCOUNT}:role/incident-responder`,
      'arn:aws:iam::444455556666:role/on-call',
      'arn:aws:iam::444455556666:user/farah.aziz',
    ]);
    expect(summary.held).toBe(summary.loses + summary.undetermined + summary.weaker + summary.keeps);
    expect(gaining).toEqual([]);
  });

  it('of a finding is that of its cause', async () => {
    const { findings } = JSON.parse((await run('findings', '--format', 'json', '--fail-on', 'never')).out) as Report;
    const finding = findings.find((each) => each.rule === 'standing-administrator' && each.subject.name === 'ann.keller');
    if (finding === undefined) throw new Error('the sample estate has lost its administrator');
    const { findings: changes, reaches } = await told(finding.fingerprint.slice(0, 12), '--findings');
    expect(changes?.gone.map((each) => `${each.rule} ${each.subject.name}`)).toContain('standing-administrator ann.keller');
    expect(reaches.find((each) => each.identity === finding.subject.id && each.capability === 'administer')?.outcome).toBe('gone');
    const { out } = await without(finding.fingerprint.slice(0, 12), '--findings');
    expect(out).toMatch(/^FINDINGS {2}/m);
    expect(out).toMatch(/goes: [0-9a-f]{12} critical standing-administrator: ann.keller/);
  });

  it('of a key leaves rights as they are and tells the ways in that remain', async () => {
    const { reaches, entries } = await told(`${ACCOUNT}:user/deploy-bot#access-key-1`);
    expect(reaches.every((each) => each.outcome === 'unchanged')).toBe(true);
    expect(entries.map((each) => each.identity)).toEqual([`${ACCOUNT}:user/deploy-bot`]);
    const { out } = await without(`${ACCOUNT}:user/deploy-bot#access-key-1`);
    expect(out).toMatch(/^WAYS IN {2}/m);
    expect(out).toMatch(/remain: access-key-2, active/);
  });

  it('is told whole as CSV, a row for each right', async () => {
    const { reaches } = await told('deploy-bot');
    const rows = parse<Record<string, string>>((await without('deploy-bot', '--format', 'csv')).out, { columns: true, bom: true });
    expect(rows.map((row) => [row['outcome'], row['identity'], row['capability']])).toEqual(
      reaches.map((each) => [each.outcome, each.identity, each.capability]),
    );
  });

  it('of several things is of all of them together, in any order', async () => {
    const [a, b] = ['IAMFullAccess@deploy-bot', 'platform-admins@ann.keller'];
    const both = await told(a, b);
    expect((await told(b, a)).reaches).toEqual(both.reaches);
    for (const one of [await told(a), await told(b)]) expect(one.summary.keeps).toBeGreaterThanOrEqual(both.summary.keeps);
  });

  it('can be asked of one identity and one capability', async () => {
    const { reaches } = await told('deploy-bot', '--to', 'administer', '--from', `${ACCOUNT}:user/ann.keller`);
    expect(new Set(reaches.map((each) => each.identity))).toEqual(new Set([`${ACCOUNT}:user/ann.keller`]));
    expect(new Set(reaches.map((each) => each.capability))).toEqual(new Set(['administer']));
  });
});

describe('what stops it', () => {
  it.each([
    [
      'a name that nothing has',
      ['IAMFullAcces@deploy-bot'],
      'nothing that was read has that name',
      'did you mean IAMFullAccess@deploy-bot',
    ],
    ['the beginning of many', [`${ACCOUNT}:user/`], 'things are called so', 'name one of'],
    ['a format there is not', ['deploy-bot', '--format', 'html'], 'cannot print what would remain as "html"', 'table, json, csv'],
    ['a capability there is not', ['deploy-bot', '--to', 'everywhere'], 'cannot look for paths to "everywhere"', 'one of tier0'],
    ['a boundary nobody speaks of', ['deploy-bot', '--within', 'aws:111122224444'], 'nothing read speaks of it', 'aws:111122223333'],
    ['being asked to explain what is not there', ['deploy-bot', '--explain'], 'cannot explain what would remain', 'leave out --without'],
    ['a class there is not', ['deploy-bot', '--class', 'forever'], 'cannot choose by class "forever"', 'one of session'],
    ['an identity nobody speaks of', ['deploy-bot', '--from', `${ACCOUNT}:user/zoe`], 'nothing read speaks of it', 'its ARN'],
  ])('is %s', async (_, args, says, hint) => {
    const { exit, out, err } = await without(...args);
    expect(exit).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(says);
    expect(err).toContain(hint);
  });
});
