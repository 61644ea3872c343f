import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backlog } from '../../src/model/backlog.ts';
import { demoState } from '../support/demo/state.ts';
import { analyzed, details, vestige, type Ended } from './history/estate.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vestige-backlog-'));
  await demoState(join(folder, 'demo'));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function backlog(...args: readonly string[]): Promise<Backlog> {
  const { out, exit, said } = await vestige(folder, ['backlog', '--format', 'json', '--quiet', ...args]);
  expect(exit, said).toBe(0);
  return JSON.parse(out) as Backlog;
}

describe('the backlog of the sample estate', () => {
  let all: Backlog;
  beforeAll(async () => {
    all = await backlog('--state', 'demo', '--no-keep', '--what-if', '3');
  }, 60_000);

  it('says what to change, and never what a rule is called', () => {
    const titles = all.items.map(({ title }) => title);
    expect(titles).toEqual(
      expect.arrayContaining([
        'Remove AdministratorAccess from role incident-responder',
        'Remove Global Administrator from user ann.keller@kestrel-freight.example',
        'Replace access-key-1 of user deploy-bot by short-lived credentials',
        'Pin who may become role github-release: its trust is open to any subject',
        'Take user sven.dahl@kestrel-freight.example out of group aws-administrators',
        "Require another person's approval to activate Privileged Role Administrator",
        'Delete role batch-2023',
        'Name an owner for user deploy-bot, or delete it',
        'Let the scanner read entra:credential-activity and 4 other surfaces in Kestrel Freight',
      ]),
    );
    const rules = new Set(all.items.flatMap(({ findings }) => findings.map(({ title }) => title)));
    expect(titles.filter((title) => rules.has(title))).toEqual([]);
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles.filter((title) => /[0-9a-f]{8}-[0-9a-f]{4}-|\barn:|undefined|\[object/.test(title) && !/ssoins/.test(title))).toEqual([]);
  });

  it('holds each finding once', async () => {
    const { out } = await vestige(folder, ['findings', '--state', 'demo', '--format', 'json', '--fail-on', 'never']);
    const report = JSON.parse(out) as { readonly findings: readonly { readonly fingerprint: string }[] };
    const told = all.items.flatMap(({ findings }) => findings.map(({ fingerprint }) => fingerprint));
    expect([...told].sort()).toEqual(report.findings.map(({ fingerprint }) => fingerprint).sort());
  });

  it('says what would stop working, by taking it away', () => {
    const item = all.items.find(({ title }) => title === 'Remove AdministratorAccess from role incident-responder');
    expect(item?.breaks?.loses).toContain('on-call loses administer on aws:111122223333');
    expect(item?.commands).toEqual([
      'aws iam detach-role-policy --role-name incident-responder --policy-arn arn:aws:iam::aws:policy/AdministratorAccess',
    ]);
    expect(item?.owner).toBe('security');
  });

  it('speaks of Terraform only where a state file says what it manages', async () => {
    expect(all.items.flatMap(({ terraform }) => terraform)).toEqual([]);
    expect(JSON.stringify(all.items)).not.toMatch(/terraform (?:state|apply|destroy)/i);
    const account = /arn:aws:iam::(\d{12}):role\/incident-responder\b/.exec(JSON.stringify(all.items))?.[1] ?? '';
    const role = `arn:aws:iam::${account}:role/incident-responder`;
    const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';
    const resources = [
      { mode: 'managed', type: 'aws_iam_role', name: 'incident', instances: [{ attributes: { arn: role, name: 'incident-responder' } }] },
      {
        ...{ mode: 'managed', type: 'aws_iam_role_policy_attachment', name: 'incident' },
        instances: [{ attributes: { role: 'incident-responder', policy_arn: administrator } }],
      },
    ];
    writeFileSync(join(folder, 'terraform.tfstate'), JSON.stringify({ version: 4, terraform_version: '1.13.0', resources }));
    const { items } = await backlog('--state', 'demo', '--no-keep', '--what-if', '0', '--terraform-state', 'terraform.tfstate');
    expect(
      items.filter(({ terraform }) => terraform.length > 0).map(({ title, terraform }) => [title, terraform.map(({ address }) => address)]),
    ).toContainEqual(['Remove AdministratorAccess from role incident-responder', ['aws_iam_role_policy_attachment.incident']]);
    expect(items.map(({ id }) => id).sort()).toEqual(all.items.map(({ id }) => id).sort());
  });

  it('works out what would break for as many as it is asked, and no more', () => {
    const told = all.items.filter(({ breaks }) => breaks !== null && breaks.loses.length + breaks.keeps.length > 0);
    expect(told.map(({ rank }) => rank)).toEqual([1, 2, 3]);
  });

  it('shows one item whole, by the beginning of its id', async () => {
    const [item] = all.items;
    const { out } = await vestige(folder, [
      'backlog',
      '--state',
      'demo',
      '--no-keep',
      '--quiet',
      '--what-if',
      '0',
      '--item',
      item?.id.slice(4, 12).toUpperCase() ?? '',
    ]);
    expect(out).toMatch(/What to do[^]*How it will be verified[^]*Findings[^]*Rank/);
  });

  it.each([
    ['--item', 'zz'],
    ['--format', 'pdf'],
    ['--what-if', 'all'],
    ['--yes'],
    ['--push', 'trello'],
    ['--push', 'github'],
    ['--push', 'jira', '--project', 'SEC'],
    ['--terraform-state', 'none.json'],
    ['--previous', 'none.json'],
    ['--analysis', 'ffff'],
  ])('cannot start with %s %s', async (...args) => {
    const { exit, said } = await vestige(folder, ['backlog', '--state', 'demo', '--what-if', '0', ...args]);
    expect([exit, said.startsWith('vestige: cannot')]).toEqual([2, true]);
  });
});

