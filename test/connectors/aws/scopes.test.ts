import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../src/model/fact.ts';
import { awsCore } from '../../../connectors/aws/core.ts';
import { factIndex } from './resolve/estate.ts';

const ORGANIZATION = { id: 'o-abcde12345', managementAccount: '999999999999' };

function place(account: string, path: readonly string[] | null, more: object = {}): Fact {
  const value = { type: 'account-place', account, organization: ORGANIZATION, path, name: null, state: 'ACTIVE', ...more };
  return { kind: 'limiter', boundary: 'aws:999999999999', surface: 'aws:organization', key: `place|${account}`, value, pages: [] };
}

function told(...facts: readonly Fact[]): readonly string[] {
  return [...(awsCore.scopes?.(factIndex(facts)) ?? [])]
    .map((each) => `${each.scope} in ${each.parent}, ${each.kind} ${each.name ?? '-'}`)
    .sort();
}

describe('the scopes of AWS', () => {
  it('are organization, root, units and accounts, each step once', () => {
    expect(
      told(
        place('111111111111', ['r-ab12', 'ou-ab12-1', '111111111111'], { name: 'payments' }),
        place('222222222222', ['r-ab12', 'ou-ab12-1', 'ou-ab12-2', '222222222222']),
      ),
    ).toEqual([
      'aws:111111111111 in aws:ou-ab12-1, account payments',
      'aws:222222222222 in aws:ou-ab12-2, account -',
      'aws:ou-ab12-1 in aws:r-ab12, organizational unit -',
      'aws:ou-ab12-2 in aws:ou-ab12-1, organizational unit -',
      'aws:r-ab12 in aws:o-abcde12345, root -',
    ]);
  });

  it('put an account under its organization at least, and nowhere where it is in none or nobody told', () => {
    expect(told(place('111111111111', null))).toEqual(['aws:111111111111 in aws:o-abcde12345, account -']);
    expect(told(place('111111111111', [], { organization: null }))).toEqual([]);
    const parent = { type: 'organization-parent', node: '111111111111', parent: 'ou-ab12-1' };
    const seen = { ...place('0', null), key: 'parent|111111111111', value: parent } as Fact;
    expect(told(place('111111111111', null), seen)).toEqual([
      'aws:111111111111 in aws:ou-ab12-1, account -',
      'aws:ou-ab12-1 in aws:o-abcde12345, organizational unit -',
    ]);
  });
});
