import type { Json } from '../../../../src/base/json.ts';
import type { Document } from './document.ts';
import { documentOf } from './document.ts';
import { layerOf, nodesOf, resourceLayerOf } from './layers.ts';
import type { Layer } from './layers.ts';
import type { Way } from './principal.ts';
import type { LiteralPrincipal, LiteralRequest, Outcome, World } from './request.ts';
import { callerAccount, callerOf } from './request.ts';
import { actionFits, globFits } from './text.ts';

/*
 * How AWS decides one request when everything about it is told: nothing is compiled, cached or shared with the connector. IAM User
 * Guide: reference_policies_evaluation-logic*.html, access_policies_boundaries.html, access_policies.html#policies_session,
 * id_roles_update-role-trust-policy.html; AWS Organizations: orgs_manage_policies_scps_evaluation.html,
 * orgs_manage_policies_rcps.html; KMS: key-policies.html.
 */

const rcpServices = ['s3', 'sts', 'kms', 'sqs', 'secretsmanager', 'ecr', 'aoss', 'cognito-identity', 'cognito-idp', 'logs', 'dynamodb'];
const applies: Layer = { allows: true, denies: false };

function is(action: string, ...patterns: readonly string[]): boolean {
  return patterns.some((pattern) => actionFits(pattern, action));
}

export function isTrust({ action, resource }: LiteralRequest): boolean {
  return is(action, 'sts:AssumeRole*', 'sts:TagSession', 'sts:SetSourceIdentity') && globFits('arn:*:iam::*:role/*', resource);
}
/** What the administrators of an organization do to the root user of a member account. */
export function isAssumeRoot({ action, resource }: LiteralRequest): boolean {
  return is(action, 'sts:AssumeRoot') && globFits('arn:*:iam::*:root', resource);
}
function isKey({ action, resource }: LiteralRequest): boolean {
  return is(action, 'kms:*') && globFits('arn:*:kms:*:*:key/*', resource);
}

/** Roles that services keep for themselves, and AWS's own policies, are not written to by an account. */
function isKeptByAws({ action, resource }: LiteralRequest): boolean {
  const reads = ['Get*', 'List*', 'Simulate*', 'Generate*'].map((name) => `iam:${name}`);
  const writes = is(action, 'iam:*') && !is(action, ...reads, 'iam:PassRole', 'iam:CreateServiceLinkedRole', 'iam:DeleteServiceLinkedRole');
  const kept = ['arn:*:iam::*:role/aws-reserved/*', 'arn:*:iam::*:role/aws-service-role/*', 'arn:*:iam::aws:policy/*'];
  return writes && kept.some((pattern) => globFits(pattern, resource));
}

function isServiceLinked(caller: LiteralPrincipal): boolean {
  return caller.type === 'role' && globFits('arn:*:iam::*:role/aws-service-role/*', caller.arn);
}

interface Sides {
  readonly I: boolean;
  readonly B: boolean;
  readonly S: boolean;
  readonly ways: readonly Way[];
  readonly request: LiteralRequest;
  readonly caller: LiteralPrincipal;
  readonly world: World;
}

/** The documents of a request, read once for all worlds. */
export interface Policies {
  readonly identity: readonly Document[];
  readonly boundary: readonly Document[] | undefined;
  readonly session: readonly Document[] | undefined;
  readonly resource: readonly Document[];
  readonly scp: readonly (readonly Document[])[] | undefined;
  readonly rcp: readonly (readonly Document[])[] | undefined;
}

export function policiesOf(request: LiteralRequest): Policies {
  const identity = (json: Json): Document => documentOf(json, 'identity');
  const { permissionsBoundary, resourcePolicy } = request;
  return {
    identity: request.identityPolicies.map(identity),
    boundary: permissionsBoundary === undefined ? undefined : [identity(permissionsBoundary)],
    session: request.sessionPolicies?.map(identity),
    resource: resourcePolicy === undefined ? [] : [documentOf(resourcePolicy, isTrust(request) ? 'trust' : 'resource')],
    scp: request.serviceControlPolicies?.map((node) => node.map(identity)),
    rcp: request.resourceControlPolicies?.map((node) => node.map((json) => documentOf(json, 'rcp'))),
  };
}

