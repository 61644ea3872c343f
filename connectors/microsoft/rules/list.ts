import type { Rule } from '../../../src/contract/rule.ts';
import { rule as applicationOwnerNotAdministrator } from './application-owner-not-administrator/rule.ts';
import { rule as applicationWithoutOwner } from './application-without-owner/rule.ts';
import { rule as classicAdministratorLeft } from './classic-administrator-left/rule.ts';
import { rule as consentByUser } from './consent-by-user/rule.ts';
import { rule as consentForEveryone } from './consent-for-everyone/rule.ts';
import { rule as federatedIssuerForeign } from './federated-issuer-foreign/rule.ts';
import { rule as foreignApplicationPrivileged } from './foreign-application-privileged/rule.ts';
import { rule as onPremisesAccountPrivileged } from './on-premises-account-privileged/rule.ts';
import { rule as packageEndedAccessLeft } from './package-ended-access-left/rule.ts';
import { rule as permanentPrivilegedRole } from './permanent-privileged-role/rule.ts';
import { rule as privilegedAccountUnused } from './privileged-account-unused/rule.ts';
import { rule as rootScopeAssignment } from './root-scope-assignment/rule.ts';

/** The rules that only Microsoft's directory and cloud can be asked. */
export const rules: readonly Rule<unknown>[] = [
  applicationOwnerNotAdministrator,
  applicationWithoutOwner,
  classicAdministratorLeft,
  consentByUser,
  consentForEveryone,
  federatedIssuerForeign,
  foreignApplicationPrivileged,
  onPremisesAccountPrivileged,
  packageEndedAccessLeft,
  permanentPrivilegedRole,
  privilegedAccountUnused,
  rootScopeAssignment,
];
