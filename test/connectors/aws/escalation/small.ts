import type { Json } from '../../../../src/base/json.ts';
import type { AccountCase } from '../resolve/estate.ts';
import { accountFacts } from '../resolve/estate.ts';
import { HOME } from '../resolve/say.ts';
import { secretOf } from './documents.ts';
import type { Estate } from './estate.ts';
import type { Seen } from './judge.ts';
import { reportFacts } from './things.ts';

/** Whom estates written by hand ask about. */
export const ann = `arn:aws:iam::${HOME}:user/ann`;
export const ACCOUNT = `aws:${HOME}`;

export function allow(Action: Json, Resource: Json = '*'): Json {
  return { Effect: 'Allow', Action, Resource };
}

/** An account as it stands, with a credential report that tells one access key of each user. */
export function small(account: AccountCase, holder: string = ann): Estate {
  const users = Object.keys(account.users ?? {}).map((name) => `arn:aws:iam::${HOME}:user/${name}`);
  const facts = [...accountFacts(HOME, account), ...users.flatMap((user) => reportFacts(user))];
  return { facts, holder, bystander: holder, secret: secretOf(HOME), unread: [] };
}

/** How sure the holder's way to a capability is. */
export function sure({ view, estate }: Seen, capability: 'administer' | 'read-secrets' = 'administer', scope: string = ACCOUNT): string {
  return view.reach(estate.holder, capability, scope)?.presence ?? 'none';
}
