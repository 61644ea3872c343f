import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CredentialFact } from '../../../../connectors/aws/resolve/credential-slots.ts';
import { joinSlots } from '../../../../connectors/aws/resolve/credential-slots.ts';
import { awsCredentials } from '../../../../connectors/aws/resolve/credentials.ts';
import { runs } from '../../../support/runs.ts';
import type { Json } from '../../../../src/base/json.ts';
import type { Answered } from './support.ts';
import { ANN, BOB, BOUNDARY, details, failed, joined, key, keys, listKeys, report, ROOT, tableOf } from './support.ts';

const [spring, autumn] = ['2026-03-01T08:00:00', '2026-09-01T08:00:00'];
const row = {
  arn: ANN,
  access_key_1_active: 'true',
  access_key_1_last_rotated: `${spring}+00:00`,
  access_key_1_last_used_date: '2026-10-01T00:00:00+00:00',
};
const told = (...rows: readonly Readonly<Record<string, string>>[]): Answered => ({ surface: 'credential-report', body: report(...rows) });
const list = (at: number | null, ...of: readonly Json[]): Answered => ({
  surface: 'access-keys',
  args: listKeys(ANN),
  body: keys(...of),
  at,
});

describe('keys that report and list both tell of', () => {
  it('are one: id, state and making from the list, last use from the report', () => {
    const found = joined(tableOf(told(row), list(1, key('AKIA1', `${spring}.000Z`, 'Inactive'))));
    expect([...found.keys()]).toEqual(['AKIA1']);
    expect(found.get('AKIA1')).toMatchObject({
      name: 'AKIA1',
      state: 'inactive',
      createdAt: `${spring}.000Z`,
      rotatedAt: null,
      lastUsed: '2026-10-01T00:00:00.000Z',
    });
  });

  it('cite report, list and last use', () => {
    const unused = { ...row, access_key_1_last_used_date: 'odd' };
    const use = { surface: 'access-keys', args: { call: 'GetAccessKeyLastUsed', user: ANN, key: 'AKIA1' }, at: 2 };
    const table = tableOf(told(unused), list(1, key('AKIA1', `${spring}.000Z`)), { ...use, body: { AccessKeyLastUsed: {} } });
    const [only] = awsCredentials(table);
    expect(only?.value.lastUsed).toBe('never');
    expect(new Set(only?.facts.flatMap(({ pages }) => pages.map(({ page }) => Number(page))))).toEqual(new Set([0, 1, 2]));
  });

  it('are matched in whatever order the report has them', () => {
    const second = { access_key_2_active: 'true', access_key_2_last_rotated: `${autumn}+00:00`, access_key_2_last_used_date: 'N/A' };
    const found = joined(tableOf(told({ ...row, ...second }), list(1, key('AKIA2', `${autumn}.000Z`), key('AKIA1', `${spring}.000Z`))));
    expect(found.get('AKIA1')?.lastUsed).toBe('2026-10-01T00:00:00.000Z');
    expect(found.get('AKIA2')?.lastUsed).toBe('never');
    expect(found.size).toBe(2);
  });

  it('are matched by what is left where the report tells no time, or one of a later change', () => {
    for (const time of ['N/A', `${autumn}+00:00`]) {
      const found = joined(tableOf(told({ ...row, access_key_1_last_rotated: time }), list(1, key('AKIA1', `${spring}.000Z`))));
      expect([...found.keys()]).toEqual(['AKIA1']);
    }
  });

  it('made after the slot last changed are other keys: the old one is gone, its use is not the new one’s', () => {
    const found = joined(tableOf(told(row), list(1, key('AKIA9', `${autumn}.000Z`))));
    expect([...found.values()].map(({ id, lastUsed }) => [id, lastUsed])).toEqual([['AKIA9', 'unknown']]);
  });
});

