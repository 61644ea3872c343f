import type { Rule } from '../contract/rule.ts';
import { rule as accessKeyInactiveKept } from './access-key-inactive-kept/rule.ts';
import { rule as accessKeyNeverUsed } from './access-key-never-used/rule.ts';
import { rule as accessKeyOverAge } from './access-key-over-age/rule.ts';
import { rule as accessKeyTwoActive } from './access-key-two-active/rule.ts';
import { rule as accessKeyUnused } from './access-key-unused/rule.ts';
import { rule as accessReappeared } from './access-reappeared/rule.ts';
import { rule as activationOverLong } from './activation-over-long/rule.ts';
import { rule as activationWithoutApproval } from './activation-without-approval/rule.ts';
import { rule as activationWithoutSecondFactor } from './activation-without-second-factor/rule.ts';
import { rule as anotherWayRemains } from './another-way-remains/rule.ts';
import { rule as apiKeyLongLived } from './api-key-long-lived/rule.ts';
import { rule as applicationUnused } from './application-unused/rule.ts';
import { rule as approvedNeverActivated } from './approved-never-activated/rule.ts';
import { rule as approverIsHolder } from './approver-is-holder/rule.ts';
import { rule as approverIsRequester } from './approver-is-requester/rule.ts';
import { rule as approversMissing } from './approvers-missing/rule.ts';
import { rule as approversTooMany } from './approvers-too-many/rule.ts';
import { rule as assignedOutsideBroker } from './assigned-outside-broker/rule.ts';
import { rule as blindSpot } from './blind-spot/rule.ts';
import { rule as breakGlassUsed } from './break-glass-used/rule.ts';
import { rule as bundleBreadth } from './bundle-breadth/rule.ts';
import { rule as certificateLongLived } from './certificate-long-lived/rule.ts';
import { rule as clientSecretLongLived } from './client-secret-long-lived/rule.ts';
import { rule as credentialExpiredKept } from './credential-expired-kept/rule.ts';
import { rule as credentialUnused } from './credential-unused/rule.ts';
import { rule as credentialsMany } from './credentials-many/rule.ts';
import { rule as deletedRestorable } from './deleted-restorable/rule.ts';
import { rule as disabledWithPrivilege } from './disabled-with-privilege/rule.ts';
import { rule as eligibleDormant } from './eligible-dormant/rule.ts';
import { rule as eligibleHolderBlocked } from './eligible-holder-blocked/rule.ts';
import { rule as endClaimedStillPresent } from './end-claimed-still-present/rule.ts';
import { rule as endLate } from './end-late/rule.ts';
import { rule as endUnproven } from './end-unproven/rule.ts';
import { rule as endWithoutReason } from './end-without-reason/rule.ts';
import { rule as exceptionExpired } from './exception-expired/rule.ts';
import { rule as exceptionNeverTested } from './exception-never-tested/rule.ts';
import { rule as exceptionOutgrown } from './exception-outgrown/rule.ts';
import { rule as exceptionUnmatched } from './exception-unmatched/rule.ts';
import { rule as exceptionUnowned } from './exception-unowned/rule.ts';
import { rule as expectedEndNotObserved } from './expected-end-not-observed/rule.ts';
import { rule as expiredWindowAttached } from './expired-window-attached/rule.ts';
import { rule as expiryOnlyProduction } from './expiry-only-production/rule.ts';
import { rule as federationAvailable } from './federation-available/rule.ts';
import { rule as grantWithoutRequest } from './grant-without-request/rule.ts';
import { rule as grantedBeyondRequest } from './granted-beyond-request/rule.ts';
import { rule as guestPrivileged } from './guest-privileged/rule.ts';
import { rule as leaverKnewSecret } from './leaver-knew-secret/rule.ts';
import { rule as manualRevocation } from './manual-revocation/rule.ts';
import { rule as neverAvailable } from './never-available/rule.ts';
import { rule as noOwner } from './no-owner/rule.ts';
import { rule as orphanedAssignment } from './orphaned-assignment/rule.ts';
import { rule as overlappingAuthorisations } from './overlapping-authorisations/rule.ts';
import { rule as passwordUnused } from './password-unused/rule.ts';
import { rule as passwordWithoutMfa } from './password-without-mfa/rule.ts';
import { rule as permanentAssignmentAllowed } from './permanent-assignment-allowed/rule.ts';
import { rule as provisionedCopyLeft } from './provisioned-copy-left/rule.ts';
import { rule as recordGap } from './record-gap/rule.ts';
import { rule as recordUnmatched } from './record-unmatched/rule.ts';
import { rule as renewedWithoutApproval } from './renewed-without-approval/rule.ts';
import { rule as requestWithoutGrant } from './request-without-grant/rule.ts';
import { rule as reviewOverdue } from './review-overdue/rule.ts';
import { rule as roleAssumableByMany } from './role-assumable-by-many/rule.ts';
import { rule as roleNeverUsed } from './role-never-used/rule.ts';
import { rule as roleUnused } from './role-unused/rule.ts';
import { rule as separationOfDuties } from './separation-of-duties/rule.ts';
import { rule as serialActivation } from './serial-activation/rule.ts';
import { rule as sessionPastDue } from './session-past-due/rule.ts';
import { rule as sessionWithoutGrant } from './session-without-grant/rule.ts';
import { rule as shorterThanReview } from './shorter-than-review/rule.ts';
import { rule as sshKeyLongLived } from './ssh-key-long-lived/rule.ts';
import { rule as standingAdministrator } from './standing-administrator/rule.ts';
import { rule as standingChangeGuardrail } from './standing-change-guardrail/rule.ts';
import { rule as standingCrownJewel } from './standing-crown-jewel/rule.ts';
import { rule as standingDisableAudit } from './standing-disable-audit/rule.ts';
import { rule as standingGrantPrivilege } from './standing-grant-privilege/rule.ts';
import { rule as standingImpersonate } from './standing-impersonate/rule.ts';
import { rule as standingMintCredential } from './standing-mint-credential/rule.ts';
import { rule as standingReadSecrets } from './standing-read-secrets/rule.ts';
import { rule as trustOpenToAnySubject } from './trust-open-to-any-subject/rule.ts';
import { rule as trustToDeletedPrincipal } from './trust-to-deleted-principal/rule.ts';
import { rule as trustToForeignAccount } from './trust-to-foreign-account/rule.ts';
import { rule as windowOverLong } from './window-over-long/rule.ts';

