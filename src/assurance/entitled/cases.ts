import type { Instant } from '../../base/instant.ts';
import { byCodeUnit, byKeys } from '../../base/order.ts';
import type { Access, Holding } from '../../model/access.ts';
import type { Covered, RequestCase } from '../../model/authorisation.ts';
import type { EventKey, LifeCycleEventType } from '../../model/life-cycle.ts';
import type { AboutAccess } from './about-access.ts';
import { asksIn, later } from './allowances.ts';
import type { Allowance } from './allowances.ts';
import type { Covering } from './covers.ts';
import { approvalsIn, renewalsIn } from './decisions.ts';
import type { Bundle } from './groups.ts';
import { groupsIn, isRequest, toldIn } from './groups.ts';
import { put } from './lists.ts';
import type { Matcher } from './match.ts';
import { actorOf, refsOf } from './told.ts';
import type { Told } from './told.ts';

/** What cases are worked out from beside their own entries. */
export interface CaseContext {
  readonly holdings: readonly Holding[];
  /** By the id of the bundle's lead. */
  readonly allowances: ReadonlyMap<string | null, readonly Allowance[]>;
  readonly matcher: Matcher;
  readonly covering: Covering;
  readonly about: AboutAccess;
  readonly asOf: Instant;
}

const gives: readonly LifeCycleEventType[] = ['granted', 'activated', 'credential-issued', 'consented'];
const ends: readonly LifeCycleEventType[] = ['expired', 'revoked', 'credential-revoked', 'task-ended'];

/** By id: one for each bundle in which somebody asked, was refused or renewed. What nobody asked for is no request. */
export function casesOf(bundles: readonly Bundle[], context: CaseContext): readonly RequestCase[] {
  const bySubject = new Map<string, Holding[]>();
  for (const holding of context.holdings) put(bySubject, holding.access.subject, holding);
  return bundles
    .filter((each) => groupsIn(each).some((group) => isRequest(group) || hasAny(group.told, ['denied'])))
    .map((each) => caseOf(each, bySubject, context))
    .sort(byKeys(({ id }) => id));
}

function caseOf(bundle: Bundle, bySubject: ReadonlyMap<string, readonly Holding[]>, context: CaseContext): RequestCase {
  const { matcher, allowances, asOf } = context;
  const { lead } = bundle;
  const told = toldIn(bundle);
  const past = told.filter(({ happened }) => happened);
  const subjects = [...new Set(groupsIn(bundle).flatMap((each) => each.subjects))].sort(byCodeUnit);
  const approvals = approvalsIn(ofTypes(past, ['approved']), subjects, matcher);
  const asked = askedIn(bundle);
  const [request] = ofTypes(past, ['requested']);
  const own = allowances.get(lead.id) ?? [];
  const from = earliest(own.map(({ authorisation }) => authorisation.from)) ?? request?.event.from ?? null;
  const untils = own.map(({ authorisation }) => authorisation.until);
  const until = untils.length > 0 ? untils.reduce(later) : (request?.event.until ?? null);
  const requestedAt = request?.event.at ?? null;
  const approvedAt = approvals[0]?.told.event.at ?? null;
  const deniedAt = ofTypes(past, ['denied'])[0]?.event.at ?? null;
  const endedAt = endIn(past);
  const begins = from ?? approvedAt ?? requestedAt;
  const mine = subjects.flatMap((each) => bySubject.get(each) ?? []);
  const led = mine.filter((holding) => {
    if (past.some((each) => hasAny([each], gives) && context.about.matched(holding.access).includes(each))) return true;
    if (deniedAt !== null && approvedAt === null) return false;
    return isAsked(asked, holding.access, context.covering) && overlaps(holding, begins, earliestOf(until, endedAt), asOf);
  });
  const accesses = [...new Map(led.map(({ access }) => [access.id, access])).values()];
  const renewals = groupsIn(bundle).flatMap((group) =>
    renewalsIn(
      group,
      approvals.filter(({ bySelf }) => !bySelf),
    ),
  );
  return {
    id: lead.id,
    source: lead.source,
    sourceKind: lead.sourceKind,
    subjects,
    unmatched: subjects.length > 0 ? [] : keysIn(told),
    asked,
    requester: request === undefined ? null : (actorOf(request.event, matcher)?.name ?? null),
    approvers: [...new Set(approvals.flatMap(({ approver }) => (approver === null ? [] : [approver])))].sort(byCodeUnit),
    requestedAt,
    approvedAt,
    deniedAt,
    grantedAt: grantIn(past) ?? grantOf(accesses, begins, earliestOf(until, endedAt), context),
    endedAt,
    from,
    until,
    ticket: ticketIn(told),
    accesses: accesses.map(({ id }) => id).sort(byCodeUnit),
    renewals: renewals.length,
    renewalsUnapproved: renewals.filter(({ approval }) => approval === null).length,
    events: refsOf(told),
  };
}

