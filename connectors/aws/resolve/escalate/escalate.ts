import { groupBy } from '../../../../src/base/group.ts';
import type { Grant } from '../../../../src/model/grant.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import type { Principal } from '../estate.ts';
import type { Candidate } from '../links.ts';
import { isAdministrator } from './administrators.ts';
import { once } from './once.ts';
import { Outward } from './outward.ts';
import { UserCredentials } from './credentials.ts';
import { methodsOf } from './ways.ts';
import { Served } from './passed.ts';
import type { Search } from './search.ts';
import type { Shared } from './targets.ts';
import { Account } from './account.ts';

/** What comes of it. */
export interface Escalations {
  readonly grants: readonly Grant[];
  /** Those of one account together, made as they are asked for. Asked once. */
  readonly candidates: () => Iterable<readonly Candidate[]>;
}

/** What the methods of the table give the principals beyond what their policies say in so many words. */
export function escalations(search: Search, principals: Iterable<Principal>): Escalations {
  const grants: Grant[] = [];
  const shared: Shared = {
    credentials: new UserCredentials(search),
    served: once(() => new Served(search)),
    outward: new Outward(search),
    naming: once(() => namingTrusts(search)),
  };
  const accounts = new Map<string, Account>();
  for (const principal of principals) {
    const methods = methodsOf(principal, search.templates);
    if (methods.length === 0) continue;
    let account = accounts.get(principal.account);
    if (account === undefined) accounts.set(principal.account, (account = new Account(search, principal.account, shared)));
    if (isAdministrator(principal, search.templates)) account.seekOut(principal, methods, grants);
    else account.seek(principal, methods, grants);
  }
  return { grants, candidates: () => candidatesOf(accounts.values()) };
}

function* candidatesOf(accounts: Iterable<Account>): Iterable<readonly Candidate[]> {
  for (const account of accounts) {
    const candidates: Candidate[] = [];
    account.finish(candidates);
    yield candidates;
  }
}

function namingTrusts({ trusts }: Search): ReadonlyMap<EntityId, readonly Candidate[]> {
  return groupBy(
    trusts.filter(({ from, right }) => from.startsWith('arn:') && right.presence !== 'refuted'),
    ({ from }) => from,
  );
}
