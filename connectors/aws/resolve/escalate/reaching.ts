import { impossible } from '../../../../src/base/errors.ts';
import type { LinkKind } from '../../../../src/model/grant.ts';
import type { EscalationMethod } from '../../escalation/table.ts';
import { escalationMethods } from '../../escalation/table.ts';
import { oneOf } from '../../escalation/things.ts';
import type { Thing } from '../../escalation/things.ts';
import type { WorkloadKind } from '../../facts.ts';
import { workloadKinds } from '../../facts.ts';
import { rolesAnywhere } from '../../surfaces/regional/roles-anywhere.ts';
import { covers, meets } from '../../policy/glob.ts';
import { outlasts } from '../../rights/dominance.ts';
import type { ResourceSet } from '../../rights/resources.ts';
import { allResources } from '../../rights/resources.ts';
import { plainRight } from '../../rights/rights.ts';
import type { Candidate } from '../links.ts';
import type { Open } from './assuming.ts';
import { offerAssuming, offerFree, openTargets } from './assuming.ts';
import { reachesByTags, tagsIn } from './by-tags.ts';
import type { Reached } from './names.ts';
import { Names } from './names.ts';
import type { Sought } from './needs.ts';
import type { Offers } from './offers.ts';
import type { Serving } from './passed.ts';
import { namesOf } from './passed.ts';
import { usable } from './rewritten.ts';
import type { Search } from './search.ts';
import { isUnchangeable } from './search.ts';
import type { Seeker } from './seeker.ts';
import { asChanged, waysAs } from './seeker.ts';
import { Spread } from './spread.ts';
import type { Shared, Some, Taken, Targets } from './targets.ts';
import { targetsIn } from './targets.ts';
import type { Way } from './ways.ts';
import { reachOf, waysOf } from './ways.ts';
import { doubted } from '../doubted.ts';

/** The roles that services act as, and of these a list to leave out; -1: none is. */
interface Run {
  readonly spread: Spread;
  readonly less: number;
}

/** What principals of one account reach by methods that lead to another identity: by one link each, or through pools they share. */
export class Reaching {
  readonly #search: Search;
  readonly #account: string;
  readonly #shared: Shared;
  readonly #spreads = new Map<string, Spread>();
  /** What the workloads of a kind are parts of. */
  readonly #wholes = new Map<WorkloadKind, Names>();
  /** Of the workloads of a kind those that stand for many. */
  readonly #many = new Map<WorkloadKind, readonly string[]>();
  readonly #roleless = new Map<WorkloadKind, Names>();
  readonly #servings = new Map<Serving, boolean>();
  readonly #runs = new Map<Serving, Run>();

  constructor(search: Search, account: string, shared: Shared) {
    this.#search = search;
    this.#account = account;
    this.#shared = shared;
  }

  links(into: Candidate[]): void {
    for (const spread of this.#spreads.values()) spread.links(into);
  }

  /** What a method gives a seeker. */
  offer(sought: Sought, seeker: Seeker, offers: Offers): void {
    switch (sought.method.family) {
      case 'user':
      case 'role':
      case 'provider':
        this.reach(sought, seeker, sought.method.family, offers);
        break;
      case 'passed-role':
        this.#pass(sought, seeker, offers);
        break;
      case 'workload':
        this.#use(sought, seeker, offers);
        break;
      // told by grants, by groupJoins and by plain links
      case 'boosted-user':
      case 'boosted-role':
      case 'made-user':
      case 'made-role':
      case 'own-rights':
      case 'own-boundary':
      case 'own-denies':
      case 'own-tags':
      case 'older-version':
      case 'group':
      case 'member':
      case 'made-member':
      case 'plain':
        break;
    }
  }

  /** The roles that a seeker may assume once it has changed its rights; `kept`: of its account those alone that nobody there can change. */
  assume(seeker: Seeker, offers: Offers, kept: boolean): void {
    const { own, free } = this.#search;
    this.#assumeAmong('own', own.get(this.#account), seeker, offers, offerAssuming, kept);
    this.#assumeAmong('free', free.get(this.#account), seeker, offers, offerFree, kept);
    this.assumeAbroad(seeker, offers);
  }

  /** Of these the roles of other accounts. */
  assumeAbroad(seeker: Seeker, offers: Offers): void {
    this.#assumeAmong('abroad', this.#search.abroad.get(this.#account), seeker, offers, offerAssuming, false);
  }

  #assumeAmong(name: string, open: Open | undefined, seeker: Seeker, offers: Offers, by: typeof offerAssuming, kept: boolean): void {
    const { first } = seeker;
    if (open === undefined || first === null) return;
    const method = escalationMethods.find(({ id }) => id === first.method) ?? impossible(`there is no method ${first.method}`);
    const spread = this.#spread(
      kept ? `assume-${name}-kept` : `assume-${name}`,
      'can-assume',
      () => firstOwn,
      () => openTargets(kept ? new Map([...open].filter(([role]) => isUnchangeable(role))) : open),
    );
    by(this.#search, seeker, spread, method, offers);
  }

