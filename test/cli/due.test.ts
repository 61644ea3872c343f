import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { visible } from '../../src/base/text/visible.ts';
import { presets } from '../../src/due/presets/list.ts';
import { checkMatches } from '../../src/cli/due/matches.ts';
import type { Identity } from '../../src/model/entity.ts';
import type { LifeCycleEvent } from '../../src/model/life-cycle.ts';
import { eventsOf, leavers, mapped, now, prepared } from '../due/support.ts';
import { main } from '../../src/cli/main.ts';
import { root } from '../support/cli.ts';
import { fakeTerminal } from '../support/live/terminal.ts';

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
const schemaOf = (name: string): ReturnType<typeof ajv.compile> =>
  ajv.compile(JSON.parse(readFileSync(join(root, 'schemas', name), 'utf8')) as object);

const files: Readonly<Record<string, string>> = {
  'runs.json':
    '[{"databaseId":1,"startedAt":"2026-11-20T10:00:05Z","updatedAt":"2026-11-20T10:12:00Z","url":"https://github.com/acme/app/actions/runs/1"},{"databaseId":2}]',
  'whole.csv': 'Person,Gone\n10442,2026-11-10T18:00:00+01:00\n10443,2026-11-11T18:00:00+01:00\n',
  'bad.csv': 'Person,Gone\n1,soon\n',
  'hostile.csv': 'Person,Gone\n"\u001b[2J\u202e=cmd()",soon\n2,2026-11-10T18:00:00Z\n',
  'empty.json': '{}',
  'mapping.yaml':
    'system: workday\nsourceKind: hr\nid: [Person]\nevents: [{ type: left, at: Gone, about: [{ kind: employee-id, value: Person }] }]\n',
  'misspelt.yaml': 'system: workday\nsourceKind: hr\nevnets: []\nevents: [{ type: left, at: Gone }]\n',
  'twice.yaml': 'system: a\nsystem: b\n',
  'tickets.csv': 'Issue key,Reporter,Created\nACC-1,ada@acme.example,12/Nov/26 9:30 AM\n',
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vestige-due-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function due(...args: readonly string[]): Promise<{ readonly exit: number; readonly out: string; readonly err: string }> {
  const { terminal, out, err } = fakeTerminal(folder, { clock: () => now });
  const exit = await main(['due', ...args], terminal);
  return { exit, out: out(), err: err() };
}

const whole = ['import', 'whole.csv', '--mapping', 'mapping.yaml'];
it.each<[string, readonly string[], RegExp]>([
  ['another number of rows', [...whole, '--rows', '3'], /it should have 3 rows, and has 2\nhint: export it again, whole/],
  ['a preset of other columns', ['import', 'whole.csv', '--as', 'jira'], /by jira: it has no "Issue key" or "key"/],
  ['a preset that is none', ['import', 'whole.csv', '--as', 'excel'], /hint: the presets are access-review, aws-team/],
  ['no way to read it', ['import', 'whole.csv'], /name one of --as PRESET, --mapping FILE and --jwks FILE/],
  ['two ways to read it', [...whole, '--as', 'jira'], /name one of --as/],
  ['a file that is not there', ['import', 'absent.csv', '--as', 'jira'], /cannot read absent.csv: there is no such file/],
  ['a folder', ['import', '.', '--as', 'jira'], /it is a folder/],
  ['a misspelt mapping', ['import', 'whole.csv', '--mapping', 'misspelt.yaml'], /misspelt.yaml: evnets: .*\nhint: schemas/],
  ['a mapping that says one thing twice', ['import', 'whole.csv', '--mapping', 'twice.yaml'], /twice.yaml: Map keys must be unique/],
  ['half a time', [...whole, '--covers', '2026-11-01'], /it is no FROM\/TO/],
  ['a time to come', [...whole, '--covers', '2026-11-01/2026-12-24'], /was made 2026-11-22/],
  ['a zone that is none', [...whole, '--zone', 'Mars/Olympus'], /there is no such zone/],
  ["a provider's log", [...whole, '--kind', 'provider-log'], /cannot take files as told by "provider-log"/],
  ['no keys', ['import', 'whole.csv', '--jwks', 'empty.json', '--issuer', 'https://idp'], /it has no list "keys"/],
  ['a parameter without a value', [...whole, '--parameter', 'x'], /it is no NAME=VALUE/],
  ['one total of two files', ['import', 'whole.csv', 'bad.csv', '--mapping', 'mapping.yaml', '--rows', '3'], /2 files against one number/],
  ['a form that is none', [...whole, '--format', 'pdf'], /the formats are text, json/],
  ['nothing recorded', ['list'], /nothing is recorded/],
  ['nobody read', ['check'], /cannot find an analysis/],
])('stops at %s, keeps nothing, and says what to do', async (_, args, says) => {
  const { exit, err, out } = await due(...args);
  expect([exit, out]).toEqual([2, '']);
  expect(err).toMatch(says);
  expect(existsSync(join(folder, '.vestige'))).toBe(false);
});

it('keeps nothing of a file of which nothing can be read', async () => {
  const { exit, out, err } = await due('import', 'bad.csv', '--mapping', 'mapping.yaml');
  expect(exit).toBe(2);
  expect(out).toContain('bad.csv:2: "Gone" is "soon"');
  expect(err).toBe('vestige: nothing was imported: none of 1 row could be read\n');
  expect(existsSync(join(folder, '.vestige'))).toBe(false);
});

it('shows nothing that a terminal obeys, in lines of its width', async () => {
  const { exit, out } = await due('import', 'hostile.csv', '--mapping', 'mapping.yaml', '--dry-run');
  expect(exit).toBe(3);
  expect(out).toContain('hostile.csv:2: ');
  expect(out).toContain('\\u{1b}[2J\\u{202e}');
  for (const line of out.split('\n')) {
    expect(line.length).toBeLessThanOrEqual(80);
    expect(line).toBe(visible(line));
  }
});

it('prints templates that read what their presets read', async () => {
  expect((await due('template')).out).toMatch(/^jira +issues that ask for access/m);
  expect((await due('template', 'jira', '--output', 'jira.yaml')).exit).toBe(0);
  const { exit, out } = await due('import', 'tickets.csv', '--mapping', 'jira.yaml', '--zone', 'UTC', '--dry-run');
  expect([exit, out]).toEqual([0, expect.stringContaining('events      1 found')]);
  for (const { name, mapping } of presets) {
    const { out: yaml } = await due('template', name);
    expect(parse(yaml), name).toEqual(mapping);
    expect(
      Math.max(
        ...yaml
          .split('\n')
          .filter((line) => line.startsWith('#'))
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(110);
  }
});

it('prints JSON by its schema', async () => {
  const fits = schemaOf('due.schema.json');
  for (const args of [
    ['import', 'runs.json', '--as', 'ci-runs', '--covers', '2026-11-20/2026-11-21', '--format', 'json', '--parameter', 'limit=50'],
    ['import', 'runs.json', '--as', 'ci-runs', '--dry-run', '--format', 'json'],
    ['list', '--format', 'json'],
  ]) {
    const { out, exit } = await due(...args);
    expect([args[0], exit]).toEqual([args[0], args[0] === 'list' ? 0 : 3]);
    expect(fits(JSON.parse(out)), JSON.stringify(fits.errors)).toBe(true);
  }
});

it('has presets that fit the published schema of mappings, which refuses what is misspelt', () => {
  const fits = schemaOf('mapping.schema.json');
  for (const { name, mapping } of presets) expect(fits(mapping), `${name}: ${JSON.stringify(fits.errors)}`).toBe(true);
  expect(fits({ ...leavers, evnets: [] })).toBe(false);
  expect(fits({ ...leavers, events: [{ type: 'gone', at: 'at' }] })).toBe(false);
});

function account(id: string, mail: string): Identity {
  return {
    id,
    uid: id,
    kind: 'user',
    name: id,
    boundary: 'entra:t',
    nature: 'human',
    natureReason: '',
    handles: [{ kind: 'mail', value: mail, immutable: false }],
    createdAt: null,
    tags: {},
  } as unknown as Identity;
}

it('says whose imported events are, and guesses at nobody', async () => {
  const mapping = mapped({
    ...leavers,
    events: [{ type: 'left', at: 'at', about: [{ kind: 'mail', value: { column: 'mail', optional: true } }] }],
  });
  const row = (id: number, mail: string): object => ({ id: String(id), at: '2026-11-01T00:00:00Z', mail });
  const rows = [
    row(1, 'ADA@acme.example'),
    row(2, 'ada@acme.example'),
    row(3, 'shared@acme.example'),
    row(4, 'nobody@acme.example'),
    row(5, ''),
  ];
  async function* told(): AsyncGenerator<LifeCycleEvent> {
    yield* eventsOf(prepared(JSON.stringify(rows), mapping));
  }
  const identities = [account('ada', 'ada@acme.example'), account('x', 'shared@acme.example'), account('y', 'shared@acme.example')];
  expect(await checkMatches(told(), identities, [], [])).toEqual({
    sources: [{ source: 'hr', events: 5, sure: 2, ambiguous: 1, unknown: 1, noKey: 1 }],
    unclear: [
      { source: 'hr', why: 'unknown', keys: [{ kind: 'mail', value: 'nobody@acme.example' }], candidates: [], events: 1 },
      { source: 'hr', why: 'ambiguous', keys: [{ kind: 'mail', value: 'shared@acme.example' }], candidates: ['x', 'y'], events: 1 },
    ],
  });
});
