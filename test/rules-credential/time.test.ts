import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rule as rootUsed } from '../../connectors/aws/rules/root-used/rule.ts';
import { rule as inactiveKept } from '../../src/rules/access-key-inactive-kept/rule.ts';
import { rule as neverUsed } from '../../src/rules/access-key-never-used/rule.ts';
import { rule as overAge } from '../../src/rules/access-key-over-age/rule.ts';
import { rule as keyUnused } from '../../src/rules/access-key-unused/rule.ts';
import { rule as certificate } from '../../src/rules/certificate-long-lived/rule.ts';
import { rule as passwordUnused } from '../../src/rules/password-unused/rule.ts';
import { rule as roleNeverUsed } from '../../src/rules/role-never-used/rule.ts';
import { rule as roleUnused } from '../../src/rules/role-unused/rule.ts';
import type { Rule, SmallGraph } from '../../src/contract/rule.ts';
import { instantOf } from '../../src/base/instant.ts';
import { ask, says } from './ask.ts';
import { ago, AS_OF, ROOT, withCredential, withRole } from './estate.ts';
import { runs } from '../support/runs.ts';

const MINUTE = 60_000;
const root = (lastUsed: string): SmallGraph => ({
  name: 'root',
  identities: [{ id: ROOT }],
  credentials: [{ id: `${ROOT}#password`, identity: ROOT, lastUsed }],
});

/** Rules whose answer rests on a time, and an estate where that time is `at`. */
const timed: readonly (readonly [string, Rule<unknown>, (at: string) => SmallGraph, now: string])[] = [
  ['age of a key', overAge, (at) => withCredential({ rotatedAt: at }), 'clear'],
  ['age of a key never used', neverUsed, (at) => withCredential({ rotatedAt: at, lastUsed: 'never' }), 'clear'],
  ['last use of a key', keyUnused, (at) => withCredential({ createdAt: ago(500), lastUsed: at }), 'clear'],
  ['last use of a key, asked whether never used', neverUsed, (at) => withCredential({ createdAt: ago(500), lastUsed: at }), 'clear'],
  ['last use of an inactive key', inactiveKept, (at) => withCredential({ state: 'inactive', createdAt: ago(500), lastUsed: at }), 'clear'],
  ['last use of a password', passwordUnused, (at) => withCredential({ kind: 'password', lastUsed: at }), 'clear'],
  ['age of a certificate', certificate, (at) => withCredential({ kind: 'certificate', rotatedAt: at }), 'clear'],
  ['last use of a role', roleUnused, (at) => withRole(at), 'clear'],
  ['last use of a role, asked whether never used', roleNeverUsed, (at) => withRole(at), 'clear'],
  ['age of a role never used', roleNeverUsed, (at) => withRole('never', { createdAt: at }), 'clear'],
  ['last use of the root user', rootUsed, root, 'high'],
];

describe.each(timed)('%s', (_, rule, at, now) => {
  test('a clock that runs 15 minutes ahead is the present', () => {
    expect(says(rule, at(instantOf(AS_OF)))).toBe(now);
    expect(says(rule, at(instantOf(AS_OF + 15 * MINUTE)))).toBe(now);
  });

  test.each([15 * MINUTE + 1, 86_400_000, 3650 * 86_400_000])('%d ms after the audit tells nothing of the time of the audit', (ms) => {
    const small = at(instantOf(AS_OF + ms));
    expect(says(rule, small)).toBe('undetermined');
    expect(ask(rule, small).undetermined[0]?.because[0]?.detail).toContain('is after the time this audit speaks for');
  });

  test.each(['', '2025-02-30', '2025-06-01T00:00:00', 'N/A', 'no_information'])('%j is no time, and neither safe nor a finding', (text) => {
    expect(says(rule, at(text))).toBe('undetermined');
  });
});

test('the time of the audit is the one asked for: a key young then is old later', () => {
  const small = withCredential({ rotatedAt: '2025-12-01T00:00:00.000Z' });
  expect(says(overAge, small)).toBe('clear');
  expect(says(overAge, { ...small, asOf: '2026-06-01T00:00:00.000Z' })).toBe('medium');
});

test('what no source tells is undetermined whatever else is known', () => {
  const anyTime = fc.option(
    fc.integer({ min: 0, max: 3000 }).map((days) => ago(days)),
    { nil: null },
  );
  fc.assert(
    fc.property(anyTime, anyTime, (createdAt, rotatedAt) => {
      expect(says(keyUnused, withCredential({ createdAt, rotatedAt, lastUsed: 'unknown' }))).toBe('undetermined');
      expect(says(neverUsed, withCredential({ createdAt, rotatedAt, lastUsed: 'unknown' }))).toBe('undetermined');
      expect(says(passwordUnused, withCredential({ kind: 'password', createdAt, rotatedAt, lastUsed: 'unknown' }))).toBe('undetermined');
      expect(says(roleUnused, withRole('unknown', { createdAt }))).toBe('undetermined');
      expect(says(roleNeverUsed, withRole('unknown', { createdAt }))).toBe('undetermined');
    }),
    { numRuns: runs(40) },
  );
});

test('never used and unused are one finding for a key, never two', () => {
  fc.assert(
    fc.property(fc.integer({ min: 46, max: 3000 }), fc.boolean(), (days, never) => {
      const small = withCredential({ createdAt: ago(days), lastUsed: never ? 'never' : ago(days) });
      const found = [neverUsed, keyUnused].map((rule) => ask(rule, small).totals.findings);
      expect(found).toEqual(never ? [1, 0] : [0, 1]);
    }),
    { numRuns: runs(40) },
  );
});

describe('what might break', () => {
  test.each([
    ['used', ago(400), 'last used 400 days before the audit (2024-11-27T00:00:00.000Z): whatever uses it then stops working'],
    ['not told', 'unknown', 'when access-key-1 was last used is not told: find out what uses it first'],
    ['never used', 'never', null],
  ])('last use %s', (_, lastUsed, words) => {
    expect(ask(overAge, withCredential({ rotatedAt: ago(401), lastUsed })).findings[0]?.remediation.mayBreak).toBe(words);
  });
});

describe('look-back of a role’s use', () => {
  test.each([
    [400, 'was created 400 days ago and was not used since it was created'],
    [401, 'was created 401 days ago and was not used in the last 400 days, as far back as the source looks'],
  ])('created %d days ago', (days, words) => {
    expect(ask(roleNeverUsed, withRole('never', { createdAt: ago(days) })).findings[0]?.reasons[0]).toContain(words);
  });
});
