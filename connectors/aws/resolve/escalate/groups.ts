import { impossible } from '../../../../src/base/errors.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import type { Estate, Group, Principal } from '../estate.ts';
import type { Candidate } from '../links.ts';
import type { Templates } from '../templates.ts';
import { isAdministrator } from './administrators.ts';
import type { UserCredentials } from './credentials.ts';
import { enrolments } from './enrolments.ts';
import { Members, targetOf } from './members.ts';
import type { Sought } from './needs.ts';
import { bitsOf, soughtMethods } from './needs.ts';
import type { Holdings } from './search.ts';
import type { Target } from './spread.ts';
import { Spread } from './spread.ts';
import { waysOf } from './ways.ts';

/** Who may join groups or put others into them, and what stands for those who did. */
export interface Joins {
  readonly candidates: readonly Candidate[];
  /** Each has what its group gives; its id is a pool's. */
  readonly members: readonly Principal[];
  /** By member, the groups it is in. */
  readonly groups: ReadonlyMap<EntityId, readonly EntityId[]>;
}

const joining: Sought = soughtMethods.find(({ method }) => method.family === 'group') ?? impossible('no method joins a group');
const joiningBits = joining.needs.reduce((all, { bits }) => all | bits, 0n);

/** Ways into groups: of users themselves, and of users that others act as. */
export function groupJoins(search: Holdings, credentials: UserCredentials): Joins {
  const { estate, templates } = search;
  const members = new Members(estate, templates);
  const able = [...estate.principals.values()].filter(
    (each) => members.groupsIn(each.account).length > 0 && mayJoin(each) && !isAdministrator(each, templates),
  );
  const candidates: Candidate[] = [];
  ownJoins(able, members, estate, templates, candidates);
  enrolments(able, members, credentials, search, candidates);
  return { candidates, members: members.among(new Set(candidates.map(({ to }) => to))), groups: members.groups };
}

/**
 * Users that may put themselves into groups they are not in. What a group gives hangs on a pool that all who may join it enter; whose own
 * denies or permissions boundary would limit it, whom policies of roles or resources tell apart, or who adds to it by what it has already, has one of its own.
 */
function ownJoins(able: readonly Principal[], members: Members, estate: Estate, templates: Templates, into: Candidate[]): void {
  const spreads = new Map<string, Spread>();
  for (const user of able) {
    if (user.caller.kind !== 'user') continue;
    const here = members.groupsIn(user.account);
    const its = new Set(estate.memberOf(user));
    const asItself = (group: Group): boolean => members.asksWho(group, user, its.size > 0);
    const isAlone = its.size > 0 || here.some(asItself);
    const key = isAlone ? user.id : user.account;
    let spread = spreads.get(key);
    if (spread === undefined) {
      const targets = new Map<string, readonly Target[]>();
      for (const group of here) {
        if (its.has(group.id)) continue;
        targets.set(group.id, [targetOf(group, asItself(group) ? members.itself(group, user) : members.anyone(group, user))]);
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
  for (const spread of spreads.values()) spread.links(into);
}

function mayJoin({ held }: Principal): boolean {
  return held.some(({ document }) => document !== null && (bitsOf(document) & joiningBits) !== 0n);
}
