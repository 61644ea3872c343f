import { VestigeError } from '../../../src/base/errors.ts';

export type PolicyErrorCode = 'bad-request' | 'bad-principal' | 'bad-action' | 'bad-resource' | 'bad-account';

/** A request that cannot be decided as it is written. Policies never bring one about: what they hold and cannot be read is open. */
export class PolicyError extends VestigeError {
  readonly code: PolicyErrorCode;

  constructor(code: PolicyErrorCode, message: string, hint?: string) {
    super(message, { hint });
    this.code = code;
  }
}
