import { groupBy } from '../../base/group.ts';
import type { Authorisation, EventRef, RequestCase, Trigger, Unmatched } from '../../model/authorisation.ts';
import type { Ending } from '../../model/ending.ts';
import type { Identity } from '../../model/entity.ts';
import type { EntityId } from '../../model/ids.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';
import type { Period } from '../../model/pack.ts';
import { approvedBefore, asksOf, refKey, type Asks } from './asks.ts';
import type { PackInput } from './input.ts';

/** The input by what it is looked up by. */
export interface Known {
  readonly input: PackInput;
  readonly period: Period;
  /** Each once, by time, source, id. */
  readonly events: readonly LifeCycleEvent[];
  event(ref: EventRef): LifeCycleEvent | undefined;
  asks(event: LifeCycleEvent): Asks;
  identity(id: EntityId): Identity | undefined;
  nameOf(id: EntityId): string;
  /** All accounts of whoever has one of these. */
  accountsOf(ids: readonly EntityId[]): ReadonlySet<EntityId>;
  authorisation(id: string): Authorisation | undefined;
  triggersOf(ref: EventRef): readonly Trigger[];
  requestsOf(ref: EventRef): readonly RequestCase[];
  /** That led to an access, or are one of these. */
  requestsFor(access: string, ids: readonly string[]): readonly RequestCase[];
  unmatched(ref: EventRef): Unmatched | undefined;
  endingsOf(subject: EntityId): readonly Ending[];
}

const none: readonly never[] = [];

/** Of an input in the one order. */
export function knownOf(input: PackInput): Known {
  const { assured, identities, persons, options } = input;
  const events = new Map<string, LifeCycleEvent>();
  for (const event of assured.events) if (!events.has(refKey(event))) events.set(refKey(event), event);
  const all = [...events.values()];
  const approved = approvedBefore(all);
  const byId = new Map(identities.map((each) => [each.id, each]));
  const accounts = new Map(persons.flatMap((person) => person.accounts.map((each) => [each, person.accounts] as const)));
  const authorisations = new Map(assured.authorisations.map((each) => [each.id, each]));
  const triggers = byRef(assured.triggers);
  const requests = byRef(assured.requests);
  const byAccess = groupBy(
    assured.requests.flatMap((request) => request.accesses.map((access) => ({ access, request }))),
    ({ access }) => access,
  );
  const byRequest = new Map(assured.requests.map((each) => [each.id, each]));
  const unmatched = new Map(assured.unmatched.map((each) => [refKey(each.event), each]));
  const endings = groupBy(assured.endings, ({ subject }) => subject);
  return {
    input,
    period: options.period,
    events: all,
    event: (ref) => events.get(refKey(ref)),
    asks: (event) => asksOf(event, approved),
    identity: (id) => byId.get(id),
    nameOf: (id) => byId.get(id)?.name ?? id,
    accountsOf: (ids) => new Set(ids.flatMap((id) => accounts.get(id) ?? [id])),
    authorisation: (id) => authorisations.get(id),
    triggersOf: (ref) => triggers.get(refKey(ref)) ?? none,
    requestsOf: (ref) => requests.get(refKey(ref)) ?? none,
    requestsFor: (access, ids) => [
      ...new Set([...ids.flatMap((id) => byRequest.get(id) ?? []), ...(byAccess.get(access) ?? []).map(({ request }) => request)]),
    ],
    unmatched: (ref) => unmatched.get(refKey(ref)),
    endingsOf: (subject) => endings.get(subject) ?? none,
  };
}

function byRef<T extends { readonly events: readonly EventRef[] }>(all: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const pairs = all.flatMap((each) => each.events.map((ref) => ({ key: refKey(ref), each })));
  return new Map([...groupBy(pairs, ({ key }) => key)].map(([key, of]) => [key, of.map(({ each }) => each)]));
}
