import type { Access } from '../../../src/model/access.ts';
import type { CredentialSort } from './credentials.ts';
import { credentialIn } from './credentials.ts';

/** What an access is in AWS: what may linger after it, and how it is asked for, hang on that. */
export type AccessSort =
  | 'attachment'
  | 'inline-policy'
  | 'group-membership'
  | 'trust'
  | 'user'
  | 'resource-policy'
  | 'kms-grant'
  | 'permission-set'
  | 'entitlement'
  | 'directory-membership'
  | 'directory-user'
  | CredentialSort;

/** `null`: it is none of this connector's. */
export function sortOf(access: Access): AccessSort | null {
  const { kind, source, subject } = access;
  const isOfDirectory = /^arn:[^:]+:identitystore:::/.test(subject);
  switch (kind) {
    case 'assignment':
      if (source.startsWith('assignment|')) return 'permission-set';
      if (source.startsWith('entitlement|')) return 'entitlement';
      return /^arn:[^:]+:kms:[^|]+\|grant\|/.test(source) ? 'kms-grant' : 'attachment';
    case 'policy':
      return source.endsWith('|policy') && !source.includes('|inline|') ? 'resource-policy' : 'inline-policy';
    case 'membership':
      return isOfDirectory ? 'directory-membership' : 'group-membership';
    case 'trust':
      return 'trust';
    case 'account':
      return isOfDirectory ? 'directory-user' : 'user';
    case 'credential':
      return credentialIn(access)?.sort ?? null;
    default:
      return null;
  }
}
