import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { presets } from '../../src/due/presets/list.ts';
import { briefly, eventsOf, fileOf, preset, prepared } from './support.ts';

const samples = join(import.meta.dirname, 'samples');
const firstBytes = (file: string): string => readFileSync(join(samples, file), 'utf8');

function read(file: string, name: string, zone?: string): ReturnType<typeof prepared> {
  const content = firstBytes(file);
  return prepared(content, preset(name, zone === undefined ? {} : { zone }), {}, fileOf(content, file, 64));
}

const expected: readonly {
  readonly file: string;
  readonly as: string;
  readonly zone?: string;
  readonly events: readonly string[];
  readonly ignored?: number;
}[] = [
  {
    file: 'jira.csv',
    as: 'jira',
    zone: 'Europe/Vienna',
    events: [
      'ACC-17|approved|AdministratorAccess approved 2026-11-12T08:45 mail=bob@acme.example',
      'ACC-17|approved|ReadOnlyAccess approved 2026-11-12T08:45 mail=bob@acme.example',
      'ACC-17|requested|AdministratorAccess requested 2026-11-12T08:30 mail=bob@acme.example',
      'ACC-17|requested|ReadOnlyAccess requested 2026-11-12T08:30 mail=bob@acme.example',
      'ACC-17|task-ended|AdministratorAccess task-ended 2026-11-13T17:00 mail=bob@acme.example',
      'ACC-17|task-ended|ReadOnlyAccess task-ended 2026-11-13T17:00 mail=bob@acme.example',
      'ACC-18|denied|Billing denied 2026-11-14T07:10 jira-user=Carol Jones',
      'ACC-18|requested|Billing requested 2026-11-14T07:00 jira-user=Carol Jones',
    ],
  },
  { file: 'jira.json', as: 'jira', events: ['ACC-17|requested requested 2026-11-12T08:30 mail=ada@acme.example'] },
  {
    file: 'servicenow.csv',
    as: 'servicenow',
    zone: 'UTC',
    events: [
      'CHG0030001|approved approved 2026-11-04T08:00 mail=dan@acme.example',
      'CHG0030001|requested requested 2026-11-04T07:00 mail=dan@acme.example',
      'CHG0030001|task-ended task-ended 2026-11-05T22:30 mail=dan@acme.example',
      'RITM0010001|approved approved 2026-11-02T08:00 mail=bob@acme.example',
      'RITM0010001|granted granted 2026-11-02T09:00 mail=bob@acme.example',
      'RITM0010001|requested requested 2026-11-01T12:00 mail=bob@acme.example',
      'RITM0010002|denied denied 2026-11-03T08:00 mail=bob@acme.example',
      'RITM0010002|requested requested 2026-11-03T07:00 mail=bob@acme.example',
    ],
  },
  {
    file: 'hr-leavers.csv',
    as: 'hr-leavers',
    zone: 'America/New_York',
    ignored: 1,
    events: [
      '10442|2019-02-01|left left 2026-11-21T05:00 employee-id=10442 mail=ada@acme.example',
      '10444|2021-02-01|left left 2026-11-28T05:00 employee-id=10444',
    ],
  },
  {
    file: 'hr-movers.csv',
    as: 'hr-movers',
    zone: 'UTC',
    events: ['10442|2026-11-16|moved moved 2026-11-16T00:00 employee-id=10442 user-name=ada'],
  },
  {
    file: 'access-review.csv',
    as: 'access-review',
    ignored: 1,
    events: [
      'c1|aaaaaaaa-0000-0000-0000-000000000001|11111111-1111-1111-1111-111111111111|decision reviewed 2026-10-01T08:00 entra-object=aaaaaaaa-0000-0000-0000-000000000001 user-name=ada@acme.example',
      'c1|aaaaaaaa-0000-0000-0000-000000000002|11111111-1111-1111-1111-111111111111|applied revoked 2026-10-03T00:00 entra-object=aaaaaaaa-0000-0000-0000-000000000002 user-name=bob@acme.example',
      'c1|aaaaaaaa-0000-0000-0000-000000000002|11111111-1111-1111-1111-111111111111|decision review-denied 2026-10-01T08:05 entra-object=aaaaaaaa-0000-0000-0000-000000000002 user-name=bob@acme.example',
    ],
  },
  {
    file: 'pam-grants.csv',
    as: 'pam-grants',
    events: [
      'r-1|activated activated 2026-11-10T08:15 mail=bob@acme.example',
      'r-1|approved approved 2026-11-10T08:10 mail=bob@acme.example',
      'r-1|expired expired 2026-11-10T12:15 mail=bob@acme.example',
      'r-1|requested requested 2026-11-10T08:00 mail=bob@acme.example',
      'r-2|activated activated 2026-11-11T08:15 user-name=carol',
      'r-2|approved approved 2026-11-11T08:10 user-name=carol',
      'r-2|requested requested 2026-11-11T08:00 user-name=carol',
      'r-2|revoked revoked 2026-11-11T09:00 user-name=carol',
      'r-3|denied denied 2026-11-12T08:10 mail=dan@acme.example',
      'r-3|requested requested 2026-11-12T08:00 mail=dan@acme.example',
    ],
  },
  {
    file: 'aws-team.json',
    as: 'aws-team',
    events: [
      'req-1|activated activated 2026-11-10T08:15 mail=bob@acme.example user-name=bob',
      'req-1|approved approved 2026-11-10T08:15 mail=bob@acme.example user-name=bob',
      'req-1|expired expired 2026-11-10T12:15 mail=bob@acme.example user-name=bob',
      'req-1|requested requested 2026-11-10T08:00 mail=bob@acme.example user-name=bob',
      'req-2|denied denied 2026-11-11T08:05 mail=dan@acme.example user-name=dan',
      'req-2|requested requested 2026-11-11T08:00 mail=dan@acme.example user-name=dan',
    ],
  },
  {
    file: 'ci-runs.json',
    as: 'ci-runs',
    events: [
      '7001|1|activated activated 2026-11-20T10:00 github-repository=acme/app',
      '7001|1|task-ended task-ended 2026-11-20T10:12 github-repository=acme/app',
      '7002|1|activated activated 2026-11-20T11:00 github-repository=acme/app',
    ],
  },
  {
    file: 'environments-deleted.csv',
    as: 'environments-deleted',
    events: [
      'preview-42|acme/app|environment-deleted environment-deleted 2026-11-19T00:00 token-subject=https://token.actions.githubusercontent.com|repo:acme/app:environment:preview-42',
      'sandbox|aws:444455556666|environment-deleted environment-deleted 2026-11-19T00:00',
    ],
  },
  {
    file: 'generic.jsonl',
    as: 'generic',
    events: [
      'e-1|event granted 2026-11-01T00:00 mail=ada@acme.example mail=ada.l@acme.example',
      'e-2|event revoked 2026-11-02T00:00 employee-id=10442',
    ],
  },
];

