import { keyFamily } from '../policy/keys.ts';

/**
 * How a condition key is settled when the estate does not tell its value (docs/architecture.md).
 * `by-holder`: whoever holds the right can bring the value about alone; `always`: the same, and no request is without the key.
 * `service`: absent from direct calls, set by AWS services. `absent`, `false`: what a direct call carries; another way is not told. No request is without what is `false`.
 * `estate`: known from the caller itself. `time`: makes windows. Everything not in the table is `outside`.
 */
export type KeySettlement = 'time' | 'issue-time' | 'estate' | 'service' | 'by-holder' | 'always' | 'absent' | 'false' | 'outside';

interface KeyRow {
  readonly name: string;
  readonly settled: KeySettlement;
}

// Presence and origin of each key: IAM User Guide, reference_policies_condition-keys.html and reference_policies_iam-condition-keys.html
const rows: readonly KeyRow[] = [
  { name: 'aws:CurrentTime', settled: 'time' },
  { name: 'aws:EpochTime', settled: 'time' },
  { name: 'aws:TokenIssueTime', settled: 'issue-time' },
  { name: 'aws:PrincipalAccount', settled: 'estate' },
  { name: 'aws:PrincipalArn', settled: 'estate' },
  // KMS Developer Guide, conditions-kms.html: the account of the caller
  { name: 'kms:CallerAccount', settled: 'estate' },
  { name: 'aws:PrincipalType', settled: 'estate' },
  { name: 'aws:PrincipalTag/', settled: 'estate' },
  { name: 'aws:PrincipalIsAWSService', settled: 'estate' },
  { name: 'aws:ResourceAccount', settled: 'estate' },
  { name: 'aws:username', settled: 'estate' },
  { name: 'aws:userid', settled: 'estate' },
  { name: 'aws:PrincipalOrgID', settled: 'estate' },
  { name: 'aws:PrincipalOrgPaths', settled: 'estate' },
  { name: 'aws:ResourceOrgID', settled: 'estate' },
  { name: 'aws:ResourceOrgPaths', settled: 'estate' },
  { name: 'aws:SourceArn', settled: 'service' },
  { name: 'aws:SourceAccount', settled: 'service' },
  { name: 'aws:SourceOrgID', settled: 'service' },
  { name: 'aws:SourceOrgPaths', settled: 'service' },
  { name: 'aws:PrincipalServiceName', settled: 'service' },
  { name: 'aws:PrincipalServiceNamesList', settled: 'service' },
  // the holder signs in with a second factor, or does not
  { name: 'aws:MultiFactorAuthPresent', settled: 'by-holder' },
  { name: 'aws:MultiFactorAuthAge', settled: 'by-holder' },
  // the holder sends the request from where, how and to what region it wants
  { name: 'aws:SourceIp', settled: 'by-holder' },
  { name: 'aws:RequestedRegion', settled: 'always' },
  { name: 'aws:SecureTransport', settled: 'always' },
  { name: 'aws:UserAgent', settled: 'always' },
  { name: 'aws:Referer', settled: 'by-holder' },
  // values the caller chooses in the request itself
  { name: 'aws:RequestTag/', settled: 'by-holder' },
  { name: 'aws:TagKeys', settled: 'by-holder' },
  { name: 'sts:ExternalId', settled: 'by-holder' },
  { name: 'sts:RoleSessionName', settled: 'by-holder' },
  { name: 'sts:SourceIdentity', settled: 'by-holder' },
  { name: 'sts:TransitiveTagKeys', settled: 'by-holder' },
  { name: 'sts:DurationSeconds', settled: 'by-holder' },
  { name: 'iam:PassedToService', settled: 'by-holder' },
  // the holder names what it hands the role to
  { name: 'iam:AssociatedResourceArn', settled: 'by-holder' },
  { name: 'secretsmanager:VersionStage', settled: 'by-holder' },
  { name: 'secretsmanager:VersionId', settled: 'by-holder' },
  // there only through a VPC endpoint, or where a service calls on the caller's behalf
  { name: 'aws:SourceVpc', settled: 'absent' },
  { name: 'aws:SourceVpce', settled: 'absent' },
  { name: 'aws:VpcSourceIp', settled: 'absent' },
  { name: 'aws:CalledVia', settled: 'absent' },
  { name: 'aws:CalledViaFirst', settled: 'absent' },
  { name: 'aws:CalledViaLast', settled: 'absent' },
  { name: 'aws:ViaAWSService', settled: 'false' },
];

const byName = new Map(rows.map((row) => [row.name, row.settled] as const));

export function keySettlement(key: string): KeySettlement {
  return byName.get(keyFamily(key) ?? '') ?? 'outside';
}

/** Keys that tell the account of the caller (in lower case). */
export function isAccountOfCaller(key: string): boolean {
  return key === 'aws:principalaccount' || key === 'kms:calleraccount';
}

/** Keys that tell of a second factor (in lower case). */
export function isAboutFactor(key: string): boolean {
  return key === 'aws:multifactorauthpresent' || key === 'aws:multifactorauthage';
}

/** Keys whose value differs with the account that owns the resource. */
export function dependsOnOwner(key: string): boolean {
  return /^aws:resource(?:account|orgid|orgpaths)$/.test(key);
}

/** Keys whose value differs from one caller of an account to the next. */
export function dependsOnCaller(key: string): boolean {
  return /^aws:(?:principalarn$|principaltype$|principaltag\/|username$|userid$)/.test(key);
}
