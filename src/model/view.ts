import type { Instant } from '../base/instant.ts';
import type { ActivationPolicy } from './activation-policy.ts';
import type { LifeCycleEvent } from './life-cycle.ts';
import type { Person } from './person.ts';
import type { Assured } from './assured.ts';
import type { Capability } from './capability.ts';
import type { Boundary, Credential, Identity, ServiceUsage, Usage } from './entity.ts';
import type { Evidence, FactKind } from './fact.ts';
import type { Gap, SurfaceCoverage } from './gap.ts';
import type { Authority, Grant, Link, LinkKind } from './grant.ts';
import type { BoundaryId, EntityId, ScopeId } from './ids.ts';
import type { CrownJewel } from './jewel.ts';
import type { Bounds, Pattern, PersistenceClass, Presence } from './persistence.ts';
import type { Scopes } from './scope.ts';
import type { Windows } from './window.ts';

/** How an identity can be entered, with a class of its own that never lowers the path's. */
export interface Entry {
  readonly state: 'live' | 'none-seen' | 'unread';
  /** Class of the most lasting way in; `null` unless live. */
  readonly persistence: PersistenceClass | null;
  /**
   * `access-key-1, active`, `trusted by arn:…`, then `SSH key APKA…, active, opens one service only`. Unless live there are only the last,
   * which never make an entry live. At most ten, then `and N more`.
   */
  readonly ways: readonly string[];
  /** Who could open one by permissions that do so together, and by which method: `arn:… by create-access-key`. At most ten, then `and N more`. */
  readonly openers: readonly string[];
}

/** entry → identity → links → grant */
export interface Path {
  readonly identity: EntityId;
  readonly links: readonly Link[];
  readonly grant: Grant;
  readonly bounds: Bounds;
  readonly presence: Presence;
  readonly windows: Windows;
  readonly caveats: readonly string[];
}

/** Of an element of a path what tells why it may not be there, or how long it lasts. */
export interface Doubtful extends Pick<Authority, 'boundary' | 'source' | 'because' | 'conditions'> {
  readonly type: 'link' | 'grant';
}

/** Identity × capability × scope, over all its paths. */
export interface Reach {
  readonly identity: EntityId;
  readonly capability: Capability;
  readonly scope: ScopeId;
  /** lo = greatest lo over certain paths usable now; hi = greatest hi over certain and possible ones, `standing` where an unread source could add one. */
  readonly bounds: Bounds;
  readonly presence: Presence;
  /** Union over the witness paths known. */
  readonly windows: Windows;
  readonly pattern: Pattern;
  /** Whether scope and capability are tier 0 (docs/architecture.md). What one may do to oneself gains nothing and is not. */
  readonly tierZero: boolean;
  readonly caveats: readonly string[];
}

/**
 * Identity × crown jewel, over all ways to it: bounds, presence and windows are those of the jewel. `capability` and `scope` are those of
 * the grant at the end of the path that is shown, and there is a {@link Reach} of them.
 */
export interface JewelReach extends Reach {
  readonly jewel: string;
}

/**
 * Who reaches the crown jewels: who holds a right on one, and, where one is an identity and acting as it counts, who can act as it and so
 * holds its rights. No identity reaches itself.
 */
export interface Jewels {
  /** In the order of their names. */
  readonly all: readonly CrownJewel[];
  /** By identity. */
  reaches(jewel: string): Iterable<JewelReach>;
  /** In the order of the jewels. `among`: their names; left out: all. */
  reachesOf(identity: EntityId, among?: ReadonlySet<string>): readonly JewelReach[];
  /** The path behind the lower bound of such a reach, or behind its upper bound where there is no certain one. */
  path(identity: EntityId, jewel: string): Path | undefined;
}

/** A capability at a scope, as somebody holds it. */
export interface Held {
  readonly capability: Capability;
  readonly scope: ScopeId;
  /** `certain`: the reach is certain and its lower bound is standing; `possible`: not so, and its upper bound is; `no`: neither. */
  readonly standing: 'certain' | 'possible' | 'no';
}

