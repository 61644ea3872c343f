import type { AccessDecision, AccessRequest, Decision, Explanation } from '../access.ts';
import type { AccessFlag } from '../flags.ts';
import { explain } from '../explain/explain.ts';
import { settleOnce } from '../exact/remembered.ts';
import { checkShape } from '../request/shape.ts';
import { Situation } from '../request/situation.ts';
import type { Worked } from './work.ts';
import { decide } from './work.ts';

/**
 * Decides as AWS does whether the request is allowed, over all values of what is not known about it. Throws `PolicyError` for a
 * request that is not of the shape it must have or names no principal, action, resource or account; never for what a policy holds.
 */
export function evaluateAccess(request: AccessRequest): AccessDecision {
  checkShape(request);
  return new Answer(request, decide(new Situation(request), settleOnce));
}

class Answer implements AccessDecision {
  readonly decision: Decision;
  readonly on: readonly string[];
  readonly flags: readonly AccessFlag[];
  readonly #request: AccessRequest;

  constructor(request: AccessRequest, { decision, on, flags }: Worked) {
    this.decision = decision;
    this.on = on;
    this.flags = flags;
    this.#request = request;
  }

  because(): Explanation {
    return explain(this.#request);
  }
}
