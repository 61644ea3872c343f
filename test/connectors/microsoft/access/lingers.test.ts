import { describe, expect, it } from 'vitest';
import { azureLingers } from '../../../../connectors/microsoft/azure/access/lingers.ts';
import { entraLingers } from '../../../../connectors/microsoft/entra/access/lingers.ts';
import type { Access } from '../../../../src/model/access.ts';
import { accessKinds } from '../../../../src/model/access.ts';

const HOUR = 3_600_000;

function access(kind: Access['kind'], more: Partial<Access> = {}): Access {
  const of = { id: 'a', boundary: 'entra:t', subject: 's', objects: ['o'], name: 'n', scope: null, source: 'x', from: null, until: null };
  return { ...of, activated: false, kind, ...more };
}

/** The longest, in hours; `null` where one has no limit. */
function longest(all: ReturnType<typeof entraLingers>): number | null {
  if (all.some(({ longestMs }) => longestMs === null)) return null;
  return Math.max(0, ...all.map(({ longestMs }) => longestMs ?? 0)) / HOUR;
}

describe('what goes on working after the end', () => {
  it.each([
    ['assignment', 28],
    ['eligibility', 0],
    ['membership', 28],
    ['consent', 28],
    ['credential', 24],
    ['trust', 24],
    ['account', 1.5],
    ['ownership', 0.25],
  ] as const)('of %s in a directory does for %d hours at most', (kind, hours) => {
    expect(longest(entraLingers(access(kind)))).toBe(hours);
  });

  it.each([
    ['a role at a subscription', access('assignment', { scope: 'azure:s' }), 24],
    ['a role at a resource', access('assignment', { scope: '/subscriptions/s/resourcegroups/g' }), 24],
    ['a role at a management group', access('assignment', { scope: 'azure:t/platform' }), null],
    ['a role that has to be switched on', access('eligibility', { scope: 'azure:s' }), 0],
    ['an access policy of a vault', access('policy'), null],
    ['a managed identity', access('trust'), 24],
  ])('of %s in Azure', (_, of, hours) => {
    expect(longest(azureLingers(of))).toBe(hours);
  });

  it('of a role is cut by what ends the account’s sessions where the resource listens, and by nothing where it does not', () => {
    expect(entraLingers(access('assignment')).map(({ midSession, cutBy }) => [midSession, cutBy.length > 0])).toEqual([
      ['expiry-only', false],
      ['on-signal', true],
      ['on-signal', true],
    ]);
  });

  it('says for every sort of access where that is written', () => {
    for (const kind of accessKinds) {
      for (const each of [...entraLingers(access(kind)), ...azureLingers(access(kind))])
        expect(each.source).toMatch(/^https:\/\/learn\.microsoft\.com\//);
    }
  });
});
