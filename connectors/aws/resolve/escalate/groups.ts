import { impossible } from '../../../../src/base/errors.ts';
import { groupBy } from '../../../../src/base/group.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import { plainRight } from '../../rights/rights.ts';
import { toldApart } from '../denies.ts';
import type { Estate, Group, Principal } from '../estate.ts';
import type { Candidate } from '../links.ts';
import type { Templates } from '../templates.ts';
import { AddingUp } from './adding-up.ts';
import { isAdministrator } from './administrators.ts';
import type { Sought } from './needs.ts';
import { bitsOf, soughtMethods } from './needs.ts';
import { once } from './once.ts';
import { isLimited } from './seeker.ts';
import type { Target } from './spread.ts';
import { Spread } from './spread.ts';
import { waysOf } from './ways.ts';

/** Who may join groups, and what stands for those who did. */
export interface Joins {
  readonly candidates: readonly Candidate[];
  /** Each has what its group gives; its id is a pool's. */
  readonly members: readonly Principal[];
  /** By member, the groups it is in. */
  readonly groups: ReadonlyMap<EntityId, readonly EntityId[]>;
}

const joining: Sought = soughtMethods.find(({ method }) => method.family === 'group') ?? impossible('no method joins a group');
const joiningBits = joining.needs.reduce((all, { bits }) => all | bits, 0n);

/**
 * Users that may put themselves into groups they are not in. What a group gives hangs on a pool that all who may join it enter; whose own
 * denies or permissions boundary would limit it, whom policies of roles or resources tell apart, or who adds to it by what it has already, has one of its own.
 */
export function groupJoins(estate: Estate, templates: Templates): Joins {
  const members = new Map<EntityId, Principal>();
  const groups = new Map<EntityId, readonly EntityId[]>();
  const addingUp = new AddingUp(templates);
  const apart = once(() => toldApart([...estate.trusts, ...estate.guards.all].map(({ document }) => document)));
  const spreads = new Map<string, Spread>();
  const candidates: Candidate[] = [];
  const byAccount = groupBy(
    estate.groups.filter(({ held }) => held.length > 0),
    ({ account }) => account,
  );
  for (const user of estate.principals.values()) {
    const here = byAccount.get(user.account);
    if (here === undefined || user.caller.kind !== 'user' || !mayJoin(user) || isAdministrator(user, templates)) continue;
    const its = new Set(estate.memberOf(user));
    const asItself = (group: Group): boolean => isLimited(user) || apart().has(user.id) || addingUp.asksWho(group, user, its.size > 0);
    const isAlone = its.size > 0 || here.some(asItself);
    const key = isAlone ? user.id : user.account;
    let spread = spreads.get(key);
    if (spread === undefined) {
      const targets = new Map<string, readonly Target[]>();
      for (const group of here) {
        if (its.has(group.id)) continue;
        const isItself = asItself(group);
        const member = isItself ? memberAs(group, user) : memberOf(group, user);
        members.set(member.id, members.get(member.id) ?? member);
        groups.set(member.id, isItself ? [...its, group.id] : [group.id]);
        targets.set(group.id, [targetOf(group, member)]);
      }
      const method = joining.method.id;
      const name = isAlone ? `${method}-as-${user.name}` : method;
      spreads.set(key, (spread = new Spread({ how: 'member-of', account: user.account, name, method }, targets)));
    }
    for (const way of waysOf(joining, user, templates)) {
      const aim = way.aims.get('group') ?? impossible('a group is joined by its name');
      spread.addTo(aim, { principal: user, way, method: joining.method.id, also: [] });
    }
  }
  for (const spread of spreads.values()) spread.links(candidates);
  const joined = new Set(candidates.map(({ to }) => to));
  return { candidates, members: [...members.values()].filter(({ id }) => joined.has(id)), groups };
}

function mayJoin({ held }: Principal): boolean {
  return held.some(({ document }) => document !== null && (bitsOf(document) & joiningBits) !== 0n);
}

/** Anyone who joined; what asks who that is stays open. */
function memberOf(group: Group, { caller }: Principal): Principal {
  const anyone = { ...caller, arn: undefined, username: undefined, uid: undefined, tags: undefined };
  return { ...group, id: `pool:${group.boundary}:joined-${group.name}`, caller: anyone, limit: { state: 'none', name: '' } };
}

/** This user, had it joined. */
function memberAs(group: Group, user: Principal): Principal {
  return {
    ...user,
    id: `pool:${group.boundary}:joined-${group.name}-as-${user.name}`,
    name: group.name,
    held: [...group.held, ...user.held],
  };
}

function targetOf({ id, name, boundary }: Group, member: Principal): Target {
  const source = { id, kind: 'group', name: `group ${name}`, boundary };
  return { to: member.id, right: plainRight, source, because: `what group ${name} gives would be its own`, caveats: [], evidence: [] };
}
