import type { Explained, ExplainedStatement } from '../../../src/model/explained.ts';
import type { OrganizationPolicyType } from '../facts.ts';
import type { Caller } from '../rights/caller.ts';
import type { Place } from '../resolve/organization.ts';
import { isProtected } from '../resolve/organization.ts';
import { saidOfAll } from './allowing.ts';
import type { Ask } from './asks.ts';
import type { Chain } from './chain.ts';
import { denying } from './denying.ts';
import { limiting } from './limiting.ts';

/** What the policies of the organization say of what an account's principals ask, node by node. */
export function boundByServices(
  chain: Chain,
  place: Place,
  account: string,
  asks: readonly Ask[],
  caller: Caller,
  whole: boolean,
): Explained {
  const type = 'service-control-policy';
  if (chain.state !== 'told') return untold(chain, type, account);
  const statements = chain.nodes.flatMap(({ name, papers }) => {
    const read = papers.filter(({ document }) => document !== null);
    // what was not read may let all the rest through, and what nothing is attached to was read while that was changed
    const isWhole = papers.length > 0 && read.length === papers.length;
    const lets = limiting(`a service control policy of ${name}`, read, asks, caller).filter(
      ({ reason }) => isWhole || reason !== 'leaves-out',
    );
    return [...lets, ...read.flatMap((paper) => denying(paper, asks, caller, whole))];
  });
  return { statements, unread: unreadOf(place.services.caveats, type, account) };
}

/** What the policies that protect an account's resources say: of few services, and they only deny. */
export function protectedBy(
  chain: Chain,
  place: Pick<Place, 'resources'>,
  account: string,
  asks: readonly Ask[],
  caller: Caller,
): Explained {
  const type = 'resource-control-policy';
  const spoken = asks.filter(({ action }) => isProtected(action));
  if (spoken.length === 0) return nothing;
  if (chain.state !== 'told') return untold(chain, type, account);
  const statements = chain.nodes.flatMap(({ papers }) =>
    papers.filter(({ document }) => document !== null).flatMap((paper) => denying(paper, spoken, caller, false)),
  );
  return { statements, unread: unreadOf(place.resources.caveats, type, account) };
}

const nothing: Explained = { statements: [], unread: [] };

function untold(chain: Exclude<Chain, { readonly state: 'told' }>, type: OrganizationPolicyType, account: string): Explained {
  const words = wordsOf(type);
  if (chain.state === 'unread') return { statements: [], unread: [`${words} that may bind account ${account} were not read`] };
  return { statements: [free(chain, words, account)], unread: [] };
}

function free(
  { state, organization }: Extract<Chain, { readonly organization: string }>,
  words: string,
  account: string,
): ExplainedStatement {
  switch (state) {
    case 'none':
      return saidOfAll('limits', 'not-set', words, `account ${account} is in no organization: there are none`);
    case 'management':
      return saidOfAll('limits', 'exempt', words, `account ${account} is the management account of ${organization}: they do not bind it`);
    case 'off':
      return saidOfAll('limits', 'not-set', words, `organization ${organization} has that type of policy switched off`);
  }
}

/** Service-linked roles are bound by no policy of an organization. */
export function linked(words = 'service control policies and resource control policies'): ExplainedStatement {
  return saidOfAll('limits', 'exempt', words, 'a service-linked role is bound by none of them');
}

function unreadOf(caveats: readonly string[], type: OrganizationPolicyType, account: string): readonly string[] {
  return caveats.map((caveat) => {
    const which = /^unless (?:an unread )?(.+?)(?: denies it)?$/.exec(caveat)?.[1] ?? caveat;
    return caveat.includes('unread') ? `${wordsOf(type)} of account ${account}: not all were read` : which.replace(', which', '');
  });
}

function wordsOf(type: OrganizationPolicyType): string {
  return type === 'service-control-policy' ? 'service control policies' : 'resource control policies';
}