/** What the ticket, else the first of what was told with its number, asks for. */
function askedIn(bundle: Bundle): RequestCase['asked'] {
  const [asks = []] = groupsIn(bundle)
    .map(asksIn)
    .filter((each) => each.length > 0);
  const once = new Map(asks.map(({ object, scope, until }) => [JSON.stringify([object, scope, until]), { object, scope, until }]));
  return [...once].sort(([a], [b]) => byCodeUnit(a, b)).map(([, each]) => each);
}

function isAsked(asked: RequestCase['asked'], access: Access, covering: Covering): boolean {
  return asked.some(({ object, scope }) => {
    const covered: Covered = { objects: object === null ? null : [object], scope, kinds: null };
    return covering.covers(covered, access) === 'yes';
  });
}

function overlaps({ notBefore, firstSeen, end }: Holding, from: Instant | null, until: Instant | null, asOf: Instant): boolean {
  const last = end?.before ?? asOf;
  return (from === null || from <= last) && (until === null || until >= (notBefore ?? firstSeen));
}

function grantIn(told: readonly Told[]): Instant | null {
  return ofTypes(told, gives)[0]?.event.at ?? null;
}

/** What the provider logged of these accesses within the time of the request. */
function grantOf(accesses: readonly Access[], from: Instant | null, until: Instant | null, { about }: CaseContext): Instant | null {
  const all = accesses.flatMap((each) => about.granted(each)).map(({ event }) => event.at);
  return earliest(all.filter((at) => (from === null || at >= from) && (until === null || at <= until)));
}

/** The first word that it is over, of those that nothing given, renewed or approved comes after. */
function endIn(told: readonly Told[]): Instant | null {
  const last = ofTypes(told, [...gives, 'renewed', 'approved']).at(-1)?.event.at ?? '';
  return ofTypes(told, ends).find(({ event }) => event.at >= last)?.event.at ?? null;
}

function ticketIn(told: readonly Told[]): string | null {
  const typed = told.find(({ event }) => event.ticket !== null)?.event.ticket;
  return typed ?? told.find(({ event }) => event.sourceKind === 'ticket')?.event.correlation ?? null;
}

function keysIn(told: readonly Told[]): readonly EventKey[] {
  const once = new Map(told.flatMap(({ event }) => event.about).map((key) => [JSON.stringify([key.kind, key.value]), key]));
  return [...once].sort(([a], [b]) => byCodeUnit(a, b)).map(([, key]) => key);
}

function ofTypes(told: readonly Told[], types: readonly LifeCycleEventType[]): readonly Told[] {
  return told.filter(({ event }) => types.includes(event.type));
}

function hasAny(told: readonly Told[], types: readonly LifeCycleEventType[]): boolean {
  return ofTypes(told, types).length > 0;
}

function earliest(all: readonly Instant[]): Instant | null {
  return all.reduce<Instant | null>((least, each) => (least === null || each < least ? each : least), null);
}

function earliestOf(a: Instant | null, b: Instant | null): Instant | null {
  return earliest([a, b].filter((each) => each !== null));
}
