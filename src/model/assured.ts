import type { Access } from './access.ts';
import type { Authorisation, EventSource, RequestCase, Trigger, Unmatched } from './authorisation.ts';
import type { Ending } from './ending.ts';
import type { ExceptionStanding } from './exception.ts';
import type { EntityId } from './ids.ts';
import type { LifeCycleEvent } from './life-cycle.ts';

/** What records of life cycles come to, beside what was read. Pure; the same questions always get the same answers. */
export interface Assured {
  /** `history`: a store of earlier runs and of records was at hand. `none`: there was none, and nothing is said of what ended. */
  readonly from: 'history' | 'none';
  /** By boundary, subject, access, time. */
  readonly endings: readonly Ending[];
  ending(id: string): Ending | undefined;
  endingsOf(subject: EntityId): readonly Ending[];
  /** What is there now, by id. */
  readonly accesses: readonly Access[];
  access(id: string): Access | undefined;
  accessesOf(subject: EntityId): readonly Access[];
  /** By id. */
  readonly authorisations: readonly Authorisation[];
  authorisation(id: string): Authorisation | undefined;
  readonly triggers: readonly Trigger[];
  readonly requests: readonly RequestCase[];
  request(id: string): RequestCase | undefined;
  readonly unmatched: readonly Unmatched[];
  readonly sources: readonly EventSource[];
  /** All events, of logs and imports, those about identities by whatever name: sorted by time, then source and id. */
  readonly events: readonly LifeCycleEvent[];
  eventsOf(subject: EntityId): readonly LifeCycleEvent[];
  event(source: string, id: string): LifeCycleEvent | undefined;
  readonly exceptions: readonly ExceptionStanding[];
  /** How long after its due what lingers of an access may work before it is late, in milliseconds (`assurance.lingerAllowedHours`). */
  readonly lingerAllowedMs: number;
}

const nothing: readonly never[] = [];

/** Where no store was at hand. */
export const nothingAssured: Assured = {
  from: 'none',
  endings: nothing,
  ending: () => undefined,
  endingsOf: () => nothing,
  accesses: nothing,
  access: () => undefined,
  accessesOf: () => nothing,
  authorisations: nothing,
  authorisation: () => undefined,
  triggers: nothing,
  requests: nothing,
  request: () => undefined,
  unmatched: nothing,
  sources: nothing,
  events: nothing,
  eventsOf: () => nothing,
  event: () => undefined,
  exceptions: nothing,
  lingerAllowedMs: 0,
};
