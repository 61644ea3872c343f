import { parseInstant } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { groupBy } from '../base/group.ts';
import { isNonEmpty } from '../base/json.ts';
import type { NonEmpty } from '../base/json.ts';
import type { Need } from '../contract/rule.ts';
import type { Access } from '../model/access.ts';
import type { Assured } from '../model/assured.ts';
import type { EventRef, RequestCase } from '../model/authorisation.ts';
import type { Ending } from '../model/ending.ts';
import type { Gap } from '../model/gap.ts';
import type { EventSourceKind, LifeCycleEvent } from '../model/life-cycle.ts';
import type { Observation, Question, Witness } from '../model/question.ts';
import type { View } from '../model/view.ts';
import { answerLack, LOOK_BACK_DAYS, lackQuestions, lookBackFrom } from './records.ts';
import { days, undetermined } from './shared.ts';

/** Who keeps requests and approvals. */
export const requestKinds: readonly EventSourceKind[] = ['broker', 'ticket'];

/** Whose request it is rests on the accounts that were read. */
export const requestNeeds: NonEmpty<Need> = [{ kind: 'identity', where: 'own' }];

export const requestDays = days(
  LOOK_BACK_DAYS,
  'our own choice: a month, which most exports cover',
  'Requests that were live in this time are asked about',
);

/** Those live in the look-back that the rule asks about, then a question for each boundary whose records of requests tell too little. */
export function* requestQuestions(view: View, lookBackDays: number, isAsked: (request: RequestCase) => boolean): Iterable<Question> {
  const from = lookBackFrom(view, lookBackDays);
  for (const request of view.assured.requests) {
    if (isAsked(request) && isLive(request, from)) yield { subject: { type: 'request', id: request.id } };
  }
  yield* lackQuestions(view, { kinds: requestKinds, from });
}

/** The rule's answer of a request; of one about nobody who was read it is never clear. */
export function answerRequest(
  view: View,
  { subject }: Question,
  lookBackDays: number,
  answer: (request: RequestCase) => Observation,
): Observation {
  if (subject.type === 'boundary') return answerLack(view, subject.id, { kinds: requestKinds, from: lookBackFrom(view, lookBackDays) });
  const request = subject.type === 'request' ? view.assured.request(subject.id) : undefined;
  if (request === undefined) return { says: 'clear' };
  const said = answer(request);
  if (said.says !== 'clear' || ownBoundary(view, request) !== undefined) return said;
  return unsure(view, request, 'whose it is is not known: no account that was read goes by the names in it');
}

/** Some time of it lies in the look-back, or it has no end. */
function isLive({ requestedAt, approvedAt, deniedAt, grantedAt, endedAt, until }: RequestCase, from: Instant): boolean {
  if (endedAt === null && until === null && deniedAt === null) return true;
  return [requestedAt, approvedAt, deniedAt, grantedAt, endedAt, endedAt === null ? until : null].some((at) => at !== null && at >= from);
}

function ownBoundary(view: View, { subjects: [first] }: RequestCase): string | undefined {
  return first === undefined ? undefined : (view.identity(first)?.boundary ?? undefined);
}

/** `CHG-7 (jira)` */
export function requestText({ id, ticket, source }: RequestCase): string {
  return ticket === null ? id : `${ticket} (${source})`;
}

export function unsure(view: View, request: RequestCase, detail: string): Observation {
  const boundary = ownBoundary(view, request) ?? view.boundaries[0]?.id ?? request.source;
  const gap: Gap = {
    boundary,
    surface: `life-cycle:${request.sourceKind}`,
    cause: 'unsupported',
    detail: `request ${requestText(request)}: ${detail}`,
  };
  return undetermined(gap);
}

/** The request, then the last nine of these of its entries; left out: of all. */
export function requestWitness({ id, events }: RequestCase, of: readonly EventRef[] = events): NonEmpty<Witness> {
  return [{ type: 'request', id }, ...of.slice(-9).map((each): Witness => ({ type: 'life-cycle-event', id: each.id }))];
}

/** Its entries, in the order of time. */
export function eventsOfRequest(view: View, { events }: RequestCase): readonly LifeCycleEvent[] {
  return events.flatMap(({ source, id }) => view.assured.event(source, id) ?? []);
}

/** An access that a request led to, with every time that it was there. */
export interface Led {
  readonly access: Access;
  readonly endings: readonly Ending[];
  readonly tierZero: boolean;
}

/** What a request led to; `unknown`: ids of which nothing more is told. */
export function ledTo({ assured }: View, { accesses }: RequestCase): { readonly led: readonly Led[]; readonly unknown: readonly string[] } {
  const led: Led[] = [];
  const unknown: string[] = [];
  for (const id of accesses) {
    const endings = endingsOf(assured, id);
    const access = assured.access(id) ?? endings[0]?.access;
    if (access === undefined) unknown.push(id);
    else led.push({ access, endings, tierZero: endings.some((each) => each.tierZero) });
  }
  return { led, unknown };
}

/** Whether some of what it led to is tier 0: use it to weigh, never to clear. */
export function isGraveRequest(view: View, request: RequestCase): boolean {
  return ledTo(view, request).led.some(({ tierZero }) => tierZero);
}

const byAccess = new WeakMap<Assured, ReadonlyMap<string, readonly Ending[]>>();

function endingsOf(assured: Assured, access: string): readonly Ending[] {
  let known = byAccess.get(assured);
  if (known === undefined) byAccess.set(assured, (known = groupBy(assured.endings, (each) => each.access.id)));
  return known.get(access) ?? [];
}

/** Epoch milliseconds; a text that is no time is none. */
export function msOf(at: Instant | null): number | undefined {
  return at === null ? undefined : parseInstant(at);
}

/** Undetermined where something is missing, else what was found. */
export function unless(gaps: readonly Gap[], found: () => Observation): Observation {
  return isNonEmpty(gaps) ? { says: 'undetermined', because: gaps } : found();
}
