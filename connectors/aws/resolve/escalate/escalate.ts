import { groupBy } from '../../../../src/base/group.ts';
import type { Grant } from '../../../../src/model/grant.ts';
import type { Principal } from '../estate.ts';
import type { Candidate } from '../links.ts';
import { isAdministrator } from './administrators.ts';
import { once } from './once.ts';
import { Outward } from './outward.ts';
import type { UserCredentials } from './credentials.ts';
import { methodsOf } from './ways.ts';
import { Served } from './passed.ts';
import type { Search } from './search.ts';
import type { Shared } from './targets.ts';
import { Account } from './account.ts';

/** What comes of it in one account. */
export interface Escalations {
  readonly grants: readonly Grant[];
  readonly candidates: readonly Candidate[];
}

/**
 * What the methods of the table give the principals beyond what their policies say in so many words: account by account, as it is asked
 * for. Nothing of an account is kept once the next is asked for.
 */
export function* escalations(search: Search, credentials: UserCredentials, principals: Iterable<Principal>): Iterable<Escalations> {
  const shared: Shared = {
    credentials,
    served: once(() => new Served(search)),
    outward: new Outward(search),
    naming: namingTrusts(search),
  };
  for (const [account, all] of groupBy(principals, (each) => each.account))
    yield inAccount(new Account(search, account, shared), all, search);
}

function inAccount(account: Account, principals: readonly Principal[], { templates }: Search): Escalations {
  const grants: Grant[] = [];
  const candidates: Candidate[] = [];
  for (const principal of principals) {
    const methods = methodsOf(principal, templates);
    if (methods.length === 0) continue;
    if (isAdministrator(principal, templates)) account.seekOut(principal, methods, grants);
    else account.seek(principal, methods, grants);
  }
  account.finish(candidates);
  return { grants, candidates };
}

/** Whoever joined a group is let in as itself too. */
function namingTrusts({ trusts }: Search): Shared['naming'] {
  const byName = once(() =>
    groupBy(
      trusts.filter(({ from, right }) => (from.startsWith('arn:') || from.startsWith('pool:')) && right.presence !== 'refuted'),
      ({ from }) => from,
    ),
  );
  return ({ id, caller }) =>
    [caller.arn ?? id, ...(caller.arn === undefined || caller.arn === id ? [] : [id])].flatMap((name) => byName().get(name) ?? []);
}
