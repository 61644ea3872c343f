// Global and IAM condition keys in the provider's spelling: IAM User Guide, reference_policies_condition-keys.html and
// reference_policies_iam-condition-keys.html. A name that ends in `/` stands for all keys that begin so.
const names: readonly string[] = [
  'aws:CurrentTime',
  'aws:EpochTime',
  'aws:TokenIssueTime',
  'aws:PrincipalAccount',
  'aws:PrincipalArn',
  'aws:PrincipalType',
  'aws:PrincipalTag/',
  'aws:PrincipalIsAWSService',
  'aws:ResourceAccount',
  'aws:username',
  'aws:userid',
  'aws:SourceArn',
  'aws:SourceAccount',
  'aws:SourceOrgID',
  'aws:SourceOrgPaths',
  'aws:PrincipalServiceName',
  'aws:PrincipalServiceNamesList',
  'aws:MultiFactorAuthPresent',
  'aws:MultiFactorAuthAge',
  'aws:SourceIp',
  'aws:RequestedRegion',
  'aws:SecureTransport',
  'aws:UserAgent',
  'aws:Referer',
  'aws:RequestTag/',
  'aws:TagKeys',
  'sts:ExternalId',
  'sts:RoleSessionName',
  'sts:SourceIdentity',
  'sts:TransitiveTagKeys',
  'sts:DurationSeconds',
  'iam:PassedToService',
  'kms:CallerAccount',
  'iam:AssociatedResourceArn',
  'secretsmanager:VersionStage',
  'secretsmanager:VersionId',
  'aws:SourceVpc',
  'aws:SourceVpce',
  'aws:VpcSourceIp',
  'aws:CalledVia',
  'aws:CalledViaFirst',
  'aws:CalledViaLast',
  'aws:ViaAWSService',
  'aws:PrincipalOrgID',
  'aws:PrincipalOrgPaths',
  'aws:ResourceOrgID',
  'aws:ResourceOrgPaths',
  'aws:ResourceTag/',
  'aws:SourceIdentity',
  'iam:PolicyARN',
  'iam:PermissionsBoundary',
  'iam:ResourceTag/',
];

const byName = new Map(names.map((name) => [name.toLowerCase(), name] as const));

/** The name of the table that a key goes by; `undefined` for a key that is not in it. */
export function keyFamily(key: string): string | undefined {
  const lower = key.toLowerCase();
  const slash = lower.indexOf('/');
  return byName.get(lower) ?? (slash < 0 ? undefined : byName.get(lower.slice(0, slash + 1)));
}

/** The key in the provider's own spelling; keys not in the table in lower case. One spelling, so recasing changes no output. */
export function keyName(key: string): string {
  const family = keyFamily(key);
  if (family === undefined) return key.toLowerCase();
  return family.endsWith('/') ? family + key.slice(key.indexOf('/') + 1).toLowerCase() : family;
}

const multivalued = new Set([
  'aws:tagkeys',
  'aws:principalorgpaths',
  'aws:resourceorgpaths',
  'aws:sourceorgpaths',
  'aws:calledvia',
  'aws:principalservicenameslist',
  'dynamodb:attributes',
  'dynamodb:leadingkeys',
  'sts:transitivetagkeys',
]);

/**
 * Whether a request may carry several values of the key, which is given in lower case.
 * Source: IAM User Guide, reference_policies_condition-single-vs-multi-valued-context-keys.html.
 */
export function isMultivalued(key: string): boolean {
  return multivalued.has(key) || key.endsWith(':amr');
}
