import type { PrincipalSets } from '../compile/principals.ts';
import type { CompiledStatement } from '../compile/statement.ts';
import type { Truth } from '../match/truth.ts';
import { and, not, or } from '../match/truth.ts';
import type { Situation } from '../request/situation.ts';
import type { Place } from './place.ts';
import { unreadableDoubt } from './place.ts';

/**
 * How a `Principal` may meet the caller. `user`, `session` and `star` (everyone, or the very service or provider) let in directly;
 * `role`, `issuer` and `account` depend on the caller's own policies. Sources: IAM User Guide,
 * reference_policies_elements_principal.html, reference_policies_evaluation-logic_policy-eval-basics.html.
 */
export const ways = ['user', 'session', 'star', 'role', 'issuer', 'account'] as const;
export type Way = (typeof ways)[number];

export type Met = Readonly<Record<Way, Truth>>;

/** By which ways a statement of a resource's policy meets the caller. */
export function meeting({ principals: sets, allows, number }: CompiledStatement, place: Place, situation: Situation): Met {
  if (sets === null || sets.unread) return anyone;
  const met = named(sets, situation);
  // an account's canonical id is told by nothing in the request
  const canonical = sets.canonical && situation.caller.account !== null;
  const listed = canonical ? { ...met, account: or(met.account, situation.doubt(unreadableDoubt(place, number))) } : met;
  if (!sets.except) return listed;
  // what is left over is everyone else: met as by a star
  return { ...nowhere, star: allows ? not(anyListed(listed, situation)) : deniesLeftOver(listed, situation) };
}

/** Whether it meets the caller by any way. */
export function anyWay(met: Met): Truth {
  let any: Truth = 0;
  for (const way of ways) any = or(any, met[way]);
  return any;
}

const nowhere: Met = { user: 0, session: 0, star: 0, role: 0, issuer: 0, account: 0 };
const anyone: Met = { ...nowhere, star: 1 };

function named(sets: PrincipalSets, situation: Situation): Met {
  const { caller } = situation;
  const star: Truth = sets.anyone || sets.anyAws ? 1 : 0;
  const account: Truth = caller.account !== null && sets.accounts.has(caller.account) ? 1 : 0;
  switch (caller.kind) {
    case 'user':
      return { ...nowhere, user: self(sets.users, sets, situation), star, account };
    case 'role':
      return { ...nowhere, session: session(sets, situation), role: self(sets.roles, sets, situation), star, account };
    case 'federated-user':
      return {
        ...nowhere,
        session: sets.federatedUsers.has(caller.arn ?? '') ? 1 : 0,
        issuer: sets.users.has(caller.issuer ?? '') ? 1 : 0,
        star,
        account,
      };
    case 'root':
      return { ...nowhere, star, account };
    case 'service':
    case 'federated':
      return { ...nowhere, star: itself(sets, situation) };
    case 'anonymous':
      return { ...nowhere, star };
  }
}

/** The user or role by its ARN, or by the unique id that AWS keeps in its place. */
function self(arns: ReadonlySet<string>, sets: PrincipalSets, { caller }: Situation): Truth {
  return arns.has(caller.arn ?? '') || (caller.uid !== undefined && sets.ids.has(caller.uid)) ? 1 : 0;
}

function session(sets: PrincipalSets, situation: Situation): Truth {
  let any: Truth = 0;
  for (const name of sessionNames(sets, situation)) any = or(any, situation.isSession(name));
  return any;
}

/** The names of the calling role's sessions that are listed. */
export function sessionNames(sets: PrincipalSets, { caller }: Situation): readonly string[] {
  const prefix = caller.sessionPrefix;
  if (prefix === null || sets.sessions.length === 0) return [];
  return sets.sessions.flatMap((each) => (each.startsWith(prefix) ? [each.slice(prefix.length)] : []));
}

/** A service or an identity provider's user: neither is a principal of `{"AWS": "*"}`, and whether `"*"` means them is not told. */
function itself(sets: PrincipalSets, situation: Situation): Truth {
  const { kind, name } = situation.caller;
  if ((kind === 'service' ? sets.services : sets.providers).has(name)) return 1;
  return sets.anyone ? situation.doubt('doc:star-principal') : 0;
}

/** Whether the caller, or what it is part of, is listed. A session whose name is not known counts as not listed. */
function anyListed(listed: Met, { caller }: Situation): Truth {
  return anyWay(caller.kind === 'role' && caller.sessionName === undefined ? { ...listed, session: 0 } : listed);
}

function deniesLeftOver(listed: Met, situation: Situation): Truth {
  const { caller, request } = situation;
  if (request.permissionsBoundary !== undefined && (caller.kind === 'user' || caller.kind === 'role')) return 1;
  const session: Truth = caller.kind === 'role' && caller.sessionName === undefined ? 0 : listed.session;
  const parts: Readonly<Record<typeof caller.kind, readonly Truth[]>> = {
    user: [listed.account, listed.user],
    role: [listed.account, listed.role, session],
    'federated-user': [listed.account, listed.issuer, session],
    root: [listed.account],
    service: [],
    federated: [],
    anonymous: [],
  };
  return and(not(listed.star), partlyListed(parts[caller.kind], situation));
}

/** None of them listed is a match, all of them is none, some of them is not told. */
function partlyListed(parts: readonly Truth[], situation: Situation): Truth {
  if (parts.every((each) => each === 0)) return 1;
  if (parts.every((each) => each === 1)) return 0;
  return parts.includes(1) || situation.assigned !== null ? situation.doubt('doc:not-principal-parents') : 2;
}
