import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/base/json.ts';
import type { Fact } from '../../../../src/model/fact.ts';
import type { Grant } from '../../../../src/model/grant.ts';
import { awsRemedy } from '../../../../connectors/aws/remedy.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import { accountFacts, factIndex, resourcePolicyFact } from '../resolve/estate.ts';
import { HOME, say } from '../resolve/say.ts';

const AS_OF = '2026-01-01T00:00:00.000Z';
const AWAY = '222222222222';
const KEY = `arn:aws:kms:eu-west-1:${HOME}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const ANN = `arn:aws:iam::${HOME}:user/ann`;
const full = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: ANN }, Action: 'kms:*', Resource: '*' }] };

function fact(kind: Fact['kind'], key: string, value: JsonObject): Fact {
  const pages = [{ page: 'b'.repeat(64), pointer: '/Grants/0' }];
  return { kind, boundary: `aws:${HOME}`, surface: 'aws:kms-keys', key, value, pages } as unknown as Fact;
}

function given(more: JsonObject = {}): Fact {
  const value = {
    type: 'kms-grant',
    resource: KEY,
    grantId: 'ab12',
    name: null,
    grantee: ANN,
    operations: ['Decrypt'],
    constraints: {},
    ...more,
  };
  return fact('resource-policy', `${KEY}|grant|ab12`, value);
}

function keyIs(state: string): Fact {
  return fact('observation', KEY, { type: 'kms-key', arn: KEY, manager: 'CUSTOMER', state });
}

const account = accountFacts(HOME, { users: { ann: {} }, roles: { 'app/r': {} } });

function grants(facts: readonly Fact[], without: ReadonlySet<string> = new Set()): readonly Grant[] {
  const all = resolveAws(factIndex([...account, ...facts]), AS_OF, undefined, without);
  return [...all].filter((each): each is Grant => each.type === 'grant' && each.source.kind === 'kms-grant');
}
const lines = (...facts: Fact[]): readonly string[] => grants(facts).map(say);

describe('a grant of KMS', () => {
  it('stands for whom it names, though no policy shows it', () => {
    expect(lines(given())).toEqual([`user/ann ordinary @ ${KEY} standing`]);
    const [grant] = grants([given({ name: 'backup' })]);
    expect(grant?.source).toEqual({
      id: `${KEY}|grant|ab12`,
      kind: 'kms-grant',
      name: `KMS grant backup on ${KEY}`,
      boundary: `aws:${HOME}`,
    });
    expect(grant?.evidence).toEqual([{ page: 'b'.repeat(64), pointer: '/Grants/0' }]);
    expect(grant?.caveats).toHaveLength(1);
  });

  it('is no key policy, and leaves what the key policy gives as it is', () => {
    const policy = resourcePolicyFact(HOME, KEY, full);
    const destroys = `user/ann destroy @ ${KEY} standing`;
    const all = [...resolveAws(factIndex([...account, policy, given()]), AS_OF)].map(say);
    expect(all).toContain(destroys);
    expect([...resolveAws(factIndex([...account, given()]), AS_OF)].map(say)).not.toContain(destroys);
  });

  it('goes with its fact', () => {
    expect(grants([given()], new Set([`${KEY}|grant|ab12`]))).toEqual([]);
  });

  it('asks its holder for an encryption context, and for what else it demands more than its holder', () => {
    expect(lines(given({ constraints: { EncryptionContextEquals: { b: '1', a: '2' } } }))).toEqual([
      `user/ann ordinary @ ${KEY} standing {by-holder}`,
    ]);
    const [grant] = grants([given({ constraints: { EncryptionContextEquals: { b: '1', a: '2' } } })]);
    expect(grant?.conditions[0]?.text).toBe('EncryptionContextEquals {"a":"2","b":"1"}');
    for (const constraints of [{ SourceArn: 'arn:aws:s3:::b' }, { NobodyKnows: true }]) {
      expect(lines(given({ constraints }))).toEqual([`user/ann ordinary @ ${KEY} standing possible {outside}`]);
    }
  });

  it('of a key that is off is possible only', () => {
    expect(lines(given(), keyIs('Enabled'))).toEqual([`user/ann ordinary @ ${KEY} standing`]);
    for (const state of ['Disabled', 'PendingDeletion']) {
      expect(lines(given(), keyIs(state))).toEqual([`user/ann ordinary @ ${KEY} standing possible {outside}`]);
    }
  });

  it.each([
    [`arn:aws:sts::${HOME}:assumed-role/r/job`, `role/app/r ordinary @ ${KEY} standing {by-holder}`],
    [`arn:aws:sts::${HOME}:assumed-role/aws:ec2-infrastructure/i-1`, `service:aws:ec2-infrastructure ordinary @ ${KEY} standing`],
    ['rds.amazonaws.com', `service:rds.amazonaws.com ordinary @ ${KEY} standing`],
    [`arn:aws:iam::${AWAY}:role/x`, `${AWAY}:role/x ordinary @ ${KEY} standing`],
    [`arn:aws:iam::${AWAY}:root`, `${AWAY}:root ordinary @ ${KEY} standing`],
    ['something else', `unknown:something else ordinary @ ${KEY} standing possible {outside}`],
  ])('names %s', (grantee, line) => {
    expect(lines(given({ grantee }))).toEqual([line]);
  });

  it('to the id of a principal that is gone is held by nobody', () => {
    expect(lines(given({ grantee: 'AROAEXAMPLEEXAMPLE12' }))).toEqual([]);
  });

  it('is taken away by one command, in the region of its key', () => {
    const [grant] = grants([given()]);
    if (grant === undefined) throw new Error('there is a grant');
    expect(awsRemedy(grant).at(-1)).toBe(`aws kms revoke-grant --region eu-west-1 --key-id ${KEY} --grant-id ab12`);
    expect(awsRemedy({ ...grant, source: { ...grant.source, id: `${KEY}|grant|$(x)` } })).toEqual([]);
  });
});