  /** One spread for all methods that lead to the same by the same names. */
  #spread(name: string, how: LinkKind, method: () => string, targets: () => Targets): Spread {
    let spread = this.#spreads.get(name);
    if (spread === undefined) {
      spread = new Spread({ how, account: this.#account, name, method: method() }, targets());
      this.#spreads.set(name, spread);
    }
    return spread;
  }

  /** The users, roles or providers of the account that a method takes over. Whether that is all, as surely as the seeker changed its rights. */
  reach(sought: Sought, seeker: Seeker, kind: Taken, offers: Offers, some?: Some): boolean {
    const { method } = sought;
    const { templates } = this.#search;
    const name = some === undefined ? method.id : `${method.id}-${some.name}`;
    const { principal, first } = seeker;
    const ways = waysOf(sought, principal, templates);
    if (ways.length === 0) return false;
    const spread = this.#spread(
      name,
      kind === 'user' ? 'can-mint' : 'can-impersonate',
      () => method.id,
      () => targetsIn(this.#search, this.#account, this.#shared, method, kind, some),
    );
    let isAll = false;
    for (const way of ways) {
      const parts =
        kind === 'provider'
          ? [{ way, less: -1 }]
          : reachesByTags(way, sought, principal, { kind, tagsOf: tagsIn(this.#search.estate) }, spread.names);
      for (const { way: its, less } of parts) {
        for (const one of kind === 'role' ? usable(its, principal, templates) : [its]) {
          const all = asChanged(one, first);
          if (all.right.windows.length === 0) continue;
          const aim = all.aims.get(kind) ?? impossible(`method ${method.id} reaches no ${kind}`);
          offers.add(spread, method, all, aim, { less });
          isAll ||= spread.names.reached(aim, less)?.isAll === true && outlasts(all.right, first?.way.right ?? plainRight);
        }
      }
    }
    return isAll;
  }

  #pass(sought: Sought, seeker: Seeker, offers: Offers): void {
    const { method } = sought;
    const { passed, workload } = method;
    // whoever passes roles gains nothing where no service would act as one
    if (passed === null || !this.#isServed(passed) || !this.#mayPass(sought, passed, seeker)) return;
    for (const way of waysAs(sought, seeker, this.#search.templates)) {
      let { right } = way;
      if (workload !== null) {
        const here = way.aims.get('workload') ?? impossible(`method ${method.id} changes no workload`);
        const isThere = this.#isThere(workload, here);
        if (!isThere && this.#isRead(workload, seeker)) continue;
        if (!isThere) right = doubted(right, [`${oneOf(workload)} is there, which was not read`]);
      }
      const roles = passed.isNamed
        ? this.#namedByProfiles(seeker)
        : (way.aims.get('passed-role') ?? impossible(`method ${method.id} passes no role`));
      this.#offerRoles(offers, method, { ...way, right }, passed, roles);
    }
  }

  /** The roles of the profiles of Roles Anywhere in force, which no holder has to pass; where not all were read, any. */
  #namedByProfiles({ principal: { boundary } }: Seeker): ResourceSet {
    if (!this.#search.isRead(rolesAnywhere.id, boundary)) return allResources;
    return { include: this.#shared.served().certified(this.#account), exclude: [] };
  }

  /** Whether what the seeker may pass has any role that a service acts as. */
  #mayPass({ needs }: Sought, passed: Serving, { principal }: Seeker): boolean {
    const [need, ...more] = needs.filter(({ ingredient }) => ingredient.on === 'passed-role');
    if (need === undefined || more.length > 0) return true;
    const { spread, less } = this.#serving(passed);
    return reachOf(need, principal, this.#search.templates).some((roles) => spread.names.reached(roles, less) !== null);
  }

  /** Of the roles that services act as those that the resources name. */
  #offerRoles(offers: Offers, method: EscalationMethod, way: Way, serving: Serving, roles: ResourceSet): void {
    const { spread, less } = this.#serving(serving);
    offers.add(spread, method, way, roles, { less });
  }

  /** The roles that services act as, and a list of those to leave out. */
  #serving(serving: Serving): Run {
    let known = this.#runs.get(serving);
    if (known === undefined) {
      const names = namesOf(serving);
      const served = this.#shared.served();
      const spread = this.#spread(
        `run-as-${names.join('-')}`,
        'can-run-as',
        () => firstPassing(names),
        () => served.trusting(names, this.#account),
      );
      const less = serving.inProfile ? spread.names.list('without a profile', served.unprofiled(spread.names.all)) : -1;
      this.#runs.set(serving, (known = { spread, less }));
    }
    return known;
  }

  #isServed(serving: Serving): boolean {
    let known = this.#servings.get(serving);
    if (known === undefined) this.#servings.set(serving, (known = this.#shared.served().isServed(serving, this.#account)));
    return known;
  }

  /** Whether any workload of a kind was seen that the resources name, whatever it runs as. */
  #isThere(workload: WorkloadKind, resources: ResourceSet): boolean {
    if (this.#running(workload).names.reached(resources) !== null) return true;
    let roleless = this.#roleless.get(workload);
    if (roleless === undefined)
      this.#roleless.set(workload, (roleless = new Names(new Set(this.#shared.served().roleless(workload, this.#account)))));
    return roleless.reached(resources) !== null;
  }

  #isRead(workload: WorkloadKind, { principal }: Seeker): boolean {
    return this.#search.isRead(workloadKinds[workload].surface, principal.boundary);
  }

  #running(workload: WorkloadKind): Spread {
    return this.#spread(
      `run-as-${workload}`,
      'can-run-as',
      () => firstUsing(workload),
      () => this.#shared.served().running(workload, this.#account),
    );
  }

  /** Of the parts that are seen a list of those whose whole is not among the resources, to leave out; `null`: none is. */
  #partsOf(seen: Spread, workload: WorkloadKind, part: Thing, resources: ResourceSet): number | null {
    const whole = (name: string): string => name.slice(0, name.indexOf(`/${part}/`));
    let wholes = this.#wholes.get(workload);
    if (wholes === undefined) this.#wholes.set(workload, (wholes = new Names(new Set(seen.names.all.map(whole)))));
    const reached = wholes.reached(resources);
    if (reached === null) return null;
    return seen.names.list(`not of ${reached.id}`, outside(seen.names, whole, wholes, reached));
  }

