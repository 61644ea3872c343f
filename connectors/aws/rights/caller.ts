import type { KeyLookup, KeyState } from '../policy/match/atom.ts';
import type { Told } from './actions.ts';

/** Where an account sits: `path` as `aws:PrincipalOrgPaths` writes it, `o-…/r-…/ou-…/`; `undefined` = not known. */
export interface Membership {
  readonly organization: string;
  readonly path: string | undefined;
}

/** The tags that a caller may give itself or take off itself, beside those it has. */
export interface Retags {
  /** Those of one id come to the same. */
  readonly id: string;
  /** `tag`: in lower case. */
  mayChange(tag: string): boolean;
  /** `null`: without the tag. */
  allows(tag: string, value: string | null): boolean;
}

/** Who asks, as far as the estate tells. A value of `null` does not exist for this caller; `undefined` is not known. */
export interface Caller {
  readonly kind: 'user' | 'role' | 'service' | 'federated' | 'outsider';
  readonly account: string | undefined;
  readonly arn: string | undefined;
  readonly username: string | null | undefined;
  /** `AIDA…`; of a role `AROA…`, to which a session adds `:<name>`. */
  readonly uid: string | undefined;
  /** By lower-case key; `undefined` where session tags may add to them. */
  readonly tags: Pick<ReadonlyMap<string, string>, 'get'> | undefined;
  /** Left out: it does not change them. */
  readonly retags?: Retags;
  /** The account whose resources are asked for. */
  readonly resourceAccount: string;
  /** Of the caller's account and of the resource's. */
  readonly membership: Membership | null | undefined;
  readonly resourceMembership: Membership | null | undefined;
  /** Time of the audit, epoch milliseconds. */
  readonly now: number;
  /** No session of it has a second factor as things stand, though it could come to have one. */
  readonly withoutFactor?: true;
  /** What its requests tell beside: for whose resource a service acts. */
  readonly told?: Told;
}

export const absent: KeyState = { is: 'absent' };
const unknown: KeyState = { is: 'unknown' };
const presentUnknown: KeyState = { is: 'present-unknown' };
const [yes, no] = [present('true'), present('false')];

export function present(value: string): KeyState {
  return { is: 'present', values: [value] };
}

function stated(value: string | null | undefined): KeyState {
  return value === undefined ? unknown : value === null ? absent : present(value);
}

// every signed request tells whose it is, whoever that may be
function ofStranger(value: string | undefined, { kind }: Caller): KeyState {
  return value === undefined && kind === 'outsider' ? presentUnknown : stated(value);
}

const TAG = 'aws:principaltag/';

/** The tag that a key of a caller's own tags tells of; `undefined`: it is another key. */
export function ownTagOf(key: string): string | undefined {
  return key.startsWith(TAG) ? key.slice(TAG.length) : undefined;
}

/** What it has without changing it; unknown where session tags may add to its tags. */
export function tagOf({ tags }: Caller, tag: string): KeyState {
  return tags === undefined ? unknown : stated(tags.get(tag) ?? null);
}

/** What the caller itself tells of a key (in lower case): unknown for every key that is not about it. */
export function stateOf(key: string, caller: Caller): KeyState {
  switch (key) {
    case 'aws:principalaccount':
    case 'kms:calleraccount':
      return ofStranger(caller.account, caller);
    case 'aws:principalarn':
      return ofStranger(caller.arn, caller);
    case 'aws:resourceaccount':
      return present(caller.resourceAccount);
    case 'aws:username':
      return stated(caller.username);
    case 'aws:userid':
      return caller.kind === 'role' ? presentUnknown : stated(caller.uid);
    case 'aws:principaltype':
      if (caller.arn?.endsWith(':root') === true) return present('Account');
      return caller.kind === 'user' ? present('User') : caller.kind === 'role' ? present('AssumedRole') : unknown;
    case 'aws:principalisawsservice':
      return caller.kind === 'service' ? yes : no;
    case 'aws:principalorgid':
      return stated(caller.membership === null ? null : caller.membership?.organization);
    case 'aws:principalorgpaths':
      return stated(caller.membership === null ? null : caller.membership?.path);
    case 'aws:resourceorgid':
      return stated(caller.resourceMembership === null ? null : caller.resourceMembership?.organization);
    case 'aws:resourceorgpaths':
      return stated(caller.resourceMembership === null ? null : caller.resourceMembership?.path);
    default: {
      const tag = ownTagOf(key);
      return tag === undefined || caller.retags?.mayChange(tag) === true ? unknown : tagOf(caller, tag);
    }
  }
}

const lookups = new WeakMap<Caller, KeyLookup>();

export function lookupOf(caller: Caller): KeyLookup {
  let lookup = lookups.get(caller);
  if (lookup === undefined) {
    lookup = (key) => stateOf(key, caller);
    lookups.set(caller, lookup);
  }
  return lookup;
}
