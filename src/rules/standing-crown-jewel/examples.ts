import type { Rule, SmallGraph } from '../../contract/rule.ts';

const account = 'aws:111122223333';
const other = 'aws:444455556666';
const organization = 'aws:o-abcde12345';
const ann = { id: 'arn:aws:iam::111122223333:user/ann', kind: 'user', name: 'ann', nature: 'human' } as const;
const deploy = { id: 'arn:aws:iam::111122223333:role/deploy', kind: 'role', name: 'deploy', nature: 'non-human' } as const;
const far = { id: 'arn:aws:iam::444455556666:role/operator', kind: 'role', name: 'operator', nature: 'non-human' } as const;
const key = { id: `${ann.id}#access-key-1`, identity: ann.id, kind: 'access-key', name: 'access-key-1', state: 'active' } as const;

const payments = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:payments-a1b2c3';
const jewel = { name: 'payments key', scope: payments, owner: 'payments team' };
const both = [{ id: account }, { id: other }];
const asOf = Date.UTC(2026, 0, 1);
const inDays = (count: number): number => asOf + count * 86_400_000;

const fires: readonly [SmallGraph, ...SmallGraph[]] = [
  {
    name: 'a user may read the secret itself',
    crownJewels: [jewel],
    identities: [ann],
    credentials: [key],
    grants: [{ subject: ann.id, capability: 'read-secrets', scope: payments }],
  },
  {
    name: 'an administrator of the account around it',
    crownJewels: [jewel],
    identities: [ann],
    credentials: [key],
    grants: [{ subject: ann.id, capability: 'administer', scope: account }],
  },
  {
    name: 'a role that may read secrets of a pattern the jewel matches, and a user who may assume it',
    crownJewels: [jewel],
    identities: [ann, deploy],
    credentials: [key],
    links: [{ from: ann.id, to: deploy.id }],
    grants: [{ subject: deploy.id, capability: 'read-secrets', scope: 'arn:aws:secretsmanager:*:111122223333:secret:payments-*' }],
  },
  {
    name: 'a right on the organization that holds the account',
    boundaries: both,
    scopes: [
      { scope: account, parent: organization },
      { scope: other, parent: organization },
    ],
    crownJewels: [{ name: 'production', scope: account }],
    identities: [far],
    grants: [{ subject: far.id, capability: 'impersonate', scope: organization }],
  },
  {
    name: 'who may assume the role that is the jewel',
    crownJewels: [{ name: 'deployment', scope: deploy.id }],
    identities: [ann, deploy],
    credentials: [key],
    links: [{ from: ann.id, to: deploy.id }],
    grants: [{ subject: deploy.id, capability: 'write-data', scope: 'arn:aws:dynamodb:eu-west-1:111122223333:table/app' }],
  },
  {
    name: 'some of what the jewel stands for, by a pattern that cuts across it',
    crownJewels: [{ name: 'production data', scope: 'arn:aws:s3:::prod-*', boundary: account }],
    identities: [ann],
    credentials: [key],
    grants: [{ subject: ann.id, capability: 'read-data', scope: 'arn:aws:s3:::*-orders/*' }],
  },
];

const clear: readonly [SmallGraph, ...SmallGraph[]] = [
  {
    name: 'a right on another secret',
    crownJewels: [jewel],
    identities: [ann],
    credentials: [key],
    grants: [{ subject: ann.id, capability: 'read-secrets', scope: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:mail-d4e5f6' }],
  },
  {
    name: 'a capability that was not named',
    crownJewels: [{ ...jewel, capabilities: ['destroy'] }],
    identities: [ann],
    credentials: [key],
    grants: [{ subject: ann.id, capability: 'read-secrets', scope: payments }],
  },
  {
    name: 'an administrator of another account',
    boundaries: both,
    crownJewels: [jewel],
    identities: [far],
    grants: [{ subject: far.id, capability: 'administer', scope: other }],
  },
  {
    name: 'a right that ends within the week',
    crownJewels: [jewel],
    identities: [ann],
    credentials: [key],
    grants: [
      {
        subject: ann.id,
        capability: 'read-secrets',
        scope: payments,
        bounds: { lo: 'time-bound', hi: 'time-bound' },
        endsBy: 'provider',
        windows: [{ from: null, until: inDays(7) }],
      },
    ],
  },
];

const undetermined: readonly [SmallGraph, ...SmallGraph[]] = [
  {
    name: 'the account where it lies was not read',
    crownJewels: [{ ...jewel, boundary: other, scope: 'arn:aws:s3:::ledger' }],
    identities: [ann],
  },
  { name: 'policies were not read', crownJewels: [jewel], identities: [ann], unread: [{ kind: 'policy' }] },
  { name: 'policies on the thing itself were not read', crownJewels: [jewel], identities: [ann], unread: [{ kind: 'resource-policy' }] },
  {
    name: 'the right hangs on a condition that nothing read decides',
    crownJewels: [jewel],
    identities: [ann],
    credentials: [key],
    grants: [
      {
        subject: ann.id,
        capability: 'read-secrets',
        scope: payments,
        presence: 'possible',
        conditions: [{ text: 'aws:PrincipalOrgID equals o-abcde12345', settled: 'outside' }],
      },
    ],
  },
  {
    name: 'a policy of another account names the bucket',
    boundaries: both,
    crownJewels: [{ name: 'ledger', scope: 'arn:aws:s3:::ledger', boundary: account }],
    identities: [far],
    grants: [{ subject: far.id, capability: 'destroy', scope: 'arn:aws:s3:::ledger' }],
  },
];

/** A configuration names the jewels, so each example does. */
export const examples: Rule<unknown>['examples'] = { fires, clear, undetermined };
