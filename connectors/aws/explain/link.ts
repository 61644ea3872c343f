import type { Explained } from '../../../src/model/explained.ts';
import type { Link } from '../../../src/model/grant.ts';
import type { PolicyHeld } from '../resolve/held.ts';
import type { Caller } from '../rights/caller.ts';
import { joinExplained, grounds, limits, nothing } from './holder.ts';
import { lastName } from './papers.ts';
import type { Reading } from './reading.ts';
import { atTrust } from './trust.ts';

const byTrust = new Set(['trust-policy', 'attached-policy', 'group-attached-policy', 'inline-policy', 'membership']);

/** Both sides of a link to a role: its trust policy, and where the one who comes was read, what that one's own policies say. */
export function explainLink(reading: Reading, { source, from, to }: Link): Explained {
  if (source.kind === 'surface') return { statements: [], unread: [source.name] };
  const trust = reading.estate.trusts.find(({ role }) => role === to);
  if (!byTrust.has(source.kind)) return nothing;
  const principal = reading.estate.principals.get(from);
  const side = trust === undefined ? undefined : atTrust(reading, trust, from);
  const missing = isRole(to) && side === undefined ? [`the trust policy of role ${lastName(to)}`] : [];
  const here: Explained = { statements: side?.lets ?? [], unread: missing };
  if (principal === undefined) return joinExplained([here, side?.looks ?? nothing]);
  const caller: Caller =
    trust === undefined ? principal.caller : { ...principal.caller, resourceAccount: trust.account, resourceMembership: trust.membership };
  const isSource = principal.held.some((held) => held.source.id === source.id);
  const its = isSource ? { isGround: (held: PolicyHeld) => held.source.id === source.id } : {};
  const question = {
    ...its,
    asks: [{ action: 'sts:AssumeRole', on: to.startsWith('pool:') ? `arn:${principal.partition}:iam::*:role/*` : to }],
    over: to.startsWith('pool:') ? 'roles' : `role ${lastName(to)}`,
    whole: false,
    caller,
  };
  const own: Explained = { statements: grounds(reading, principal, question), unread: [] };
  return joinExplained([own, here, limits(reading, principal, question), side?.looks ?? nothing]);
}

function isRole(id: string): boolean {
  return id.includes(':role/');
}
