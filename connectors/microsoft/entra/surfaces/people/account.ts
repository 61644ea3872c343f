import type { Identity } from '../../../../../src/model/entity.ts';

/** What tells where an account signs in. */
export interface AccountWords {
  readonly userPrincipalName?: string | null | undefined;
  readonly userType?: string | null | undefined;
  /** Left out: not asked for. */
  readonly externalUserState?: string | null | undefined;
}

/** A guest, who signs in at home; or whoever this directory calls one, though it signs in here. */
export function kindOfAccount({ userPrincipalName, userType }: AccountWords): Identity['kind'] {
  return isGuest(userType) || isExternal(userPrincipalName) ? 'guest' : 'user';
}

/** Tags of an identity: whether it is a guest who signs in here, and whether it is a member who signs in at home. */
export const SIGNS_IN = 'signs-in';
export const USER_TYPE = 'user-type';
/** Of an account that a directory on premises keeps. */
export const SYNCHRONIZED = 'on-premises-sync';

// one of each for a whole tenant
const none: Readonly<Record<string, string>> = {};
const here: Readonly<Record<string, string>> = { [SIGNS_IN]: 'here', [USER_TYPE]: 'guest' };
const unclear: Readonly<Record<string, string>> = { [SIGNS_IN]: 'not-told', [USER_TYPE]: 'guest' };
const externalMember: Readonly<Record<string, string>> = { [USER_TYPE]: 'member' };

/**
 * How somebody relates to the organization (`userType`) says nothing of where it signs in; the name of an account that was invited has `#EXT#`
 * (https://learn.microsoft.com/entra/external-id/user-properties). One without it that was invited later may sign in at either place
 * (https://learn.microsoft.com/entra/external-id/invite-internal-users). Empty for ordinary members, and for guests who sign in at home.
 */
export function accountTags({ userPrincipalName, userType, externalUserState }: AccountWords): Readonly<Record<string, string>> {
  if (isExternal(userPrincipalName)) return isGuest(userType) ? none : externalMember;
  if (!isGuest(userType)) return none;
  return typeof userPrincipalName === 'string' && externalUserState === null ? here : unclear;
}

function isExternal(name: string | null | undefined): boolean {
  return name?.toUpperCase().includes('#EXT#') === true;
}

function isGuest(type: string | null | undefined): boolean {
  return type?.toLowerCase() === 'guest';
}
