import { describe, expect, it } from 'vitest';
import { PolicySet, compile, evaluateAccess } from '../../../../connectors/aws/policy/index.ts';
import { readPolicy } from '../../../../connectors/aws/policy/statement.ts';

const document = { Version: '2012-10-17', Statement: [{ Sid: 'one', Effect: 'Allow', Action: 's3:Get*', Resource: '*' }] };

describe('compile', () => {
  it('reads a document once for each use', () => {
    expect(compile(document, 'identity')).toBe(compile(document, 'identity'));
    expect(compile(document, 'scp')).not.toBe(compile(document, 'identity'));
    expect(compile({ ...document }, 'identity')).not.toBe(compile(document, 'identity'));
  });

  it('shares documents of the same text in a set', () => {
    const set = new PolicySet();
    expect(set.compile({ ...document }, 'identity')).toBe(set.compile({ ...document }, 'identity'));
    expect(set.size).toBe(1);
    set.compile({ ...document }, 'scp');
    expect(set.size).toBe(2);
  });

  it('keeps its answers apart after more actions than it remembers', () => {
    const policy = compile(document, 'identity');
    const ask = (action: string): string =>
      evaluateAccess({
        principal: 'arn:aws:iam::111122223333:user/ann',
        action,
        resource: 'arn:aws:s3:::b/k',
        resourceAccount: '111122223333',
        context: {},
        identityPolicies: [policy],
      }).decision;
    for (let at = 0; at < 60_000; at++) {
      if (at % 10_000 === 0) expect([ask('s3:GetObject'), ask('s3:PutObject')]).toEqual(['allowed', 'implicitly-denied']);
      ask(`x:Action${at}`);
      if (at % 1000 === 0) expect(ask(`s3:Get${at}`)).toBe('allowed');
    }
    expect([ask('s3:PutObject'), ask('S3:getobject')]).toEqual(['implicitly-denied', 'allowed']);
  });

  it('reads a document again that was compiled for another place', () => {
    const open = { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' } };
    const request = { principal: 'anonymous', action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', identityPolicies: [] } as const;
    // an identity policy may not name a principal, a bucket's policy must
    expect(evaluateAccess({ ...request, resourcePolicy: compile(open, 'identity') }).decision).toBe('allowed');
  });
});

describe('readPolicy', () => {
  const one = { Effect: 'Allow', Action: '*', Resource: '*' };
  const unknowns = (statement: object, use: Parameters<typeof readPolicy>[1]): (string | null)[] =>
    readPolicy({ Version: '2012-10-17', Statement: statement as never }, use).map((each) => each.unknown);

  it('demands of each use what AWS does', () => {
    expect(unknowns(one, 'identity')).toEqual([null]);
    expect(unknowns({ ...one, Principal: '*' }, 'identity')).not.toEqual([null]);
    expect(unknowns({ ...one, Principal: '*' }, 'scp')).not.toEqual([null]);
    expect(unknowns(one, 'resource')).not.toEqual([null]);
    expect(unknowns({ ...one, Principal: { AWS: '111122223333' } }, 'resource')).toEqual([null]);
    expect(unknowns({ Effect: 'Allow', Action: '*', Principal: '*' }, 'resource')).not.toEqual([null]);
    expect(unknowns({ Effect: 'Allow', Action: '*', Principal: '*' }, 'trust')).toEqual([null]);
    expect(unknowns({ ...one, Principal: '*' }, 'trust')).not.toEqual([null]);
    expect(unknowns({ ...one, Principal: '*' }, 'rcp')).toEqual([null]);
    expect(unknowns({ ...one, Principal: { AWS: '*' } }, 'rcp')).not.toEqual([null]);
    expect(unknowns({ ...one, NotPrincipal: '*' }, 'rcp')).not.toEqual([null]);
    expect(unknowns({ ...one, Principal: { Aws: '*' } }, 'resource')).not.toEqual([null]);
  });

  it('tells where a statement stands and what it is called', () => {
    const read = readPolicy({ Statement: [{ ...one, Sid: 'a' }, 7, { ...one, Effect: 'allow' }] }, 'identity');
    expect(read.map(({ index, sid, effect }) => [index, sid, effect])).toEqual([
      [0, 'a', 'Allow'],
      [1, null, 'Allow'],
      [1, null, 'Deny'],
      [2, null, 'Allow'],
      [2, null, 'Deny'],
    ]);
  });
});
