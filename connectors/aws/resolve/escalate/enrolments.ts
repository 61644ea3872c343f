import { impossible } from '../../../../src/base/errors.ts';
import { groupBy } from '../../../../src/base/group.ts';
import { isPlain } from '../../rights/dominance.ts';
import { includes } from '../../rights/resources.ts';
import type { ResourceSet } from '../../rights/resources.ts';
import { combined, plainRight } from '../../rights/rights.ts';
import type { Group, Principal } from '../estate.ts';
import type { Candidate } from '../links.ts';
import { NameIndex } from '../name-index.ts';
import { principalsOf } from '../principals-of.ts';
import { isAdministrator } from './administrators.ts';
import type { UserCredentials } from './credentials.ts';
import { aimAtMade, madeAs } from './made.ts';
import type { Members } from './members.ts';
import { targetOf } from './members.ts';
import type { Sought } from './needs.ts';
import { isAssuming, isOwn } from './needs.ts';
import { Offers } from './offers.ts';
import { once } from './once.ts';
import { ownRights } from './own.ts';
import type { Holdings } from './search.ts';
import { changeable } from './search.ts';
import { isLimited, limits } from './seeker.ts';
import type { Target } from './spread.ts';
import { Spread } from './spread.ts';
import type { Way } from './ways.ts';
import { methodsOf, reachOf, waysOf } from './ways.ts';

/** A user that a holder can act as, there already or made for it. */
interface Enrolled {
  readonly user: Principal;
  readonly way: Way;
  /** What makes it so, and what may not. */
  readonly because: readonly string[];
  readonly caveats: readonly string[];
}

/** What a group lets its members do with themselves, and with their policies and groups. */
interface RightsOver {
  readonly oneself: readonly ResourceSet[];
  readonly owned: readonly ResourceSet[];
}

/** A user, and whether all that groups give it is asked for. */
interface Asked {
  readonly user: Principal;
  readonly whole: boolean;
}

/** Of users who would gain differently so many are looked at for each way. */
const MOST_USERS = 24;

/**
 * Whoever may put users into groups, and act as them by a credential or make them, has what the groups give. Where that is the same whoever
 * joins, one user stands for all; else those who would gain alike are looked at once.
 */
export function enrolments(
  able: readonly Principal[],
  members: Members,
  credentials: UserCredentials,
  search: Holdings,
  into: Candidate[],
): void {
  for (const [account, holders] of groupBy(able, (each) => each.account)) {
    const here = new Enrolments(account, members, credentials, search);
    for (const holder of holders) here.seek(holder);
    here.links(into);
  }
}

/** Of one account. */
class Enrolments {
  readonly #members: Members;
  readonly #credentials: UserCredentials;
  readonly #search: Holdings;
  readonly #groups: readonly Group[];
  readonly #users: () => NameIndex;
  readonly #open = new Map<Group, boolean>();
  readonly #gains = new Map<string, readonly string[]>();
  readonly #over = new Map<Group, RightsOver>();
  readonly #has = new Map<Principal, readonly (readonly string[])[]>();
  /** By who joins: `''` for anyone. */
  readonly #spreads = new Map<string, Spread>();
  readonly #account: string;

