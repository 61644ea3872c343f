import type { Decision, Document, Principal, Request, Statement } from './literal.ts';
import { actionMatches, boundaryOf, controlsOf, decisionOf, layerOf, protectionOf, statementsOf } from './literal.ts';
import { conditionHolds, valuesOf } from './condition.ts';
import { globFits } from './text.ts';
import { trustLayer } from './trust.ts';
import type { Truth } from './truth.ts';
import { and, or } from './truth.ts';

/*
 * A request on a resource that has a policy. IAM User Guide: reference_policies_evaluation-logic_policy-eval-basics.html (who is
 * limited by a boundary), reference_policies_evaluation-logic-cross-account.html.
 */
export function mayAccess(caller: Principal, owner: string, policy: Document, request: Request): Decision {
  const of = trustLayer(policy, caller.arn, request, (statement) => speaksOf(statement, request));
  const [own, boundary, controls] = [layerOf(caller.policies, request), boundaryOf(caller, request), controlsOf(caller, request)];
  const denies = or([of.denies, own.denies, boundary.denies, controls.denies, protectionOf(request)]);
  if (caller.arn.split(':')[4] !== owner) {
    return decisionOf(and([or([of.byName, of.byAccount, of.byOther]), own.allows, boundary.allows, controls.allows]), denies);
  }
  const isUser = caller.arn.includes(':user/');
  const byPolicy = isUser ? or([of.byName, of.byOther]) : or([of.byOther, and([of.byName, boundary.allows])]);
  const byItsOwn = and([own.allows, boundary.allows]);
  // policies of the account count for a key only where the key's policy leaves it to the account (kms developer guide, key-policies.html)
  const isKey = /^arn:aws:kms:[^:]*:[^:]*:key\//.test(request.resource);
  return decisionOf(and([or([byPolicy, isKey ? and([of.byAccount, byItsOwn]) : byItsOwn]), controls.allows]), denies);
}

function speaksOf({ Resource }: Statement, { resource }: Request): boolean {
  return valuesOf(Resource ?? []).some((each) => globFits(each, resource));
}

/**
 * A service, `Service:lambda.amazonaws.com`, or who signed in with an identity provider, `Federated:arn:…`. The resource's policy alone
 * decides. What a policy means that names everyone, and one that names an identity provider outside a role's trust, is not told.
 */
export function mayAccessUnsigned(caller: string, policy: Document, request: Request): Decision {
  const colon = caller.indexOf(':');
  const [kind, name] = [caller.slice(0, colon), caller.slice(colon + 1)];
  const decide = (everyone: Truth, provider: Truth): Decision => {
    const meets = ({ Principal }: Statement): Truth => {
      if (typeof Principal === 'string') return everyone;
      if (!valuesOf(Principal?.[kind] ?? []).includes(name)) return 'F';
      return kind === 'Service' ? 'T' : provider;
    };
    const matches = (effect: 'Allow' | 'Deny'): Truth =>
      or(
        statementsOf(policy)
          .filter((each) => each.Effect === effect && actionMatches(each, request.action) && speaksOf(each, request))
          .map((each) => and([meets(each), conditionHolds(each.Condition, policy.Version, request.context)])),
      );
    return decisionOf(matches('Allow'), or([matches('Deny'), protectionOf(request)]));
  };
  const both: readonly Truth[] = ['T', 'F'];
  const decisions = new Set(both.flatMap((everyone) => both.map((provider) => decide(everyone, provider))));
  return decisions.size === 1 ? ([...decisions][0] ?? 'depends') : 'depends';
}
