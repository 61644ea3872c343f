import * as v from 'valibot';
import type { BoundaryId } from '../../../../src/model/ids.ts';
import { instant } from '../../../../src/contract/reading.ts';

/*
 * Forms of ids: IAM Identity Center API Reference, data types InstanceMetadata, PermissionSet and AccountAssignment. They are read a
 * little wider than they are written there, where nothing hangs on it.
 */

const INSTANCE = /^arn:(aws|aws-[a-z-]+):sso:::instance\/((?:sso)?ins-[\w.-]{1,64})$/;

export const accountId = v.pipe(v.string(), v.regex(/^\d{12}$/, 'an account id has twelve digits'));
export const instanceArn = v.pipe(v.string(), v.regex(INSTANCE, 'the ARN of an instance ends with instance/ssoins-…'));
export const permissionSetArn = v.pipe(
  v.string(),
  v.regex(/^arn:(aws|aws-[a-z-]+):sso:::[^\s|]{1,200}$/, 'the ARN of a permission set begins with arn:aws:sso:::'),
);
export const directoryId = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/, 'the id of a user or group has letters, digits and dashes'));
export const identityStoreId = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/, 'the id of an identity store has letters, digits and dashes'));
export const principalType = v.picklist(['USER', 'GROUP']);
export const optionalText = v.nullish(v.string(), null);
export const optionalTime = v.nullish(instant, null);

/** Where the calls about an instance go. */
export const place = { instance: instanceArn, region: v.optional(v.string()) };
/** Of a list that is asked page by page: where to go on, and how many elements came before. */
export const onward = { token: v.optional(v.string()), seen: v.optional(v.pipe(v.number(), v.integer())) };

export function partitionOf(instance: string): string {
  return INSTANCE.exec(instance)?.[1] ?? 'aws';
}

export function instanceBoundary(instance: string): BoundaryId {
  return `aws:identity-center/${INSTANCE.exec(instance)?.[2] ?? ''}`;
}
