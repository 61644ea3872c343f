import { eventEntry, spanEntry } from '../../../src/run/history/journal-entries.ts';
import { instantOf } from '../../../src/base/instant.ts';
import type { Json } from '../../../src/base/json.ts';
import type { JournalEntry } from '../../../src/model/history.ts';
import type { LifeCycleEvent, LogSpan } from '../../../src/model/life-cycle.ts';
import type { Verification } from '../../../src/model/verification.ts';
import { Chance } from '../../history/world.ts';
import type { Plan } from './plan.ts';
import { accessOf, ACCOUNT, arnOf, instant, isThere, MINUTE, ms, objectOf, type Truth } from './truth.ts';

/** What logs, tickets, reviews, personnel records and probes say of a world. */

/** Clocks of logs may be wrong by so much. */
export const UNCERTAIN = MINUTE;
const TRAIL = 'aws:cloudtrail-events';
const REGION = 'us-east-1';

export interface Records {
  readonly events: readonly LifeCycleEvent[];
  readonly spans: readonly LogSpan[];
  readonly probes: readonly Verification[];
  readonly entries: readonly JournalEntry[];
}

export function recordsOf(plan: Plan, truth: Truth): Records {
  const spans = spansOf(plan, truth);
  const events = [...logged(plan, truth, spans), ...told(plan)];
  const probes = probesOf(plan, truth);
  const entries = [
    ...events.map((each) => eventEntry(each, each.sourceKind === 'provider-log' ? ACCOUNT : null)),
    ...spans.map((each) => spanEntry(each, each.sourceKind === 'provider-log' ? ACCOUNT : null)),
    ...probes.map(probeEntry),
  ];
  return { events, spans, probes, entries };
}

function event(given: Partial<LifeCycleEvent> & Pick<LifeCycleEvent, 'id' | 'type' | 'at'>): LifeCycleEvent {
  return {
    arrivedAt: null,
    succeeded: true,
    subject: null,
    about: [],
    actor: null,
    actedBy: [],
    by: 'unknown',
    object: null,
    scope: null,
    from: null,
    until: null,
    what: 'assignment',
    outsideBroker: false,
    correlation: null,
    justification: null,
    ticket: null,
    activity: given.type,
    source: TRAIL,
    sourceKind: 'provider-log',
    region: REGION,
    raw: null,
    ...given,
  };
}

/** What the provider logged: all within spans, some of the rest; late, twice, with a clock that is a little wrong, and what failed too. */
function logged(plan: Plan, { accounts, lives, asOf }: Truth, spans: readonly LogSpan[]): readonly LifeCycleEvent[] {
  const chance = new Chance(plan.seed);
  const events: LifeCycleEvent[] = [];
  const log = (at: number, given: Omit<Parameters<typeof event>[0], 'at' | 'id'>): void => {
    if (!Number.isFinite(at)) return;
    const by = at + chance.whole(-59, 59) * 1000;
    const late = chance.whole(0, 60) * MINUTE;
    const isUse = given.type === 'used';
    const isTold = spans.some(
      ({ sourceKind, from, to, tells }) =>
        sourceKind === 'provider-log' && from <= instantOf(by) && instantOf(by) <= to && (!isUse || tells === 'use'),
    );
    const isKept = chance.is(0.5);
    const isTwice = chance.is(0.1);
    if (!isTold && !(isKept && by + late <= asOf)) return;
    const copies = isTwice ? 2 : 1;
    for (let copy = 0; copy < copies; copy++)
      events.push(event({ ...given, id: `log ${events.length}`, at: instantOf(by), arrivedAt: instantOf(by + late) }));
  };
  for (const { who, what, from, until, by, withAccount } of lives) {
    const about = { subject: arnOf(who), object: objectOf(what) };
    log(from, { ...about, type: 'granted', by: 'person', actor: 'arn:aws:iam::111122223333:user/root-ops' });
    if (!withAccount) log(until, { ...about, type: 'revoked', by, actor: 'arn:aws:iam::111122223333:user/root-ops' });
  }
  for (const { who, from, until } of accounts) {
    if (from > ms(-50_000)) log(from, { subject: arnOf(who), type: 'account-created', what: 'account', by: 'person' });
    log(until, { subject: arnOf(who), type: 'account-deleted', what: 'account', by: 'person' });
  }
  for (const { at, who, what } of plan.failures)
    log(ms(at), { subject: arnOf(who), object: objectOf(what), type: 'revoked', succeeded: false, by: 'person' });
  for (const { at, who } of plan.sessionCuts) log(ms(at), { subject: arnOf(who), type: 'session-revoked', what: 'session', by: 'person' });
  for (const { at, who, what } of plan.uses) {
    if (lives.some((each) => each.who === who && each.what === what && mayBeUsed(plan, each, ms(at))))
      log(ms(at), { subject: arnOf(who), type: 'used', what: 'session', by: 'person', actor: arnOf(who) });
  }
  return events;
}

