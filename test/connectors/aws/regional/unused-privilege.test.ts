import { describe, expect, it } from 'vitest';
import { servicesBehind } from '../../../../connectors/aws/resolve/services.ts';
import { rule } from '../../../../connectors/aws/rules/unused-privilege/rule.ts';
import type { SmallGraph } from '../../../../src/contract/rule.ts';
import { capabilities } from '../../../../src/model/capability.ts';
import { judged } from '../../../contract/rule-suite.ts';

const account = 'aws:111122223333';
const role = 'arn:aws:iam::111122223333:role/deploy';
const never = ['iam', 'identitystore', 'organizations', 's3', 'sso'];

function estate(more: Partial<SmallGraph> = {}): SmallGraph {
  return {
    name: 'an administrator that only uses storage',
    identities: [{ id: role, createdAt: '2023-01-01T00:00:00.000Z' }],
    grants: [{ subject: role, capability: 'administer' }],
    serviceUsage: never.map((service) => ({ identity: role, service, lastUsed: service === 's3' ? '2025-12-31T00:00:00.000Z' : 'never' })),
    ...more,
  };
}

describe('the services behind a capability', () => {
  it('are those of its actions, and of administer those that decide who may do what', () => {
    expect(servicesBehind('administer', account)).toEqual(['iam', 'identitystore', 'organizations', 'sso']);
    expect(servicesBehind('read-secrets', account)).toEqual(['lambda', 'secretsmanager', 'ssm']);
    expect(servicesBehind('impersonate', account)).toEqual(['iam', 'sts']);
  });

  it('are narrowed by what the scope names, which another service may act on', () => {
    const here = (service: string, resource: string): string => `arn:aws:${service}:eu-west-1:111122223333:${resource}`;
    expect(servicesBehind('read-secrets', here('secretsmanager', 'secret:db-*'))).toEqual(['secretsmanager']);
    expect(servicesBehind('run-as', here('ec2', 'instance/i-1'))).toEqual(['ec2-instance-connect', 'ssm']);
    expect(servicesBehind('mint-credential', 'arn:aws:iam::111122223333:user/ann')).toEqual(['iam']);
    expect(servicesBehind('read-secrets', 'arn:aws:*:*:111122223333:*')).toEqual(['lambda', 'secretsmanager', 'ssm']);
  });

  it('are some for every capability but ordinary ones', () => {
    expect(capabilities.filter((each) => servicesBehind(each, account).length === 0)).toEqual(['ordinary']);
  });
});

describe('unused privilege', () => {
  it('cites what was told of the services that count, and of no other', () => {
    const [finding, ...others] = judged(rule, estate()).findings;
    expect(others).toEqual([]);
    expect(finding?.evidence.map((each) => each.pointer)).toEqual([
      '/grants/0',
      ...never.flatMap((service, at) => (service === 's3' ? [] : [`/serviceUsage/${at}`])),
    ]);
    expect(finding?.reasons.join()).not.toContain('s3');
    expect(finding).toMatchObject({ severity: 'high', capability: 'administer', remediation: { mayBreak: null } });
  });

  it('asks nothing where the use of services was left out on purpose, and is open where it was refused', () => {
    const unread = (status: 'excluded' | 'unread'): SmallGraph => estate({ serviceUsage: [], unread: [{ kind: 'service-usage', status }] });
    expect(judged(rule, unread('excluded')).totals).toMatchObject({ questions: 0, findings: 0, clear: 0 });
    expect(judged(rule, unread('unread'))).toMatchObject({ findings: [], totals: { questions: 1, clear: 0 } });
  });

  it('asks an administrator of the whole account about that alone', () => {
    const grants = (['administer', 'grant-privilege', 'read-secrets'] as const).map((capability) => ({ subject: role, capability }));
    expect(judged(rule, estate({ grants })).findings.map((each) => each.capability)).toEqual(['administer']);
    const rest = judged(rule, estate({ grants: grants.slice(1) }));
    expect(rest.findings.map((each) => each.capability)).toEqual(['grant-privilege']);
    expect(rest.undetermined, 'of secrets IAM tells nothing').toHaveLength(1);
  });

  it('holds a right to write to one key, or to read plain data, to be no privilege', () => {
    const scope = 'arn:aws:kms:eu-west-1:111122223333:key/k';
    for (const capability of ['ordinary', 'read-data', 'destroy'] as const) {
      expect(judged(rule, estate({ grants: [{ subject: role, capability, scope }] })).totals, capability).toMatchObject({
        questions: 1,
        clear: 1,
      });
    }
  });

  it('counts as many days as the settings say', () => {
    const serviceUsage = [{ identity: role, service: 'iam', lastUsed: '2025-12-01T00:00:00.000Z' }];
    expect(judged(rule, estate({ serviceUsage })).findings).toEqual([]);
    const [finding] = judged(rule, estate({ serviceUsage }), { unusedDays: 30 }).findings;
    expect(finding?.remediation.mayBreak).toBe('used iam before: a rarer task may still need it');
  });
});
