import type { Capability } from './capability.ts';
import type { Span } from './ending.ts';
import type { EntityId } from './ids.ts';

export const metricGroups = ['all', 'system', 'tier', 'nature', 'owner', 'control-owner'] as const;
export type MetricGroup = (typeof metricGroups)[number];

/** A figure's lower and upper bound, in milliseconds. */
export type Bounded = Pick<Span, 'lower' | 'upper'>;

export interface Percentiles {
  readonly p50: Bounded | null;
  readonly p95: Bounded | null;
  readonly max: Bounded | null;
  /** Of how many ended ones, and how many open ones are counted in with what they have come to. */
  readonly ended: number;
  readonly open: number;
}

export interface Share {
  readonly count: number;
  readonly of: number;
}

/** The figures of some endings. */
export interface MetricRow {
  readonly by: MetricGroup;
  readonly of: string;
  readonly endings: { readonly ended: number; readonly open: number; readonly undetermined: number; readonly notDue: number };
  /** Per (subject, boundary, tier) the measure of the union of late intervals, added up. Excepted hours are in `debt` and told apart. */
  readonly debt: Bounded;
  readonly debtExcepted: Bounded;
  readonly lag: Percentiles;
  readonly lateness: Percentiles;
  readonly atOnce: Share;
  readonly automatic: Share;
  /** How many ended at each level, 0 to 3. */
  readonly levels: readonly [number, number, number, number];
  /** Present, and nothing on record ever allowed them. */
  readonly neverAuthorised: number;
}

/** Of identities that are not human and reach something: what is known of their life. */
export interface LifeCycleCoverage {
  readonly identities: number;
  readonly owner: number;
  readonly origin: number;
  readonly expiry: number;
  readonly rotation: number;
  readonly lastUse: number;
  readonly offboarding: number;
}

/** Of a right to tier 0 that comes and goes: how near it is to one that is always there. */
export interface DeFactoStanding {
  readonly identity: EntityId;
  readonly capability: Capability;
  /** Milliseconds of the look-back in which it was usable. */
  readonly usable: Bounded;
  /** How often it was renewed, or had again, and how often of these with no approval of its own. */
  readonly renewals: number;
  readonly renewalsUnapproved: number;
}

export interface Metrics {
  readonly lookBackDays: number;
  /** `all` first, then by group and name. */
  readonly rows: readonly MetricRow[];
  /** Milliseconds of standing privilege in the look-back, and of them those in whose month the identity was seen to act; `null`: not told. */
  readonly standing: { readonly held: Bounded; readonly used: Bounded | null };
  /** How many there are, and those usable longest, at most a hundred; the longest first. */
  readonly deFacto: { readonly count: number; readonly longest: readonly DeFactoStanding[] };
  readonly lifeCycle: LifeCycleCoverage;
  /** The longest time between two reads, and the shortest time allowed that it is too long to test; `null`: all can be tested. */
  readonly interval: { readonly longestMs: number | null; readonly cannotTestMs: number | null };
}