/** What somebody reaches of one capability, told without making reaches. */
export interface Holding {
  /** In the order of scopes. */
  all(): readonly Held[];
  /** `undefined`: it has no way to the capability at this scope. */
  of(scope: ScopeId): Held | undefined;
}

/**
 * How a reach is held. `certain`: by a certain way; `active`: certainly, without switching anything on; `eligible`: certainly, once it is
 * switched on; `open`: perhaps, or perhaps without switching anything on; `any`: whichever way; a class: certainly, and as lasting at least.
 */
export type Hold = 'any' | 'certain' | 'active' | 'eligible' | 'open' | { readonly atLeast: PersistenceClass };

/** What is reached, without the way. */
export type Reached = Pick<Reach, 'identity' | 'capability' | 'scope' | 'tierZero'>;

/** Which reaches to make: an identity may hold hundreds on narrow scopes, and a question is about few. */
export interface ReachFilter {
  readonly among?: ReadonlySet<Capability>;
  readonly tierZero?: true;
  /** Leaves out scopes inside this boundary: those that are no boundary and no container of some, and on which it holds every grant of that capability. */
  readonly notWithin?: BoundaryId;
  /** Only those whose pattern is that of a session: what gives a session by a decision for each request. */
  readonly sessions?: true;
  /** Only the first of them. */
  readonly first?: true;
}

/** Which elements to make: an estate has many, and most questions are about few. */
export interface ElementFilter {
  /** Only those that do not always work. */
  readonly windowed?: true;
  /** Only those that must be switched on, or that an activation policy is named for. */
  readonly gated?: true;
  /** Only those whose source is of this kind. */
  readonly sourceKind?: string;
  /** Only grants on these scopes; no link. */
  readonly scopes?: ReadonlySet<ScopeId>;
}

/** Which links into an identity to make. */
export interface LinkFilter {
  readonly among?: ReadonlySet<LinkKind>;
  /** Leaves out what several permissions open together. */
  readonly written?: true;
}

/** What decides whether a link matters, without what tells of it: an estate has many, and few matter. */
export interface LinkSeen extends Pick<Link, 'how' | 'from' | 'presence' | 'windows' | 'openness' | 'detail'> {
  readonly sourceKind: string;
}

