/**
 * How lasting a grant or link is (docs/architecture.md), most ephemeral first. The order is that of {@link classRank}.
 */
export const persistenceClasses = ['session', 'eligible', 'activated', 'time-bound', 'standing'] as const;
export type PersistenceClass = (typeof persistenceClasses)[number];

const ranks: Readonly<Record<PersistenceClass, number>> = { session: 0, eligible: 1, activated: 2, 'time-bound': 3, standing: 4 };

/** 0 (`session`) to 4 (`standing`). */
export function classRank(persistence: PersistenceClass): number {
  return ranks[persistence];
}

export function lessLasting(a: PersistenceClass, b: PersistenceClass): PersistenceClass {
  return ranks[a] <= ranks[b] ? a : b;
}

export function moreLasting(a: PersistenceClass, b: PersistenceClass): PersistenceClass {
  return ranks[a] >= ranks[b] ? a : b;
}

/** The least and the most lasting class that what was read allows. Nothing readable = `[session, standing]`. */
export interface Bounds {
  readonly lo: PersistenceClass;
  readonly hi: PersistenceClass;
}

export function exactly(persistence: PersistenceClass): Bounds {
  return { lo: persistence, hi: persistence };
}

export const unreadBounds: Bounds = { lo: 'session', hi: 'standing' };

/** `possible`: it depends on facts the estate does not tell and the holder cannot satisfy alone. */
export type Presence = 'certain' | 'possible' | 'refuted';

export function weakerPresence(a: Presence, b: Presence): Presence {
  if (a === 'refuted' || b === 'refuted') return 'refuted';
  return a === 'possible' || b === 'possible' ? 'possible' : 'certain';
}

/** Who or what ends it. Only an end the provider enforces makes `activated` or `time-bound`. */
export type EndsBy = 'provider' | 'automation' | 'person' | 'nothing';

/** What must happen before an eligible right switches on: nothing, the holder's own act, a policy test of live context, another person. */
export type Gate = 'none' | 'self' | 'checked' | 'approved';

/** How access on a path comes and goes: just-in-time access, just-in-time provisioning, or neither. */
export type Pattern = 'JITA' | 'JITA, expiry-only' | 'JITP' | 'standing';
