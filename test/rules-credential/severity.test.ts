import { describe, expect, test } from 'vitest';
import { rule as inactiveKept } from '../../src/rules/access-key-inactive-kept/rule.ts';
import { rule as neverUsed } from '../../src/rules/access-key-never-used/rule.ts';
import { rule as overAge } from '../../src/rules/access-key-over-age/rule.ts';
import { rule as twoActive } from '../../src/rules/access-key-two-active/rule.ts';
import { rule as keyUnused } from '../../src/rules/access-key-unused/rule.ts';
import { rule as certificate } from '../../src/rules/certificate-long-lived/rule.ts';
import { rule as noOwner } from '../../src/rules/no-owner/rule.ts';
import { rule as passwordUnused } from '../../src/rules/password-unused/rule.ts';
import { rule as passwordWithoutMfa } from '../../src/rules/password-without-mfa/rule.ts';
import { rule as roleNeverUsed } from '../../src/rules/role-never-used/rule.ts';
import { rule as roleUnused } from '../../src/rules/role-unused/rule.ts';
import type { Rule, SmallGraph } from '../../src/contract/rule.ts';
import { ask, says } from './ask.ts';
import { ago, ANN, AS_OF, BOUNDARY, withCredential, withRole } from './estate.ts';

const twoKeys = [1, 2].map((slot) => ({ id: `${ANN}#access-key-${slot}`, identity: ANN, rotatedAt: ago(10 * slot), lastUsed: ago(slot) }));
const cases: readonly (readonly [string, Rule<unknown>, SmallGraph, usual: string, tierZero: string])[] = [
  ['old key', overAge, withCredential({ rotatedAt: ago(100) }), 'medium', 'high'],
  ['very old key', overAge, withCredential({ rotatedAt: ago(1000) }), 'high', 'critical'],
  ['key never used', neverUsed, withCredential({ rotatedAt: ago(100), lastUsed: 'never' }), 'medium', 'high'],
  ['key no longer used', keyUnused, withCredential({ lastUsed: ago(100) }), 'medium', 'high'],
  ['inactive key', inactiveKept, withCredential({ state: 'inactive', lastUsed: ago(100) }), 'low', 'medium'],
  ['two keys', twoActive, withCredential({}, { credentials: twoKeys }), 'low', 'medium'],
  ['unused password', passwordUnused, withCredential({ kind: 'password', lastUsed: ago(100) }), 'medium', 'high'],
  ['password alone', passwordWithoutMfa, withCredential({ kind: 'password', secondFactor: false }), 'high', 'critical'],
  ['old certificate', certificate, withCredential({ kind: 'certificate', rotatedAt: ago(100) }), 'medium', 'high'],
  ['role never used', roleNeverUsed, withRole('never'), 'low', 'high'],
  ['unused role', roleUnused, withRole(ago(100)), 'low', 'high'],
  ['no owner', noOwner, { name: 'no owner', identities: [{ id: ANN }] }, 'low', 'medium'],
];

describe.each(cases)('%s', (_, rule, small, usual, tierZero) => {
  const subject = small.identities?.[0]?.id ?? '';
  const admin = { subject, capability: 'administer' } as const;
  const day = 86_400_000;

  test('weighs its usual weight where the identity reaches nothing', () => {
    expect(says(rule, small)).toBe(usual);
  });

  test('weighs more where the identity reaches tier 0 standing, and shows the way there', () => {
    const [finding] = ask(rule, { ...small, grants: [{ ...admin, caveats: ['unless an unread policy denies it'] }] }).findings;
    expect(finding?.severity).toBe(tierZero);
    expect(finding?.reasons).toContain(`its identity reaches tier 0 standing: administer on ${BOUNDARY}`);
    expect(finding?.caveats).toEqual(['unless an unread policy denies it']);
    expect(finding?.evidence.map((each) => each.pointer)).toContain('/grants/0');
  });

  test('names the gravest of what it reaches', () => {
    const grants = (['change-guardrail', 'grant-privilege', 'disable-audit'] as const).map((capability) => ({ subject, capability }));
    const reasons = ask(rule, { ...small, grants }).findings[0]?.reasons ?? [];
    expect(reasons.at(-1)).toBe(`its identity reaches tier 0 standing: grant-privilege on ${BOUNDARY}`);
  });

  test('and through another identity', () => {
    const far = 'arn:aws:iam::111122223333:role/far';
    const tags = { owner: 'platform' };
    const usage = [...(small.usage ?? []), { identity: far, lastUsed: ago(0) }];
    const identities = [...(small.identities ?? []), { id: far, tags }];
    const { findings } = ask(rule, {
      ...small,
      identities,
      usage,
      links: [{ from: subject, to: far }],
      grants: [{ subject: far, capability: 'administer' }],
    });
    expect(findings.map((finding) => [finding.subject.id, finding.severity])).toEqual([[subject, tierZero]]);
  });

  test.each([
    ['only possible', { presence: 'possible' }],
    ['only for an hour', { bounds: { lo: 'time-bound', hi: 'time-bound' }, windows: [{ from: AS_OF - 1, until: AS_OF + day / 24 }] }],
    ['over', { windows: [{ from: null, until: AS_OF - day }] }],
    ['to ordinary things', { capability: 'ordinary' }],
  ] as const)('not where the reach is %s', (__, differs) => {
    expect(says(rule, { ...small, grants: [{ ...admin, ...differs }] })).toBe(usual);
  });
});

test('the fingerprint of two keys stays when one is used again', () => {
  const used = (first: string, second: string): string | undefined =>
    ask(twoActive, {
      name: 'two keys',
      identities: [{ id: ANN }],
      credentials: twoKeys.map((key, at) => ({ ...key, lastUsed: at === 0 ? first : second })),
    }).findings[0]?.fingerprint;
  const before = used(ago(5), ago(50));
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  expect(used(ago(50), ago(1))).toBe(before);
});

test('the older of two keys is the one to take away, with its own last use', () => {
  const [finding] = ask(twoActive, { name: 'two keys', identities: [{ id: ANN }], credentials: twoKeys }).findings;
  expect(finding?.object?.name).toBe('access-key-2');
  expect(finding?.remediation.mayBreak).toContain('last used 2 days before the audit');
  expect(finding?.reasons[0]).toBe('2 active access keys: access-key-2 (20 days old), access-key-1 (10 days old)');
});

test('a role that only the provider manages is no question', () => {
  for (const rule of [roleUnused, roleNeverUsed, noOwner]) {
    expect(ask(rule, withRole('never', { providerManaged: true })).totals.questions).toBe(0);
  }
});
