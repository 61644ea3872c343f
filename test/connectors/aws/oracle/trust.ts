import { conditionHolds, valuesOf } from './condition.ts';
import { absent, present } from './context.ts';
import type { Decision, Document, Layer, Principal, Request, Statement } from './literal.ts';
import { actionMatches, boundaryOf, controlsOf, decisionOf, layerOf, protectionOf, statementsOf } from './literal.ts';
import type { Truth } from './truth.ts';
import { and, or, truth } from './truth.ts';

/*
 * Who may assume a role. IAM User Guide: reference_policies_elements_principal.html, id_roles_update-role-trust-policy.html
 * (a boundary limits a user named in a trust policy), reference_policies_evaluation-logic-cross-account.html.
 */

/** How a statement's principal met the caller. */
type Met = 'named' | 'account' | 'anyone' | 'session' | undefined;

function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}

function met(written: string, caller: string): Met {
  if (written === '*') return 'anyone';
  if (written === accountOf(caller) || written === `arn:aws:iam::${accountOf(caller)}:root`) return 'account';
  if (written === caller) return 'named';
  const session = /^arn:aws:sts::(\d+):assumed-role\/([^/]+)\//.exec(written);
  const role = /^arn:aws:iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(caller);
  if (session !== null && role !== null && session[1] === role[1] && session[2] === role[2]) return 'session';
  return undefined;
}

function awsPrincipals(statement: Statement): readonly string[] {
  if (typeof statement.Principal === 'string') return [statement.Principal];
  return valuesOf(statement.Principal?.['AWS'] ?? []);
}

export interface Trusted {
  readonly byName: Truth;
  readonly byAccount: Truth;
  readonly byOther: Truth;
  readonly denies: Truth;
}

/** Role sessions choose their name when they start, so a trust in one session is a trust in the role for who may start it. */
export function trustLayer(trust: Document, caller: string, request: Request, speaks = (_statement: Statement): boolean => true): Trusted {
  const matches = (effect: 'Allow' | 'Deny', ways: readonly Met[]): Truth =>
    or(
      statementsOf(trust)
        .filter((statement) => statement.Effect === effect && actionMatches(statement, request.action) && speaks(statement))
        .map((statement) =>
          and([
            truth(awsPrincipals(statement).some((each) => ways.includes(met(each, caller)))),
            conditionHolds(statement.Condition, trust.Version, request.context),
          ]),
        ),
    );
  return {
    byName: matches('Allow', ['named']),
    byAccount: matches('Allow', ['account']),
    byOther: matches('Allow', ['anyone', 'session']),
    denies: matches('Deny', ['named', 'account', 'anyone']),
  };
}

/** Policies are asked about a role whose tags are told. */
function ofRole(request: Request, tags: Readonly<Record<string, string>> = {}): Request {
  const told = ['env', 'team'].map((name) => [`aws:resourcetag/${name}`, tags[name] === undefined ? absent : present(tags[name])] as const);
  return { ...request, context: new Map([...request.context, ...told]) };
}

/**
 * sts:AssumeRole by a user or a role's session. Same account: a trust that names the caller needs no identity policy, one that
 * names its account does; the caller's boundary limits both. What a trust in anyone, or in one session,
 * is worth to a caller whose boundary lacks the action is not told. Other account: the caller's own side must allow as well, whatever the trust names.
 */
export function mayAssume(
  caller: Principal,
  role: { readonly arn: string; readonly trust: Document; readonly tags?: Readonly<Record<string, string>> },
  request: Request,
  tagsLeftOpen = false,
): Decision {
  const asked = ofRole(request, role.tags);
  const trusted = trustLayer(role.trust, caller.arn, asked);
  // whoever may change the tags of roles may make of them what its own policies ask for
  const ownSide = tagsLeftOpen ? request : asked;
  const own: Layer = layerOf(caller.policies, ownSide);
  const boundary = boundaryOf(caller, ownSide);
  const controls = controlsOf(caller, ownSide);
  const denies = or([trusted.denies, own.denies, boundary.denies, controls.denies, protectionOf(asked)]);
  const identitySide = and([own.allows, boundary.allows]);
  if (accountOf(caller.arn) !== accountOf(role.arn)) {
    return decisionOf(and([or([trusted.byName, trusted.byAccount, trusted.byOther]), identitySide, controls.allows]), denies);
  }
  const other = boundary.allows === 'T' ? trusted.byOther : and([trusted.byOther, 'U']);
  const allows = or([and([trusted.byName, boundary.allows]), other, and([trusted.byAccount, identitySide])]);
  return decisionOf(and([allows, controls.allows]), denies);
}

/** Whether any of its policies speaks of changing the tags of roles. */
export function mayTagRoles({ policies }: Principal): boolean {
  const allowing = policies.flatMap(statementsOf).filter(({ Effect }) => Effect === 'Allow');
  return allowing.some((each) => actionMatches(each, 'iam:TagRole') || actionMatches(each, 'iam:UntagRole'));
}

/** AssumeRoleWithWebIdentity: the caller is unsigned, so the trust policy alone decides; its provider must be the one named. */
export function mayFederate(provider: string, trust: Document, given: Request): Decision {
  const request = ofRole(given);
  const matches = (effect: 'Allow' | 'Deny'): Truth =>
    or(
      statementsOf(trust)
        .filter((statement) => statement.Effect === effect && actionMatches(statement, request.action))
        .map((statement) =>
          and([
            typeof statement.Principal === 'string' ? 'U' : truth(valuesOf(statement.Principal?.['Federated'] ?? []).includes(provider)),
            conditionHolds(statement.Condition, trust.Version, request.context),
          ]),
        ),
    );
  return decisionOf(matches('Allow'), or([matches('Deny'), protectionOf(request)]));
}
