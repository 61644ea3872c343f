import { groupBy } from '../../../../src/base/group.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import { plainRight } from '../../rights/rights.ts';
import { toldApart } from '../denies.ts';
import type { Estate, Group, Principal } from '../estate.ts';
import type { Templates } from '../templates.ts';
import { AddingUp } from './adding-up.ts';
import { once } from './once.ts';
import { isLimited } from './seeker.ts';
import type { Target } from './spread.ts';

/** What stands for those who would be in a group: each has what the group gives; its id is a pool's. */
export class Members {
  readonly #estate: Estate;
  readonly #addingUp: AddingUp;
  readonly #apart: () => ReadonlySet<EntityId>;
  readonly #groups: ReadonlyMap<string, readonly Group[]>;
  readonly #members = new Map<EntityId, Principal>();
  readonly #groupsOf = new Map<EntityId, readonly EntityId[]>();

  constructor(estate: Estate, templates: Templates) {
    this.#estate = estate;
    this.#addingUp = new AddingUp(templates);
    this.#apart = once(() => toldApart([...estate.trusts, ...estate.guards.all].map(({ document }) => document)));
    this.#groups = groupBy(
      estate.groups.filter(({ held }) => held.length > 0),
      ({ account }) => account,
    );
  }

  /** The groups of an account that give anything. */
  groupsIn(account: string): readonly Group[] {
    return this.#groups.get(account) ?? [];
  }

  /** Whether more than what the group gives counts of a user: its own limits, or that policies of roles or resources tell it apart. */
  isApart(user: Principal): boolean {
    return isLimited(user) || this.#apart().has(user.id);
  }

  /** Whether what the group gives hangs on which user joins it: by what limits or names it, or by what it has already. */
  asksWho(group: Group, user: Principal, isMember: boolean): boolean {
    return this.isApart(user) || this.#addingUp.asksWho(group, user, isMember);
  }

  /** Anyone who joined; what asks who that is stays open. */
  anyone(group: Group, { caller }: Principal): Principal {
    const id = `pool:${group.boundary}:joined-${group.name}`;
    const anyone = { ...caller, kind: 'user' as const, arn: undefined, username: undefined, uid: undefined, tags: undefined };
    return this.#kept({ ...group, id, caller: anyone, tags: undefined, limit: { state: 'none', name: '' } }, [group.id]);
  }

  /** This user, had it joined. */
  itself(group: Group, user: Principal): Principal {
    const id = `pool:${group.boundary}:joined-${group.name}-as-${user.name}`;
    const member = { ...user, id, name: group.name, held: [...group.held, ...user.held] };
    return this.#kept(member, [...this.#estate.memberOf(user), group.id]);
  }

  /** Those of these ids. */
  among(ids: ReadonlySet<EntityId>): readonly Principal[] {
    return [...this.#members.values()].filter(({ id }) => ids.has(id));
  }

  /** By member, the groups it is in. */
  get groups(): ReadonlyMap<EntityId, readonly EntityId[]> {
    return this.#groupsOf;
  }

  #kept(member: Principal, groups: readonly EntityId[]): Principal {
    const known = this.#members.get(member.id);
    if (known !== undefined) return known;
    this.#members.set(member.id, member);
    this.#groupsOf.set(member.id, groups);
    return member;
  }
}

/** A group as what is reached by joining it. */
export function targetOf({ id, name, boundary }: Group, member: Principal): Target {
  const source = { id, kind: 'group', name: `group ${name}`, boundary };
  return { to: member.id, right: plainRight, source, because: `what group ${name} gives would be its own`, caveats: [], evidence: [] };
}
