import type { Json } from '../../src/base/json.ts';

/** The elements of `aws iam get-account-authorization-details`, as the AWS CLI prints them. */
export interface NamedDocument {
  readonly PolicyName: string;
  readonly PolicyDocument: Json;
}
export interface Attached {
  readonly PolicyName: string;
  readonly PolicyArn: string;
}
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}
export interface Limited {
  readonly PermissionsBoundaryType: 'Policy';
  readonly PermissionsBoundaryArn: string;
}
export interface UserDetail {
  readonly Path: string;
  readonly UserName: string;
  readonly UserId: string;
  readonly Arn: string;
  readonly CreateDate: string;
  readonly UserPolicyList?: readonly NamedDocument[];
  readonly GroupList: readonly string[];
  readonly AttachedManagedPolicies: readonly Attached[];
  readonly PermissionsBoundary?: Limited;
  readonly Tags: readonly Tag[];
}
export interface GroupDetail {
  readonly Path: string;
  readonly GroupName: string;
  readonly GroupId: string;
  readonly Arn: string;
  readonly CreateDate: string;
  readonly GroupPolicyList: readonly NamedDocument[];
  readonly AttachedManagedPolicies: readonly Attached[];
}
export interface RoleDetail {
  readonly Path: string;
  readonly RoleName: string;
  readonly RoleId: string;
  readonly Arn: string;
  readonly CreateDate: string;
  readonly AssumeRolePolicyDocument: Json;
  readonly InstanceProfileList: readonly Json[];
  readonly RolePolicyList: readonly NamedDocument[];
  readonly AttachedManagedPolicies: readonly Attached[];
  readonly PermissionsBoundary?: Limited;
  readonly Tags: readonly Tag[];
  readonly RoleLastUsed: { readonly LastUsedDate?: string; readonly Region?: string };
}
export interface PolicyDetail {
  readonly PolicyName: string;
  readonly PolicyId: string;
  readonly Arn: string;
  readonly Path: string;
  readonly DefaultVersionId: string;
  readonly AttachmentCount: number;
  readonly PermissionsBoundaryUsageCount: number;
  readonly IsAttachable: boolean;
  readonly CreateDate: string;
  readonly UpdateDate: string;
  readonly PolicyVersionList: readonly {
    readonly Document: Json;
    readonly VersionId: string;
    readonly IsDefaultVersion: boolean;
    readonly CreateDate: string;
  }[];
}
export interface AuthorizationDetails {
  readonly UserDetailList: readonly UserDetail[];
  readonly GroupDetailList: readonly GroupDetail[];
  readonly RoleDetailList: readonly RoleDetail[];
  readonly Policies: readonly PolicyDetail[];
}

export const CREATED = '2024-03-01T09:00:00+00:00';

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An immutable id: the prefix of its kind and 17 characters, different for each number of one account. */
export function uniqueId(prefix: 'AIDA' | 'AROA' | 'AGPA' | 'ANPA' | 'AIPA', account: string, number: number): string {
  let text = '';
  // Beyond what a number holds exactly: with one, neighbours would share an id.
  let left = BigInt(account) * 200_000n + BigInt(number);
  for (let at = 0; at < 17; at++) {
    text = digits.charAt(Number(left % 32n)) + text;
    left /= 32n;
  }
  return prefix + text;
}

/** A managed policy. Every fifth keeps an older version, with less in it. */
export function policyDetail(arn: string, document: Json, id: string, number: number): PolicyDetail {
  const path = arn.slice(arn.indexOf(':policy/') + ':policy'.length);
  const name = path.slice(path.lastIndexOf('/') + 1);
  const older = number % 5 === 0;
  const version = (id: string, isDefault: boolean, of: Json): PolicyDetail['PolicyVersionList'][number] => ({
    Document: of,
    VersionId: id,
    IsDefaultVersion: isDefault,
    CreateDate: CREATED,
  });
  const denied: Json = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] };
  return {
    PolicyName: name,
    PolicyId: id,
    Arn: arn,
    Path: path.slice(0, path.lastIndexOf('/') + 1),
    DefaultVersionId: older ? 'v2' : 'v1',
    AttachmentCount: 1,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: CREATED,
    UpdateDate: CREATED,
    PolicyVersionList: older ? [version('v2', true, document), version('v1', false, denied)] : [version('v1', true, document)],
  };
}

/** The text as the AWS CLI prints it: four spaces a step. */
export function asPrinted(details: AuthorizationDetails): string {
  return `${JSON.stringify(details, null, 4)}\n`;
}
