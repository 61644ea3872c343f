import { describe, expect, test } from 'vitest';
import { rule as withoutExternalId } from '../../connectors/aws/rules/trust-without-external-id/rule.ts';
import type { Rule, SmallGraph } from '../../src/contract/rule.ts';
import { expandSmallGraph } from '../../src/judge/small.ts';
import type { Link } from '../../src/model/grant.ts';
import { rule as assumableByMany } from '../../src/rules/role-assumable-by-many/rule.ts';
import { rule as open } from '../../src/rules/trust-open-to-any-subject/rule.ts';
import { rule as deleted } from '../../src/rules/trust-to-deleted-principal/rule.ts';
import { rule as foreign } from '../../src/rules/trust-to-foreign-account/rule.ts';
import { judged, judgedInput } from '../contract/rule-suite.ts';

const A = 'aws:111122223333';
const role = 'arn:aws:iam::111122223333:role/backup';
const other = 'arn:aws:iam::111122223333:role/other';
const vendor = 'arn:aws:iam::999988887777:root';
const partner = 'arn:aws:iam::888877776666:role/ci';

const trustRules: readonly (readonly [string, Rule<unknown>])[] = [
  ['trust-open-to-any-subject', open],
  ['trust-to-deleted-principal', deleted],
  ['trust-to-foreign-account', foreign],
  ['trust-without-external-id', withoutExternalId],
  ['role-assumable-by-many', assumableByMany],
];

describe('a trust that was not read', () => {
  test.each(trustRules)('%s asks every role, so a role without links is not silence', (_, rule) => {
    const small: SmallGraph = {
      name: 'no links',
      identities: [
        { id: role, kind: 'role' },
        { id: other, kind: 'role' },
      ],
    };
    expect(judged(rule, small).totals).toMatchObject({ questions: 2, clear: 2 });
    expect(judged(rule, { ...small, unread: [{ kind: 'trust' }] }).totals).toMatchObject({ questions: 2, clear: 0, undetermined: 2 });
  });

  test.each(trustRules)('%s leaves open only the role whose trust policy did not parse', (_, rule) => {
    const small: SmallGraph = {
      name: 'one trust did not parse',
      identities: [
        { id: role, kind: 'role' },
        { id: other, kind: 'role' },
      ],
      unread: [{ kind: 'trust', status: 'partial', cause: 'malformed' }],
    };
    const gap = {
      boundary: A,
      surface: 'aws:trust',
      subject: role,
      cause: 'malformed',
      detail: 'the trust policy of backup is no JSON',
    } as const;
    const { undetermined, totals } = judgedInput(rule, small, { ...expandSmallGraph(small), gaps: [gap] });
    expect(undetermined.map((line) => line.subject.id)).toEqual([role]);
    expect(totals).toMatchObject({ questions: 2, clear: 1, undetermined: 1 });
  });
});

describe('trusts of foreign accounts', () => {
  test('two accounts in one trust policy are two findings', () => {
    const { findings } = judged(foreign, trusts([{ from: vendor }, { from: partner, openness: 'exact' }]));
    expect(findings.map((finding) => finding.reasons[0]?.split(' ')[0]).sort()).toEqual([partner, vendor]);
    expect(new Set(findings.flatMap((finding) => finding.object?.id ?? [])).size).toBe(2);
  });

  test.each([['999988887777'], [vendor], [A.replace('111122223333', '999988887777')]])('trustedAccounts names it as %s', (name) => {
    const expected = name.startsWith('aws:') ? 1 : 0;
    expect(judged(foreign, trusts([{ from: vendor }]), { trustedAccounts: [name] }).totals.findings).toBe(expected);
  });

  test('a trusted account does not excuse another whose number it is part of', () => {
    expect(judged(foreign, trusts([{ from: vendor }]), { trustedAccounts: ['99998888', '9999888877770'] }).totals.findings).toBe(1);
  });

  test('the account of a link whose name does not tell it is taken from what the connector says', () => {
    const small = trusts([{ from: 'AROAEXAMPLE', detail: { foreign: true, externalId: false, account: '999988887777' } }]);
    expect(judged(foreign, small, { trustedAccounts: ['999988887777'] }).totals.findings).toBe(0);
    expect(judged(foreign, small).totals.findings).toBe(1);
  });

  test('it is graver when the role leads to control of the account', () => {
    const small = trusts([{ from: vendor }]);
    expect(judged(foreign, small).findings[0]?.severity).toBe('medium');
    expect(judged(foreign, { ...small, grants: [{ subject: role, capability: 'grant-privilege' }] }).findings[0]?.severity).toBe('high');
  });

  test('a trust whose window is over is nobody’s way in', () => {
    const over = { windows: [{ from: null, until: Date.UTC(2025, 5, 1) }] };
    for (const rule of [foreign, withoutExternalId]) {
      expect(judged(rule, trusts([{ from: vendor, ...over }])).totals).toMatchObject({ questions: 1, clear: 1 });
    }
  });

  test('a vendor that is trusted is still asked for an external id, an own account is not', () => {
    const small = trusts([{ from: vendor }]);
    expect(judged(withoutExternalId, small).totals.findings).toBe(1);
    expect(judged(withoutExternalId, small, { ownAccounts: ['999988887777'] }).totals.findings).toBe(0);
  });

  test('federated subjects have no external id to send', () => {
    const small = trusts([{ from: 'federated:accounts.example.com|*', how: 'federates', openness: 'issuer' }]);
    expect(judged(withoutExternalId, small).totals).toMatchObject({ questions: 1, clear: 1 });
  });
});