  constructor(account: string, members: Members, credentials: UserCredentials, search: Holdings) {
    this.#account = account;
    this.#members = members;
    this.#credentials = credentials;
    this.#search = search;
    this.#groups = members.groupsIn(account);
    this.#users = once(
      () =>
        new NameIndex(
          principalsOf(search.estate, account)
            .filter(isUser)
            .map(({ id }) => id),
        ),
    );
  }

  seek(holder: Principal): void {
    const { templates } = this.#search;
    const methods = methodsOf(holder, templates);
    const enrolling = methods.filter(({ method: { family } }) => family === 'member' || family === 'made-member');
    if (enrolling.length === 0 || this.#hasAll(holder, methods)) return;
    const offers = new Offers();
    const details = new Map<Way, Pick<Enrolled, 'because' | 'caveats'>>();
    const found = enrolling.flatMap((sought) =>
      waysOf(sought, holder, templates).map((way) => {
        const all = sought.method.family === 'member' ? this.#acted(way, holder) : this.#made(way, holder);
        const free = all.filter(({ user }) => !this.#members.isApart(user)).sort(bySureness);
        return { sought, aim: way.aims.get('group') ?? impossible('a group is joined by its name'), all, free };
      }),
    );
    // whose limits keep something from them give nothing more where somebody free does as long, but for what it does with itself
    const spanOf = (aim: ResourceSet, { right: { windows } }: Way): string => JSON.stringify([aim.include, aim.exclude, windows]);
    const freely = new Set(
      found.flatMap(({ aim, free: [first] }) => (first?.way.right.presence === 'certain' ? [spanOf(aim, first.way)] : [])),
    );
    for (const { sought, aim, all, free } of found) {
      const each = all.map((one) => ({ ...one, whole: this.#members.isApart(one.user) && !freely.has(spanOf(aim, one.way)) }));
      this.#offer(sought, aim, free, each, offers, details);
    }
    for (const { spread, reached, method, way, also } of offers.settled()) {
      const { because = [], caveats = [] } = details.get(way) ?? {};
      spread.add(reached, { principal: holder, way, method, also: [...because, ...also], caveats });
    }
  }

  links(into: Candidate[]): void {
    for (const spread of this.#spreads.values()) spread.links(into);
  }

  /** Whether it surely gives itself, a user that it makes or one that nothing limits, every right: nothing more can be gained in the account. */
  #hasAll(holder: Principal, methods: readonly Sought[]): boolean {
    const isGiven = ({ user, way: { right } }: Enrolled): boolean => isPlain(right) && !isLimited(user);
    const boosts = methods.some((sought) => {
      const { family, needs } = sought.method;
      if (family !== 'made-user' && (family !== 'boosted-user' || needs[0].on !== 'user')) return false;
      const ways = waysOf(sought, holder, this.#search.templates).filter(({ right }) => isPlain(right));
      return ways.some((way) => (family === 'made-user' ? this.#made(way, holder) : this.#acted(way, holder)).some(isGiven));
    });
    return boosts || ownRights(methods.filter(isOwn), holder, this.#search).whole !== null;
  }

  /** `free`: users for whom every group gives the same, the surest first; `all`: those to be looked at one by one where a group does not. */
  #offer(
    sought: Sought,
    aim: ResourceSet,
    [first]: readonly Enrolled[],
    all: readonly (Enrolled & Asked)[],
    offers: Offers,
    details: Map<Way, Pick<Enrolled, 'because' | 'caveats'>>,
  ): void {
    const put = (each: Enrolled, spread: Spread): void => {
      details.set(each.way, each);
      offers.add(spread, sought.method, each.way, aim, { caveats: each.caveats.length });
    };
    if (first !== undefined) put(first, this.#anyone(first.user));
    const seen = new Set<string>();
    let users = 0;
    for (const each of all) {
      const gains = this.#gainsOf(each).filter((gain) => !seen.has(gain));
      if (gains.length === 0) continue;
      for (const gain of gains) seen.add(gain);
      put(each, this.#itself(each));
      if (++users === MOST_USERS) break;
    }
  }

  /** Groups that give the same whoever joins. */
  #anyone(user: Principal): Spread {
    return this.#spread(
      '',
      () => this.#groups,
      (group) => this.#members.anyone(group, user),
    );
  }

  #itself({ user, whole }: Asked): Spread {
    return this.#spread(
      whole ? user.name : `${user.name}/over`,
      () => this.#groupsAsking({ user, whole }),
      (group) => this.#members.itself(group, this.#overOwn(group, user).includes('1') ? user : within(user)),
    );
  }

  /** Groups that give this user something else than others, or, `whole`, all within what limits it. */
  #groupsAsking({ user, whole }: Asked): readonly Group[] {
    const its = new Set(this.#search.estate.memberOf(user));
    return this.#groups.filter(
      (group) => !its.has(group.id) && (whole || (!this.#givesAll(group, user) && this.#overItself(group, user) !== '')),
    );
  }

  /** What this user would gain by each such group, in texts that are the same for users who gain alike. */
  #gainsOf(asked: Asked): readonly string[] {
    const { user, whole } = asked;
    const key = `${user.id} ${String(whole)}`;
    let known = this.#gains.get(key);
    if (known === undefined) {
      const who = this.#members.isApart(user) ? user.id : '';
      known = this.#groupsAsking(asked).map((group) => `${group.id} ${this.#overItself(group, user)} ${who}`);
      this.#gains.set(key, known);
    }
    return known;
  }

  /** Which rights over itself, and over what it has, the user would have of the group; empty: none that others would not. */
  #overItself(group: Group, user: Principal): string {
    // what names whoever has it gives each the same over itself
    const isPersonal = group.held.some(({ document }) => document?.personal === true);
    const byName = isPersonal ? 'personal' : reached(this.#rightsOver(group, user).oneself, [[user.id]]);
    return `${byName}${this.#overOwn(group, user)}`.replace(/^0*$/, '');
  }

  /** Which rights over its policies and groups. */
  #overOwn(group: Group, user: Principal): string {
    return reached(this.#rightsOver(group, user).owned, this.#had(user));
  }

  #rightsOver(group: Group, user: Principal): RightsOver {
    let known = this.#over.get(group);
    if (known === undefined) {
      const anyone = this.#members.anyone(group, user);
      const { templates } = this.#search;
      const needs = methodsOf(anyone, templates).flatMap((sought) => (isOwn(sought) || isAssuming(sought) ? sought.needs : []));
      const over = (...on: readonly unknown[]): readonly ResourceSet[] =>
        needs.filter(({ ingredient }) => on.includes(ingredient.on)).flatMap((need) => reachOf(need, anyone, templates));
      known = { oneself: over('oneself'), owned: over('own-policy', 'own-group') };
      this.#over.set(group, known);
    }
    return known;
  }

  /** The policies and groups of a user that whoever may could change. */
  #had(user: Principal): readonly (readonly string[])[] {
    let known = this.#has.get(user);
    if (known === undefined) {
      const { roomy, full } = changeable(user, this.#search);
      this.#has.set(user, (known = [roomy, full, this.#search.estate.memberOf(user)]));
    }
    return known;
  }

  /** What gives the whole account gives it whoever has it. */
  #givesAll(group: Group, user: Principal): boolean {
    let known = this.#open.get(group);
    if (known === undefined) this.#open.set(group, (known = isAdministrator(this.#members.anyone(group, user), this.#search.templates)));
    return known;
  }

  #spread(name: string, groups: () => readonly Group[], member: (group: Group) => Principal): Spread {
    let spread = this.#spreads.get(name);
    if (spread === undefined) {
      const targets = new Map<string, readonly Target[]>(groups().map((group) => [group.id, [targetOf(group, member(group))]]));
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
}

/** The first of the methods, in whose name pools are. */
const PUT = 'put-user-into-group-and-mint';

/** For each right and each list of names, whether it reaches any of them. */
function reached(rights: readonly ResourceSet[], lists: readonly (readonly string[])[]): string {
  return rights.flatMap((names) => lists.map((list) => Number(list.some((each) => includes(names, each))))).join('');
}

/** With what limits it alone: what it has beside is reached by its credential. */
function within(user: Principal): Principal {
  const held = user.held.filter(limits);
  return held.length === user.held.length ? user : { ...user, name: `${user.name}/alone`, held };
}

function isUser({ caller }: Principal): boolean {
  return caller.kind === 'user';
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