/** Everything a rule may look at. Pure; the same questions always get the same answers. */
export interface View {
  readonly asOf: Instant;
  /** `asOf` in epoch milliseconds. */
  readonly now: number;
  readonly boundaries: readonly Boundary[];
  readonly scopes: Scopes;
  readonly jewels: Jewels;
  identities(): Iterable<Identity>;
  identity(id: EntityId): Identity | undefined;
  /** Those who have several accounts, by id. */
  readonly persons: readonly Person[];
  /** Whose account it is; `undefined`: of nobody who is known to have another. */
  personOf(identity: EntityId): Person | undefined;
  credentials(): Iterable<Credential>;
  credential(id: string): Credential | undefined;
  credentialsOf(identity: EntityId): readonly Credential[];
  usage(identity: EntityId): Usage | undefined;
  /** Sorted by service; empty where nothing was told. */
  serviceUsage(identity: EntityId): readonly ServiceUsage[];
  /** Sorted by id. */
  activationPolicies(): Iterable<ActivationPolicy>;
  activationPolicy(id: string): ActivationPolicy | undefined;
  /** What logs and brokers tell, sorted by time, then id. Of one identity: where it is the subject. */
  lifeCycleEvents(subject?: EntityId): readonly LifeCycleEvent[];
  /** The entry of this id; of several boundaries' entries of one id the first by time. */
  lifeCycleEvent(id: string): LifeCycleEvent | undefined;
  /** The earliest entry that a boundary's logs and brokers told of: they tell nothing of before. `undefined`: none was told. */
  logBegins(boundary: BoundaryId): Instant | undefined;
  /** What records of life cycles come to: endings, authorisations, requests, exceptions. */
  readonly assured: Assured;
  /** How many there are; none is made for it. */
  readonly counts: { readonly grants: number; readonly links: number };
  grants(filter?: ElementFilter): Iterable<Grant>;
  grant(key: string): Grant | undefined;
  grantsOf(identity: EntityId): readonly Grant[];
  links(filter?: ElementFilter): Iterable<Link>;
  link(key: string): Link | undefined;
  linksFrom(identity: EntityId): readonly Link[];
  linksTo(identity: EntityId, filter?: LinkFilter): readonly Link[];
  /** Of each of {@link View.linksTo}, in the same order. */
  linksSeenTo(identity: EntityId, filter?: LinkFilter): readonly LinkSeen[];
  /** The boundary that holds every grant of this capability on this scope; `null` where several do, `undefined` where there is no grant. */
  holderOf(capability: Capability, scope: ScopeId): BoundaryId | null | undefined;
  /** Those that hold a grant. */
  holders(): ReadonlySet<BoundaryId>;
  /** Pairs of boundaries that a link leads between, refuted or not, each once: from that of its one end to that of the other, else its own. */
  crossings(): Iterable<readonly [from: BoundaryId, to: BoundaryId]>;
  entry(identity: EntityId): Entry;
  /** Every (identity, capability, scope) with a certain or possible path usable at `asOf`; sorted by those three. */
  reaches(filter?: ReachFilter): Iterable<Reach>;
  reachesOf(identity: EntityId, filter?: ReachFilter): readonly Reach[];
  /** Tells as {@link View.reachesOf} would. One object for all identities of whom it tells the same: what follows from it is worked out once. */
  holding(identity: EntityId, capability: Capability): Holding;
  /**
   * Those elements of {@link View.path} that are not certain, or may be held in more than one class, without the path; `undefined` where there
   * is none.
   */
  doubts(identity: EntityId, capability: Capability, scope: ScopeId): readonly Doubtful[] | undefined;
  /** The boundary of the grant at the end of {@link View.path}, without the path. */
  heldIn(identity: EntityId, capability: Capability, scope: ScopeId): BoundaryId | undefined;
  /**
   * The reach to tier 0 that weighs most, of those with a certain way: one that is standing before others, then by the order of capabilities,
   * then of scopes.
   */
  gravest(identity: EntityId): Reach | undefined;
  /** Of what it reaches of these capabilities and holds so, the first that counts as tier 0, else the first, in the order of reaches; none is made. */
  foremost(identity: EntityId, among: ReadonlySet<Capability>, hold: Hold): Reached | undefined;
  /** Tells of {@link View.reach} what needs no way. */
  reached(identity: EntityId, capability: Capability, scope: ScopeId): Reached | undefined;
  reach(identity: EntityId, capability: Capability, scope: ScopeId): Reach | undefined;
  /** The path behind a reach's lower bound, or behind its upper bound where there is no certain one. */
  path(identity: EntityId, capability: Capability, scope: ScopeId): Path | undefined;
  /** Ledger lines of surfaces that yield this kind in this boundary. */
  coverage(): readonly SurfaceCoverage[];
  coverageOf(kind: FactKind, boundary: BoundaryId): readonly SurfaceCoverage[];
  /** What is missing for this kind in this boundary; empty = complete. `subject` narrows to gaps about that identity or about no one in particular. */
  gapsIn(kind: FactKind, boundary: BoundaryId, subject?: EntityId): readonly Gap[];
  /** Stands for all that is missing for an identity: `gapsIn` tells the same, of any kind in any boundary, of two with one answer here. */
  gapGroup(identity: EntityId): string | object;
  /** Names that something refers to and nobody listed (an attached policy, a group, a principal of a read boundary). */
  dangling(): readonly Gap[];
  /** Pages behind an identity or credential, or behind the usage of an identity; `service` narrows `service-usage` to one. */
  evidenceOf(
    kind: 'identity' | 'credential' | 'usage' | 'service-usage' | 'activation-policy' | 'life-cycle-event',
    id: string,
    service?: string,
  ): readonly Evidence[];
}
