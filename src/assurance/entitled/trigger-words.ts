import { byCodeUnit, byKeys } from '../../base/order.ts';
import type { Trigger, TriggerKind } from '../../model/authorisation.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';

const words: Readonly<Record<TriggerKind, string>> = {
  left: 'left',
  moved: 'moved to other work',
  'review-denied': 'a review did not keep it',
  incident: 'an incident was opened',
  signal: 'a security signal came',
  'task-ended': 'the task it was given for ended',
  'environment-deleted': 'what it was given on was deleted',
  'revocation-claimed': 'it is said to be revoked',
  'authorisation-ended': 'what allowed it ended',
  'provider-end': 'the provider ends it by itself',
};

/** In a reader's words, and then in those of whoever tells it, where it has words of its own: `left (last day of work, workday)`, `left (hr)`. */
export function triggerText(kind: TriggerKind, event: LifeCycleEvent | null): string {
  if (event === null) return words[kind];
  const { activity, type, source } = event;
  return `${words[kind]} (${activity === '' || activity === type ? source : `${activity}, ${source}`})`;
}

/** Of several at one moment the one that says most about why: what overrides before what had run out by itself. */
const weight: readonly TriggerKind[] = [
  'left',
  'incident',
  'signal',
  'review-denied',
  'moved',
  'environment-deleted',
  'task-ended',
  'revocation-claimed',
  'authorisation-ended',
  'provider-end',
];

export const byMoment = byKeys<Trigger>(
  ({ at }) => at,
  ({ kind }) => String(weight.indexOf(kind)),
  ({ subjects }) => subjects.join('\n'),
  ({ covers }) => JSON.stringify([covers.objects, covers.scope, covers.kinds]),
  ({ events }) => JSON.stringify(events.map(({ source, id }) => [source, id])),
  ({ text }) => text,
);

/** The earliest, and of those the weightiest, with the entries of all that say the same. `null`: there is none. */
export function firstOf(all: readonly Trigger[]): Trigger | null {
  const [first, ...others] = all.toSorted(byMoment);
  if (first === undefined) return null;
  const same = others.filter(({ at, kind }) => at === first.at && kind === first.kind);
  if (same.length === 0) return first;
  const events = new Map(
    [first, ...same].flatMap((each) => each.events.map((event) => [JSON.stringify([event.source, event.id]), event] as const)),
  );
  return { ...first, events: [...events].sort(([a], [b]) => byCodeUnit(a, b)).map(([, event]) => event) };
}