describe('a slot that the list lacks', () => {
  const slot = `${ANN}#access-key-1`;

  it('is gone where the list is whole and later than the report', () => {
    expect(joined(tableOf(told(row), list(1))).size).toBe(0);
    expect(joined(tableOf(told(row), { ...list(1), body: failed('NoSuchEntity') })).size).toBe(0);
  });

  it('stays where the report is later, as after a scan that was taken up again', () => {
    expect([...joined(tableOf({ ...told(row), at: 5 }, list(1))).keys()]).toEqual([slot]);
  });

  it('stays where nobody knows which is later', () => {
    expect([...joined(tableOf({ ...told(row), at: null }, list(1))).keys()]).toEqual([slot]);
    expect([...joined(tableOf(told(row), list(null))).keys()]).toEqual([slot]);
  });

  it('stays where the list was not read to its end, or not at all', () => {
    const cut = { AccessKeyMetadata: [], IsTruncated: true, Marker: 'm' };
    expect([...joined(tableOf(told(row), { ...list(1), body: cut })).keys()]).toEqual([slot]);
    expect([...joined(tableOf(told(row), { ...list(1), body: failed('AccessDenied') })).keys()]).toEqual([slot]);
    expect([...joined(tableOf(told(row))).keys()]).toEqual([slot]);
    expect([...joined(tableOf(told({ ...row, arn: BOB }), list(1))).keys()]).toEqual([`${BOB}#access-key-1`]);
  });
});

it('a key is active where an earlier list says so and the report does not, and where only the report does', () => {
  const at = (listed: string, active: string): string | undefined =>
    joined(tableOf({ ...told({ ...row, access_key_1_active: active }), at: 5 }, list(1, key('AKIA1', `${spring}.000Z`, listed)))).get(
      'AKIA1',
    )?.state;
  expect([at('Active', 'false'), at('Inactive', 'true'), at('Inactive', 'false')]).toEqual(['active', 'active', 'inactive']);
});

it('a key that was never seen in use is unused for ever only if IAM kept uses when it was made', () => {
  const use = { surface: 'access-keys', args: { call: 'GetAccessKeyLastUsed', user: ANN, key: 'AKIA1' }, body: { AccessKeyLastUsed: {} } };
  const made = (time: string): unknown => joined(tableOf(list(1, key('AKIA1', time)), use)).get('AKIA1')?.lastUsed;
  expect([made('2014-01-01T00:00:00.000Z'), made(`${spring}.000Z`)]).toEqual(['unknown', 'never']);
});

describe('a password', () => {
  const profile = { surface: 'login-profiles', args: { user: ANN }, body: { LoginProfile: { CreateDate: `${spring}.000Z` } } };
  const devices = (...of: readonly string[]): Answered => ({
    surface: 'mfa-devices',
    args: { call: 'ListMFADevices', user: ANN },
    body: { MFADevices: of.map((SerialNumber) => ({ SerialNumber })) },
  });
  const factor = (...answers: readonly Answered[]): unknown => joined(tableOf(profile, ...answers)).get(`${ANN}#password`)?.secondFactor;

  it('has the second factor that lists tell, and none is told only by a whole list', () => {
    expect(factor()).toBe(null);
    expect(factor(devices('s1'))).toBe(true);
    expect(factor(devices())).toBe(false);
    const virtual = { VirtualMFADevices: [{ SerialNumber: 's1', User: { Arn: ANN } }] };
    expect(factor({ surface: 'mfa-devices', args: { call: 'ListVirtualMFADevices' }, body: virtual })).toBe(true);
    expect(factor({ ...devices(), body: failed('AccessDenied') })).toBe(null);
  });

  it('that the report tells of is as the report says', () => {
    const said = told({ arn: ANN, password_enabled: 'true', mfa_active: 'false', password_last_used: '2026-10-02T00:00:00+00:00' });
    expect(joined(tableOf(said, profile, devices('s1'))).get(`${ANN}#password`)).toMatchObject({
      secondFactor: false,
      lastUsed: '2026-10-02T00:00:00.000Z',
    });
  });
});

