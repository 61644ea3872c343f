import type { Instant } from '../../base/instant.ts';
import type { EventRef } from '../../model/authorisation.ts';
import type { LifeCycleEvent, LifeCycleEventType } from '../../model/life-cycle.ts';
import type { Period } from '../../model/pack.ts';

/** Of sources that record nothing: what calls for an end of access, or claims one. `denied` does so only of what was approved before. */
const claiming: ReadonlySet<LifeCycleEventType> = new Set([
  'left',
  'moved',
  'review-denied',
  'revoked',
  'expired',
  'denied',
  'credential-revoked',
  'session-revoked',
  'account-disabled',
  'account-deleted',
  'task-ended',
  'environment-deleted',
  'incident',
  'signal',
]);

/** Of a provider's own log: what records an end. */
const recording: ReadonlySet<LifeCycleEventType> = new Set([
  'revoked',
  'expired',
  'credential-revoked',
  'session-revoked',
  'account-deleted',
  'account-disabled',
]);

/** What an entry is to the population: a row of a source, an end that a provider's log records, or neither. */
export type Asks = 'source-row' | 'log-end' | null;

/** What failed ends nothing and asks for nothing. `approved`: whether the same request was approved before. */
export function asksOf(event: LifeCycleEvent, approved: (event: LifeCycleEvent) => boolean): Asks {
  if (!event.succeeded) return null;
  if (event.sourceKind === 'provider-log') return recording.has(event.type) ? 'log-end' : null;
  if (event.type === 'denied' && !approved(event)) return null;
  return claiming.has(event.type) ? 'source-row' : null;
}

/** Whether something of the same request was approved not later than an event. */
export function approvedBefore(events: readonly LifeCycleEvent[]): (event: LifeCycleEvent) => boolean {
  const first = new Map<string, Instant>();
  for (const { type, source, correlation, at, succeeded } of events) {
    if (type !== 'approved' || correlation === null || !succeeded) continue;
    const key = JSON.stringify([source, correlation]);
    const known = first.get(key);
    if (known === undefined || at < known) first.set(key, at);
  }
  return ({ source, correlation, at }) => {
    const when = correlation === null ? undefined : first.get(JSON.stringify([source, correlation]));
    return when !== undefined && when <= at;
  };
}

export function refKey({ source, id }: EventRef): string {
  return JSON.stringify([source, id]);
}

export function isWithin(at: Instant, { from, to }: Period): boolean {
  return from <= at && at < to;
}
