import { describe, expect, test } from 'vitest';
import { rule as apiKey } from '../../src/rules/api-key-long-lived/rule.ts';
import { rule as sshKey } from '../../src/rules/ssh-key-long-lived/rule.ts';
import type { SmallGraph } from '../../src/contract/rule.ts';
import { ask, says } from './ask.ts';
import { ago, ANN, BOUNDARY, withCredential } from './estate.ts';

const api = (given: object): SmallGraph => withCredential({ kind: 'api-key', ...given });
const ssh = (given: object): SmallGraph => withCredential({ kind: 'ssh-key', ...given });

describe('an API key', () => {
  test.each([
    ['without an end, of today', { createdAt: ago(0) }, 'medium'],
    ['without an end, a millisecond short of a year', { createdAt: ago(365, -1) }, 'medium'],
    ['without an end, of a year', { createdAt: ago(365) }, 'high'],
    ['without an end, of an age nobody tells', {}, 'medium'],
    ['with an end that is no time', { createdAt: ago(1), expiresAt: 'some day' }, 'medium'],
    ['of exactly ninety days', { createdAt: ago(30), expiresAt: ago(-60) }, 'clear'],
    ['of a millisecond more', { createdAt: ago(30), expiresAt: ago(-60, -1) }, 'low'],
    ['with an end far off, of an age nobody tells', { expiresAt: ago(-91) }, 'low'],
    ['with an end near by, of an age nobody tells', { expiresAt: ago(-10) }, 'undetermined'],
    ['that has ended now', { createdAt: ago(1000), expiresAt: ago(0) }, 'clear'],
    ['that is inactive', { createdAt: ago(1000), state: 'inactive' }, 'clear'],
  ])('%s', (_, given, answer) => {
    expect(says(apiKey, api(given))).toBe(answer);
  });

  test('is judged by the limit that is set', () => {
    expect(says(apiKey, api({ createdAt: ago(30), expiresAt: ago(-60) }), { maxLifeDays: 30 })).toBe('low');
  });

  test('that opens one service is no graver for what else its identity may do', () => {
    expect(says(apiKey, { ...api({ createdAt: ago(1) }), grants: [{ subject: ANN, capability: 'administer' }] })).toBe('medium');
  });
});

test.each([
  [90, 0, 'clear'],
  [90, 1, 'low'],
  [365, -1, 'low'],
  [365, 0, 'medium'],
])('an SSH key of %i days and %i ms is %s', (days, ms, answer) => {
  expect(says(sshKey, ssh({ createdAt: ago(days, ms) }))).toBe(answer);
});

describe.each([
  ['api-key-long-lived', apiKey, api({ createdAt: ago(10), expiresAt: ago(-10) })],
  ['ssh-key-long-lived', sshKey, ssh({ createdAt: ago(10) })],
] as const)('%s', (_, rule, one) => {
  const bare: SmallGraph = { name: 'nobody has anything', identities: [{ id: ANN }] };

  test('asks nothing where credentials of services were not asked for', () => {
    expect(ask(rule, { ...bare, unread: [{ kind: 'service-credential', status: 'excluded' }] }).totals.questions).toBe(0);
    expect(ask(rule, { ...bare, unread: [{ kind: 'service-credential', cause: 'excluded' }] }).totals.questions).toBe(0);
  });

  test.each(['unread', 'partial'] as const)('leaves the boundary open where they were %s, and what was told stands', (status) => {
    const { totals, undetermined } = ask(rule, { ...one, unread: [{ kind: 'service-credential', status, cause: 'denied' }] });
    expect(totals).toMatchObject({ questions: 2, clear: 1, undetermined: 1 });
    expect(undetermined[0]?.subject.id).toBe(BOUNDARY);
  });

  test('is not asked of other kinds of credentials', () => {
    expect(ask(rule, withCredential({ kind: 'access-key', createdAt: ago(1000) })).totals.questions).toBe(0);
  });
});
