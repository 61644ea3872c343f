import type { Instant } from '../../../../../src/base/instant.ts';
import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import { elements, reading } from '../../../../../src/contract/reading.ts';
import type { LifeCycleEvent, LogSpan } from '../../../../../src/model/life-cycle.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { keyId } from '../applications/credentials.ts';
import { spanOf } from '../../../log-span.ts';
import { arg, isListed, missing } from '../../graph-page.ts';
import { aboutOf } from './about.ts';
import { actorNames, actorOf, byOf, namesOf } from './who.ts';
import type { Meaning } from './meaning.ts';
import { meaningOf } from './activities.ts';
import { decisionIn } from './decision.ts';
import { keyChanges } from './keys.ts';
import type { AuditEntry } from './schema.ts';
import { auditEntry } from './schema.ts';
import { detail, detailTime } from './told-by.ts';

/** Most services log everything that is changed; of what is not in our table, only such names may speak of access. */
const speaksOfAccess =
  /\b(assign|decision|member|owner|role|credential|secret|certificate|consent|permission|grant|elevat|partner|federation)/i;

/**
 * One page of the audit log. Entries that this version does not know are told in one gap for the page, with the first three names: of
 * services that log rights alone all, of the others those whose name speaks of access.
 */
export function mapAuditLog(task: Task, body: Json): Mapped {
  const into = reading(task);
  const unknown = new Set<string>();
  const unread = new Set<string>();
  for (const { value, at } of elements(into, body, 'value', auditEntry)) {
    const meaning = meaningOf(value.activityDisplayName);
    if (meaning === undefined) {
      if (logsRightsAlone(value) || speaksOfAccess.test(value.activityDisplayName)) unknown.add(value.activityDisplayName.trim());
      continue;
    }
    if (meaning === null) continue;
    const events = eventsOf(into, value, meaning);
    if (events === undefined) unread.add(value.id);
    else for (const event of events) tellEvent(into, event, at);
  }
  if (unknown.size > 0) missing(into, 'unsupported', `activities that are not known: ${firstOf(unknown)}`, '/value');
  if (unread.size > 0)
    missing(into, 'unsupported', `entries that do not tell which keys or which decision they are about: ${firstOf(unread)}`, '/value');
  const span = isListed(body) && into.gaps.length === 0 ? spanOf(task.surface, arg(task.args, 'from'), arg(task.args, 'to')) : undefined;
  if (span !== undefined) tellSpan(into, span);
  return into;
}

function logsRightsAlone({ loggedByService }: AuditEntry): boolean {
  return loggedByService === 'PIM' || loggedByService.startsWith('Azure RBAC');
}

function firstOf(all: ReadonlySet<string>): string {
  const first = [...all].slice(0, 3).map((each) => JSON.stringify(each));
  return `${first.join(', ')}${all.size > 3 ? ` and ${all.size - 3} more` : ''}`;
}

function tellEvent(into: Reading, event: LifeCycleEvent, at: string): void {
  const { boundary, surface } = into.task;
  into.facts.push({ kind: 'life-cycle-event', boundary, surface, key: event.id, value: event, pointer: at });
}

/** Every page of every log tells the same span: the surface tells of it whole where the ledger holds it to be complete, and nowhere else. */
function tellSpan(into: Reading, span: LogSpan): void {
  const { boundary, surface } = into.task;
  into.facts.push({ kind: 'log-span', boundary, surface, key: `${span.from}|${span.to}`, value: span, pointer: '/value' });
}

/** `undefined`: what happened is known, and not to what. */
function eventsOf(into: Reading, entry: AuditEntry, meaning: Meaning): readonly LifeCycleEvent[] | undefined {
  const event = eventOf(into, entry, meaning);
  if (meaning.told === 'decision') {
    const type = decisionIn(entry);
    return type === undefined ? undefined : [{ ...event, type }];
  }
  if (meaning.told !== 'keys') return [event];
  const changes = keyChanges(entry);
  if (changes === undefined) return undefined;
  return changes.map(({ key, type }, index) => ({
    ...event,
    id: index === 0 ? event.id : `${event.id}#${key}`,
    type,
    object: event.subject === null ? key : keyId(event.subject, key),
  }));
}

function eventOf(into: Reading, entry: AuditEntry, meaning: Meaning): LifeCycleEvent {
  const { subject, object, scope, what } = aboutOf(entry, meaning, into.task.boundary);
  const succeeded = entry.result.toLowerCase() === 'success';
  const repeats = succeeded && meaning.told === 'pim' && ['requested', 'activated', 'granted'].includes(meaning.type);
  const reason = repeats ? (entry.resultReason?.trim() ?? '') : '';
  return {
    id: entry.id,
    type: meaning.type,
    at: entry.activityDateTime,
    arrivedAt: null,
    succeeded,
    subject,
    about: subject === null ? namesOf(entry) : [],
    actor: actorOf(into, entry),
    actedBy: actorNames(entry),
    by: byOf(entry, meaning),
    object,
    scope,
    from: laterThan(entry.activityDateTime, detailTime(entry, 'StartTime')),
    until: detailTime(entry, 'ExpirationTime'),
    what,
    outsideBroker: meaning.outsideBroker === true,
    correlation: (detail(entry, 'RequestId', 'RoleAssignmentRequestId') ?? entry.correlationId)?.toLowerCase() ?? null,
    // of requests the reason of the result repeats what was typed in, where no detail does
    justification: detail(entry, 'Justification') ?? (reason === '' ? null : reason),
    ticket: detail(entry, 'TicketNumber'),
    activity: entry.activityDisplayName.trim(),
    source: into.task.surface,
    sourceKind: 'provider-log',
    region: null,
    raw: null,
  };
}

function laterThan(at: Instant, time: Instant | null): Instant | null {
  return time !== null && time > at ? time : null;
}
