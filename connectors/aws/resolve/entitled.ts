import type { Link } from '../../../src/model/grant.ts';
import type { EntityId } from '../../../src/model/ids.ts';
import { accountAccess } from '../surfaces/identity-center/surfaces.ts';
import { splitArn } from './arn.ts';
import type { Instance } from './assigned.ts';
import type { Beyond } from './beyond.ts';
import { unreadPart } from './beyond.ts';
import type { Estate } from './estate.ts';
import { firstPage } from './policies.ts';
import { standing, unread } from './standing.ts';

const SERVICE = 'service:account-access.amazonaws.com';

/** Users and groups → the roles that account access manager entitles them to. */
export function* entitlements(of: Instance, { accounts }: Estate): Iterable<Link> {
  for (const { fact, value } of of.entitlements) {
    const from = of.arnOf(value.principalType, value.principal);
    const account = splitArn(value.role)?.account ?? '';
    const to = accounts.has(account) ? value.role : unread(value.role);
    const source = { id: `entitlement|${value.id}`, kind: 'entitlement', name: `entitlement ${value.id}`, boundary: of.boundary };
    yield {
      ...standing(of, { from, to, source, how: 'can-assume' }, firstPage(fact)),
      because: ['account access manager entitles it to the role', 'nothing ends it'],
      detail: { account, application: value.application, createdAt: value.createdAt },
    };
  }
}

/**
 * Where not all entitlements of an instance are known: everybody of it may be entitled to each role whose trust lets in the service, and
 * to some role of each account entered whose roles were not all read. All through one pool: n + m links. `trusts`: what the trust
 * policies of all roles come to.
 */
export function* mayBeEntitled(of: Instance, estate: Estate, trusts: Iterable<Link>, beyond: Beyond): Iterable<Link> {
  const pool = `pool:${of.boundary}:account-access`;
  const ways: Link[] = [];
  for (const link of trusts) {
    if (link.from !== SERVICE || link.presence === 'refuted' || !mayServe(of, estate, splitArn(link.to)?.account ?? '')) continue;
    ways.push({ ...link, key: link.key.replace(SERVICE, () => pool), from: pool });
  }
  for (const account of beyond.entered) if (mayServe(of, estate, account)) ways.push(toUnread(of, pool, unreadPart(account), account));
  if (ways.length === 0) return;
  for (const party of of.parties()) yield possible(of, party, pool);
  yield* ways;
}

/** Whether the account may be in the organization whose instance it is; an account's own instance entitles nobody. */
function mayServe({ instance: { owner } }: Instance, { organizations }: Estate, account: string): boolean {
  const [own, its] = [organizations.placeOf(owner), organizations.placeOf(account)];
  if (own.role === 'none' || own.role === 'member' || its.membership === null) return false;
  if (own.membership === undefined || its.membership === undefined) return true;
  return own.membership?.organization === its.membership.organization;
}

function toUnread(of: Instance, pool: EntityId, to: EntityId, account: string): Link {
  return {
    ...possible(of, pool, to),
    because: [`not all roles of account ${account} were read: some may let in account access manager`, 'nothing ends it'],
    detail: { account },
  };
}

function possible(of: Instance, from: EntityId, to: EntityId): Link {
  const source = {
    id: accountAccess.id,
    kind: 'surface',
    name: 'entitlements of account access manager, not all of which were read',
    boundary: of.boundary,
  };
  return {
    ...standing(of, { from, to, source, how: 'can-assume' }, []),
    presence: 'possible',
    because: ['account access manager may entitle it to a role that lets that in: not all entitlements were read', 'nothing ends it'],
    conditions: [{ text: 'entitlements that were not read', settled: 'outside' }],
    detail: {},
  };
}
