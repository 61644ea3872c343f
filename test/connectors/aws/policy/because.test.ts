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

  const deny = { Effect: 'Deny', Action: 's3:*', Resource: '*' };
  function examples(...statements: readonly object[]): unknown {
    const identityPolicies = [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }, ...statements] }];
    const unknownKeys = ['aws:SourceVpce', { key: 'x:Size', present: true as const }];
    const answer = evaluateAccess({ ...request, unknownKeys, identityPolicies: identityPolicies as never, serviceControlPolicies: [] });
    const { allowingExample, denyingExample } = answer.because();
    return [answer.on, allowingExample, denyingExample];
  }

  it('names a doubt in the examples where the answer needs it', () => {
    expect(examples({ ...deny, Unless: 'monday' })).toEqual([
      ['doc:unreadable-statement'],
      { 'doc:unreadable-statement': 'false' },
      { 'doc:unreadable-statement': 'true' },
    ]);
  });

  it('tells values that need no doubt where there are some', () => {
    const unsure = { ...deny, Condition: { NumericNotEquals: { 'x:Size': 'ten' } } };
    const endpoint = { ...deny, Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } };
    const [on, allowing, denying] = examples(unsure, endpoint) as readonly [unknown, unknown, unknown];
    expect(on).toEqual(['aws:SourceVpce', 'doc:unparseable-value']);
    expect(allowing).toEqual({ 'aws:SourceVpce': null, 'doc:unparseable-value': 'false' });
    expect(denying).toEqual({ 'aws:SourceVpce': 'vpce-1' });
  });

  it('holds for a doubt of several statements if one of them matches', () => {
    const [, allowing, denying] = examples({ ...deny, Unless: 'monday' }, { ...deny, Unless: 'sunday' }) as readonly [
      unknown,
      unknown,
      unknown,
    ];
    expect(allowing).toEqual({ 'doc:unreadable-statement': 'false' });
    expect(denying).toEqual({ 'doc:unreadable-statement': 'true' });
  });

  it('tells the action as it was written', () => {
    expect(evaluateAccess(request).because().text[0]).toContain('s3:GetObject on');
  });

  it('explains what no policy is asked about', () => {
    const { decision, layers, text } = evaluateAccess({ ...request, action: 'sts:GetCallerIdentity', resource: '*' }).because();
    expect(decision).toBe('allowed');
    expect(layers.every((each) => each.outcome === 'not-applicable')).toBe(true);
    expect(text).toContain('everyone may do so: no policy is asked');
  });
});
