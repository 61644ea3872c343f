import type { Grant } from '../../../../src/model/grant.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import type { Principal } from '../estate.ts';
import type { Candidate } from '../links.ts';
import { Boosted } from './boosted.ts';
import type { Gained } from './gained.ts';
import { tell } from './gained.ts';
import { Kin } from './kin.ts';
import { madeBy } from './made.ts';
import type { Sought } from './needs.ts';
import { isOwn, soughtMethods } from './needs.ts';
import { Offers } from './offers.ts';
import { ownRights } from './own.ts';
import type { Shared } from './targets.ts';
import { Reaching } from './reaching.ts';
import type { Search } from './search.ts';
import type { Seeker } from './seeker.ts';
import { isLimited } from './seeker.ts';
import { methodsOf } from './ways.ts';

function isBoost({ method: { family } }: Sought): boolean {
  return family === 'boosted-user' || family === 'boosted-role' || madeBy(family) !== null;
}

function isOfRoles({ method: { family } }: Sought): boolean {
  return family === 'role';
}

/** The methods that act as a user or role whatever it has. */
const takingOver = soughtMethods.filter(({ method: { family } }) => family === 'user' || family === 'role');

/** The methods of one account, whose principals change its own users, roles and workloads alone. */
export class Account {
  readonly #search: Search;
  readonly #account: string;
  readonly #shared: Shared;
  readonly #boosted: Boosted;
  readonly #reaching: Reaching;
  readonly #kin: Kin;

  constructor(search: Search, account: string, shared: Shared) {
    this.#search = search;
    this.#account = account;
    this.#shared = shared;
    this.#boosted = new Boosted(search, account, shared);
    this.#reaching = new Reaching(search, account, shared);
    this.#kin = new Kin(search, shared);
  }

  seek(holder: Principal, methods: readonly Sought[], into: Grant[]): void {
    const its = this.#kin.of(holder, methods, (met) => this.#look(holder, methods, met));
    tell(its, holder, into);
  }

  /** What an administrator of the account reaches beyond it. */
  seekOut(holder: Principal, methods: readonly Sought[], into: Grant[]): void {
    const offers = new Offers();
    this.#out({ principal: holder, first: null }, methods, offers);
    tell({ gained: { own: [], boosted: [], offers: offers.settled() }, as: (way) => way }, holder, into);
  }

  finish(into: Candidate[]): void {
    this.#reaching.links(into);
  }

  #look(holder: Principal, methods: readonly Sought[], met: Set<EntityId>): Gained {
    const { whole, seekers, gains: own } = ownRights(methods.filter(isOwn), holder, this.#search);
    if (whole === null) return { own, ...this.#within(holder, methods, seekers, met) };
    // whoever surely gives itself every right gains nothing more in its account
    const offers = new Offers();
    this.#out(whole, takingOver, offers);
    return { own, boosted: [], offers: offers.settled() };
  }

  #within(holder: Principal, methods: readonly Sought[], changed: readonly Seeker[], met: Set<EntityId>): Omit<Gained, 'own'> {
    // what nothing but the organization limits is given no more by others of the account
    const limited = changed.filter(({ principal }) => isLimited(principal));
    const free = changed.filter(({ principal }) => !isLimited(principal));
    const all = [
      { seeker: { principal: holder, first: null }, methods },
      ...[...limited, ...free.filter(({ principal }) => !this.#hasEverything(principal))].map((seeker) => ({
        seeker,
        methods: methodsOf(seeker.principal, this.#search.templates),
      })),
    ];
    const boosted = this.#boosted.find(
      all.map((each) => ({ seeker: each.seeker, methods: each.methods.filter(isBoost) })),
      holder,
      met,
    );
    const offers = new Offers();
    for (const each of all) this.#reach(each.methods, each.seeker, offers);
    for (const seeker of free) if (this.#hasEverything(seeker.principal)) this.#out(seeker, takingOver, offers);
    return { boosted, offers: offers.settled() };
  }

  #reach(methods: readonly Sought[], seeker: Seeker, offers: Offers): void {
    if (seeker.first === null) {
      for (const sought of methods) this.#reaching.offer(sought, seeker, offers);
      return;
    }
    const [ofRoles, others] = [methods.filter(isOfRoles), methods.filter((sought) => !isOfRoles(sought))];
    const hasRoles = ofRoles.map((sought) => this.#reaching.reach(sought, seeker, 'role', offers)).includes(true);
    this.#reaching.assume(seeker, offers, hasRoles);
    // whoever may have every role to act as needs no service that acts as one
    for (const sought of others) if (!hasRoles || sought.method.family === 'user') this.#reaching.offer(sought, seeker, offers);
  }

  #hasEverything({ held }: Principal): boolean {
    return held.some(({ document }) => document === this.#search.everything);
  }

  /** Whoever has the whole account comes out of it as those of its users and roles that do. */
  #out(seeker: Seeker, methods: readonly Sought[], offers: Offers): void {
    const { own, all } = this.#shared.outward.of(this.#account);
    this.#reaching.assumeAbroad(seeker, offers);
    const some = isLimited(seeker.principal) ? { name: 'out', ids: all } : { name: 'out-as-asked', ids: own };
    if (some.ids.size === 0) return;
    for (const sought of methods) {
      const { family } = sought.method;
      if (family === 'user' || family === 'role') this.#reaching.reach(sought, seeker, family, offers, some);
    }
  }
}
