import type { AccessRequest } from '../access.ts';
import type { KeyState } from '../match/truth.ts';
import type { Caller } from './caller.ts';
import type { Target } from './target.ts';

export const ABSENT: KeyState = { is: 'absent' };
export const UNKNOWN: KeyState = { is: 'unknown' };
export const PRESENT_UNKNOWN: KeyState = { is: 'present-unknown' };

const TAG = 'aws:principaltag/';

/**
 * What the principal and the resource tell of a key (in lower case); `null` where they tell nothing.
 * Source: IAM User Guide, reference_policies_condition-keys.html and reference_policies_variables.html.
 */
export function derived(key: string, caller: Caller, target: Target, request: AccessRequest): KeyState | null {
  if (!key.startsWith('aws:')) return null;
  if (key.startsWith(TAG)) return tag(key.slice(TAG.length), caller, request);
  switch (key) {
    case 'aws:principalarn':
      return caller.arn !== null ? present(caller.arn) : caller.kind === 'anonymous' ? ABSENT : null;
    case 'aws:principalaccount':
      return caller.account !== null ? present(caller.account) : caller.kind === 'anonymous' ? UNKNOWN : null;
    case 'aws:principaltype': {
      const type = types[caller.kind];
      return type === null ? null : present(type);
    }
    case 'aws:userid':
      return userid(caller);
    case 'aws:username':
      return caller.kind === 'user' ? present(caller.name) : ABSENT;
    case 'aws:principalisawsservice':
      return caller.kind === 'anonymous' ? ABSENT : present(caller.kind === 'service' ? 'true' : 'false');
    case 'aws:resourceaccount':
      return target.account === null ? UNKNOWN : present(target.account);
    case 'aws:tokenissuetime':
    case 'aws:multifactorauthpresent':
      if (caller.kind === 'user' && caller.credential === 'long-term') return ABSENT;
      return caller.kind === 'role' && request.context === undefined ? PRESENT_UNKNOWN : null;
    default:
      return null;
  }
}

function present(value: string): KeyState {
  return { is: 'present', values: [value] };
}

const types: Record<Caller['kind'], string | null> = {
  user: 'User',
  role: 'AssumedRole',
  'federated-user': 'FederatedUser',
  root: 'Account',
  anonymous: 'Anonymous',
  service: null,
  federated: null,
};

function userid({ kind, uid, account, name, sessionName }: Caller): KeyState {
  if (kind === 'anonymous') return UNKNOWN;
  if (kind === 'root') return present(account ?? '');
  if (kind === 'federated-user') return present(`${account ?? ''}:${name}`);
  if (kind === 'user' && uid !== undefined) return present(uid);
  return kind === 'role' && uid !== undefined && sessionName !== undefined ? present(`${uid}:${sessionName}`) : PRESENT_UNKNOWN;
}

function tag(key: string, { kind }: Caller, { principalTags, context }: AccessRequest): KeyState | null {
  if (kind !== 'user' && kind !== 'role' && kind !== 'federated-user') return ABSENT;
  if (principalTags === undefined) return context === undefined ? UNKNOWN : ABSENT;
  let values: string[] | null = null;
  for (const name of Object.keys(principalTags)) {
    if (name.toLowerCase() === key) (values ??= []).push(principalTags[name] ?? '');
  }
  return values === null ? ABSENT : { is: 'present', values };
}
