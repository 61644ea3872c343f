import { describe, expect, it } from 'vitest';
import { awsCore } from '../../../connectors/aws/core.ts';
import type { Mapped } from '../../../src/contract/connector.ts';
import {
  arn,
  boundary,
  columns,
  credentialOf,
  identityOf,
  other,
  report,
  reportTask,
  rootRow,
  row,
  usageOf,
  valuesOf,
} from './support/estate.ts';

const ann = arn('user/ann');
const root = arn('root');
const map = (body: { readonly columns: readonly string[]; readonly rows: readonly string[][] }): Mapped => awsCore.map(reportTask, body);

describe('a credential report', () => {
  it('gives password, keys and certificates with their states and times', () => {
    const mapped = map(
      report(
        rootRow,
        row('ann', {
          password_enabled: 'TRUE',
          password_last_used: '2026-01-02T03:04:05+00:00',
          password_last_changed: '2025-01-02T03:04:05+00:00',
          mfa_active: 'FALSE',
          access_key_1_active: 'true',
          access_key_1_last_rotated: '2024-01-02T03:04:05+00:00',
          access_key_1_last_used_date: '2026-02-02T00:00:00+00:00',
          access_key_2_active: 'false',
          access_key_2_last_rotated: '2023-01-02T03:04:05+00:00',
          access_key_2_last_used_date: 'N/A',
          cert_1_active: 'true',
          cert_1_last_rotated: '2020-01-01T00:00:00+00:00',
        }),
      ),
    );
    expect(mapped.gaps).toEqual([]);
    expect(credentialOf(mapped, `${ann}#password`)).toEqual({
      id: `${ann}#password`,
      identity: ann,
      kind: 'password',
      name: 'password',
      state: 'active',
      createdAt: null,
      rotatedAt: '2025-01-02T03:04:05.000Z',
      expiresAt: null,
      lastUsed: '2026-01-02T03:04:05.000Z',
      secondFactor: false,
    });
    expect(credentialOf(mapped, `${ann}#access-key-1`)).toMatchObject({
      state: 'active',
      rotatedAt: '2024-01-02T03:04:05.000Z',
      lastUsed: '2026-02-02T00:00:00.000Z',
      secondFactor: null,
    });
    expect(credentialOf(mapped, `${ann}#access-key-2`)).toMatchObject({ state: 'inactive', lastUsed: 'never' });
    expect(credentialOf(mapped, `${ann}#certificate-1`)).toMatchObject({
      kind: 'certificate',
      state: 'active',
      rotatedAt: '2020-01-01T00:00:00.000Z',
    });
    expect(credentialOf(mapped, `${ann}#certificate-2`)).toBeUndefined();
    expect(usageOf(mapped, ann)).toMatchObject({ lastUsed: '2026-02-02T00:00:00.000Z', lookBackDays: null });
  });

  it('gives no credential for a user that has none', () => {
    const mapped = map(report(rootRow, row('ann')));
    expect(mapped.gaps).toEqual([]);
    expect(valuesOf(mapped, 'credential').map((each) => each.identity)).toEqual([root]);
    expect(usageOf(mapped, ann)).toMatchObject({ lastUsed: 'unknown' });
  });

  it('says never only where IAM would have seen the use', () => {
    const password = (user_creation_time: string, password_last_changed: string, password_last_used = 'no_information'): unknown =>
      credentialOf(
        map(report(row('ann', { password_enabled: 'true', password_last_used, password_last_changed, user_creation_time }))),
        `${ann}#password`,
      )?.lastUsed;
    expect(password('2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z')).toBe('never');
    expect(password('2014-01-01T00:00:00Z', '2024-01-01T00:00:00Z')).toBe('never');
    expect(password('2014-01-01T00:00:00Z', '2014-01-01T00:00:00Z')).toBe('unknown');
    expect(password('2018-05-01T00:00:00Z', '2018-05-10T00:00:00Z')).toBe('unknown');
    expect(password('2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z', 'not_supported')).toBe('unknown');
    const key = (rotated: string, used: string): unknown =>
      credentialOf(
        map(report(row('ann', { access_key_1_active: 'true', access_key_1_last_rotated: rotated, access_key_1_last_used_date: used }))),
        `${ann}#access-key-1`,
      )?.lastUsed;
    expect(key('2016-01-01T00:00:00Z', 'N/A')).toBe('never');
    expect(key('2015-04-21T00:00:00Z', 'N/A')).toBe('unknown');
    expect(key('N/A', 'N/A')).toBe('unknown');
    expect(key('2016-01-01T00:00:00Z', 'no_information')).toBe('unknown');
  });

  it('takes the root row as the root user, its password as there though the column is not supported', () => {
    const mapped = map(
      report(row('<root_account>', { ...byName(rootRow), access_key_1_active: 'true', access_key_1_last_rotated: '2020-01-01T00:00:00Z' })),
    );
    expect(mapped.gaps).toEqual([]);
    expect(identityOf(mapped, root)).toMatchObject({ kind: 'root', nature: 'human', boundary });
    expect(credentialOf(mapped, `${root}#password`)).toMatchObject({
      state: 'active',
      secondFactor: true,
      rotatedAt: null,
      lastUsed: '2025-01-01T00:00:00.000Z',
    });
    expect(credentialOf(mapped, `${root}#access-key-1`)).toMatchObject({ state: 'active' });
    const without = map(report(row('<root_account>', { ...byName(rootRow), password_enabled: 'false' })));
    expect(credentialOf(without, `${root}#password`)).toBeUndefined();
  });

  it('without a root row leaves the root user open, and nobody else', () => {
    const mapped = map(report(row('ann')));
    expect(mapped.gaps).toMatchObject([{ boundary, subject: root, cause: 'malformed' }]);
  });

  it('is read by the names of its columns: others may stand anywhere, lacking ones are gaps', () => {
    const cells = byName(row('ann', { password_enabled: 'true', mfa_active: 'true' }));
    const shuffled = ['new_1', ...[...columns].reverse(), 'additional_credentials_info'];
    const line = (of: Record<string, string>): string[] => shuffled.map((name) => of[name] ?? '');
    const mapped = map({ columns: shuffled, rows: [line(cells), line(byName(rootRow))] });
    expect(mapped.gaps).toEqual([]);
    expect(credentialOf(mapped, `${ann}#password`)).toMatchObject({ secondFactor: true });
    const lacking = columns.filter((name) => name !== 'mfa_active');
    const less = map({
      columns: lacking,
      rows: [lacking.map((name) => cells[name] ?? ''), lacking.map((name) => byName(rootRow)[name] ?? '')],
    });
    expect(less.gaps).toHaveLength(1);
    expect(less.gaps[0]?.detail).toContain('mfa_active');
    expect(credentialOf(less, `${ann}#password`)).toMatchObject({ secondFactor: null });
  });

  it('makes a gap of a row that is shifted, is of nobody, or holds a word that is not documented', () => {
    const mapped = map(
      report(
        rootRow,
        [...row('a'), 'more'],
        row('b', { arn: 'me' }),
        row('c', { access_key_1_active: 'maybe' }),
        row('d', { access_key_1_active: 'N/A' }),
        row('e', { access_key_1_last_rotated: 'soon' }),
      ),
    );
    expect(mapped.gaps.map((each) => each.subject)).toEqual([undefined, undefined, arn('user/c'), arn('user/d'), arn('user/e')]);
    expect(valuesOf(mapped, 'usage').map((each) => each.identity)).toEqual([root, arn('user/c'), arn('user/d'), arn('user/e')]);
  });

  it('does not take a key for inactive when it cannot read whether it is', () => {
    const mapped = map(report(rootRow, row('ann', { access_key_1_active: 'maybe', access_key_1_last_rotated: '2020-01-01T00:00:00Z' })));
    expect(credentialOf(mapped, `${ann}#access-key-1`)).toMatchObject({ state: 'active' });
    expect(mapped.gaps).toHaveLength(1);
  });

  it('says that a user has more credentials than the report lists', () => {
    const mapped = map({
      columns: [...columns, 'additional_credentials_info'],
      rows: [
        [...rootRow, 'N/A'],
        [...row('ann'), '2 more access keys'],
      ],
    });
    expect(mapped.gaps).toMatchObject([{ subject: ann, cause: 'unsupported' }]);
  });

  it('takes nothing of a user of another account', () => {
    const mapped = map(report(rootRow, row('eve', { arn: arn('user/eve', other), password_enabled: 'true' })));
    expect(mapped.facts.filter((fact) => fact.boundary !== boundary)).toEqual([]);
    expect(mapped.gaps).toMatchObject([{ boundary, cause: 'malformed' }]);
    expect(mapped.gaps[0]?.detail).toContain(`${arn('user/eve', other)} is not of the account that was asked, ${boundary}`);
  });

  it('as a whole is a gap when it has no header, or a header that says a column twice', () => {
    for (const body of [
      null,
      {},
      { columns: ['user'], rows: [] },
      { columns: [...columns, 'user'], rows: [] },
      { columns, rows: 'x' },
    ] as const) {
      const mapped = awsCore.map(reportTask, body);
      expect(mapped.facts).toEqual([]);
      expect(mapped.gaps).toMatchObject([{ boundary, cause: 'malformed' }]);
    }
  });
});

function byName(cells: readonly string[]): Record<string, string> {
  return Object.fromEntries(columns.map((name, i) => [name, cells[i] ?? '']));
}
