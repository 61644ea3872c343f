import { impossible } from '../../../../src/base/errors.ts';
import { groupBy } from '../../../../src/base/group.ts';
import { includes } from '../../rights/resources.ts';
import type { ResourceSet } from '../../rights/resources.ts';
import { combined, plainRight } from '../../rights/rights.ts';
import type { Group, Principal } from '../estate.ts';
import type { Candidate } from '../links.ts';
import { NameIndex } from '../name-index.ts';
import { isAdministrator } from './administrators.ts';
import { UserCredentials } from './credentials.ts';
import { aimAtMade, madeAs } from './made.ts';
import type { Members } from './members.ts';
import { targetOf } from './members.ts';
import type { Sought } from './needs.ts';
import { isOwn } from './needs.ts';
import { Offers } from './offers.ts';
import { once } from './once.ts';
import { ownRights } from './own.ts';
import type { Holdings } from './search.ts';
import type { Target } from './spread.ts';
import { Spread } from './spread.ts';
import type { Way } from './ways.ts';
import { methodsOf, waysOf } from './ways.ts';

/** A user that a holder can act as, there already or made for it. */
interface Enrolled {
  readonly user: Principal;
  readonly way: Way;
  /** What makes it so, and what may not. */
  readonly because: readonly string[];
  readonly caveats: readonly string[];
}

/** Of users whom what a group gives tells apart so many are looked at for each way. */
const MOST_USERS = 24;

/**
 * Whoever may put users into groups, and act as them by a credential or make them, has what the groups give. Where that is the same whoever
 * joins, one user stands for all; else those who are alike in what they have and in what limits them are looked at once.
 */
export function enrolments(able: readonly Principal[], members: Members, search: Holdings, into: Candidate[]): void {
  const credentials = new UserCredentials(search);
  for (const [account, holders] of groupBy(able, (each) => each.account)) {
    const here = new Account(account, members, credentials, search);
    for (const holder of holders) here.seek(holder);
    here.links(into);
  }
}

class Account {
  readonly #members: Members;
  readonly #credentials: UserCredentials;
  readonly #search: Holdings;
  readonly #groups: ReadonlyMap<string, Group>;
  readonly #users: () => NameIndex;
  readonly #open = new Map<Group, boolean>();
  /** By who joins: `''` for anyone. */
  readonly #spreads = new Map<string, Spread>();
  readonly #account: string;

