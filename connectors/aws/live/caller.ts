import { VestigeError } from '../../../src/base/errors.ts';
import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { AwsSettings } from '../settings.ts';

/** Credentials that no scan may start from; found when the session is opened. */
export class AwsCallerError extends VestigeError {
  readonly code: 'root-credentials' | 'wrong-partition';

  constructor(code: AwsCallerError['code'], message: string, hint: string) {
    super(message, { hint });
    this.code = code;
  }
}

/** Whose credentials they are, from the answer of GetCallerIdentity. `null` = the answer does not say. */
export function accountOfCaller(body: Json): string | null {
  const account = isJsonObject(body) ? body['Account'] : undefined;
  return typeof account === 'string' && /^\d{12}$/.test(account) ? account : null;
}

/** Throws {@link AwsCallerError} for the root user of an account, and for credentials of another partition than the settings name. */
export function refuseCaller(body: Json, { partition }: Pick<AwsSettings, 'partition'>): void {
  const arn = isJsonObject(body) ? body['Arn'] : undefined;
  if (typeof arn !== 'string') return;
  if (/^arn:[^:]*:iam::\d*:root$/.test(arn)) {
    const hint = 'use a role or user with the policy that `vestige permissions aws` prints: the root user can change everything';
    throw new AwsCallerError('root-credentials', `cannot scan aws with the credentials of the root user ${arn}`, hint);
  }
  const theirs = arn.split(':')[1] ?? '';
  if (theirs === partition) return;
  const message = `cannot scan partition '${partition}' of aws: the credentials are of '${theirs}' (${arn})`;
  throw new AwsCallerError(
    'wrong-partition',
    message,
    `set partition: ${theirs} in the settings of aws, or use credentials of ${partition}`,
  );
}
