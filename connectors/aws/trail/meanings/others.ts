import type { Meanings } from '../meaning.ts';
import { means } from '../meaning.ts';

const begun = means('used', 'session', 'caller', 'roleArn');
const changed = (...object: readonly string[]) => means('policy-changed', 'policy', null, ...object);

/** `sts.amazonaws.com` (STS API reference): who became what, and until when. */
export const stsMeanings: Meanings = {
  AssumeRole: begun,
  AssumeRoleWithSAML: begun,
  AssumeRoleWithWebIdentity: begun,
  AssumeRoot: means('used', 'session', 'caller', 'targetPrincipal'),
  GetFederationToken: means('used', 'session', 'caller', 'federatedUser.arn'),
  GetSessionToken: means('used', 'session', 'caller'),
  GetDelegatedAccessToken: begun,
};

/** `signin.amazonaws.com` (user guide, cloudtrail-event-reference-aws-console-sign-in-events.html). */
export const signInMeanings: Meanings = {
  ConsoleLogin: means('used', 'session', 'caller'),
  SwitchRole: means('used', 'session', 'caller', 'switchTo'),
};

/** `rolesanywhere.amazonaws.com` */
export const rolesAnywhereMeanings: Meanings = {
  CreateSession: begun,
  DisableTrustAnchor: changed('trustAnchorArn'),
  EnableTrustAnchor: changed('trustAnchorArn'),
  DeleteTrustAnchor: changed('trustAnchorArn'),
  DisableProfile: changed('profileArn'),
  EnableProfile: changed('profileArn'),
  DeleteProfile: changed('profileArn'),
  UpdateProfile: changed('profileArn'),
};

/** `kms.amazonaws.com` */
export const kmsMeanings: Meanings = {
  CreateGrant: means('granted', 'assignment', 'grantee', 'grantId', 'keyId'),
  RetireGrant: means('revoked', 'assignment', null, 'grantId', 'keyId'),
  RevokeGrant: means('revoked', 'assignment', null, 'grantId', 'keyId'),
  PutKeyPolicy: changed('keyId'),
};

/** `secretsmanager.amazonaws.com` */
export const secretsMeanings: Meanings = {
  PutResourcePolicy: changed('secretId', 'arn'),
  DeleteResourcePolicy: changed('secretId', 'arn'),
};

/** `lambda.amazonaws.com`, whose records carry the version of its API in their names. */
export const lambdaMeanings: Meanings = {
  AddPermission20150331v2: changed('functionName'),
  RemovePermission20150331v2: changed('functionName'),
};

/** `organizations.amazonaws.com` */
export const organizationsMeanings: Meanings = {
  AttachPolicy: changed('policyId'),
  DetachPolicy: changed('policyId'),
  UpdatePolicy: changed('policyId'),
  DeletePolicy: changed('policyId'),
  EnablePolicyType: changed(),
  DisablePolicyType: changed(),
  MoveAccount: changed('accountId'),
  RegisterDelegatedAdministrator: means('granted', 'assignment', null, 'servicePrincipal'),
  DeregisterDelegatedAdministrator: means('revoked', 'assignment', null, 'servicePrincipal'),
  CloseAccount: means('environment-deleted', 'other', null, 'accountId'),
};

/** `cloudtrail.amazonaws.com`: the log itself. */
export const cloudTrailMeanings: Meanings = {
  StopLogging: means('log-stopped', 'other', null, 'name', 'trailARN'),
  StartLogging: means('log-started', 'other', null, 'name', 'trailARN'),
  DeleteTrail: means('log-stopped', 'other', null, 'name', 'trailARN'),
  CreateTrail: changed('trailARN', 'name'),
  UpdateTrail: changed('trailARN', 'name'),
  PutEventSelectors: changed('trailARN', 'trailName'),
  PutInsightSelectors: null,
};
