import { describe, expect, it } from 'vitest';
import type { AccessRequest } from '../../../../connectors/aws/policy/index.ts';
import { evaluateAccess } from '../../../../connectors/aws/policy/index.ts';

const request: AccessRequest = {
  principal: 'arn:aws:iam::111122223333:role/app',
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::b/k',
  resourceAccount: '111122223333',
  context: {},
  unknownKeys: ['aws:SourceVpce', 'aws:TagKeys'],
  identityPolicies: [
    { Statement: { Sid: 'Other', Effect: 'Allow', Action: 'ec2:*', Resource: '*' } },
    {
      Statement: [
        { Sid: 'Read', Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::b/*' },
        { Sid: 'Elsewhere', Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::c/*' },
        { Sid: 'Endpoint', Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } } },
      ],
    },
  ],
  serviceControlPolicies: [[{ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }], []],
};

describe('because', () => {
  it('lists the statements that speak of the action, by layer and node', () => {
    const { decision, layers } = evaluateAccess(request).because();
    expect(decision).toBe('implicitly-denied');
    expect(layers.map(({ layer, node, outcome }) => [layer, node, outcome])).toEqual([
      ['identity', undefined, 'depends'],
      ['boundary', undefined, 'not-applicable'],
      ['session', undefined, 'not-applicable'],
      ['resource', undefined, 'not-applicable'],
      ['scp', 0, 'allows'],
      ['scp', 1, 'does-not-allow'],
      ['rcp', undefined, 'not-applicable'],
    ]);
    expect(layers[0]?.statements.map(({ policy, statement, sid, matches }) => [policy, statement, sid, matches])).toEqual([
      [1, 0, 'Read', 'yes'],
      [1, 1, 'Elsewhere', 'no'],
      [1, 2, 'Endpoint', 'depends'],
    ]);
  });

  it('gives examples that hold when they are asked about', () => {
    const open = { ...request, serviceControlPolicies: [] };
    const answer = evaluateAccess(open);
    expect([answer.decision, answer.on]).toEqual(['depends', ['aws:SourceVpce']]);
    const { allowingExample, denyingExample, essential, text } = answer.because();
    expect(essential).toEqual(['aws:SourceVpce']);
    expect(text.join('\n')).toContain('aws:SourceVpce');
    const ask = (example: typeof allowingExample): string => {
      const context = Object.fromEntries(Object.entries(example ?? {}).filter((each): each is [string, string] => each[1] !== null));
      return evaluateAccess({ ...open, unknownKeys: [], context }).decision;
    };
    expect(ask(allowingExample)).toBe('allowed');
    expect(ask(denyingExample)).toBe('explicitly-denied');
  });

  it('explains what no policy is asked about', () => {
    const { decision, layers, text } = evaluateAccess({ ...request, action: 'sts:GetCallerIdentity', resource: '*' }).because();
    expect(decision).toBe('allowed');
    expect(layers.every((each) => each.outcome === 'not-applicable')).toBe(true);
    expect(text).toContain('everyone may do so: no policy is asked');
  });
});
