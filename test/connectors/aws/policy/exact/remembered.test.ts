import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccessRequest } from '../../../../../connectors/aws/policy/index.ts';
import { compile, evaluateAccess } from '../../../../../connectors/aws/policy/index.ts';
import { runs } from '../../../../support/runs.ts';

function statement(effect: string, condition?: object, resource = '*'): object {
  return { Effect: effect, Action: 's3:*', Resource: resource, ...(condition === undefined ? {} : { Condition: condition }) };
}

// a few documents that are asked about again and again, each with conditions that may be left open
const documents = [
  [statement('Allow')],
  [statement('Allow', { Bool: { 'x:Ready': 'true' } }), statement('Allow', { Bool: { 'x:Ready': 'false' } })],
  [statement('Deny', { StringEquals: { 'x:Ready': 'perhaps' } })],
  [statement('Deny', { StringEquals: { 'x:Ready': 'perhaps' } }, 'arn:aws:s3:::b/a/*')],
  [statement('Deny', { StringEquals: { 'x:Team': 'a' } })],
  [statement('Deny', { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })],
  [statement('Allow', { StringEquals: { 'x:Team': '${aws:PrincipalTag/team}' } })],
  [statement('Deny', { StringNotLike: { 'aws:PrincipalArn': '*/ann' }, Bool: { 'x:Ready': 'true' } })],
  [statement('Deny', { Null: { 'aws:SourceIp': 'maybe' } })],
  [statement('Allow', undefined, 'arn:aws:s3:::b/${x:Team}/*')],
].map((list) => compile({ Version: '2012-10-17', Statement: list } as never, 'identity'));
const some = fc.subarray(documents, { minLength: 1, maxLength: 3 });
const key = fc.constantFrom('x:Ready', 'x:Team', 'aws:SourceIp', 'aws:PrincipalTag/team');
const unknown = fc.oneof(
  key,
  key.map((each) => ({ key: each, present: true as const })),
);
const role = 'arn:aws:iam::111122223333:role/ann';

const requests: fc.Arbitrary<AccessRequest> = fc.record({
  principal: fc.constantFrom('arn:aws:iam::111122223333:user/ann', 'arn:aws:iam::111122223333:user/eve', role),
  principalTags: fc.constantFrom(undefined, {}, { team: 'a' }, { team: 'b' }),
  action: fc.constantFrom('s3:GetObject', 's3:PutObject'),
  resource: fc.constantFrom('arn:aws:s3:::b/a/k', 'arn:aws:s3:::b/k'),
  resourceAccount: fc.constantFrom(undefined, '111122223333'),
  context: fc.option(fc.dictionary(key, fc.constantFrom('true', 'a', '10.0.0.1', '192.0.2.1')), { nil: undefined }),
  unknownKeys: fc.array(unknown, { maxLength: 3 }),
  identityPolicies: some,
  permissionsBoundary: fc.option(fc.constantFrom(...documents), { nil: undefined }),
  serviceControlPolicies: fc.constantFrom(undefined, [[documents[0] ?? {}]], [[documents[0] ?? {}], documents.slice(0, 4)]),
});

describe('an answer that was worked out before', () => {
  const [, bool, , elsewhere, notA, , team] = documents;
  const request = {
    principal: role,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::b/k',
    resourceAccount: '111122223333',
    context: {},
    unknownKeys: [
      { key: 'x:Ready', present: true },
      { key: 'x:Team', present: true },
    ],
  } as const;

  it('is not that of a request under which another document tells that the key is text', () => {
    const decisions = [[bool ?? null], [bool ?? null, elsewhere ?? null], [bool ?? null]].map(
      (identityPolicies) => evaluateAccess({ ...request, identityPolicies }).decision,
    );
    expect(decisions).toEqual(['allowed', 'depends', 'allowed']);
  });

  it('is not that of a principal with another tag', () => {
    const decisions = ['a', 'b', 'a'].map(
      (tag) => evaluateAccess({ ...request, principalTags: { team: tag }, identityPolicies: [team ?? null, notA ?? null] }).decision,
    );
    expect(decisions).toEqual(['implicitly-denied', 'depends', 'implicitly-denied']);
  });

  it('is the one that is worked out anew', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const answer = evaluateAccess(request);
        // an explanation remembers nothing
        const { decision, essential } = answer.because();
        expect([answer.decision, answer.on]).toEqual([decision, essential]);
      }),
      { numRuns: runs(1500, 40_000) },
    );
  });
});
