import { describe, expect, it } from 'vitest';
import type { BatchPrincipal } from '../../../../connectors/aws/policy/batch/index.ts';
import { evaluateAll } from '../../../../connectors/aws/policy/batch/index.ts';

const account = '111122223333';

function allow(action: string, resource: string, condition: object = {}): BatchPrincipal['identityPolicies'][number] {
  const statement = { Effect: 'Allow', Action: action, Resource: resource, ...(condition as Record<string, never>) };
  return { Version: '2012-10-17', Statement: [statement] };
}

function user(name: string, more: Partial<BatchPrincipal> = {}): BatchPrincipal {
  return { principal: `arn:aws:iam::${account}:user/${name}`, principalTags: {}, identityPolicies: [], ...more };
}

describe('principals that share a document', () => {
  it('are told apart by the name put into its resource', () => {
    const identityPolicies = [allow('iam:CreateAccessKey', `arn:aws:iam::${account}:user/\${aws:username}`)];
    const { decision } = batchOf([user('ann', { identityPolicies }), user('bob', { identityPolicies })], 'iam:CreateAccessKey', 'user/ann');
    expect([decision(0), decision(1)]).toEqual(['allowed', 'implicitly-denied']);
  });

  it('are told apart by their tags', () => {
    const identityPolicies = [allow('iam:GetUser', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'red' } } })];
    const tagged = ['red', 'blue'].map((team) => user(team, { identityPolicies, principalTags: { Team: team } }));
    const { decision } = batchOf([...tagged, user('none', { identityPolicies })], 'iam:GetUser', 'user/ann');
    expect([decision(0), decision(1), decision(2)]).toEqual(['allowed', 'implicitly-denied', 'implicitly-denied']);
  });

  it('are told apart by a tag that an unknown key is compared with', () => {
    const condition = { StringEquals: { 'iam:ResourceTag/team': ['${aws:PrincipalTag/team}'], 'iam:ResourceTag/Team': 'red' } };
    const identityPolicies = [allow('iam:GetUser', '*', { Condition: condition })];
    const tagged = ['red', 'blue'].map((team) => user(team, { identityPolicies, principalTags: { team } }));
    const { decision } = batchOf(tagged, 'iam:GetUser', 'user/ann', ['iam:ResourceTag/*']);
    expect([decision(0), decision(1)]).toEqual(['depends', 'implicitly-denied']);
  });

  it('are told apart by an organization that spares some of them', () => {
    const everything = allow('*', '*');
    const deny = {
      Effect: 'Deny',
      Action: 'iam:*',
      Resource: '*',
      Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:user/security/*' } },
    };
    const serviceControlPolicies = [[everything, { Version: '2012-10-17', Statement: deny }]];
    const both = ['ann', 'security/eve'].map((name) => user(name, { identityPolicies: [everything], serviceControlPolicies }));
    const { decision } = batchOf(both, 'iam:GetUser', 'user/ann');
    expect([decision(0), decision(1)]).toEqual(['explicitly-denied', 'allowed']);
  });

  it('are told apart by a Deny on what is of another account', () => {
    const condition = { StringEquals: { 'aws:ResourceAccount': '999988887777' } };
    const deny = { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: '*', Resource: '*', Condition: condition } };
    const principals = [user('a', { identityPolicies: [deny] }), user('b')];
    const requests = [account, '999988887777'].map((of) => ({ action: 's3:GetObject', resource: 'arn:aws:s3:::b/x', resourceAccount: of }));
    const batch = evaluateAll({ principals, requests, context: {} });
    expect([0, 1].map((p) => [batch.decision(p, 0), batch.decision(p, 1)])).toEqual([
      ['implicitly-denied', 'explicitly-denied'],
      ['implicitly-denied', 'implicitly-denied'],
    ]);
  });

  it('are told apart by the boundary that only one of them has, though it says nothing', () => {
    const identityPolicies = [allow('iam:GetUser', '*')];
    const permissionsBoundary = allow('s3:*', '*');
    const { decision } = batchOf(
      [user('a', { identityPolicies }), user('b', { identityPolicies, permissionsBoundary })],
      'iam:GetUser',
      'user/a',
    );
    expect([decision(0), decision(1)]).toEqual(['allowed', 'implicitly-denied']);
  });

  it('are told apart by the node of the organization that allows nothing', () => {
    const everything = allow('*', '*');
    const nodes = [[[everything], [everything]], [[everything], []], []];
    const all = nodes.map((serviceControlPolicies, n) => user(`u${n}`, { identityPolicies: [everything], serviceControlPolicies }));
    const { decision } = batchOf(all, 'iam:GetUser', 'user/a');
    expect([decision(0), decision(1), decision(2)]).toEqual(['allowed', 'implicitly-denied', 'allowed']);
  });
});

describe('a batch', () => {
  it('matches an action that no list of actions knows by its pattern', () => {
    const identityPolicies = [allow('futureservice:Do*', '*')];
    const batch = evaluateAll({
      principals: [user('a', { identityPolicies })],
      requests: ['FutureService:DoThis', 'futureservice:Undo'].map((action) => ({ action, resource: '*' })),
      context: {},
    });
    expect([batch.decision(0, 0), batch.decision(0, 1)]).toEqual(['allowed', 'implicitly-denied']);
  });

  it('says that a policy nobody could read may allow and may deny', () => {
    const batch = evaluateAll({
      principals: [user('a', { identityPolicies: [null] })],
      requests: [{ action: 'iam:GetUser', resource: '*' }],
    });
    expect(batch.decision(0, 0)).toBe('depends');
    expect(batch.on(0, 0)).toEqual(['doc:unreadable-statement']);
    expect(batch.counts.depends).toBe(1);
  });

  it('reads a text once, however often it comes', () => {
    const copies = Array.from({ length: 50 }, (_, n) => user(`u${n}`, { identityPolicies: [allow('iam:GetUser', '*')] }));
    const { work } = evaluateAll({ principals: copies, requests: [{ action: 'iam:GetUser', resource: '*' }], context: {} });
    expect(work).toEqual({ pairs: 50, byBits: 50, byLikeness: 0, evaluated: 0, documents: 1, profiles: 1 });
  });

  it('explains a pair when asked', () => {
    const identityPolicies = [allow('iam:GetUser', '*')];
    const batch = evaluateAll({
      principals: [user('a', { identityPolicies })],
      requests: [{ action: 'iam:GetUser', resource: '*' }],
      context: {},
    });
    expect(batch.because(0, 0).decision).toBe('allowed');
    expect(batch.because(0, 0).layers.some(({ layer, outcome }) => layer === 'identity' && outcome === 'allows')).toBe(true);
    expect(batch.answer(0, 0).flags).toEqual([]);
  });

  it('refuses a pair it does not have', () => {
    const batch = evaluateAll({ principals: [user('a')], requests: [{ action: 'iam:GetUser', resource: '*' }] });
    expect(() => batch.decision(1, 0)).toThrow(RangeError);
    expect(() => batch.on(0, 1)).toThrow(RangeError);
    expect(() => batch.because(0, 1)).toThrow(RangeError);
  });

  it('refuses a principal that is none, as a single call does', () => {
    const principals = [{ principal: 'arn:aws:s3:::bucket', identityPolicies: [] }];
    expect(() => evaluateAll({ principals, requests: [{ action: 'iam:GetUser', resource: '*' }] })).toThrow(
      expect.objectContaining({ code: 'bad-principal' }) as Error,
    );
  });

  it('answers nothing for no requests and no principals', () => {
    expect(evaluateAll({ principals: [], requests: [{ action: 'iam:GetUser', resource: '*' }] }).work.pairs).toBe(0);
    expect(evaluateAll({ principals: [user('a')], requests: [] }).work.pairs).toBe(0);
  });
});

function batchOf(
  principals: readonly BatchPrincipal[],
  action: string,
  resource: string,
  unknownKeys: readonly string[] = [],
): { readonly decision: (p: number) => string } {
  const batch = evaluateAll({
    principals,
    requests: [{ action, resource: (of) => `arn:aws:iam::${of}:${resource}` }],
    context: {},
    unknownKeys,
  });
  return { decision: (p) => batch.decision(p, 0) };
}
