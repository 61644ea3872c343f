import type { Rule, SmallGraph } from '../../../../src/contract/rule.ts';

const ann = 'arn:aws:iam::111122223333:user/ann';
const deploy = 'arn:aws:iam::111122223333:role/deploy';
const secret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-*';
const createdAt = '2023-01-01T00:00:00.000Z';
const identities = [{ id: deploy, createdAt }];
const administers = [{ subject: deploy, capability: 'administer' as const }];
/** At the edge of 90 days before 2026-01-01, and one day later. */
const longAgo = '2025-10-03T00:00:00.000Z';
const lately = '2025-10-04T00:00:00.000Z';

function used(identity: string, services: Readonly<Record<string, string>>): NonNullable<SmallGraph['serviceUsage']> {
  return Object.entries(services).map(([service, lastUsed]) => ({ identity, service, lastUsed }));
}

const control = { iam: 'never', identitystore: 'never', organizations: 'never', sso: 'never' };

export const examples: Rule<unknown>['examples'] = {
  fires: [
    {
      name: 'an administrator that deploys, and never touched what decides who may do what',
      identities,
      grants: administers,
      serviceUsage: used(deploy, { ...control, cloudformation: '2025-12-31T00:00:00.000Z', s3: '2025-12-31T00:00:00.000Z' }),
    },
    {
      name: 'iam last used exactly 90 days ago',
      identities,
      grants: administers,
      serviceUsage: used(deploy, { ...control, iam: longAgo }),
    },
    {
      name: 'secrets never read, by one who may read some of them',
      identities: [{ id: ann, createdAt }],
      grants: [{ subject: ann, capability: 'read-secrets', scope: secret }],
      serviceUsage: used(ann, { secretsmanager: 'never', ssm: '2025-12-31T00:00:00.000Z' }),
    },
    {
      name: 'rights in iam alone, of which alone IAM tells',
      identities: [{ id: ann, createdAt }],
      grants: [{ subject: ann, capability: 'grant-privilege' }],
      serviceUsage: used(ann, { iam: 'never' }),
    },
    {
      name: 'another identity whose use was not read does not hide that of one whose was',
      identities: [{ id: ann, createdAt }, ...identities],
      grants: administers,
      serviceUsage: used(deploy, control),
      unread: [{ kind: 'service-usage', status: 'partial', cause: 'throttled' }],
    },
  ],
  clear: [
    {
      name: 'iam last used 89 days ago',
      identities,
      grants: administers,
      serviceUsage: used(deploy, { ...control, iam: lately }),
    },
    {
      name: 'a role younger than the limit',
      identities: [{ id: deploy, createdAt: '2025-12-01T00:00:00.000Z' }],
      grants: administers,
      serviceUsage: used(deploy, control),
    },
    {
      name: 'nothing privileged is held',
      identities,
      grants: [{ subject: deploy, capability: 'read-data' }],
      serviceUsage: used(deploy, { s3: 'never' }),
    },
    {
      name: 'the right ends by itself',
      identities,
      grants: [
        {
          subject: deploy,
          capability: 'administer',
          bounds: { lo: 'time-bound', hi: 'time-bound' },
          endsBy: 'provider',
          windows: [{ from: null, until: Date.parse('2026-01-05T00:00:00.000Z') }],
        },
      ],
      serviceUsage: used(deploy, control),
    },
    {
      name: 'held through a role, of which it is asked',
      identities: [{ id: ann, createdAt }, ...identities],
      grants: administers,
      links: [{ from: ann, to: deploy }],
      serviceUsage: [...used(deploy, { ...control, iam: lately }), ...used(ann, { iam: 'never', sts: 'never' })],
    },
  ],
  undetermined: [
    { name: 'use of services refused', identities, grants: administers, unread: [{ kind: 'service-usage' }] },
    { name: 'IAM tells of none of the services', identities, grants: administers, serviceUsage: used(deploy, { s3: 'never' }) },
    {
      name: 'one service unused, the rest not read',
      identities,
      grants: administers,
      serviceUsage: used(deploy, { iam: 'never' }),
      unread: [{ kind: 'service-usage', status: 'partial' }],
    },
    {
      name: 'never used, by a role of which nobody told when it was made',
      identities: [{ id: deploy }],
      grants: administers,
      serviceUsage: used(deploy, control),
    },
    {
      name: 'used after the time of the audit',
      identities,
      grants: administers,
      serviceUsage: used(deploy, { ...control, iam: '2026-02-01T00:00:00.000Z' }),
    },
    {
      name: 'a source that looks back 30 days only',
      identities,
      grants: administers,
      serviceUsage: used(deploy, control).map((each) => ({ ...each, lookBackDays: 30 })),
    },
    { name: 'policies not read', identities, unread: [{ kind: 'policy' }] },
  ],
};
