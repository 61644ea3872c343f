import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { awsLeftOut } from '../../connectors/aws/left-out.ts';
import { awsSettings } from '../../connectors/aws/settings.ts';
import type { Json } from '../../src/base/json.ts';
import { buildFactIndex } from '../../src/collect/facts.ts';
import type { FactIndex, MappedFact } from '../../src/model/fact.ts';

const hub = '111122223333';
const organization = { id: 'o-a1b2c3d4e5', managementAccount: hub };

/** The hub and the other accounts of its organization, by state. */
function estate(others: Readonly<Record<string, string>>): FactIndex {
  const boundary = `aws:${hub}`;
  const caller: MappedFact = {
    kind: 'boundary',
    boundary,
    surface: 'aws:caller-identity',
    key: boundary,
    value: { id: boundary, kind: 'account', name: null },
    pointer: '',
  };
  const places = Object.entries({ [hub]: 'ACTIVE', ...others }).map(([account, state], i): MappedFact => {
    const value: Json = { type: 'account-place', account, organization, path: null, name: null, state };
    return { kind: 'limiter', boundary, surface: 'aws:organization', key: `account|${account}`, value, pointer: `/Accounts/${i}` };
  });
  return buildFactIndex([{ page: 'p', at: null, facts: [caller, ...places] }]);
}

const told = (others: Readonly<Record<string, string>>, settings: object): readonly string[] =>
  awsLeftOut(estate(others), v.parse(awsSettings, settings));

describe('what a scan of AWS leaves out', () => {
  const others = { '222222222222': 'ACTIVE', '333333333333': 'ACTIVE', '444444444444': 'SUSPENDED' };

  it('is every other account where no role is named', () => {
    expect(told(others, {})).toEqual([
      '2 other accounts of the organization were not entered: set connectors.aws.role to the role that may be assumed in them',
      '1 other account of the organization was not entered: suspended, closed or not yet active',
    ]);
  });

  it('is what the settings name, and nothing where all are entered', () => {
    expect(told(others, { role: 'audit', excludeAccounts: ['333333333333'] })).toEqual([
      '1 other account of the organization was not entered: suspended, closed or not yet active',
      '1 other account of the organization was not entered: connectors.aws.excludeAccounts names it',
    ]);
    expect(told({ '222222222222': 'ACTIVE' }, { role: 'audit' })).toEqual([]);
    expect(told({}, {})).toEqual([]);
  });
});
