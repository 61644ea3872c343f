import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import { inlinePolicyKey } from '../../../../connectors/aws/facts.ts';
import { awsCore } from '../../../../connectors/aws/core.ts';
import { AS_OF } from './cases.ts';
import type { AccountCase } from './estate.ts';
import { accountFacts, factIndex, policyArn } from './estate.ts';
import { HOME, say } from './say.ts';

const ANN = `arn:aws:iam::${HOME}:user/ann`;
function allow(Action: string, more: Readonly<Record<string, Json>> = { Resource: '*' }): Json {
  return { Version: '2012-10-17', Statement: { Effect: 'Allow', Action, ...more } };
}
const account: AccountCase = {
  policies: { attached: allow('iam:CreateAccessKey'), limit: allow('*') },
  groups: { ops: { inline: { g: allow('lambda:UpdateFunctionCode') } } },
  users: { ann: { attached: ['attached'], inline: { own: allow('cloudtrail:StopLogging') }, groups: ['ops'] } },
  roles: { r: { trust: allow('sts:AssumeRole', { Principal: { AWS: ANN } }) } },
};
const all = [
  'user/ann -> role/r exact standing',
  'user/ann disable-audit @ account standing',
  'user/ann mint-credential @ account standing',
  'user/ann run-as @ account standing',
];

function remaining(...keys: readonly string[]): readonly string[] {
  const settings = {} as Parameters<typeof awsCore.resolve>[2];
  return [...awsCore.resolve(factIndex(accountFacts(HOME, account)), AS_OF, settings, new Set(keys))].map(say).sort();
}

describe('what remains without some facts', () => {
  it('is everything without none', () => {
    expect(remaining()).toEqual(all);
    expect(remaining('arn:aws:iam::111111111111:policy/other')).toEqual(all);
  });

  it('lacks what an attachment, a policy, a membership or a trust gave, and nothing else', () => {
    const without = (line: string): readonly string[] => all.filter((each) => !each.includes(line));
    expect(remaining(`${ANN}|${policyArn(HOME, 'attached')}`)).toEqual(without('mint-credential'));
    // a policy that was taken away is not one that nobody listed
    expect(remaining(policyArn(HOME, 'attached'))).toEqual(without('mint-credential'));
    expect(remaining(inlinePolicyKey(ANN, 'own'))).toEqual(without('disable-audit'));
    expect(remaining(`${ANN}|ops`)).toEqual(without('run-as'));
    expect(remaining(`arn:aws:iam::${HOME}:role/r`)).toEqual(without('role/r'));
  });

  it('may be more without what limits', () => {
    const limited = { users: { ann: { limit: 'limit', inline: { p: allow('iam:CreateAccessKey') } } }, policies: { limit: allow('s3:*') } };
    const settings = {} as Parameters<typeof awsCore.resolve>[2];
    const lines = (keys: readonly string[]): readonly string[] =>
      [...awsCore.resolve(factIndex(accountFacts(HOME, limited)), AS_OF, settings, new Set(keys))].map(say);
    expect(lines([])).toEqual([]);
    expect(lines([ANN])).toEqual(['user/ann mint-credential @ account standing']);
  });
});
