import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import type { Grant, Link } from '../../../../src/model/grant.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import { AS_OF } from './cases.ts';
import type { AccountCase } from './estate.ts';
import { accountFacts, factIndex, resourcePolicyFact } from './estate.ts';
import { HOME, say } from './say.ts';

const AWAY = '222222222222';
const SECRET = `arn:aws:secretsmanager:eu-west-1:${HOME}:secret:db-abcdef`;
const KEY = `arn:aws:kms:eu-west-1:${HOME}:key/k`;
const BUCKET = 'arn:aws:s3:::b';
const ANN = `arn:aws:iam::${HOME}:user/ann`;
const ROLE = `arn:aws:iam::${HOME}:role/r`;

function says(...statements: readonly Json[]): Json {
  return { Version: '2012-10-17', Statement: statements };
}
function allow(Principal: Json, more: Readonly<Record<string, Json>> = {}): Json {
  return says({ Effect: 'Allow', Principal, Action: '*', Resource: '*', ...more });
}
const full = says({ Effect: 'Allow', Action: '*', Resource: '*' });
const onlyStorage = says({ Effect: 'Allow', Action: 's3:*', Resource: '*' });

function resolve(resource: string, document: Json, accounts: Readonly<Record<string, AccountCase>>): readonly (Grant | Link)[] {
  const facts = Object.entries(accounts).flatMap(([account, each]) => accountFacts(account, each));
  return [...resolveAws(factIndex([...facts, resourcePolicyFact(HOME, resource, document)]), AS_OF)];
}
const lines = (...given: Parameters<typeof resolve>): readonly string[] =>
  resolve(...given)
    .map(say)
    .sort();

