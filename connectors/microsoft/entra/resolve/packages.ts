import { groupBy } from '../../../../src/base/group.ts';
import { HOUR_MS, instantOf } from '../../../../src/base/instant.ts';
import { byCodeUnit, byKeys } from '../../../../src/base/order.ts';
import type { Evidence } from '../../../../src/model/fact.ts';
import type { Grant } from '../../../../src/model/grant.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import { exactly, lessLasting } from '../../../../src/model/persistence.ts';
import { isAlways } from '../../../../src/model/window.ts';
import type { PackageAssignmentFact, PackageRoleFact } from '../package-facts.ts';
import { overOf, PACKAGE_OVER } from '../package-over.ts';
import type { Directory, Told } from './directory.ts';
import type { Ground } from './elements.ts';
import { grantOn, inOrder } from './elements.ts';
import type { Lasting } from './lasting.ts';
import { msOf } from './lasting.ts';

/** What somebody has, as the packages that may have given it leave it. */
export interface Packaged {
  readonly lasting: Lasting;
  readonly caveats: readonly string[];
  /** The assignments that the class rests on. */
  readonly evidence: readonly Evidence[];
  /** The assignments that end it, by id, sorted; empty where none is known to. */
  readonly endedBy: readonly string[];
  /** An assignment that is over and gave this, where nothing else is known to go on giving it. */
  readonly over?: Told<PackageAssignmentFact>;
}

/** How an assignment bears on one thing: whether the package gives it (`null`: not told), and whether it does so now (`null`: not sure). */
interface Claim {
  readonly told: Told<PackageAssignmentFact>;
  readonly gives: true | null;
  readonly now: true | null | 'over';
  readonly until: number | null;
}

/** What a package can give, as one text: of a group, of an application, of the directory. */
export function thingOf({ gives, of, role }: Pick<PackageRoleFact, 'gives' | 'of' | 'role'>): string {
  return `${gives}|${of ?? ''}|${role ?? ''}`;
}

const UNREAD = 'unless an access package that was not read ends it';

/** Who can be given a package; whoever is in no list can too. */
const targets: ReadonlySet<string> = new Set(['user', 'guest', 'agent']);

/**
 * What access packages say of memberships, roles and roles of applications. The directory keeps one of each, and not who gave it; but when the
 * assignment of a package ends the service takes away all that it gives, also what was there before, unless another package gives it too
 * (https://learn.microsoft.com/entra/id-governance/entitlement-management-access-package-resources). So whatever a delivered package gives ends
 * with it, and only what is not sure of the packages leaves bounds.
 */
export class Packages {
  readonly #directory: Directory;
  readonly #of: ReadonlyMap<EntityId, readonly Told<PackageAssignmentFact>[]>;
  readonly #roles: ReadonlyMap<string, ReadonlyMap<string, readonly Evidence[]>>;

  constructor(directory: Directory) {
    this.#directory = directory;
    const held = directory.packages.filter(({ value }) => value.target !== null);
    this.#of = groupBy(held.toSorted(byKeys(({ key }) => key)), ({ value }) => value.target ?? '');
    const roles = new Map<string, Map<string, readonly Evidence[]>>();
    for (const { value, pages } of directory.packageRoles) {
      const known = roles.get(value.package) ?? new Map<string, readonly Evidence[]>();
      const thing = thingOf(value);
      roles.set(value.package, known.set(thing, [...(known.get(thing) ?? []), ...pages]));
    }
    this.#roles = roles;
  }

  /** Of what no package can give. */
  asItIs(lasting: Lasting): Packaged {
    return { lasting, caveats: [], evidence: [], endedBy: [] };
  }