  constructor(account: string, members: Members, credentials: UserCredentials, search: Holdings) {
    this.#account = account;
    this.#members = members;
    this.#credentials = credentials;
    this.#search = search;
    const groups = members.groupsIn(account);
    this.#groups = new Map(groups.map((each) => [each.id, each]));
    const { principals } = search.estate;
    this.#users = once(
      () => new NameIndex([...principals.values()].filter((each) => each.account === account && isUser(each)).map(({ id }) => id)),
    );
  }

  seek(holder: Principal): void {
    const offers = new Offers();
    const details = new Map<Way, Pick<Enrolled, 'because' | 'caveats'>>();
    const methods = methodsOf(holder, this.#search.templates);
    const enrolling = methods.filter(({ method: { family } }) => family === 'member' || family === 'made-member');
    // whoever surely gives itself every right gains nothing more in its account
    if (enrolling.length === 0 || ownRights(methods.filter(isOwn), holder, this.#search).whole !== null) return;
    for (const sought of enrolling) {
      const { family } = sought.method;
      for (const way of waysOf(sought, holder, this.#search.templates)) {
        const aim = way.aims.get('group') ?? impossible('a group is joined by its name');
        const all = family === 'member' ? this.#acted(way, holder) : this.#made(way, holder);
        const free = all.filter(({ user }) => !this.#members.isApart(user)).sort(bySureness);
        this.#offer(sought, aim, free, free[0]?.way.right.presence === 'certain' ? free : all, offers, details);
      }
    }
    for (const { spread, reached, method, way, also } of offers.settled()) {
      const { because = [], caveats = [] } = details.get(way) ?? {};
      spread.add(reached, { principal: holder, way, method, also: [...because, ...also], caveats });
    }
  }

  links(into: Candidate[]): void {
    for (const spread of this.#spreads.values()) spread.links(into);
  }

  /** `free`: users for whom every group gives the same, the surest first; `all`: those to be looked at one by one where a group does not. */
  #offer(
    sought: Sought,
    aim: ResourceSet,
    [first]: readonly Enrolled[],
    all: readonly Enrolled[],
    offers: Offers,
    details: Map<Way, Pick<Enrolled, 'because' | 'caveats'>>,
  ): void {
    const put = (each: Enrolled, spread: Spread): void => {
      details.set(each.way, each);
      offers.add(spread, sought.method, each.way, aim, { caveats: each.caveats.length });
    };
    if (first !== undefined) put(first, this.#anyone(first.user));
    const seen = new Set<string>();
    for (const each of all) {
      if (seen.size === MOST_USERS) break;
      const like = this.#likeness(each.user);
      if (seen.has(like)) continue;
      seen.add(like);
      const spread = this.#itself(each.user);
      if (spread !== undefined) put(each, spread);
    }
  }

  /** Groups that give the same whoever joins. */
  #anyone(user: Principal): Spread {
    return this.#spread('', [...this.#groups.values()], (group) => this.#members.anyone(group, user));
  }

  /** Groups that give this user something else than others, or only within what limits it. */
  #itself(user: Principal): Spread | undefined {
    const groups = this.#groupsAsking(user);
    return groups.length === 0 ? undefined : this.#spread(user.name, groups, (group) => this.#members.itself(group, user));
  }

  #groupsAsking(user: Principal): readonly Group[] {
    const its = new Set(this.#search.estate.memberOf(user));
    const isApart = this.#members.isApart(user);
    return [...this.#groups.values()].filter(
      (group) => !its.has(group.id) && (isApart || (!this.#givesAll(group, user) && this.#members.asksWho(group, user, its.size > 0))),
    );
  }

  /** What gives the whole account gives it whoever has it. */
  #givesAll(group: Group, user: Principal): boolean {
    let known = this.#open.get(group);
    if (known === undefined) this.#open.set(group, (known = isAdministrator(this.#members.anyone(group, user), this.#search.templates)));
    return known;
  }

  #spread(name: string, groups: readonly Group[], member: (group: Group) => Principal): Spread {
    let spread = this.#spreads.get(name);
    if (spread === undefined) {
      const targets = new Map<string, readonly Target[]>(groups.map((group) => [group.id, [targetOf(group, member(group))]]));
      const of = { how: 'can-mint', account: this.#account, name: name === '' ? PUT : `${PUT}-as-${name}`, method: PUT } as const;
      this.#spreads.set(name, (spread = new Spread(of, targets)));
    }
    return spread;
  }

  /** Users of whom the holder makes a credential. */
  #acted(way: Way, holder: Principal): readonly Enrolled[] {
    const action = way.used.at(-1)?.action ?? '';
    const names = this.#users().in(way.aims.get('user') ?? impossible('a credential is made of a user'));
    return names.flatMap((name) => {
      const user = this.#search.estate.principals.get(name);
      const target = user === undefined || user.id === holder.id ? undefined : this.#credentials.target(action, user);
      if (user === undefined || target === undefined) return [];
      const right = target.right === plainRight ? way.right : combined(way.right, target.right);
      return right.windows.length === 0 ? [] : [{ user, way: { ...way, right }, because: [target.because], caveats: target.caveats }];
    });
  }

  /** A user that the holder makes, by one of the names it may give it. */
  #made(way: Way, holder: Principal): readonly Enrolled[] {
    const aim = way.aims.get(aimAtMade('user')) ?? impossible('a user is made by its name');
    return madeAs(way, 'user', holder, this.#search, 'be put into the group').map(({ way: by, reached: { target, because } }) => ({
      user: { ...named(target, aim), name: asNew(target) },
      way: { ...by },
      because: [because],
      caveats: [],
    }));
  }

  /** Users that are alike have the same policies and groups, limits and all; one that policies tell apart is like nobody. */
  #likeness(user: Principal): string {
    const { id, held, limit } = user;
    if (this.#members.isApart(user) || [...this.#groups.values()].some(isPersonal) || isPersonal(user)) return id;
    return JSON.stringify([
      limit,
      held.map(({ policy, source }) => (policy === '' ? source.id : policy)),
      this.#search.estate.memberOf(user),
    ]);
  }
}

/** The first of the methods, in whose name pools are. */
const PUT = 'put-user-into-group-and-mint';

function isUser({ caller }: Principal): boolean {
  return caller.kind === 'user';
}

function isPersonal({ held }: Pick<Principal, 'held'>): boolean {
  return held.some(({ document }) => document?.personal === true);
}

function bySureness(a: Enrolled, b: Enrolled): number {
  return doubts(a) - doubts(b);
}

function doubts({ way: { right }, caveats }: Enrolled): number {
  return (right.presence === 'certain' ? 0 : 2) + Math.min(1, caveats.length);
}

/** No user that is there is called so. */
function asNew({ name, limit }: Principal): string {
  return limit.state === 'none' ? `new/${name}` : `new/${name}-within-${limit.name.slice(limit.name.lastIndexOf('/') + 1)}`;
}

/** With a name that its maker may choose, where one is easily told. */
function named(target: Principal, names: ResourceSet): Principal {
  const arn = target.id.replaceAll('*', 'new').replaceAll('?', 'n');
  if (!includes(names, arn)) return target;
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  return { ...target, id: arn, caller: { ...target.caller, arn, username: name } };
}
