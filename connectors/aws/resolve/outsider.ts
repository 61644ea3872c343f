import type { Caller } from '../rights/caller.ts';
import type { Estate } from './estate.ts';
import type { Place } from './organization.ts';

/** The owner of what is asked for. */
export interface Owner {
  readonly account: string;
  readonly membership: Place['membership'];
}

/** A party outside everything read; of account and ARN what a trust or resource policy tells. */
export function outsiderTo(
  { account: resourceAccount, membership: resourceMembership }: Owner,
  estate: Estate,
  now: number,
  account?: string,
  arn?: string,
): Caller {
  const isRead = account !== undefined && estate.accounts.has(account);
  return {
    kind: 'outsider',
    account,
    arn,
    username: undefined,
    uid: undefined,
    tags: undefined,
    resourceAccount,
    membership: isRead ? estate.organizations.placeOf(account).membership : undefined,
    resourceMembership,
    now,
  };
}
