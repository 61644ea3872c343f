import { hashJson } from '../../base/bytes/hash.ts';
import { byCodeUnit } from '../../base/order.ts';
import { minuteOf } from '../../base/text/moment.ts';
import type { Authorisation, Unmatched } from '../../model/authorisation.ts';
import type { EntityId } from '../../model/ids.ts';
import type { LifeCycleEvent, LifeCycleEventType } from '../../model/life-cycle.ts';
import type { Disposition, PopulationRow } from '../../model/pack.ts';
import { isWithin, refKey } from './asks.ts';
import type { Known } from './known.ts';
import type { EndingRows } from './of-endings.ts';
import { scopeOf, type Scope } from './scope.ts';

/** Records that call for an end, tell one or set one, and that no ending speaks for: a row each. Nothing is joined by likeness. */
export function recordRows(known: Known, joined: EndingRows): readonly PopulationRow[] {
  const { period, input } = known;
  const scope = scopeOf(known);
  const events = known.events
    .filter((event) => isWithin(event.at, period) && known.asks(event) !== null && !joined.events.has(refKey(event)))
    .map((event) => eventRow(known, scope, event));
  const runOut = input.assured.authorisations
    .filter(({ id, until }) => until !== null && isWithin(until, period) && !joined.authorisations.has(id))
    .flatMap((each) => authorisationRow(known, scope, each));
  return [...events, ...runOut];
}

interface Disposed {
  readonly disposition: Disposition;
  readonly because: string;
}

function eventRow(known: Known, scope: Scope, event: LifeCycleEvent): PopulationRow {
  const ref = { source: event.source, id: event.id };
  const unmatched = known.unmatched(ref);
  const subjects = subjectsOf(known, event);
  const subject = event.subject ?? subjects[0] ?? null;
  const boundary = subject === null ? null : (known.identity(subject)?.boundary ?? null);
  return {
    id: hashJson(['event', event.source, event.id]),
    from: [known.asks(event) ?? 'source-row'],
    at: event.at,
    subject,
    subjectName:
      subject === null ? (unmatched?.keys ?? event.about).map(({ kind, value }) => `${kind} ${value}`).join(', ') : known.nameOf(subject),
    boundary,
    system: event.source,
    what: event.object ?? things[event.type] ?? event.activity,
    events: [ref],
    ending: null,
    stratum: `${event.source} · other · ${event.type}`,
    ...(unmatched === undefined ? placed(known, scope, event, subjects) : nobody(unmatched)),
  };
}

/** Whom an event is about: those it names itself, and those that its meaning was worked out for; sorted. */
function subjectsOf(known: Known, event: LifeCycleEvent): readonly EntityId[] {
  const of = [...known.triggersOf(event), ...known.requestsOf(event)].flatMap(({ subjects }) => subjects);
  return [...new Set([...(event.subject === null ? [] : [event.subject]), ...of])].sort(byCodeUnit);
}

function nobody({ why, keys, candidates }: Unmatched): Disposed {
  const names = keys.map(({ kind, value }) => `${kind} ${value}`).join(', ');
  if (why === 'ambiguous') {
    return { disposition: 'person-ambiguous', because: `${names} may be any of ${candidates.length}: ${candidates.join(', ')}` };
  }
  if (why === 'no-key') return { disposition: 'person-unmatched', because: 'the row names nobody' };
  if (keys.every(({ kind }) => kind === 'scope' || kind === 'object')) {
    return { disposition: 'outside-scope', because: `nothing that was read is ${names}` };
  }
  return { disposition: 'person-unmatched', because: `nobody who was read is ${names}` };
}

/** Of a row about somebody known, or about nobody in particular, that no ending speaks for. */
function placed(known: Known, scope: Scope, event: LifeCycleEvent, subjects: readonly EntityId[]): Disposed {
  if (known.input.assured.from === 'none') return { disposition: 'undetermined', because: 'no history is kept: what ended is not known' };
  if (subjects.length === 0 && event.about.length > 0) {
    return { disposition: 'undetermined', because: 'about whom it is was not worked out' };
  }
  const accounts = known.accountsOf(subjects);
  const held = scope.heldBy(accounts, event.object, event.at);
  if (held !== null) return { disposition: 'undetermined', because: `${held}, and nothing on record joins it to this row` };
  return scope.absent(
    accounts,
    subjects.length === 0 ? 'it names nobody, and nothing that was read hangs on it' : 'no read ever showed such an access',
  );
}

function authorisationRow(known: Known, scope: Scope, authorisation: Authorisation): readonly PopulationRow[] {
  const { id, until, subjects, covers, kind, events } = authorisation;
  if (until === null) return [];
  const accounts = known.accountsOf(subjects);
  const object = covers.objects?.[0] ?? null;
  const held = scope.heldBy(accounts, object, until);
  const subject = subjects[0] ?? null;
  const source = events[0]?.source ?? id.slice(0, Math.max(0, id.indexOf('|')));
  const disposed: Disposed =
    held === null
      ? scope.absent(accounts, 'no read ever showed an access that it allowed')
      : { disposition: 'undetermined', because: `${held}, and nothing on record joins it to this authorisation` };
  return [
    {
      id: hashJson(['authorisation', id]),
      from: ['source-row'],
      at: until,
      subject,
      subjectName: subject === null ? '' : known.nameOf(subject),
      boundary: subject === null ? null : (known.identity(subject)?.boundary ?? null),
      system: source,
      what: covers.objects?.join(', ') ?? `what a ${kind} allowed until ${minuteOf(until)}`,
      events,
      ending: null,
      stratum: `${source} · other · authorisation`,
      ...disposed,
    },
  ];
}

const things: Readonly<Partial<Record<LifeCycleEventType, string>>> = {
  left: 'all access of somebody who left',
  moved: 'access of somebody who moved',
  'review-denied': 'access that a review denied',
  incident: 'access of somebody an incident is about',
  signal: 'access of an account that a signal is about',
  'task-ended': 'access given for a task that ended',
  'environment-deleted': 'access to what was deleted',
  'session-revoked': 'sessions',
  'account-disabled': 'the account',
  'account-deleted': 'the account',
};