  /** Of something that `who` has at the time of `evidence`; what has an end of its own, or is still to come, is as it was. */
  settled(who: EntityId, thing: string, lasting: Lasting, evidence: readonly Evidence[], now: number): Packaged {
    const as = this.asItIs(lasting);
    if (lasting.through === true || lasting.endsBy !== 'nothing' || !isAlways(lasting.windows)) return as;
    const claims = this.#claims(who, thing, this.#directory.saidAt(evidence) ?? now);
    const sure = claims.filter((each) => each.gives === true && each.now === true);
    const perhaps = claims.filter((each) => each.now !== 'over' && (each.gives === null || each.now === null));
    const told = inOrder([...sure, ...perhaps].flatMap((each) => [...each.told.pages, ...this.#pagesOf(each.told.value.package, thing)]));
    const isRead = this.#directory.isRead('access-packages');
    const caveats = isRead || !this.#isTarget(who) ? [] : [UNREAD];
    if (sure.length > 0) {
      const ended = ending(lasting, sure, perhaps, isRead);
      const endedBy = ended.endsBy === 'provider' ? sure.map((each) => each.told.value.id).sort(byCodeUnit) : [];
      return { lasting: ended, caveats: [], evidence: told, endedBy };
    }
    if (perhaps.length > 0) return { ...as, lasting: perhapsEnding(lasting, perhaps), caveats, evidence: told };
    const over = claims
      .filter((each) => each.now === 'over' && each.gives === true)
      .toSorted(byEnd)
      .at(-1);
    if (over === undefined) return { ...as, caveats };
    const because = [...lasting.because, `${nameOf(over)} gave it, ${endOf(over)}, and it is still there`];
    return { ...as, lasting: { ...lasting, because }, caveats, evidence: this.#evidenceOf(over, thing), over: over.told };
  }

  /**
   * What the package gave and took back no more: a right that nobody can use, and that says what should be gone. It rests on what tells of what
   * is left, too: where that is not read, nothing shows that the package left nothing.
   */
  left({ over, lasting: { form } }: Packaged, who: EntityId, { source, evidence }: Pick<Ground, 'source' | 'evidence'>): readonly Grant[] {
    if (over === undefined) return [];
    const { boundary } = this.#directory;
    const { from, packageName, package: id } = over.value;
    const end = endedAt(over.value);
    const lasting: Lasting = {
      bounds: exactly('time-bound'),
      windows: end === null ? [] : [{ from: msOf(from), until: end }],
      endsBy: 'provider',
      gate: 'none',
      because: [end === null ? 'the assignment of the package is over' : `the assignment of the package ended ${instantOf(end)}`],
      form,
    };
    const own = {
      id: overOf(over.value.id, source),
      kind: PACKAGE_OVER,
      name: `access package ${packageName ?? id}`,
      boundary,
    };
    return [grantOn({ boundary, source: own, lasting, evidence: inOrder(evidence), refuted: true }, who, 'ordinary', boundary, '')];
  }

  #claims(who: EntityId, thing: string, at: number): readonly Claim[] {
    return (this.#of.get(who) ?? []).flatMap((told): readonly Claim[] => {
      const { value } = told;
      const begins = msOf(value.from);
      if (begins !== null && begins > at) return [];
      const isGiven = this.#roles.get(value.package)?.has(thing) === true;
      if (!isGiven && this.#directory.packagesListed.has(value.package)) return [];
      const until = endedAt(value);
      return [{ told, gives: isGiven ? true : null, now: standingOf(value, until, at), until }];
    });
  }

  #isTarget(who: EntityId): boolean {
    const kind = this.#directory.identities.get(who)?.kind;
    // packages are part of the licences that Privileged Identity Management is part of
    return this.#directory.hasPim !== false && (kind === undefined || targets.has(kind));
  }

  #pagesOf(of: string, thing: string): readonly Evidence[] {
    return this.#roles.get(of)?.get(thing) ?? [];
  }

  #evidenceOf({ told }: Claim, thing: string): readonly Evidence[] {
    return inOrder([...told.pages, ...this.#pagesOf(told.value.package, thing)]);
  }
}

/** When an assignment ended or ends, epoch milliseconds; `null`: it has no end, or it is over and nobody tells since when. */
function endedAt({ state, until, expiredAt }: PackageAssignmentFact): number | null {
  return isExpired(state) ? (msOf(expiredAt) ?? msOf(until)) : msOf(until);
}

function isExpired(state: string): boolean {
  return state.toLowerCase() === 'expired';
}

/** As with activations, an hour is allowed for what is over to be taken away. */
function standingOf({ state }: PackageAssignmentFact, until: number | null, at: number): Claim['now'] {
  if (until === null) return isExpired(state) ? 'over' : isDelivered(state);
  if (until + HOUR_MS <= at) return 'over';
  return isExpired(state) ? true : isDelivered(state);
}

/** One that is being delivered, was delivered in part or could not be: which of its parts is there by it is not told. */
function isDelivered(state: string): true | null {
  return state.toLowerCase() === 'delivered' ? true : null;
}

function byEnd(a: Claim, b: Claim): number {
  return (a.until ?? 0) - (b.until ?? 0) || byCodeUnit(a.told.key, b.told.key);
}

/** Whatever else may give it goes on with it: the last end counts, and none where one of them has none, or some were not read. */
function ending(lasting: Lasting, sure: readonly Claim[], perhaps: readonly Claim[], isRead: boolean): Lasting {
  const because = [...lasting.because, ...[...sure, ...perhaps].map(wordsOf)];
  if (sure.some((each) => each.until === null)) return { ...lasting, because };
  const isOpen = !isRead || perhaps.some((each) => each.until === null);
  const unread = isRead ? [] : ['which other access packages may give it was not read whole'];
  if (isOpen) return { ...lasting, bounds: loosest(lasting), because: [...because, ...unread] };
  const begins = sure.map(({ told }) => msOf(told.value.from));
  const from = begins.some((each) => each === null) ? null : Math.min(...begins.map((each) => each ?? 0));
  const until = Math.max(...[...sure, ...perhaps].map((each) => each.until ?? 0));
  const { lo, hi } = lasting.bounds;
  const bounds = { lo: lessLasting(lo, 'time-bound'), hi: lessLasting(hi, 'time-bound') };
  return { ...lasting, bounds, windows: [{ from, until }], endsBy: 'provider', because };
}

/** It may be theirs, and end with them, or not. */
function perhapsEnding(lasting: Lasting, perhaps: readonly Claim[]): Lasting {
  const because = [...lasting.because, ...perhaps.map(wordsOf)];
  if (perhaps.every((each) => each.until === null)) return { ...lasting, because };
  return { ...lasting, bounds: loosest(lasting), because };
}

function loosest({ bounds }: Lasting): Lasting['bounds'] {
  return { lo: lessLasting(bounds.lo, 'time-bound'), hi: bounds.hi };
}

function nameOf({ told }: Claim): string {
  return `access package ${told.value.packageName ?? told.value.package}`;
}

function endOf({ until }: Claim): string {
  return until === null ? 'which is over' : `which ended ${instantOf(until)}`;
}

function wordsOf(claim: Claim): string {
  const { told, gives, now, until } = claim;
  const ends = until === null ? 'which has no end' : `which ends ${instantOf(until)}`;
  if (gives === null) return `${nameOf(claim)}, ${ends}, may have given it: what it gives was not read whole`;
  if (now === null) return `${nameOf(claim)}, ${ends}, may have given it: its state is ${told.value.state}`;
  return `${nameOf(claim)}, ${ends}, gives it${until === null ? '' : ', and takes it away then'}`;
}
