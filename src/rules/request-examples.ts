import type { SmallGraph, SmallLife } from '../contract/rule.ts';
import { ann, ben, daysAgo, people, role, tenant } from './activation-examples.ts';

type Request = NonNullable<SmallLife['requests']>[number];
type Events = NonNullable<SmallGraph['lifeCycleEvents']>;
type Accesses = NonNullable<SmallLife['accesses']>;
type Endings = NonNullable<SmallLife['endings']>;

/** An entry of the broker about ann’s request. */
export function entry(id: string, type: Events[number]['type'], day: number, over: Partial<Events[number]> = {}): Events[number] {
  return { id, type, at: daysAgo(day), subject: ann, object: role, source: 'broker', sourceKind: 'broker', correlation: 'r-1', ...over };
}

/** Ann asked two days ago for a role for a day, and ben approved it. */
export function request(over: Partial<Request> = {}): Request {
  return {
    id: 'broker|r-1',
    subjects: [ann],
    requester: ann,
    approvers: [ben],
    asked: [{ object: role, scope: null, until: daysAgo(1) }],
    requestedAt: daysAgo(2),
    approvedAt: daysAgo(2),
    from: daysAgo(2),
    until: daysAgo(1),
    events: [{ source: 'broker', id: 'ask-1' }],
    ...over,
  };
}

/** A directory whose broker told of a year whole, and of this request. */
export function requested(name: string, over: Partial<Request> = {}, life: SmallLife = {}, more: Partial<SmallGraph> = {}): SmallGraph {
  return {
    name,
    boundaries: [{ id: tenant, kind: 'tenant' }],
    identities: people,
    lifeCycleEvents: [entry('ask-1', 'requested', 2)],
    life: { sources: [{ source: 'broker', events: 1 }], requests: [request(over)], ...life },
    ...more,
  };
}

/** Where no records of requests were imported. */
export function withoutRecords(name: string): SmallGraph {
  return { name, boundaries: [{ id: tenant, kind: 'tenant' }], identities: people, life: {} };
}

/** Where no store of earlier runs was at hand. */
export function withoutHistory(name: string): SmallGraph {
  return { name, boundaries: [{ id: tenant, kind: 'tenant' }], identities: people };
}

/** The role of the request, as ann holds it. */
export function held(over: Partial<Accesses[number]> = {}): Accesses[number] {
  return { id: 'held-1', subject: ann, objects: [role], name: 'Global Administrator', scope: tenant, ...over };
}

export function ended(over: Partial<Endings[number]> = {}): Endings[number] {
  return { id: 'held-1', subject: ann, firstSeen: daysAgo(2), ...over };
}