describe('a second export', () => {
  const state = ['--state', 'two', '--what-if', '0'];
  const idOf = ({ items }: Backlog, title: string): { readonly id: string; readonly state: string } | undefined => {
    const found = items.find((each) => each.title === title);
    return found === undefined ? undefined : { id: found.id, state: found.state };
  };
  const title = 'Remove AdministratorAccess from user ana';
  const analyzeDay = (day: string, admin: boolean): Promise<Ended> =>
    analyzed(folder, day, details({ admin }), '--state', 'two', '--fail-on', 'never', '--quiet');

  it('closes what two reads show to be gone, with its level, and opens it when it returns, under one id', async () => {
    await analyzeDay('2026-10-01', true);
    const first = idOf(await backlog(...state), title);
    expect(first?.state).toBe('open');

    await analyzeDay('2026-10-02', false);
    const gone = await backlog(...state);
    expect(['closed', 'unconfirmed']).toContain(idOf(gone, title)?.state);
    // the run that proves it is not the one that is exported
    await analyzeDay('2026-10-03', false);
    await analyzeDay('2026-10-04', false);
    const closed = await backlog(...state);
    expect(idOf(closed, title)).toEqual({ id: first?.id, state: 'closed' });
    expect(closed.items.find(({ id }) => id === first?.id)?.closed).toMatchObject({ level: expect.any(Number) as number });

    await analyzeDay('2026-10-05', true);
    expect(idOf(await backlog(...state), title)).toEqual({ id: first?.id, state: 'returned' });
  });

  it('neither goes on from nor takes the place of one that is kept of a later time', async () => {
    const kept = readFileSync(join(folder, 'two', 'backlog.json'), 'utf8');
    writeFileSync(join(folder, 'two', 'backlog.json'), kept.replace(/"asOf":"2026/, '"asOf":"2027'));
    const { err } = await vestige(folder, ['backlog', ...state]);
    expect(err.replace(/\s+/g, ' ')).toContain('the backlog that is kept is of a later time');
    expect(readFileSync(join(folder, 'two', 'backlog.json'), 'utf8')).toContain('"asOf":"2027');
    writeFileSync(join(folder, 'two', 'backlog.json'), kept);
  });

  it('goes on from an export that is named, and refuses one that it cannot read', async () => {
    const kept = JSON.parse(readFileSync(join(folder, 'two', 'backlog.json'), 'utf8')) as Backlog;
    const older = { ...kept, items: kept.items.map((item) => ({ ...item, state: 'open' })) };
    writeFileSync(join(folder, 'older.json'), JSON.stringify(older));
    expect(idOf(await backlog(...state, '--no-keep', '--previous', 'older.json'), title)?.state).toBe('open');
    writeFileSync(join(folder, 'two', 'backlog.json'), '{}');
    const { exit, said } = await vestige(folder, ['backlog', ...state]);
    expect([exit, /cannot read the backlog two\/backlog.json/.test(said)]).toEqual([2, true]);
  });
});
