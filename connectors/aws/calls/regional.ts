import type { JsonObject } from '../../../src/base/json.ts';
import type { AwsService, Call, Paging } from './call.ts';
import { iamPaging, nothing } from './call.ts';

/** Of KMS: `Marker` asks, `NextMarker` answers (KMS API reference, ListKeys and ListGrants, which give 1,000 and 100 at most). */
const kmsPaging = (limit: number): Paging => ({ ask: 'Marker', next: 'NextMarker', more: 'Truncated', size: { Limit: limit } });
/** IAM Roles Anywhere API reference: `pageSize` has no documented maximum that is worth more calls to find. */
const rolesAnywherePaging: Paging = { ask: 'nextToken', next: 'nextToken', size: { pageSize: 100 } };

/** What {@link Call} holds beside what all calls of a surface share. */
type Row = Pick<Call, 'operation' | 'actions' | 'paging' | 'input'> & Partial<Pick<Call, 'answers'>>;

/** Rows whose tasks are named for their operations. */
function regional(surface: string, service: AwsService, rows: readonly Row[]): readonly Call[] {
  return rows.map((row) => ({ surface, service, task: row.operation, by: 'account', ...row }));
}

function keyOf({ key }: JsonObject): JsonObject {
  return { KeyId: key ?? null };
}

/** Read on request only. `args.region` says where; it is no member of a request. */
export const regionalCalls: readonly Call[] = [
  ...regional('aws:secrets', 'secretsmanager', [
    {
      operation: 'ListSecrets',
      actions: ['secretsmanager:ListSecrets'],
      paging: { ask: 'NextToken', next: 'NextToken', size: { MaxResults: 100 } },
      input: () => ({ IncludePlannedDeletion: true }),
    },
    {
      operation: 'GetResourcePolicy',
      actions: ['secretsmanager:GetResourcePolicy'],
      paging: null,
      answers: ['ResourceNotFoundException'],
      input: ({ secret }) => ({ SecretId: secret ?? null }),
    },
  ]),
  ...regional('aws:kms-keys', 'kms', [
    { operation: 'ListKeys', actions: ['kms:ListKeys'], paging: kmsPaging(1000), input: nothing },
    { operation: 'DescribeKey', actions: ['kms:DescribeKey'], paging: null, answers: ['NotFoundException'], input: keyOf },
    {
      operation: 'GetKeyPolicy',
      actions: ['kms:GetKeyPolicy'],
      paging: null,
      answers: ['NotFoundException'],
      input: (args) => ({ ...keyOf(args), PolicyName: 'default' }),
    },
    { operation: 'ListGrants', actions: ['kms:ListGrants'], paging: kmsPaging(100), answers: ['NotFoundException'], input: keyOf },
  ]),
  ...regional('aws:roles-anywhere', 'rolesanywhere', [
    { operation: 'ListTrustAnchors', actions: ['rolesanywhere:ListTrustAnchors'], paging: rolesAnywherePaging, input: nothing },
    { operation: 'ListProfiles', actions: ['rolesanywhere:ListProfiles'], paging: rolesAnywherePaging, input: nothing },
    { operation: 'ListSubjects', actions: ['rolesanywhere:ListSubjects'], paging: rolesAnywherePaging, input: nothing },
    { operation: 'ListCrls', actions: ['rolesanywhere:ListCrls'], paging: rolesAnywherePaging, input: nothing },
  ]),
  ...regional('aws:access-analyzer', 'access-analyzer', [
    // by-task: whether a region has no analyzer is told by its first page alone
    {
      operation: 'ListAnalyzers',
      actions: ['access-analyzer:ListAnalyzers'],
      paging: 'by-task',
      input: ({ token }) => ({ maxResults: 100, ...(token === undefined ? {} : { nextToken: token }) }),
    },
    {
      operation: 'ListFindingsV2',
      // both versions of the operation share one action (Service Authorization Reference)
      actions: ['access-analyzer:ListFindings'],
      paging: { ask: 'nextToken', next: 'nextToken', size: { maxResults: 100 } },
      answers: ['ResourceNotFoundException'],
      input: ({ analyzer }) => ({ analyzerArn: analyzer ?? null }),
    },
  ]),
  // A job: begun with GenerateServiceLastAccessedDetails, to which these members go, then fetched by its id (see the session's jobs).
  {
    surface: 'aws:service-last-accessed',
    task: null,
    service: 'iam',
    operation: 'GetServiceLastAccessedDetails',
    actions: ['iam:GenerateServiceLastAccessedDetails', 'iam:GetServiceLastAccessedDetails'],
    by: 'account',
    paging: iamPaging,
    answers: ['NoSuchEntityException', 'NoSuchEntity'],
    input: ({ arn }) => ({ Arn: arn ?? null }),
  },
];
