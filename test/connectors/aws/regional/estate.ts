import { taskKey } from '../../../../src/collect/task-key.ts';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import type { Task } from '../../../../src/model/page.ts';
import { awsCore } from '../../../../connectors/aws/core.ts';
import type { RecordedPage } from '../../../contract/connector-suite.ts';
import { account, arn, boundary } from '../support/estate.ts';
import { ask, region, regionalArn } from './places.ts';
import { workloadAnswers, workloadRoots } from './workload-estate.ts';

export { ask, region, regionalArn };

export const secret = regionalArn('secretsmanager', 'secret:db-AbCdEf');
export const deleted = regionalArn('secretsmanager', 'secret:old-GhIjKl');
export const ownKey = regionalArn('kms', 'key/1234abcd-12ab-34cd-56ef-1234567890ab');
export const awsKey = regionalArn('kms', 'key/99999999-12ab-34cd-56ef-1234567890ab');
export const grantId = '0c237476b39f8bc44e45212e08498fbe3151305030726c0590dd8d3e9f3d6a60';
export const anchor = regionalArn('rolesanywhere', 'trust-anchor/a1');
export const analyzer = regionalArn('access-analyzer', 'analyzer/outside');
export const ann = arn('user/ann');

const everyone: JsonObject = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
};

/** What an account without anything out of order answers, list by list in pages of one or two. */
const answers: Readonly<Record<string, readonly Json[]>> = {
  ...workloadAnswers,
  ListSecrets: [
    {
      SecretList: [
        {
          ARN: secret,
          Name: 'db',
          RotationEnabled: true,
          LastRotatedDate: '2026-01-02T03:04:05.000Z',
          LastAccessedDate: '2026-11-20T00:00:00.000Z',
          CreatedDate: '2025-01-02T03:04:05.000Z',
          SecretVersionsToStages: { v1: ['AWSCURRENT'] },
        },
      ],
      NextToken: 'more',
    },
    { SecretList: [{ ARN: deleted, Name: 'old', DeletedDate: '2026-11-01T00:00:00.000Z', OwningService: 'rds' }] },
  ],
  GetResourcePolicy: [{ ARN: secret, Name: 'db', ResourcePolicy: JSON.stringify(everyone) }],
  ListKeys: [
    {
      Keys: [
        { KeyId: 'x', KeyArn: ownKey },
        { KeyId: 'y', KeyArn: awsKey },
      ],
      Truncated: false,
    },
  ],
  [`DescribeKey ${ownKey}`]: [
    {
      KeyMetadata: {
        Arn: ownKey,
        KeyId: 'x',
        KeyManager: 'CUSTOMER',
        KeyState: 'Enabled',
        Origin: 'AWS_KMS',
        KeyUsage: 'ENCRYPT_DECRYPT',
        CreationDate: '2025-01-02T03:04:05.000Z',
      },
    },
  ],
  [`DescribeKey ${awsKey}`]: [{ KeyMetadata: { Arn: awsKey, KeyId: 'y', KeyManager: 'AWS', KeyState: 'Enabled' } }],
  GetKeyPolicy: [{ Policy: JSON.stringify(everyone), PolicyName: 'default' }],
  ListGrants: [
    {
      Grants: [
        {
          KeyId: ownKey,
          GrantId: grantId,
          Name: '',
          GranteePrincipal: ann,
          Operations: ['Decrypt', 'CreateGrant'],
          Constraints: { EncryptionContextSubset: { app: 'a' } },
          IssuingAccount: arn('root'),
          CreationDate: '2025-02-03T04:05:06.000Z',
        },
      ],
      Truncated: true,
      NextMarker: 'm',
    },
    {
      Grants: [{ KeyId: ownKey, GrantId: 'ff00', GranteeServicePrincipal: 'rds.amazonaws.com', Operations: ['Encrypt'] }],
      Truncated: false,
    },
  ],
  ListTrustAnchors: [{ trustAnchors: [{ trustAnchorArn: anchor, name: 'ca', enabled: true, source: { sourceType: 'AWS_ACM_PCA' } }] }],
  ListProfiles: [
    {
      profiles: [
        {
          profileArn: regionalArn('rolesanywhere', 'profile/p1'),
          name: 'p',
          enabled: true,
          roleArns: [arn('role/deploy')],
          durationSeconds: 3600,
        },
      ],
    },
  ],
  ListSubjects: [
    {
      subjects: [
        {
          subjectArn: regionalArn('rolesanywhere', 'subject/s1'),
          x509Subject: 'CN=build-7',
          enabled: true,
          lastSeenAt: '2026-11-20T01:02:03.000Z',
        },
      ],
    },
  ],
  ListCrls: [{ crls: [{ crlArn: regionalArn('rolesanywhere', 'crl/c1'), name: 'revoked', enabled: false, trustAnchorArn: anchor }] }],
  ListAnalyzers: [
    { analyzers: [{ arn: analyzer, name: 'outside', type: 'ACCOUNT', status: 'ACTIVE', createdAt: '2025-01-02T03:04:05.000Z' }] },
  ],
  ListFindingsV2: [
    {
      findings: [
        {
          id: 'f1',
          findingType: 'ExternalAccess',
          status: 'ACTIVE',
          resource: secret,
          resourceType: 'AWS::SecretsManager::Secret',
          resourceOwnerAccount: account,
          createdAt: '2026-01-02T03:04:05.000Z',
          analyzedAt: '2026-11-02T03:04:05.000Z',
        },
      ],
    },
  ],
};

