import { sha256Hex } from '../../../src/base/bytes/hash.ts';
import { canonicalJson } from '../../../src/base/bytes/canonical.ts';
import { byCodeUnit } from '../../../src/base/order.ts';
import type { ConditionNote, Link } from '../../../src/model/grant.ts';
import { weakerPresence } from '../../../src/model/persistence.ts';
import type { Windows } from '../../../src/model/window.ts';
import { complement, intersect, isAlways } from '../../../src/model/window.ts';
import { hasWildcard } from '../policy/glob.ts';
import type { Caller } from '../rights/caller.ts';
import type { ResourceSet } from '../rights/resources.ts';
import { reach } from '../rights/resources.ts';
import type { Right } from '../rights/rights.ts';
import { mergeNotes } from '../rights/rights.ts';
import { bothAt } from '../rights/together.ts';
import { unchangeable, universeOf } from './capabilities.ts';
import type { Principal } from './estate.ts';
import type { PolicyHeld } from './held.ts';
import type { OpenRole, RoleIndex } from './open-roles.ts';
import { eitherOpen, neverOpen } from './open-roles.ts';
import type { Candidate } from './links.ts';
import type { GrantTemplate } from './strongest.ts';
import { ofFactor } from './factors.ts';
import { flat } from './flat.ts';
import { pooled } from './pools.ts';
import { assumeRow } from './rows.ts';
import { asksForTags, asTagged, partedByTags } from './tagged.ts';

/** A principal that a policy allows sts:AssumeRole on some roles. */
export interface Assumer {
  readonly principal: Principal;
  readonly held: PolicyHeld;
  readonly right: Right;
}

/** Principals of one account whose policies name the same roles. */
export interface AssumerGroup {
  readonly account: string;
  readonly resources: ResourceSet;
  /** Every role of the account itself. */
  readonly whole: boolean;
  readonly key: string;
  readonly members: Assumer[];
}

/** What is told of a link by the principals' account alone. */
export const plainDetail: Link['detail'] = {
  principalForm: 'account',
  externalId: false,
  orgCondition: false,
  foreign: false,
  account: null,
  issuer: null,
  subjectMatcher: null,
};

/** Groups the assumers of each account. */
export class Assumers {
  readonly #groups = new Map<string, Map<string, AssumerGroup>>();
  readonly #keys = new WeakMap<ResourceSet, string>();

  add(principal: Principal, held: PolicyHeld, rights: readonly Right[]): void {
    for (const given of rights) {
      if (given.resources.include.length === 0) continue;
      const right = ofFactor(principal.caller, given);
      const groups = this.#groups.get(principal.account) ?? new Map<string, AssumerGroup>();
      this.#groups.set(principal.account, groups);
      const key = this.#keyOf(right.resources);
      let group = groups.get(key);
      if (group === undefined) {
        const universe = universeOf('role', principal.partition, principal.account);
        const whole = right.resources.exclude.length === 0 && reach(right.resources, universe).whole;
        group = { account: principal.account, resources: right.resources, whole, key, members: [] };
        groups.set(key, group);
      }
      group.members.push({ principal, held, right });
    }
  }

  of(account: string): Iterable<AssumerGroup> {
    return this.#groups.get(account)?.values() ?? [];
  }

  accounts(): Iterable<string> {
    return this.#groups.keys();
  }

  #keyOf(resources: ResourceSet): string {
    let key = this.#keys.get(resources);
    if (key === undefined) {
      key = canonicalJson([resources.include, resources.exclude]);
      this.#keys.set(resources, key);
    }
    return key;
  }
}

/**
 * Links from assumers to open roles. Where n assumers meet m roles, they are linked through a pool (n + m links, not n × m): the
 * pool of all who may assume any role of the account, or one for each distinct set of role patterns.
 */
export function* assumeLinks(groups: Iterable<AssumerGroup>, open: RoleIndex, abroad: boolean): Iterable<Candidate> {
  const pools = new Map<string, { readonly groups: AssumerGroup[]; readonly roles: readonly OpenRole[] }>();
  const reaching = [...groups].flatMap((group) => {
    const roles = open.named(group.resources).filter(({ carries }) => !carries);
    return roles.length === 0 ? [] : byTags(group, roles);
  });
  for (const { group, roles } of reaching) {
    if (!(group.whole && !abroad) && (group.members.length === 1 || roles.length === 1)) {
      for (const member of group.members) for (const role of roles) yield* direct(member, role);
      continue;
    }
    const name = group.whole && !abroad ? 'assume-any-role' : `assume-${abroad ? 'abroad-' : ''}${sha256Hex(group.key).slice(0, 12)}`;
    const pool = pools.get(name);
    if (pool === undefined) pools.set(name, { groups: [group], roles });
    else pool.groups.push(group);
  }
  for (const [name, { groups: together, roles }] of pools) {
    const boundary = `aws:${together[0]?.account ?? ''}`;
    const pool = `pool:${boundary}:${name}`;
    yield* pooled(
      pool,
      together.flatMap((group) => group.members),
      roles,
      joins,
    );
  }
}