/** The rules any provider's estate can be asked. Rules only one provider can ask are in that connector's own list. */
export const rules: readonly Rule<unknown>[] = [
  accessKeyInactiveKept,
  accessKeyNeverUsed,
  accessKeyOverAge,
  accessKeyTwoActive,
  accessKeyUnused,
  accessReappeared,
  activationOverLong,
  activationWithoutApproval,
  activationWithoutSecondFactor,
  anotherWayRemains,
  apiKeyLongLived,
  applicationUnused,
  approvedNeverActivated,
  approverIsHolder,
  approverIsRequester,
  approversMissing,
  approversTooMany,
  assignedOutsideBroker,
  blindSpot,
  breakGlassUsed,
  bundleBreadth,
  certificateLongLived,
  clientSecretLongLived,
  credentialExpiredKept,
  credentialUnused,
  credentialsMany,
  deletedRestorable,
  disabledWithPrivilege,
  eligibleDormant,
  eligibleHolderBlocked,
  endClaimedStillPresent,
  endLate,
  endUnproven,
  endWithoutReason,
  exceptionExpired,
  exceptionNeverTested,
  exceptionOutgrown,
  exceptionUnmatched,
  exceptionUnowned,
  expectedEndNotObserved,
  expiredWindowAttached,
  expiryOnlyProduction,
  federationAvailable,
  grantWithoutRequest,
  grantedBeyondRequest,
  guestPrivileged,
  leaverKnewSecret,
  manualRevocation,
  neverAvailable,
  noOwner,
  orphanedAssignment,
  overlappingAuthorisations,
  passwordUnused,
  passwordWithoutMfa,
  permanentAssignmentAllowed,
  provisionedCopyLeft,
  recordGap,
  recordUnmatched,
  renewedWithoutApproval,
  requestWithoutGrant,
  reviewOverdue,
  roleAssumableByMany,
  roleNeverUsed,
  roleUnused,
  separationOfDuties,
  serialActivation,
  sessionPastDue,
  sessionWithoutGrant,
  shorterThanReview,
  sshKeyLongLived,
  standingAdministrator,
  standingChangeGuardrail,
  standingCrownJewel,
  standingDisableAudit,
  standingGrantPrivilege,
  standingImpersonate,
  standingMintCredential,
  standingReadSecrets,
  trustOpenToAnySubject,
  trustToDeletedPrincipal,
  trustToForeignAccount,
  windowOverLong,
];
