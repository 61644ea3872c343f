import type { Decision, Document, Principal, Request, Statement } from './literal.ts';
import { boundaryOf, controlsOf, decisionOf, layerOf } from './literal.ts';
import { valuesOf } from './condition.ts';
import { globFits } from './text.ts';
import { trustLayer } from './trust.ts';
import { and, or } from './truth.ts';

/*
 * A request on a resource that has a policy. IAM User Guide: reference_policies_evaluation-logic_policy-eval-basics.html (who is
 * limited by a boundary), reference_policies_evaluation-logic-cross-account.html.
 */
export function mayAccess(caller: Principal, owner: string, policy: Document, request: Request): Decision {
  const speaks = (statement: Statement): boolean => valuesOf(statement.Resource ?? []).some((each) => globFits(each, request.resource));
  const of = trustLayer(policy, caller.arn, request, speaks);
  const [own, boundary, controls] = [layerOf(caller.policies, request), boundaryOf(caller, request), controlsOf(caller, request)];
  const denies = or([of.denies, own.denies, boundary.denies, controls.denies]);
  if (caller.arn.split(':')[4] !== owner) {
    return decisionOf(and([or([of.byName, of.byAccount, of.byOther]), own.allows, boundary.allows, controls.allows]), denies);
  }
  const isUser = caller.arn.includes(':user/');
  const named = isUser
    ? or([of.byName, of.byOther, and([own.allows, boundary.allows])])
    : or([of.byOther, and([or([own.allows, of.byName]), boundary.allows])]);
  return decisionOf(and([named, controls.allows]), denies);
}