/** Assumers with the roles that they may assume. */
interface Reaching {
  readonly group: AssumerGroup;
  readonly roles: readonly OpenRole[];
}

/** A group, those apart whose policies ask for tags of roles: together where these come to the same for the same roles. */
function byTags(group: AssumerGroup, roles: readonly OpenRole[]): readonly Reaching[] {
  const asking = group.members.filter(({ right }) => asksForTags(right.demands));
  if (asking.length === 0) return [{ group, roles }];
  const members = group.members.filter((each) => !asking.includes(each));
  const found = new Map<string, Reaching>();
  for (const member of asking) {
    const { principal, right } = member;
    const parts = partedByTags({ right, demands: right.demands }, roles, ({ trust }) => asTagged(trust), principal);
    for (const { left, things: reached } of parts) {
      const key = `${group.key}\n${[...new Set(reached.map(({ trust }) => trust.role))].sort(byCodeUnit).join('\n')}`;
      const known = found.get(key) ?? { group: { ...group, whole: false, key, members: [] }, roles: reached };
      known.group.members.push({ ...member, right: { ...left.right, demands: left.demands } });
      found.set(key, known);
    }
  }
  return [...(members.length === 0 ? [] : [{ group: { ...group, members }, roles }]), ...found.values()];
}

function* direct(member: Assumer, role: OpenRole): Iterable<Candidate> {
  for (const right of bothAt(role.trust.role, member.right, role.right)) yield assumption(member, role, right);
}

/** An assumer to a role whose trust was settled for this very principal. */
export function assumption({ principal, held }: Assumer, { trust, detail }: Pick<OpenRole, 'trust' | 'detail'>, right: Right): Candidate {
  return {
    how: 'can-assume',
    from: principal.id,
    to: trust.role,
    boundary: trust.boundary,
    right,
    openness: 'exact',
    detail,
    source: held.source,
    because: [
      `${held.source.name} allows sts:AssumeRole on it`,
      flat('the trust policy of role ', trust.roleName, ' leaves it to the policies of account ', principal.account),
    ],
    caveats: principal.place.services.caveats,
    evidence: [...held.evidence, ...trust.evidence],
  };
}

function joins({ principal, held }: Assumer, pool: string, right: Right): Candidate {
  return {
    how: 'can-assume',
    from: principal.id,
    to: pool,
    boundary: principal.boundary,
    right,
    openness: 'exact',
    detail: plainDetail,
    source: held.source,
    because: [`${held.source.name} allows sts:AssumeRole on ${right.resources.include.slice(0, 3).join(', ')}`],
    caveats: principal.place.services.caveats,
    evidence: held.evidence,
  };
}

/** A wildcard of sts:AssumeRole that succeeds for at least two roles is the right to impersonate. */
export function impersonation(right: Right, principal: Principal, open: readonly RoleIndex[]): readonly GrantTemplate[] {
  const wide = right.resources.include.filter(hasWildcard);
  if (wide.length === 0) return [];
  const { partition, account } = principal;
  const { whole } = reach(right.resources, universeOf('role', partition, account), unchangeable('role', partition, account));
  const template = { capability: 'impersonate' as const, rows: [assumeRow] };
  const over = (resources: ResourceSet, scope: string | null): readonly GrantTemplate[] =>
    whereTwoLetIn(right, resources, open, principal.caller).map((each) => ({ ...template, scope, right: each }));
  if (whole) return over(right.resources, null);
  return wide.flatMap((pattern) => over({ include: [pattern], exclude: right.resources.exclude }, pattern));
}

const LET_IN: ConditionNote = { text: 'whether two of the roles let it in', settled: 'outside' };

/** The right while at least two of the roles are open: certain while they surely are, possible while they may be. */
function whereTwoLetIn(right: Right, resources: ResourceSet, open: readonly RoleIndex[], caller: Caller): readonly Right[] {
  const told = open.map((roles) => roles.openness(resources, caller));
  const { twice: certain } = told.map((each) => each.certain).reduce(eitherOpen, neverOpen);
  if (isAlways(certain)) return [right];
  const { twice: possible } = told.map((each) => each.possible).reduce(eitherOpen, neverOpen);
  const during = (windows: Windows, more: Partial<Right> = {}): readonly Right[] => {
    const left = intersect(right.windows, windows);
    return left.length === 0 ? [] : [{ ...right, ...more, windows: left }];
  };
  const doubtful = { presence: weakerPresence(right.presence, 'possible'), conditions: mergeNotes(right.conditions, [LET_IN]) };
  return [...during(certain), ...during(intersect(possible, complement(certain)), doubtful)];
}
