import type { Rule } from '../../../src/contract/rule.ts';
import { rule as assignmentRemovalFailed } from './assignment-removal-failed/rule.ts';
import { rule as kmsGrantToOutsider } from './kms-grant-to-outsider/rule.ts';
import { rule as logNotWatching } from './log-not-watching/rule.ts';
import { rule as permissionSetNotProvisioned } from './permission-set-not-provisioned/rule.ts';
import { rule as permissionSetSessionOverLong } from './permission-set-session-over-long/rule.ts';
import { rule as reservedRoleUnassigned } from './reserved-role-unassigned/rule.ts';
import { rule as roleSessionOverLong } from './role-session-over-long/rule.ts';
import { rule as rootAccessKey } from './root-access-key/rule.ts';
import { rule as rootUsed } from './root-used/rule.ts';
import { rule as rootWithoutMfa } from './root-without-mfa/rule.ts';
import { rule as trustWithoutExternalId } from './trust-without-external-id/rule.ts';
import { rule as unusedPrivilege } from './unused-privilege/rule.ts';

/** The rules that only an AWS estate can be asked. */
export const rules: readonly Rule<unknown>[] = [
  assignmentRemovalFailed,
  kmsGrantToOutsider,
  logNotWatching,
  permissionSetNotProvisioned,
  permissionSetSessionOverLong,
  reservedRoleUnassigned,
  roleSessionOverLong,
  rootAccessKey,
  rootUsed,
  rootWithoutMfa,
  trustWithoutExternalId,
  unusedPrivilege,
];
