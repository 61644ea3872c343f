import type { LiteralPrincipal, LiteralRequest } from './request.ts';
import { callerAccount, callerOf } from './request.ts';
import { momentOf } from './values.ts';

/*
 * What is known of each key before any world is chosen. IAM User Guide: reference_policies_condition-keys.html.
 */

export type KeyState =
  | { readonly is: 'absent' }
  | { readonly is: 'present'; readonly values: readonly string[] }
  | { readonly is: 'present-unknown' }
  | { readonly is: 'unknown' };

const absent: KeyState = { is: 'absent' };
const unknown: KeyState = { is: 'unknown' };
const presentUnknown: KeyState = { is: 'present-unknown' };
function present(...values: readonly string[]): KeyState {
  return { is: 'present', values };
}

const alwaysThere = [
  'aws:currenttime',
  'aws:epochtime',
  'aws:securetransport',
  'aws:requestedregion',
  'aws:viaawsservice',
  'aws:useragent',
];
const multivalued = [
  'aws:tagkeys',
  'aws:principalorgpaths',
  'aws:resourceorgpaths',
  'aws:sourceorgpaths',
  'aws:calledvia',
  'aws:principalservicenameslist',
  'dynamodb:attributes',
  'dynamodb:leadingkeys',
  'sts:transitivetagkeys',
];

export function isMultivalued(key: string): boolean {
  return multivalued.includes(key) || key.endsWith(':amr');
}

/** The account of the resource. `either` = a bucket's or object's ARN does not carry it: the caller's own or another. */
export function resourceAccountOf(request: LiteralRequest): { readonly known: string | undefined } | 'either' {
  if (request.resourceAccount !== undefined) return { known: request.resourceAccount };
  const own = callerAccount(callerOf(request.principal));
  if (request.resource === '*') return { known: own };
  const [, , service, , account = ''] = request.resource.split(':');
  if (account === '' && service === 's3') return 'either';
  return { known: account === '' || account === 'aws' ? own : account };
}

export const CLOCK = 'aws:currenttime';
export const clocks: readonly string[] = [CLOCK, 'aws:epochtime'];

/** Whether the request says that the key is unknown although the context is given; that it is there may be told beside. */
function saidUnknown(request: LiteralRequest, key: string): KeyState | undefined {
  const told = (request.unknownKeys ?? []).filter((each) => {
    const written = (typeof each === 'string' ? each : each.key).toLowerCase();
    return written.endsWith('*') ? key.startsWith(written.slice(0, -1)) : key === written;
  });
  if (told.length === 0) return undefined;
  return told.some((each) => typeof each !== 'string') ? presentUnknown : unknown;
}

function contextState(request: LiteralRequest, key: string): KeyState | undefined {
  const given = Object.entries(request.context ?? {}).find(([name]) => name.toLowerCase() === key);
  if (given === undefined) return undefined;
  const values = typeof given[1] === 'string' ? [given[1]] : given[1];
  return values.length === 0 ? absent : present(...values);
}

/** One clock, told as a date and in seconds: each key tells the other. */
function clockState(request: LiteralRequest, key: string): KeyState | undefined {
  const said = clocks.map((each) => saidUnknown(request, each));
  if (said.some((each) => each?.is === 'present-unknown')) return presentUnknown;
  if (said.some((each) => each !== undefined)) return unknown;
  const own = contextState(request, key);
  if (own !== undefined) return own;
  const other = contextState(request, clocks.find((each) => each !== key) ?? '');
  const moment = other?.is === 'present' && other.values.length === 1 ? momentOf(other.values[0] ?? '') : undefined;
  if (moment === undefined) return undefined;
  return present(key === CLOCK ? new Date(moment).toISOString().replace('.000Z', 'Z') : String(moment / 1000));
}

/** `key` in lower case. */
export function keyState(request: LiteralRequest, key: string): KeyState {
  // unknown keys first; then the context, which wins over what is derived
  const told = clocks.includes(key) ? clockState(request, key) : (saidUnknown(request, key) ?? contextState(request, key));
  const state = told ?? derivedState(request, key);
  if (state !== undefined) return state;
  // a given context is complete
  if (request.context !== undefined) return absent;
  return alwaysThere.includes(key) ? presentUnknown : unknown;
}

function derivedState(request: LiteralRequest, key: string): KeyState | undefined {
  const caller = callerOf(request.principal);
  const account = callerAccount(caller);
  if (key.startsWith('aws:principaltag/')) return tagState(request, caller, key.slice('aws:principaltag/'.length));
  switch (key) {
    case 'aws:principalarn':
      // for a role's session the role's ARN
      if ('arn' in caller) return present(caller.arn);
      return caller.type === 'anonymous' ? absent : undefined;
    case 'aws:principalaccount':
      if (account !== undefined) return present(account);
      return caller.type === 'anonymous' ? unknown : undefined;
    case 'aws:principaltype':
      return typeState(caller);
    case 'aws:userid':
      return userIdState(caller);
    case 'aws:username':
      return caller.type === 'user' ? present(caller.arn.slice(caller.arn.lastIndexOf('/') + 1)) : absent;
    case 'aws:principalisawsservice':
      return caller.type === 'anonymous' ? absent : present(String(caller.type === 'service'));
    case 'aws:resourceaccount': {
      const of = resourceAccountOf(request);
      return of === 'either' || of.known === undefined ? unknown : present(of.known);
    }
    case 'aws:tokenissuetime':
    case 'aws:multifactorauthpresent':
      if (caller.type === 'user' && caller.credential === 'long-term') return absent;
      return caller.type === 'role' && request.context === undefined ? presentUnknown : undefined;
    default:
      return undefined;
  }
}

function tagState(request: LiteralRequest, caller: LiteralPrincipal, tag: string): KeyState {
  if (['root', 'service', 'anonymous', 'federated'].includes(caller.type)) return absent;
  if (request.principalTags === undefined) return request.context === undefined ? unknown : absent;
  const value = Object.entries(request.principalTags).find(([name]) => name.toLowerCase() === tag)?.[1];
  return value === undefined ? absent : present(value);
}

function typeState(caller: LiteralPrincipal): KeyState | undefined {
  const types = { user: 'User', role: 'AssumedRole', 'federated-user': 'FederatedUser', root: 'Account', anonymous: 'Anonymous' };
  return caller.type === 'service' || caller.type === 'federated' ? undefined : present(types[caller.type]);
}

function userIdState(caller: LiteralPrincipal): KeyState {
  if (caller.type === 'anonymous') return unknown;
  if (caller.type === 'user' && caller.uid !== undefined) return present(caller.uid);
  if (caller.type === 'role' && caller.uid !== undefined && caller.sessionName !== undefined) {
    return present(`${caller.uid}:${caller.sessionName}`);
  }
  const account = callerAccount(caller) ?? '';
  if (caller.type === 'root') return present(account);
  if (caller.type === 'federated-user') return present(`${account}:${caller.arn.slice(caller.arn.lastIndexOf('/') + 1)}`);
  return presentUnknown;
}
