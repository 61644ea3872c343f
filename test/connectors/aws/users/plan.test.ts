import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { calls } from '../../../../connectors/aws/calls/list.ts';
import { callOf } from '../../../../connectors/aws/calls/list.ts';
import { planUsers } from '../../../../connectors/aws/plan/users.ts';
import { awsSettings } from '../../../../connectors/aws/settings.ts';
import { usersSurfaces } from '../../../../connectors/aws/surfaces/users/list.ts';
import type { Task } from '../../../../src/model/page.ts';
import type { Answered } from './support.ts';
import { ANN, BOB, BOUNDARY, details, failed, key, keys, listKeys, report, tableOf, task } from './support.ts';

const caller: Answered = { surface: 'caller-identity', body: { Account: '111122223333', Arn: 'arn:aws:iam::111122223333:user/scan' } };
const users: Answered = { surface: 'authorization-details', body: details(ANN, BOB) };
const made = '2026-03-01T08:00:00';
const withKey = { arn: ANN, access_key_1_active: 'true', access_key_1_last_rotated: `${made}+00:00`, access_key_1_last_used_date: 'N/A' };

function planned(stage: number, answers: readonly Answered[], settings: object = {}): readonly Task[] {
  return planUsers(tableOf(caller, ...answers), stage, v.parse(awsSettings, settings));
}
/** What is asked of users, in short: surface, call, name, key. */
function asked(answers: readonly Answered[], settings: object = {}): readonly string[] {
  return planned(2, answers, settings)
    .filter(({ args }) => (args as { user?: string }).user !== undefined)
    .map(({ surface, args }) => {
      const { user, key: id } = args as { readonly user: string; readonly key?: string };
      return [surface.slice('aws:'.length), user.slice(user.lastIndexOf('/') + 1), id ?? ''].join(' ').trim();
    })
    .sort();
}

describe('of an account', () => {
  it('one-call surfaces are asked at once, of users nothing before their details can be there', () => {
    const first = planned(0, [users]);
    expect(first.every(({ boundary }) => boundary === BOUNDARY)).toBe(true);
    expect(first.map(({ surface }) => surface.slice('aws:'.length)).sort()).toEqual([
      'delegation-requests',
      'identity-providers',
      'identity-providers',
      'mfa-devices',
      'outbound-federation',
    ]);
  });

  it('what has no ARNs in its answers is asked with the partition that other answers tell, else with the one that is set', () => {
    const partitions = (answers: readonly Answered[]): readonly unknown[] =>
      planned(1, answers, { partition: 'aws-cn' })
        .filter(({ args }) => Object.hasOwn(args as object, 'partition'))
        .map(({ surface, args }) => [surface, args]);
    const both = (partition: string): unknown => [
      ['aws:account-summary', { partition }],
      ['aws:service-specific-credentials', { partition }],
    ];
    expect(partitions([users])).toEqual(both('aws'));
    expect(partitions([])).toEqual(both('aws-cn'));
  });

  it('nothing is asked that the settings leave out, or before anybody is known', () => {
    expect(planned(2, [users], { surfaces: ['authorization-details'] })).toEqual([]);
    expect(planUsers(tableOf(users), 2, v.parse(awsSettings, {}))).toEqual([]);
    expect(asked([users], { surfaces: ['ssh-keys'] })).toEqual(['ssh-keys ann', 'ssh-keys bob']);
  });
});

describe('of users', () => {
  it('whom the report tells of, only lists that know more are asked for', () => {
    const rows: Answered = { surface: 'credential-report', body: report(withKey, { arn: BOB, cert_1_active: 'true' }) };
    expect(asked([users, rows])).toEqual(['access-keys ann', 'signing-certificates bob', 'ssh-keys ann', 'ssh-keys bob']);
  });

  it('whom it does not tell of, everything is asked', () => {
    const rows: Answered = { surface: 'credential-report', body: report({ arn: BOB }) };
    const all = ['access-keys', 'login-profiles', 'mfa-devices', 'signing-certificates', 'ssh-keys'];
    expect(asked([users, rows])).toEqual([...all.map((each) => `${each} ann`), 'ssh-keys bob'].sort());
    expect(asked([users])).toEqual([...all.map((each) => `${each} ann`), ...all.map((each) => `${each} bob`)].sort());
  });

  it('whom only the report has, their keys are asked for by the names it gives', () => {
    const rows: Answered = { surface: 'credential-report', body: report(withKey) };
    expect(asked([rows])).toEqual(['access-keys ann']);
  });

  it('the last use is asked of keys that no report tells the use of, once they are listed', () => {
    const rows: Answered = {
      surface: 'credential-report',
      body: report({ ...withKey, access_key_1_last_used_date: '2026-10-01T00:00:00Z' }),
    };
    const list: Answered = {
      surface: 'access-keys',
      args: listKeys(ANN),
      body: keys(key('AKIA1', `${made}.000Z`), key('AKIA2', made + 'Z')),
    };
    const other: Answered = { ...list, body: keys(key('AKIA1', `${made}.000Z`), key('AKIA2', '2026-10-31T00:00:00Z')) };
    const uses = (answers: readonly Answered[]): readonly string[] => asked(answers).filter((each) => each.includes('AKIA'));
    expect(uses([users, rows, other])).toEqual(['access-keys ann AKIA2']);
    // Made in one second: which is the report's cannot be told.
    expect(uses([users, rows, list])).toEqual(['access-keys ann AKIA1', 'access-keys ann AKIA2']);
    expect(uses([users, rows])).toEqual([]);
    const use = { surface: 'access-keys', args: { call: 'GetAccessKeyLastUsed', user: ANN, key: 'AKIA2' } };
    expect(uses([users, rows, other, { ...use, body: { AccessKeyLastUsed: {} } }])).toEqual([]);
    // What was asked already is known to whoever runs the plan: saying it again does no harm.
    expect(uses([users, rows, other, { ...use, body: failed('NoSuchEntity') }])).toEqual(['access-keys ann AKIA2']);
  });
});

describe('every task', () => {
  const list: Answered = { surface: 'access-keys', args: listKeys(ANN), body: keys(key('AKIA1', `${made}.000Z`)) };
  const tasks = planned(2, [users, list]);

  it('asks one operation, with the request that operation wants', () => {
    const inputs = tasks.map((each) => {
      const call = callOf(each);
      return [call?.operation, call?.input(each.args as never)];
    });
    expect(inputs).toContainEqual(['ListAccessKeys', { UserName: 'ann', MaxItems: 1000 }]);
    expect(inputs).toContainEqual(['GetAccessKeyLastUsed', { AccessKeyId: 'AKIA1' }]);
    expect(inputs).toContainEqual(['GetLoginProfile', { UserName: 'bob' }]);
    expect(inputs).toContainEqual(['ListServiceSpecificCredentials', { AllUsers: true }]);
    expect(inputs.every(([operation]) => operation !== undefined)).toBe(true);
    const on = task('access-keys', { call: 'ListAccessKeys', user: ANN, token: 'm', before: [] });
    expect(callOf(on)?.input(on.args as never)).toEqual({ UserName: 'ann', MaxItems: 1000, Marker: 'm' });
  });

  it('is of a surface that says what it needs, as its operations do', () => {
    for (const { surface, map } of usersSurfaces) {
      const needed = calls.filter((each) => each.surface === surface.id).flatMap(({ actions }) => actions);
      if (map !== null) expect([...new Set(needed)].sort(), surface.id).toEqual(surface.permission.split(', ').sort());
    }
  });
});