export const usageTask: Task = { boundary, surface: 'aws:service-last-accessed', args: { arn: ann } };
export const usageBody: JsonObject = {
  JobStatus: 'COMPLETED',
  JobCreationDate: '2026-11-21T00:00:00.000Z',
  JobCompletionDate: '2026-11-21T00:00:05.000Z',
  ServicesLastAccessed: [
    { ServiceName: 'AWS Identity and Access Management', ServiceNamespace: 'iam' },
    {
      ServiceName: 'Amazon S3',
      ServiceNamespace: 's3',
      LastAuthenticated: '2026-11-20T10:11:12.000Z',
      LastAuthenticatedEntity: ann,
      TotalAuthenticatedEntities: 1,
    },
  ],
  IsTruncated: false,
};

export const roots: readonly Task[] = [
  ask('secrets', 'ListSecrets'),
  ask('kms-keys', 'ListKeys'),
  ask('roles-anywhere', 'ListTrustAnchors'),
  ask('roles-anywhere', 'ListProfiles'),
  ask('roles-anywhere', 'ListSubjects'),
  ask('roles-anywhere', 'ListCrls'),
  ask('access-analyzer', 'ListAnalyzers'),
  usageTask,
  ...workloadRoots.map(([surface, call]) => ask(surface, call)),
];

export function answersTo({ args }: Task): readonly Json[] {
  if (!isJsonObject(args)) throw new Error('a task has arguments');
  const { call, key } = args;
  if (call === undefined) return [usageBody];
  const name = typeof call === 'string' ? call : '';
  const found = answers[`${name} ${typeof key === 'string' ? key : ''}`] ?? answers[name];
  if (found === undefined) throw new Error(`no answer to ${JSON.stringify(args)}`);
  return found;
}

/** Everything that is asked, from the roots on. */
export function walk(): readonly RecordedPage[] {
  const pages: RecordedPage[] = [];
  const known = new Set<string>();
  const queue = [...roots];
  for (const task of queue) {
    if (known.has(taskKey(task))) continue;
    known.add(taskKey(task));
    for (const body of answersTo(task)) {
      pages.push({ task, body });
      queue.push(...(awsCore.map(task, body).spawns ?? []));
    }
  }
  return pages;
}
