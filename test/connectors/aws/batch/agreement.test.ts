import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateEstate } from '../../../../bench/estate/estate.ts';
import { evaluateAll } from '../../../../connectors/aws/policy/batch/index.ts';
import type { Json } from '../../../../src/base/json.ts';
import { runs } from '../../../support/runs.ts';
import { controlled, disagreements, privileged, singledOut } from './asked.ts';

const context = {
  'aws:CurrentTime': '2026-11-01T00:00:00Z',
  'aws:RequestedRegion': 'eu-west-1',
  'aws:SourceIp': '10.1.2.3',
  'aws:MultiFactorAuthPresent': 'true',
  'aws:ViaAWSService': 'false',
};
const estate = generateEstate({ seed: 3, accounts: 4, roles: 25, users: 8, oddities: 0.1 });
const principals = estate.accounts.flatMap((account) => account.principals);

describe('a batch and single calls', () => {
  it('agree where the request is known', () => {
    expect(disagreements({ principals, requests: [...privileged, ...singledOut], context })).toEqual([]);
  });

  it('agree where nothing is known of the request', () => {
    expect(disagreements({ principals, requests: [...privileged, ...singledOut] })).toEqual([]);
  });

  it('agree where some keys are unknown', () => {
    const unknownKeys = ['aws:SourceIp', 'aws:RequestTag/*', { key: 'aws:RequestedRegion', present: true as const }, 'aws:PrincipalTag/*'];
    expect(
      disagreements({ principals, requests: privileged, context: { 'aws:CurrentTime': '2026-11-01T00:00:00Z' }, unknownKeys }),
    ).toEqual([]);
  });

  it('agree under resource control policies', () => {
    expect(disagreements({ principals, requests: [...controlled, ...privileged.slice(0, 3)], context })).toEqual([]);
  });

  it('agree where principals bring a context of their own', () => {
    const own = principals.map((each, p) => ({
      ...each,
      ...(p % 3 === 0 ? { context: { ...context, 'aws:SourceIp': p % 2 === 0 ? '192.0.2.1' : '10.0.0.1' } } : {}),
      ...(p % 4 === 0 ? { unknownKeys: ['aws:MultiFactorAuthPresent'] } : {}),
    }));
    expect(disagreements({ principals: own, requests: privileged.filter((_, r) => r % 3 === 0), context })).toEqual([]);
  });

  it('agree where another document tells that a key is text', () => {
    const say = (Effect: string, Resource: string, Condition: object): Json =>
      ({ Version: '2012-10-17', Statement: { Effect, Action: 's3:*', Resource, Condition } }) as unknown as Json;
    const either = [say('Allow', '*', { Bool: { 'x:Ready': 'true' } }), say('Allow', '*', { Bool: { 'x:Ready': 'false' } })];
    const text = say('Deny', 'arn:aws:s3:::other', { StringEquals: { 'x:Ready': 'perhaps' } });
    const all = say('Allow', '*', { StringNotEquals: { 'x:Ready': 'perhaps' } });
    const arn = 'arn:aws:iam::111122223333:role/';
    const asked = [
      { principal: `${arn}a`, identityPolicies: either },
      { principal: `${arn}b`, identityPolicies: [...either, text] },
      { principal: `${arn}c`, identityPolicies: either, permissionsBoundary: all },
      { principal: `${arn}d`, identityPolicies: [...either] },
      { principal: `${arn}aws-service-role/x.amazonaws.com/e`, identityPolicies: either, serviceControlPolicies: [[all]] },
      { principal: `${arn}aws-service-role/x.amazonaws.com/f`, identityPolicies: either },
    ];
    const input = {
      principals: asked,
      requests: [{ action: 's3:GetBucketAcl', resource: 'arn:aws:s3:::b', resourceAccount: '111122223333' }],
      context: {},
      unknownKeys: [{ key: 'x:Ready', present: true as const }],
    };
    expect(disagreements(input)).toEqual([]);
    expect(asked.map((_, p) => evaluateAll(input).decision(p, 0))).toEqual([
      'allowed',
      'depends',
      'depends',
      'allowed',
      'depends',
      'allowed',
    ]);
    for (const reversed of [asked.slice(4), asked.toReversed()]) expect(disagreements({ ...input, principals: reversed })).toEqual([]);
  });

  it('agree on principals that are neither users nor roles', () => {
    const others = [
      'lambda.amazonaws.com',
      'anonymous',
      'arn:aws:iam::111122223333:root',
      'arn:aws:iam::111122223333:saml-provider/x',
      { type: 'federated-user', arn: 'arn:aws:sts::111122223333:federated-user/f', issuer: 'arn:aws:iam::111122223333:user/user.1' },
    ] as const;
    const { identityPolicies } = principals[0] ?? { identityPolicies: [] };
    const input = others.map((principal) => ({ principal, identityPolicies }));
    expect(disagreements({ principals: input, requests: [...privileged, ...singledOut], context })).toEqual([]);
  });

  it('agree on any estate', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(0.02, 0.5, 1), fc.boolean(), (seed, oddities, known) => {
        const { accounts } = generateEstate({ seed, accounts: 2, roles: 12, users: 5, oddities });
        const input = { principals: accounts.flatMap((each) => each.principals), requests: [...privileged, ...singledOut] };
        expect(disagreements(known ? { ...input, context } : input)).toEqual([]);
      }),
      { numRuns: runs(6, 2000) },
    );
  });
});

describe('the estates that are compared', () => {
  const batch = evaluateAll({ principals, requests: [...privileged, ...singledOut] });

  it('bring every decision about, by bits and by evaluation', () => {
    for (const decision of ['allowed', 'explicitly-denied', 'implicitly-denied', 'depends'] as const) {
      expect(batch.counts[decision]).toBeGreaterThan(50);
    }
    expect(batch.work.byBits).toBeGreaterThan(1000);
    expect(batch.work.byLikeness).toBeGreaterThan(1000);
    expect(batch.work.evaluated).toBeGreaterThan(100);
    expect(batch.work.byBits + batch.work.byLikeness + batch.work.evaluated).toBe(batch.work.pairs);
  });

  it('count every pair once', () => {
    const sum = batch.countsByRequest.reduce((total, each) => total + Object.values(each).reduce((a, b) => a + b, 0), 0);
    expect(sum).toBe(batch.work.pairs);
    const allowed = principals.reduce(
      (total, _, p) => total + [...privileged, ...singledOut].filter((__, r) => batch.decision(p, r) === 'allowed').length,
      0,
    );
    expect(batch.counts.allowed).toBe(allowed);
  });

  it('are the same for the same seed, and others for another', () => {
    const again = generateEstate({ seed: 3, accounts: 4, roles: 25, users: 8, oddities: 0.1 });
    expect(JSON.stringify(again)).toBe(JSON.stringify(estate));
    expect(JSON.stringify(generateEstate({ seed: 4, accounts: 4, roles: 25, users: 8, oddities: 0.1 }))).not.toBe(JSON.stringify(estate));
  });
});