describe('a preset', () => {
  it.each(expected)('reads $file as $as', ({ file, as, zone, events, ignored = 0 }) => {
    const { manifest, ...rest } = read(file, as, zone);
    expect(manifest.bad).toEqual([]);
    expect(briefly(eventsOf({ manifest, ...rest }))).toEqual(events);
    expect(manifest).toMatchObject({ events: events.length, ignored });
  });

  it('tells what was asked for, by whom, for how long and why', () => {
    const [approved] = eventsOf(read('jira.csv', 'jira', 'Europe/Vienna'));
    expect(approved).toMatchObject({
      type: 'approved',
      object: 'AdministratorAccess',
      actedBy: [{ kind: 'mail', value: 'grace@acme.example' }],
      by: 'person',
      until: '2026-11-13T23:00:00.000Z',
      correlation: 'ACC-17',
      ticket: 'ACC-17',
      justification: 'Deploy, then "rollback"',
      source: 'jira',
      sourceKind: 'ticket',
    });
    const [activated] = eventsOf(read('aws-team.json', 'aws-team'));
    expect(activated).toMatchObject({
      object: 'arn:aws:sso:::permissionSet/ssoins-1/ps-1',
      scope: 'aws:111122223333',
      until: '2026-11-10T12:15:00.000Z',
      ticket: 'ACC-17',
      by: 'broker',
    });
  });

  it('does not take dates that could be two days, nor times whose zone nobody names', () => {
    const american = 'Employee ID,Termination Date\n1,03/04/2026\n';
    expect(prepared(american, preset('hr-leavers', { zone: 'UTC' })).manifest).toMatchObject({ events: 0, badRows: 1 });
    const { manifest } = read('hr-leavers.csv', 'hr-leavers');
    expect(manifest).toMatchObject({ events: 0, badRows: 2, unzoned: 2 });
    expect(manifest.bad[0]).toMatchObject({ at: 'hr-leavers.csv:2', why: expect.stringContaining('--zone') as string });
  });

  it('refuses a file that has not its columns', () => {
    expect(() => read('jira.csv', 'hr-leavers')).toThrow(expect.objectContaining({ code: 'no-column' }));
  });

  it('is tried on a sample, each', () => {
    expect([...new Set(expected.map(({ as }) => as))].sort()).toEqual(presets.map(({ name }) => name));
    expect(readdirSync(samples).sort()).toEqual(expected.map(({ file }) => file).sort());
  });
});
