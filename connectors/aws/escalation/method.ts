import type { NonEmpty } from '../../../src/base/json.ts';
import type { WorkloadKind } from '../facts.ts';
import type { Thing } from './things.ts';

/**
 * What a permission must be allowed on. `passed-role`: the role that is handed to a service; `oneself`: the holder's own user or role;
 * `own-policy`: a customer managed policy attached to the holder or to a group it is in; `own-boundary`: one that is its permissions boundary; `own-group`: a group it is in; `provider`: a SAML identity provider of the account; `group`: one it is
 * not in; `user`, `role`: the target; `target-policy`: a customer managed policy attached to the target; `workload`: the thing that
 * already runs as the target; `workload-part`: the part of it by which it is used. `new`: a thing the holder makes, which all permissions on it must speak of alike. `any`: whichever thing of
 * the kind suits.
 */
export type On =
  | 'passed-role'
  | 'oneself'
  | 'own-policy'
  | 'own-boundary'
  | 'own-group'
  | 'provider'
  | 'group'
  | 'user'
  | 'role'
  | 'target-policy'
  | 'workload'
  | 'workload-part'
  | { readonly made: Thing }
  | { readonly any: Thing };

/** A permission that a method needs. */
export interface Ingredient {
  /** One of these is enough. */
  readonly actions: NonEmpty<string>;
  readonly on: On;
}

/** The role that is handed to a service. */
export interface PassedRole {
  /** Service principals, one of which the role must trust. */
  readonly trusts: NonEmpty<string>;
  /** What `iam:PassedToService` says, one of them. */
  readonly passedTo: NonEmpty<string>;
  /** The action in whose call it is handed over, and that `iam:PassRole` is asked with. */
  readonly handedIn: string;
  /** Whether an instance profile must hold the role already. */
  readonly inProfile: boolean;
  /** Whether what the service acts for is made and named by AWS: a trust policy that tells one by its ARN lets in no new one. */
  readonly isNew: boolean;
  /** Whether a profile of Roles Anywhere names the role already, so that nobody passes it. */
  readonly isNamed: boolean;
}

/**
 * How a method works, which tells how it is looked for. `own-rights`: the holder gives itself any right; `own-boundary`: it lifts its own
 * permissions boundary; `own-denies`: it takes policies that deny it something off itself; `own-tags`: it changes its
 * own tags, which policies ask for; `older-version`: it brings back what one of its policies said before; `group`: it joins a group;
 * `user`, `role`: it acts as the target; `boosted-user`, `boosted-role`: it gives the target any right and acts as it; `passed-role`: a
 * service acts as the role for it; `made-user`, `made-role`: it makes a user or role, gives it any right and acts as it; `member`, `made-member`: it puts a user, or one
 * that it makes, into a group and acts as it; `provider`: it changes whom a role takes sign-ins from; `workload`: what already runs as a role does. `plain`: one right, told by links that name no method.
 */
export type Family =
  | 'own-rights'
  | 'own-boundary'
  | 'own-denies'
  | 'own-tags'
  | 'older-version'
  | 'group'
  | 'user'
  | 'role'
  | 'boosted-user'
  | 'boosted-role'
  | 'made-user'
  | 'made-role'
  | 'member'
  | 'made-member'
  | 'passed-role'
  | 'provider'
  | 'workload'
  | 'plain';

/** `attached`: managed ones; `inline`: those written into it; `all`: both, or the policy itself. */
export type TakenOff = 'attached' | 'inline' | 'all';

/** One way to more rights than a principal was given. */
export interface EscalationMethod {
  /** Permanent: it is in keys and reports. */
  readonly id: string;
  /** The ids of https://pathfinding.cloud it answers for. */
  readonly covers: readonly string[];
  /** Follows "it may": `run a new function as a role`. */
  readonly title: string;
  readonly family: Family;
  /** All of them are needed. */
  readonly needs: NonEmpty<Ingredient>;
  readonly passed: PassedRole | null;
  /** Which policies of what its first permission is on no longer count once it is used. */
  readonly takesOff: TakenOff | null;
  /** What already exists and is changed or used. */
  readonly workload: WorkloadKind | null;
  /** What must be so beside the permissions, in words. */
  readonly exists: readonly string[];
  /** What of that nothing that is read tells: with it a method is at most possible. */
  readonly untold: readonly string[];
  readonly source: string;
  /** Where the published description is loose or wrong, or what is left open here. */
  readonly note: string | null;
}

/** Whether it is about being in a group. */
export function isJoining({ family }: Pick<EscalationMethod, 'family'>): boolean {
  return family === 'group' || family === 'member' || family === 'made-member';
}

/** An id of the catalogue that is not supported, and why. */
export interface Refused {
  readonly id: string;
  readonly why: string;
}

type Given = Partial<Pick<EscalationMethod, 'covers' | 'passed' | 'takesOff' | 'workload' | 'exists' | 'untold' | 'note' | 'source'>>;

/** A row of the table; the source of what the catalogue has is its page there. */
export function method(id: string, family: Family, title: string, needs: NonEmpty<Ingredient>, given: Given = {}): EscalationMethod {
  const covers = given.covers ?? [];
  return {
    id,
    covers,
    title,
    family,
    needs,
    passed: given.passed ?? null,
    takesOff: given.takesOff ?? null,
    workload: given.workload ?? null,
    exists: given.exists ?? [],
    untold: given.untold ?? [],
    source: given.source ?? `https://pathfinding.cloud/paths/${covers[0] ?? ''}`,
    note: given.note ?? null,
  };
}

/** An ingredient; several actions: one of them is enough. */
export function on(where: On, ...actions: NonEmpty<string>): Ingredient {
  return { actions, on: where };
}