describe('the root user', () => {
  const counts = { AccountAccessKeysPresent: 1, AccountMFAEnabled: 0, AccountPasswordPresent: 1, AccountSigningCertificatesPresent: 0 };
  const summary: Answered = { surface: 'account-summary', args: { partition: 'aws' }, body: { SummaryMap: counts }, at: 1 };
  const rootRow = { user: '<root_account>', arn: ROOT, password_enabled: 'not_supported', mfa_active: 'true' };

  it('has what the summary counts where the report has no row', () => {
    expect([...joined(tableOf(summary)).keys()].sort()).toEqual([`${ROOT}#access-key`, `${ROOT}#password`]);
  });

  it('has what the report says where it says something, and a key that only the summary has', () => {
    const found = joined(tableOf(told(rootRow), summary));
    expect(found.get(`${ROOT}#password`)?.secondFactor).toBe(true);
    expect([...found.keys()].sort()).toEqual([`${ROOT}#access-key`, `${ROOT}#password`]);
    const unsaid = joined(tableOf(told({ ...rootRow, mfa_active: 'N/A' }), summary));
    expect(unsaid.get(`${ROOT}#password`)?.secondFactor).toBe(false);
    const { AccountPasswordPresent: _, ...silent } = counts;
    const without = { ...summary, body: { SummaryMap: { ...silent, AccountAccessKeysPresent: 0 } } };
    expect([...joined(tableOf(told({ ...rootRow, password_enabled: 'FALSE' }), without)).keys()]).toEqual([]);
  });
});

it('a credential of a service is joined to the listed user of its name', () => {
  const said = {
    UserName: 'Ann',
    ServiceName: 'bedrock.amazonaws.com',
    ServiceSpecificCredentialId: 'ACCA1',
    Status: 'Active',
    CreateDate: `${spring}.000Z`,
  };
  const services = {
    surface: 'service-specific-credentials',
    args: { partition: 'aws' },
    body: { ServiceSpecificCredentials: [said], IsTruncated: false },
  };
  const users = { surface: 'authorization-details', body: details(ANN) };
  expect(joined(tableOf(services, users)).get('ACCA1')?.identity).toBe(ANN);
  expect(joined(tableOf(services)).get('ACCA1')?.identity).toBe('arn:aws:iam::111122223333:user/Ann');
});

describe('whatever report and list tell', () => {
  const times = ['2026-03-01T08:00:00.000Z', '2026-03-01T08:00:00.500Z', '2026-09-01T08:00:00.000Z'];
  const fact = (id: string, time: string | null, listed: boolean, state: 'active' | 'inactive'): CredentialFact => ({
    kind: 'credential',
    boundary: BOUNDARY,
    surface: listed ? 'aws:listed-credentials' : 'aws:credential-report',
    key: id,
    pages: [],
    value: {
      id,
      identity: ANN,
      kind: 'access-key',
      name: id,
      state,
      createdAt: listed ? time : null,
      rotatedAt: listed ? null : time,
      expiresAt: null,
      lastUsed: listed ? 'unknown' : `used ${id}`,
      secondFactor: null,
    },
  });
  const side = (listed: boolean): fc.Arbitrary<readonly CredentialFact[]> =>
    fc
      .array(fc.tuple(fc.constantFrom(...times, ...(listed ? [] : [null])), fc.constantFrom('active' as const, 'inactive' as const)), {
        maxLength: 3,
      })
      .map((all) => all.map(([time, state], at) => fact(`${listed ? 'AKIA' : 'slot'}${at}`, time, listed, state)));

  it('no credential is lost but slots that a whole later list lacks, none is told twice, and order changes nothing', () => {
    fc.assert(
      fc.property(side(false), side(true), fc.boolean(), fc.boolean(), (slots, listed, whole, later) => {
        const found = joinSlots({ slots, listed, whole, later });
        const used = found.flatMap(({ facts }) => facts.map(({ key: id }) => id));
        expect(new Set(used).size).toBe(used.length);
        const lost = [...slots, ...listed].filter((each) => !used.includes(each.key));
        expect(lost.every((each) => whole && later && slots.includes(each))).toBe(true);
        expect(found.every(({ facts }) => facts.length <= 2)).toBe(true);
        // An active credential of either side is active in what is told, unless a later list knows better.
        const active = (all: readonly CredentialFact[]): number => all.filter(({ value }) => value.state === 'active').length;
        if (!later)
          expect(found.filter(({ value }) => value.state === 'active').length).toBeGreaterThanOrEqual(
            Math.max(active(slots), active(listed)),
          );
        const again = joinSlots({ slots: slots.toReversed(), listed: listed.toReversed(), whole, later });
        const sorted = (all: typeof found): readonly string[] => all.map((each) => JSON.stringify(each)).sort();
        expect(sorted(again)).toEqual(sorted(found));
      }),
      { numRuns: runs(300, 20_000) },
    );
  });
});
