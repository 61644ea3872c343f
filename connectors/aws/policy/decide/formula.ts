import type { Truth } from '../match/truth.ts';
import { and, or } from '../match/truth.ts';
import type { Situation } from '../request/situation.ts';

/** Whether the Allow statements of each layer match; a layer that is absent and binds nothing is true. */
export interface Allows {
  readonly identity: Truth;
  readonly boundary: Truth;
  readonly session: Truth;
  /** The resource policy, by the way in which it meets the caller. */
  readonly user: Truth;
  readonly sessionArn: Truth;
  readonly star: Truth;
  readonly role: Truth;
  readonly issuer: Truth;
  readonly account: Truth;
  /** Every node of the organization. */
  readonly control: Truth;
}

/** Which rules the request is decided by. */
export type Rule = 'always' | 'unless-denied' | 'never' | 'assume-root' | 'trust' | 'mandatory' | 'ordinary';

/**
 * Sources: IAM User Guide, reference_policies_evaluation-logic_policy-eval-basics.html; STS API Reference, GetCallerIdentity,
 * GetSessionToken and AssumeRoot; KMS Developer Guide, key-policies.html; IAM User Guide, id_roles_update-role-trust-policy.html.
 */
export function ruleOf({ action, target, caller }: Situation): Rule {
  const { service, name } = action;
  if (service === 'sts') {
    if (name === 'getcalleridentity') return 'always';
    if (name === 'getsessiontoken' && (caller.kind === 'user' || caller.kind === 'root')) return 'unless-denied';
    if (name === 'assumeroot' && target.service === 'iam' && target.rest === 'root') return 'assume-root';
    if (isTrust(name) && isRole(target)) return 'trust';
  }
  if (service === 'iam' && target.service === 'iam' && writesIam(name) && isOfAws(target)) return 'never';
  return service === 'kms' && target.service === 'kms' && target.rest.startsWith('key/') ? 'mandatory' : 'ordinary';
}

/** Whether the resource's policy is a role's trust policy. */
export function isTrusted({ action, target }: Situation): boolean {
  return action.service === 'sts' && isRole(target);
}

function isRole({ service, rest }: Situation['target']): boolean {
  return service === 'iam' && rest.startsWith('role/');
}

function isTrust(name: string): boolean {
  return name.startsWith('assumerole') || name === 'tagsession' || name === 'setsourceidentity';
}

const iamExceptions = new Set(['passrole', 'createservicelinkedrole', 'deleteservicelinkedrole']);

function writesIam(name: string): boolean {
  return !/^(?:get|list|simulate|generate)/.test(name) && !iamExceptions.has(name);
}

/** What no policy of an account lets anyone change: roles of services and of Identity Center, policies of AWS. */
function isOfAws({ rest, accountSegment }: Situation['target']): boolean {
  return /^role\/(?:aws-reserved|aws-service-role)\//.test(rest) || (accountSegment === 'aws' && rest.startsWith('policy/'));
}

/** Whether it is allowed as long as nothing denies. */
export function allowed(rule: Rule, allows: Allows, situation: Situation): Truth {
  if (rule === 'always' || rule === 'unless-denied') return 1;
  if (rule === 'never') return 0;
  if (rule === 'assume-root') return and(allows.control, assumesRoot(allows, situation));
  return and(allows.control, byRelation(rule, allows, situation));
}

/** No resource has a say. Whether the caller's account may administer the organization's root users is told by no policy. */
function assumesRoot({ identity, boundary, session }: Allows, situation: Situation): Truth {
  const { kind } = situation.caller;
  if (kind !== 'user' && kind !== 'role' && kind !== 'federated-user') return 0;
  return and(and(identity, and(boundary, session)), situation.administrator());
}

function byRelation(rule: Rule, allows: Allows, situation: Situation): Truth {
  switch (situation.caller.kind) {
    case 'service':
    case 'federated':
      return direct(allows);
    case 'anonymous':
      // a role is assumed by a signed request, or with a token of an identity provider
      return rule === 'trust' ? 0 : direct(allows);
    case 'root':
      if (rule === 'trust') return 0;
      break;
    case 'user':
    case 'role':
    case 'federated-user':
  }
  const own = situation.ownResource();
  if (own === 1) return sameAccount(rule, allows, situation);
  const across = crossAccount(allows, situation);
  if (own === 0) return across;
  const within = sameAccount(rule, allows, situation);
  return within === across ? within : 2;
}

function direct({ user, sessionArn, star }: Allows): Truth {
  return or(user, or(sessionArn, star));
}

function crossAccount(allows: Allows, situation: Situation): Truth {
  const any = or(direct(allows), or(allows.role, or(allows.issuer, allows.account)));
  if (situation.caller.kind === 'root') return any;
  return and(any, and(allows.identity, and(allows.boundary, allows.session)));
}

function sameAccount(rule: Rule, allows: Allows, situation: Situation): Truth {
  const { identity, boundary, session, role, issuer, account } = allows;
  const { kind } = situation.caller;
  const limits = and(boundary, kind === 'user' ? 1 : session);
  if (rule === 'trust') return trusted(allows, limits, situation);
  if (rule === 'mandatory') {
    if (kind === 'root') return or(direct(allows), account);
    const delegated = and(account, identity);
    return or(direct(allows), and(or(or(role, issuer), delegated), limits));
  }
  if (kind === 'root') return 1;
  return or(direct(allows), and(or(identity, or(role, issuer)), limits));
}

/** A boundary limits a user that is named, against the general rule; for a session or everyone that is named it is not told. */
function trusted(allows: Allows, limits: Truth, situation: Situation): Truth {
  const { identity, boundary, user, sessionArn, star, role, issuer, account } = allows;
  const past = or(boundary, situation.doubt('doc:trust-past-boundary'));
  const named = or(and(user, boundary), and(or(role, issuer), limits));
  const delegated = and(account, and(identity, limits));
  return or(or(named, delegated), and(or(sessionArn, star), past));
}