/** While it is there, and as long as a session made of it may live on. */
function mayBeUsed({ lingers }: Plan, { from, until }: Truth['lives'][number], at: number): boolean {
  const longest = Math.max(0, ...lingers.map((each) => each ?? 600));
  return from <= at && at < until + longest * MINUTE;
}

/** What people and tools say of what should be. */
function told(plan: Plan): readonly LifeCycleEvent[] {
  const events: LifeCycleEvent[] = [];
  const tell = (source: string, sourceKind: LifeCycleEvent['sourceKind'], given: Parameters<typeof event>[0]): void => {
    events.push(event({ by: 'person', region: null, ...given, source, sourceKind }));
  };
  plan.requests.forEach(({ at, who, what, approved, until, extended, taskEnds }, number) => {
    const correlation = `REQ-${number}`;
    const about = { correlation, subject: arnOf(who), object: what === null ? null : objectOf(what) };
    const asked = until === null ? null : instant(until);
    const ticket = (given: Parameters<typeof event>[0]): void => {
      tell('desk', 'ticket', { ...about, ...given, id: `${correlation}/${given.id}` });
    };
    ticket({ id: '1', type: 'requested', at: instant(at), until: asked, actor: arnOf(who) });
    if (approved !== null) ticket({ id: '2', type: 'approved', at: instant(at + approved), until: asked, actor: 'mail:boss' });
    if (extended !== null && until !== null) {
      const longer = instant(until + extended.by);
      ticket({ id: '3', type: 'renewed', at: instant(extended.at), until: longer, actor: arnOf(who) });
      if (extended.approved) ticket({ id: '4', type: 'approved', at: instant(extended.at + 1), until: longer, actor: 'mail:boss' });
    }
    if (taskEnds !== null) ticket({ id: '5', type: 'task-ended', at: instant(taskEnds), what: 'other' });
  });
  plan.reviews.forEach(({ at, who, what, kept, until }, number) => {
    tell('review', 'review', {
      id: `review ${number}`,
      type: kept ? 'reviewed' : 'review-denied',
      at: instant(at),
      subject: arnOf(who),
      object: objectOf(what),
      until: until === null || !kept || until <= at ? null : instant(until),
      actor: 'mail:boss',
    });
  });
  plan.cuts.forEach(({ at, who, how }, number) => {
    const kind = how === 'left' || how === 'moved' ? 'hr' : how === 'signal' ? 'signal' : 'ticket';
    const source = kind === 'ticket' ? 'desk' : kind;
    tell(source, kind, { id: `cut ${number}`, type: how, at: instant(at), subject: arnOf(who), what: 'other' });
  });
  plan.claims.forEach(({ at, who, what, kind }, number) => {
    tell(kind === 'ticket' ? 'desk' : kind, kind, {
      id: `claim ${number}`,
      type: 'revoked',
      at: instant(at),
      subject: arnOf(who),
      object: objectOf(what),
    });
  });
  return events;
}

function spansOf(plan: Plan, { asOf }: Truth): readonly LogSpan[] {
  const spans: LogSpan[] = [];
  for (const { from, length, tells } of plan.spans) {
    const to = Math.min(ms(from + length), asOf - 60 * MINUTE);
    if (to > ms(from))
      spans.push({ source: TRAIL, sourceKind: 'provider-log', region: REGION, from: instant(from), to: instantOf(to), tells });
  }
  if (plan.covered) {
    const rest = { region: null, from: instant(-40_000), to: instantOf(asOf), tells: 'changes' as const };
    spans.push(
      { source: 'desk', sourceKind: 'ticket', ...rest },
      { source: 'review', sourceKind: 'review', ...rest },
      { source: 'hr', sourceKind: 'hr', ...rest },
    );
  }
  return spans;
}

/** Asked by id: an answer may be as old as the rounds must be apart. */
function probesOf(plan: Plan, { lives, accounts, asOf }: Truth): readonly Verification[] {
  return plan.probes.flatMap(({ at, who, what, old, answered }, number): Verification[] => {
    const looked = ms(at - Math.min(old, Math.max(plan.delay, 1)));
    const account = accounts.findLast((each) => each.who === who && isThere(each, looked));
    if (account === undefined || ms(at) > asOf) return [];
    const shown = lives.some((each) => each.who === who && each.what === what && isThere(each, looked));
    return [
      {
        id: `probe ${number}`,
        access: accessOf(who, what, plan.byUid ? account.uid : null).id,
        boundary: ACCOUNT,
        says: !answered ? 'undetermined' : shown ? 'present' : 'absent',
        cause: answered ? null : 'denied',
        because: '',
        sentAt: instant(at),
        receivedAt: instant(at),
        control: 'another',
        spacedByMs: Math.max(plan.delay, 1) * MINUTE,
        capture: 'capture',
        pages: [],
      },
    ];
  });
}

function probeEntry(probe: Verification): JournalEntry {
  return {
    sort: 'probe',
    key: probe.id,
    boundary: probe.boundary,
    at: probe.receivedAt,
    names: [probe.access],
    value: probe as unknown as Json,
  };
}