describe('a resource policy lets in', () => {
  const read = `read-secrets @ ${SECRET} standing`;

  it('a user it names, whatever the boundary; a role within its boundary', () => {
    const limited = { policies: { limit: onlyStorage }, users: { ann: { limit: 'limit' } }, roles: { r: { limit: 'limit' } } };
    expect(lines(SECRET, allow({ AWS: [ANN, ROLE] }), { [HOME]: { users: { ann: {} }, roles: { r: {} } } })).toEqual([
      `role/r ${read}`,
      `user/ann ${read}`,
    ]);
    expect(lines(SECRET, allow({ AWS: [ANN, ROLE] }), { [HOME]: limited })).toEqual([`user/ann ${read}`]);
  });

  it('not a principal that its own policies deny it', () => {
    const denied = says({ Effect: 'Deny', Action: 'secretsmanager:*', Resource: '*' });
    expect(lines(SECRET, allow({ AWS: ANN }), { [HOME]: { users: { ann: { inline: { denied } } } } })).toEqual([]);
  });

  it('each of its account where a key asks KMS for the account of the caller, and nobody else', () => {
    const document = allow('*', { Condition: { StringEquals: { 'kms:CallerAccount': HOME } } });
    const accounts = { [HOME]: { users: { ann: {} } }, [AWAY]: { users: { cat: { inline: { full } } } } };
    expect(lines(KEY, document, accounts).filter((line) => line.includes(KEY))).toEqual([`user/ann destroy @ ${KEY} standing`]);
  });

  it('nobody by its own account alone', () => {
    expect(lines(SECRET, allow({ AWS: HOME }), { [HOME]: { users: { ann: {} } } })).toEqual([]);
  });

  it('a principal of another account only where its own policies allow it too', () => {
    const away = (p: Json): Readonly<Record<string, AccountCase>> => ({ [HOME]: {}, [AWAY]: { users: { cat: { inline: { p } } } } });
    const secrets = says({ Effect: 'Allow', Action: 'secretsmanager:*', Resource: '*' });
    const ofCat = (given: readonly string[]): readonly string[] => given.filter((line) => line.includes(SECRET));
    for (const principal of [AWAY, `arn:aws:iam::${AWAY}:user/cat`]) {
      expect(ofCat(lines(SECRET, allow({ AWS: principal }), away(secrets)))).toEqual([`222222222222:user/cat ${read}`]);
      expect(lines(SECRET, allow({ AWS: principal }), away(says({ Effect: 'Deny', Action: '*', Resource: '*' })))).toEqual([]);
    }
  });

  it('accounts nobody read, services, an organization, anyone', () => {
    const from = (principal: Json, more = {}): readonly string[] => lines(SECRET, allow(principal, more), { [HOME]: {} });
    expect(from({ AWS: '999999999999' })).toEqual([`999999999999:root ${read}`]);
    expect(from({ Service: 'lambda.amazonaws.com' })).toEqual([`service:lambda.amazonaws.com ${read}`]);
    expect(from('*')).toEqual([`anyone ${read}`]);
    const inside = { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } } };
    expect(from('*', inside)).toEqual([`organization:o-abcdefghij ${read}`]);
    expect(from({ AWS: 'AIDAQQQQQQQQQQQQQQQQQ' })).toEqual([]);
  });

  it('whom "*" may mean beside those who have an account, where all of these are denied', () => {
    const barred = (condition: Json): Json =>
      says(
        { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', Condition: condition },
        { Effect: 'Deny', Principal: { AWS: '*' }, Action: '*', Resource: '*' },
      );
    const isService = (is: string): Json => ({ Bool: { 'aws:PrincipalIsAWSService': is } });
    const possible = [`anyone ${read} possible {outside}`];
    expect(lines(SECRET, barred(isService('true')), { [HOME]: {} })).toEqual(possible);
    expect(lines(SECRET, barred(isService('false')), { [HOME]: {} })).toEqual(possible);
    expect(lines(SECRET, allow('*', { Condition: isService('maybe') }), { [HOME]: {} })).toEqual([]);
  });

  it('to a bucket and to what it holds, as the statement says', () => {
    const objects = allow({ AWS: ANN }, { Action: 's3:*', Resource: `${BUCKET}/public/*` });
    expect(lines(BUCKET, objects, { [HOME]: { users: { ann: {} } } })).toEqual([
      `user/ann read-data @ ${BUCKET}/public/* standing`,
      `user/ann write-data @ ${BUCKET}/public/* standing`,
    ]);
  });

  it('is told with its source, and what it says nobody could read is possible', () => {
    const [grant] = resolve(SECRET, allow({ AWS: ANN }), { [HOME]: { users: { ann: {} } } });
    expect(grant?.source).toEqual({
      id: `${SECRET}|policy`,
      kind: 'resource-policy',
      name: `resource policy of ${SECRET}`,
      boundary: `aws:${HOME}`,
    });
    expect(lines(SECRET, null, { [HOME]: {} })).toEqual([`anyone read-secrets @ ${SECRET} session/standing possible {outside}`]);
  });
});

describe('a resource policy takes away', () => {
  const reads = says({ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: SECRET });
  const account = (p: Json): Readonly<Record<string, AccountCase>> => ({ [HOME]: { users: { ann: { inline: { p } } } } });
  const deny = (more: Readonly<Record<string, Json>> = {}): Json =>
    says({ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*', ...more });

  it('what a policy of the caller gives on exactly that resource', () => {
    expect(lines(SECRET, says(), account(reads))).toEqual([`user/ann read-secrets @ ${SECRET} standing`]);
    expect(lines(SECRET, deny(), account(reads))).toEqual([]);
    expect(lines(SECRET, deny({ Condition: { ArnNotEquals: { 'aws:PrincipalArn': ANN } } }), account(reads))).toHaveLength(1);
  });

  it('nothing of a grant over more than it', () => {
    expect(lines(SECRET, deny(), account(full))).toEqual(['user/ann administer @ account standing']);
  });

  it('all of a key that it does not leave to the account', () => {
    const destroys = says({ Effect: 'Allow', Action: 'kms:*', Resource: KEY });
    expect(lines(KEY, allow({ AWS: HOME }), account(destroys))).toEqual([`user/ann destroy @ ${KEY} standing`]);
    expect(lines(KEY, allow({ AWS: ROLE }), account(destroys)).filter((line) => line.startsWith('user'))).toEqual([]);
  });
});