  #use(sought: Sought, seeker: Seeker, offers: Offers): void {
    const { method } = sought;
    const { workload } = method;
    if (workload === null) return;
    const { isIndirect, part } = workloadKinds[workload];
    const isRead = this.#isRead(workload, seeker);
    const seen = this.#running(workload);
    if (seen.names.all.length === 0 && (isRead || !this.#isServed(workloadKinds[workload]))) return;
    for (const way of waysAs(sought, seeker, this.#search.templates)) {
      const here = way.aims.get('workload') ?? impossible(`method ${method.id} uses no workload`);
      if (isIndirect && seen.names.reached(here) !== null) {
        const right = doubted(way.right, [`${workloadKinds[workload].runs}, which nothing tells`]);
        this.#offerRoles(offers, method, { ...way, right }, workloadKinds[workload], allResources);
        continue;
      }
      const partly = part === null ? undefined : this.#partsOf(seen, workload, part, here);
      const resources = way.aims.get('workload-part') ?? here;
      if (partly !== null) offers.add(seen, method, way, resources, { less: partly });
      this.#useOneOfMany(offers, method, way, here);
      if (isRead || (part === null && here.include.every((each) => seen.names.has(each)))) continue;
      const right = doubted(way.right, [`${oneOf(workload)} runs as the role, which was not read`]);
      this.#offerRoles(offers, method, { ...way, right }, workloadKinds[workload], allResources);
    }
  }

  /** What history keeps as one is found by patterns that take all of it in. Whether one is there that is named alone is not told any more. */
  #useOneOfMany(offers: Offers, method: EscalationMethod, way: Way, here: ResourceSet): void {
    const { workload } = method;
    if (workload === null) return;
    const seen = this.#running(workload);
    let many = this.#many.get(workload);
    if (many === undefined) this.#many.set(workload, (many = seen.names.all.filter((each) => each.endsWith('*'))));
    const met = many.filter((each) => here.include.some((pattern) => !covers(pattern, each) && meets(pattern, each)));
    if (met.length === 0) return;
    const right = doubted(way.right, [`${oneOf(workload)} that is named runs as the role, which is not kept one by one`]);
    offers.add(seen, method, { ...way, right }, { include: met, exclude: here.exclude });
  }
}

/** Parts of what is not reached. Read only where they are listed for the first time. */
function* outside(parts: Names, whole: (part: string) => string, wholes: Names, reached: Reached): Iterable<string> {
  const within = new Set(wholes.few(reached, Infinity)?.map((place) => wholes.all[place]));
  for (const part of parts.all) if (!within.has(whole(part))) yield part;
}

/** Told of what many methods share. */
const firstOwn = firstId(({ family }) => family === 'own-rights');

function firstPassing(names: readonly string[]): string {
  return firstId(({ passed }) => passed !== null && namesOf(passed).join() === names.join());
}

function firstUsing(kind: WorkloadKind): string {
  return firstId(({ workload }) => workload === kind);
}

function firstId(suits: (method: EscalationMethod) => boolean): string {
  return escalationMethods.find(suits)?.id ?? impossible('no method leads to what a method leads to');
}
