import { describe, expect, it } from 'vitest';
import type { AccessRequest } from '../../../../../connectors/aws/policy/index.ts';
import { evaluateAccess } from '../../../../../connectors/aws/policy/index.ts';

type Conditions = Record<string, Record<string, string | string[]>>;

function ask(change: Partial<AccessRequest>, ...statements: (readonly ['Allow' | 'Deny', Conditions])[]): readonly [string, ...string[]] {
  const answer = evaluateAccess({
    principal: 'arn:aws:iam::111122223333:user/ann',
    action: 'sqs:SendMessage',
    resource: 'arn:aws:sqs:eu-west-1:111122223333:q',
    context: {},
    unknownKeys: ['x:*', 'aws:TagKeys', 'aws:CurrentTime', 'aws:EpochTime', 'aws:PrincipalTag/*', 'aws:ResourceTag/*'],
    identityPolicies: [
      {
        Version: '2012-10-17',
        Statement: statements.map(([Effect, Condition]) => ({ Effect, Action: '*', Resource: '*', Condition })),
      },
    ],
    ...change,
  });
  return [answer.decision, ...answer.on, ...answer.flags];
}
const allow = (condition: Conditions) => ['Allow', condition] as const;
const deny = (condition: Conditions) => ['Deny', condition] as const;

describe('answers over unknown keys', () => {
  it('tell two keys that must be alike, of which neither is known', () => {
    const alike = { StringEquals: { 'aws:ResourceTag/t': '${aws:PrincipalTag/t}' } };
    const unlike = { StringNotEquals: { 'aws:ResourceTag/t': '${aws:PrincipalTag/t}' } };
    expect(ask({}, allow(alike))).toEqual(['depends', 'aws:PrincipalTag/t', 'aws:ResourceTag/t']);
    expect(ask({}, allow(alike), allow(unlike))).toEqual(['allowed']);
    expect(ask({}, allow(alike), deny(alike))).toEqual(['implicitly-denied', 'possibly-explicit']);
    // two tags of the same first letter need not be the same
    expect(
      ask(
        {},
        allow({
          StringLike: { 'aws:ResourceTag/t': 'a*', 'aws:PrincipalTag/t': 'a*' },
          StringNotEquals: { 'aws:ResourceTag/t': '${aws:PrincipalTag/t}' },
        }),
      ),
    ).toEqual(['depends', 'aws:PrincipalTag/t', 'aws:ResourceTag/t']);
  });

  it('tell an unknown tag that a resource is named by', () => {
    const request = (resource: string, ...denied: string[]) =>
      ask({
        resource,
        identityPolicies: [
          {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Action: '*', Resource: 'arn:aws:sqs:eu-west-1:111122223333:${aws:PrincipalTag/t}-*' },
              { Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalTag/t': denied } } },
            ],
          },
        ],
      });
    expect(request('arn:aws:sqs:eu-west-1:111122223333:blue-q')).toEqual(['depends', 'aws:PrincipalTag/t']);
    expect(request('arn:aws:sqs:eu-west-1:111122223333:blue-q', 'blue')).toEqual(['implicitly-denied', 'possibly-explicit']);
    // two ways to read the name
    expect(request('arn:aws:sqs:eu-west-1:111122223333:blue-q-1', 'blue')).toEqual(['depends', 'aws:PrincipalTag/t']);
    expect(request('arn:aws:sqs:eu-central-1:111122223333:blue-q')).toEqual(['implicitly-denied']);
  });

  it('take both keys of the clock for one', () => {
    const until = allow({ DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } });
    expect(ask({}, until, deny({ NumericLessThan: { 'aws:EpochTime': '1767225600' } }))).toEqual([
      'implicitly-denied',
      'possibly-explicit',
    ]);
    expect(ask({}, until, deny({ NumericLessThan: { 'aws:EpochTime': '1767225599' } }))).toEqual(['depends', 'aws:CurrentTime']);
    // 2000 seconds after 1970, not the year
    expect(ask({}, allow({ NumericEquals: { 'aws:EpochTime': '2000' } }), deny({ DateLessThan: { 'aws:CurrentTime': '1999' } }))).toEqual([
      'implicitly-denied',
      'possibly-explicit',
    ]);
  });

  it('tell sets of values from single ones', () => {
    const only = allow({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } });
    const some = deny({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a', 'b'] } });
    expect(ask({}, only)).toEqual(['depends', 'aws:TagKeys']);
    expect(ask({}, only, some)).toEqual(['depends', 'aws:TagKeys']);
    expect(
      ask({}, only, some, deny({ Null: { 'aws:TagKeys': 'true' } }), deny({ 'ForAllValues:StringEquals': { 'aws:TagKeys': 'x' } })),
    ).toEqual(['implicitly-denied', 'possibly-explicit']);
  });

  it('name only what turns the answer', () => {
    const both = allow({ StringEquals: { 'x:a': '1' }, StringLike: { 'x:b': '*' } });
    expect(ask({}, both)).toEqual(['depends', 'x:a', 'x:b']);
    expect(ask({}, both, allow({ StringEquals: { 'x:a': '1' }, Null: { 'x:b': 'true' } }))).toEqual(['depends', 'x:a']);
  });

  it('fall back to three-valued logic beyond the ways that are tried, and say so', () => {
    const keys = Object.fromEntries(Array.from({ length: 14 }, (_, at) => [`x:${at}`, '1']));
    const [decision, ...rest] = ask({}, allow({ StringEquals: keys }));
    expect(decision).toBe('depends');
    expect(rest).toContain('not-exact');
    // what does not matter costs no ways
    expect(ask({ permissionsBoundary: { Statement: [] } }, allow({ StringEquals: keys }))).toEqual(['implicitly-denied']);
  });

  it('do not guess where a comparison of two unknown keys is not told', () => {
    const [decision, ...rest] = ask({}, allow({ StringLike: { 'x:a': '${x:b}*' } }));
    expect([decision, rest]).toEqual(['depends', ['x:a', 'x:b', 'not-exact']]);
  });

  it('are the same for statements in any order', () => {
    const statements = [
      allow({ StringEquals: { 'x:a': '1' } }),
      deny({ StringLike: { 'x:b': 'p*' } }),
      allow({ StringNotEquals: { 'x:c': '${x:a}' } }),
      deny({ NumericLessThan: { 'x:d': '5' } }),
    ];
    const answer = ask({}, ...statements);
    expect(ask({}, ...statements.toReversed())).toEqual(answer);
    expect(answer[0]).toBe('depends');
  });
});
