import type { Named, Place, Statement } from './document.ts';
import type { LiteralPrincipal, World } from './request.ts';
import { accountOf, callerAccount } from './request.ts';

/*
 * Principals. IAM User Guide: reference_policies_elements_principal.html, reference_policies_elements_notprincipal.html.
 */

/** How an entry meets the caller. */
export type Way = 'dir-user' | 'dir-session' | 'dir-star' | 'dir-service' | 'dir-federated' | 'role' | 'issuer' | 'acct';
const every: readonly Way[] = ['dir-user', 'dir-session', 'dir-star', 'dir-service', 'dir-federated', 'role', 'issuer', 'acct'];

/** The session a text names: `arn:aws:sts::A:assumed-role/name/session`. */
export function sessionIn(value: string): { readonly account: string; readonly role: string; readonly session: string } | undefined {
  const parts = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/.exec(value);
  return parts === null ? undefined : { account: parts[1] ?? '', role: parts[2] ?? '', session: parts[3] ?? '' };
}

function isSessionOf(value: string, caller: LiteralPrincipal, sessionName: string | undefined): boolean {
  const named = sessionIn(value);
  return (
    named !== undefined &&
    caller.type === 'role' &&
    named.account === accountOf(caller.arn) &&
    named.role === caller.arn.slice(caller.arn.lastIndexOf('/') + 1) &&
    named.session === sessionName
  );
}

function isAccountOf(value: string, caller: LiteralPrincipal): boolean {
  const account = callerAccount(caller);
  return account !== undefined && (value === account || (/^arn:[^:]+:iam::\d{12}:root$/.test(value) && accountOf(value) === account));
}

/** One `AWS` entry that is no star. */
function awsWay(value: string, caller: LiteralPrincipal, sessionName: string | undefined): Way | undefined {
  if (isAccountOf(value, caller)) return 'acct';
  if (caller.type === 'user' && (value === caller.arn || value === caller.uid)) return 'dir-user';
  if (caller.type === 'role' && (value === caller.arn || value === caller.uid)) return 'role';
  if (caller.type === 'federated-user' && value === caller.arn) return 'dir-session';
  if (caller.type === 'federated-user' && value === caller.issuer) return 'issuer';
  return isSessionOf(value, caller, sessionName) ? 'dir-session' : undefined;
}

function wayOf(entry: Named, caller: LiteralPrincipal, world: World, place: Place): Way | undefined {
  const outside = caller.type === 'service' || caller.type === 'federated';
  // a resource control policy speaks of everyone
  if (place === 'rcp') return 'dir-star';
  if (entry.kind === '*') return !outside || world.doubt('doc:star-principal') ? 'dir-star' : undefined;
  if (entry.kind === 'AWS' && entry.value === '*') return outside ? undefined : 'dir-star';
  if (entry.kind === 'AWS') return awsWay(entry.value, caller, world.sessionName);
  if (entry.kind === 'Service') return caller.type === 'service' && entry.value === caller.name ? 'dir-service' : undefined;
  if (entry.kind === 'Federated') return caller.type === 'federated' && entry.value === caller.provider ? 'dir-federated' : undefined;
  return undefined;
}

/** Which of the caller's own identity and its parents are listed under `NotPrincipal`. */
function listedOf(named: readonly Named[], caller: LiteralPrincipal): readonly boolean[] {
  const aws = (meets: (value: string) => boolean): boolean => named.some((each) => each.kind === 'AWS' && meets(each.value));
  const account = aws((value) => isAccountOf(value, caller));
  switch (caller.type) {
    case 'user':
      return [account, aws((value) => value === caller.arn || value === caller.uid)];
    case 'role':
      return [
        account,
        aws((value) => value === caller.arn || value === caller.uid),
        // an unknown session name counts as not listed
        caller.sessionName !== undefined && aws((value) => isSessionOf(value, caller, caller.sessionName)),
      ];
    case 'federated-user':
      return [account, aws((value) => value === caller.issuer), aws((value) => value === caller.arn)];
    case 'root':
      return [account];
    case 'service':
      return [named.some((each) => each.kind === 'Service' && each.value === caller.name)];
    case 'federated':
      return [named.some((each) => each.kind === 'Federated' && each.value === caller.provider)];
    case 'anonymous':
      return [false];
  }
}

/** The ways in which a statement of a resource's policy speaks of the caller; none = it does not. */
export function waysOf(
  statement: Statement,
  effect: 'Allow' | 'Deny',
  caller: LiteralPrincipal,
  hasBoundary: boolean,
  world: World,
  place: Place,
  /** The open question whether this statement speaks of the caller. */
  doubt: string,
): readonly Way[] {
  if (statement.principal === undefined) return every;
  const { not, named, open } = statement.principal;
  const understood = named.map((entry) => wayOf(entry, caller, world, place)).filter((way) => way !== undefined);
  if (!not) return open && callerAccount(caller) !== undefined && world.doubt(doubt) ? [...understood, 'acct'] : understood;
  const listed = listedOf(named, caller);
  if (!listed.includes(true)) return ['dir-star'];
  if (effect === 'Allow') return [];
  // NotPrincipal with Deny always meets a user or role with a boundary
  if ((caller.type === 'user' || caller.type === 'role') && hasBoundary) return ['dir-star'];
  if (!listed.includes(false)) return [];
  return world.doubt('doc:not-principal-parents') ? ['dir-star'] : [];
}