export function decideIn(request: LiteralRequest, policies: Policies, world: World): Outcome {
  const { action } = request;
  // needs no permission, and no Deny blocks it
  if (is(action, 'sts:GetCallerIdentity')) return 'allowed';
  const caller = callerOf(request.principal);

  const identity = layerOf(policies.identity, 'identity', request, world);
  const boundary = policies.boundary === undefined ? applies : layerOf(policies.boundary, 'boundary', request, world);
  const session = sessionOf(request, policies, caller, world);
  const trust = isTrust(request);
  const resource = resourceLayerOf(policies.resource, trust ? 'trust' : 'resource', 'resource', request, caller, world);
  const scp = scpOf(request, policies, caller, world);
  const rcp = rcpOf(request, policies, caller, world);

  const sides: Sides = { I: identity.allows, B: boundary.allows, S: session.allows, ways: resource.allows, request, caller, world };
  const own = callerAccount(caller);
  const sameAccount = own === world.resourceAccount;
  const formula = isAssumeRoot(request)
    ? rootAllows
    : trust
      ? trustAllows
      : own === undefined || !sameAccount
        ? crossAllows
        : isKey(request)
          ? keyAllows
          : sameAllows;
  // worked out before any denial is looked at, so that every open question shows itself in every world
  const allowed = formula(sides, sameAccount) && scp.allows && rcp.allows && !isKeptByAws(request);
  if ([identity, boundary, session, resource, scp, rcp].some((layer) => layer.denies)) return 'explicitly-denied';
  if (is(action, 'sts:GetSessionToken') && (caller.type === 'user' || caller.type === 'root')) return 'allowed';
  return allowed ? 'allowed' : 'implicitly-denied';
}

function sessionOf(request: LiteralRequest, policies: Policies, caller: LiteralPrincipal, world: World): Layer {
  if (policies.session !== undefined) return layerOf(policies.session, 'session', request, world);
  // a federated user without session policies has nothing of its issuer
  return { allows: caller.type !== 'federated-user', denies: false };
}

function scpOf(request: LiteralRequest, policies: Policies, caller: LiteralPrincipal, world: World): Layer {
  const bound = ['user', 'role', 'federated-user', 'root'].includes(caller.type) && !isServiceLinked(caller);
  if (!bound || policies.scp === undefined) return applies;
  return nodesOf(policies.scp.map((node, index) => layerOf(node, `scp${index}`, request, world)));
}

function rcpOf(request: LiteralRequest, policies: Policies, caller: LiteralPrincipal, world: World): Layer {
  const bound =
    !isServiceLinked(caller) && !is(request.action, 'kms:RetireGrant') && is(request.action, ...rcpServices.map((name) => `${name}:*`));
  if (!bound || policies.rcp === undefined) return applies;
  return nodesOf(
    policies.rcp.map((node, index) => {
      const layer = resourceLayerOf(node, 'rcp', `rcp${index}`, request, caller, world);
      return { allows: layer.allows.length > 0, denies: layer.denies };
    }),
  );
}

function has(ways: readonly Way[], ...any: readonly Way[]): boolean {
  return any.some((way) => ways.includes(way));
}
function direct(ways: readonly Way[]): boolean {
  return has(ways, 'dir-user', 'dir-session', 'dir-star', 'dir-service', 'dir-federated');
}

/** No resource's policy is asked; the caller's account must be trusted with it by the organization. */
function rootAllows({ I, B, S, caller, world }: Sides): boolean {
  return ['user', 'role', 'federated-user'].includes(caller.type) && I && B && S && world.organizationAdministrator;
}

/** Resource of the caller's own account. */
function sameAllows({ I, B, S, ways, caller }: Sides): boolean {
  switch (caller.type) {
    case 'user':
      return direct(ways) || (I && B);
    case 'role':
      return direct(ways) || ((I || has(ways, 'role')) && B && S);
    case 'federated-user':
      return direct(ways) || ((I || has(ways, 'issuer')) && B && S);
    case 'root':
      return true;
    default:
      return direct(ways);
  }
}

/** Resource of another account: both sides must allow. Who has no account needs the resource's side only. */
function crossAllows({ I, B, S, ways, caller }: Sides): boolean {
  switch (caller.type) {
    case 'user':
      return I && B && ways.length > 0;
    case 'role':
    case 'federated-user':
      return I && B && S && ways.length > 0;
    case 'root':
      return ways.length > 0;
    default:
      return direct(ways);
  }
}

/** A KMS key of the caller's own account: its policy must allow, or hand on to the account's own policies. */
function keyAllows({ I, B, S, ways, caller }: Sides): boolean {
  switch (caller.type) {
    case 'user':
      return direct(ways) || (has(ways, 'acct') && I && B);
    case 'role':
    case 'federated-user':
      return direct(ways) || (has(ways, 'role', 'issuer') && B && S) || (has(ways, 'acct') && I && B && S);
    default:
      return direct(ways) || has(ways, 'acct');
  }
}

/** The assumption of a role: its trust policy must allow. */
function trustAllows({ I, B, S, ways, caller, request, world }: Sides, sameAccount: boolean): boolean {
  const pastBoundary = request.permissionsBoundary === undefined || [world.doubt('doc:trust-past-boundary'), B].includes(true);
  switch (caller.type) {
    // a call to assume a role is signed by somebody
    case 'root':
    case 'anonymous':
      return false;
    case 'user':
    case 'role':
    case 'federated-user': {
      const session = caller.type === 'user' || S;
      if (!sameAccount) return ways.length > 0 && I && B && session;
      return (
        (has(ways, 'dir-user') && B) ||
        (has(ways, 'role', 'issuer') && B && session) ||
        (has(ways, 'acct') && I && B && session) ||
        (has(ways, 'dir-session', 'dir-star') && pastBoundary)
      );
    }
    default:
      return direct(ways);
  }
}