describe('one role, many callers', () => {
  test('counts through a pool, once for each caller, and not the services', () => {
    const pool = 'pool:aws:111122223333:assume-any-role';
    const users = Array.from({ length: 6 }, (_, at) => `arn:aws:iam::111122223333:user/u${at}`);
    const small: SmallGraph = {
      name: 'pool and direct',
      identities: [
        { id: role, kind: 'role' },
        { id: pool, kind: 'pool' },
        ...users.map((id) => ({ id, kind: 'user' as const })),
        ...['lambda', 'ec2', 'ecs'].map((name) => ({ id: `service:${name}.amazonaws.com`, kind: 'service' as const, boundary: null })),
      ],
      links: [
        { from: pool, to: role },
        ...users.map((from) => ({ from, to: pool })),
        ...users.slice(0, 3).map((from) => ({ from, to: role })),
        ...['lambda', 'ec2', 'ecs'].map((name) => ({ from: `service:${name}.amazonaws.com`, to: role })),
      ],
    };
    expect(judged(assumableByMany, small, { maxCallers: 6 }).totals.findings).toBe(0);
    const { findings } = judged(assumableByMany, small, { maxCallers: 5 });
    expect(findings[0]?.reasons[0]).toContain('6 unrelated parties');
  });

  test('callers who are only possible make it undetermined, not a finding and not clear', () => {
    const users = Array.from({ length: 4 }, (_, at) => `arn:aws:iam::111122223333:user/u${at}`);
    const small: SmallGraph = {
      name: 'two sure, two perhaps',
      identities: [{ id: role, kind: 'role' }, ...users.map((id) => ({ id, kind: 'user' as const }))],
      links: users.map((from, at) => ({ from, to: role, presence: at < 2 ? ('certain' as const) : ('possible' as const) })),
    };
    const says = (maxCallers: number): unknown => {
      const { totals } = judged(assumableByMany, small, { maxCallers });
      return [totals.findings, totals.undetermined, totals.clear];
    };
    expect([1, 2, 3, 4].map(says)).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
  });

  test.each([
    ['the way out of the pool', 'possible', 'certain'],
    ['the way into the pool', 'certain', 'possible'],
  ] as const)('%s is only possible, and so are its callers', (_, out, into) => {
    const pool = 'pool:aws:111122223333:assume-any-role';
    const users = Array.from({ length: 3 }, (_each, at) => `arn:aws:iam::111122223333:user/u${at}`);
    const small: SmallGraph = {
      name: 'a pool that may be',
      identities: [{ id: role, kind: 'role' }, { id: pool, kind: 'pool' }, ...users.map((id) => ({ id, kind: 'user' as const }))],
      links: [{ from: pool, to: role, presence: out }, ...users.map((from) => ({ from, to: pool, presence: into }))],
    };
    expect(judged(assumableByMany, small, { maxCallers: 2 }).totals).toMatchObject({ findings: 0, undetermined: 1 });
  });
});

/** One trust policy with these entries. */
function trusts(entries: readonly (Partial<Link> & { readonly from: string })[]): SmallGraph {
  const source = { id: `${role}#trust`, kind: 'trust-policy', name: 'trust policy of backup', boundary: A };
  return {
    name: 'trusts',
    identities: [
      { id: role, kind: 'role', name: 'backup' },
      ...entries.map(({ from }) => ({ id: from, kind: 'external-party' as const, boundary: null })),
    ],
    links: entries.map((entry) => ({
      to: role,
      openness: 'boundary' as const,
      detail: { foreign: true, externalId: false },
      source,
      ...entry,
    })),
  };
}
