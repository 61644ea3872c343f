import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import { AS_OF } from './cases.ts';
import { accountFacts, factIndex } from './estate.ts';
import { HOME, say } from './say.ts';

type Condition = Readonly<Record<string, Json>>;

function statement(Effect: 'Allow' | 'Deny', Condition: Condition, Resource: Json = '*'): Json {
  return { Effect, Action: 'iam:CreateAccessKey', Resource, Condition };
}

function ofAnn(...statements: readonly Json[]): readonly string[] {
  const document = { Version: '2012-10-17', Statement: statements };
  return [...resolveAws(factIndex(accountFacts(HOME, { users: { ann: { inline: { p: document } } } })), AS_OF)].map(say).sort();
}

const many = (prefix: string): readonly string[] => Array.from({ length: 20 }, (_none, at) => `${prefix}${at}`);
const factor: Condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
const users = (name: string): string => `arn:aws:iam::${HOME}:user/${name}`;

describe('where it cannot be told whether conditions can be met at once', () => {
  const open = 'user/ann mint-credential @ account standing possible';

  it('what compares one key as an address and as a text is possible, not certain', () => {
    const told = ofAnn(
      statement('Allow', { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }),
      statement('Deny', { StringNotLike: { 'aws:SourceIp': '192.*' } }),
    );
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(open);
  });

  it('too many values together are possible, not certain', () => {
    const [agents, pages, regions] = [many('agent-'), many('page-'), many('region-')];
    const told = ofAnn(
      statement('Allow', { StringEquals: { 'aws:UserAgent': agents, 'aws:Referer': pages, 'aws:RequestedRegion': regions } }),
      statement('Deny', { StringEquals: { 'aws:UserAgent': agents } }),
      statement('Deny', { StringEquals: { 'aws:Referer': ['page-1'] } }),
      statement('Deny', { StringEquals: { 'aws:RequestedRegion': ['region-1'] } }),
    );
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(open);
  });

  it('many values of keys that nothing else compares stand in the way of nothing', () => {
    const allow = { StringEquals: { 'aws:UserAgent': many('agent-'), 'aws:Referer': many('page-'), 'aws:RequestedRegion': many('r-') } };
    expect(ofAnn(statement('Allow', { ...allow, ...factor }), statement('Deny', factor))).toEqual([]);
    const told = ofAnn(statement('Allow', { ...allow, ...factor }), statement('Deny', { Bool: { 'aws:MultiFactorAuthPresent': 'false' } }));
    expect(told).toMatchObject([expect.stringMatching(/^user\/ann mint-credential @ account standing \{by-holder/)]);
  });
});

describe('a deny of part of the resources', () => {
  it('that cannot be cut out of them leaves the rest possible', () => {
    const told = ofAnn(statement('Allow', factor, users('a*')), statement('Deny', factor, users('*b')));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('user/ann mint-credential @ user/a* standing possible');
  });

  it('beside many others takes nothing away of what none of them speaks of', () => {
    const denies = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => statement('Deny', factor, users(name)));
    const told = ofAnn(statement('Allow', factor, users('*')), ...denies);
    expect(told).not.toEqual([]);
    const everywhere = statement('Deny', factor);
    expect(ofAnn(statement('Allow', factor, users('*')), ...denies, everywhere)).toEqual([]);
  });
});
