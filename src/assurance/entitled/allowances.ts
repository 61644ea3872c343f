import { DAY_MS, instantOf, parseInstant } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import { byCodeUnit, byKeys } from '../../base/order.ts';
import type { AccessKind } from '../../model/access.ts';
import { accessKinds } from '../../model/access.ts';
import type { Authorisation, Covered } from '../../model/authorisation.ts';
import type { ScopeId } from '../../model/ids.ts';
import { namesNothing } from './covers.ts';
import type { Approval } from './decisions.ts';
import { approvalsIn, renewalsIn } from './decisions.ts';
import type { Bundle, Group } from './groups.ts';
import { groupsIn, isRequest } from './groups.ts';
import type { Matcher } from './match.ts';
import { actorOf, isDone, refsOf } from './told.ts';
import type { Told } from './told.ts';

/** An authorisation, with what decides which later events cut it short. */
export interface Allowance {
  readonly authorisation: Authorisation;
  /** What it is made of: the first approval, and each renewal that was approved. They join, or overlap. */
  readonly windows: readonly Window[];
  /** Id of the bundle's lead; `null`: of a review. */
  readonly bundle: string | null;
}

/** `givenAt`: when somebody decided so. */
export interface Window {
  readonly from: Instant;
  readonly until: Instant | null;
  readonly givenAt: Instant;
}

interface Ask {
  readonly object: string | null;
  readonly scope: ScopeId | null;
  readonly kinds: readonly AccessKind[] | null;
  readonly until: Instant | null;
}

/** By id. Nothing that its own subject, or nobody, approved is among them. */
export function allowancesOf(
  bundles: readonly Bundle[],
  told: readonly Told[],
  matcher: Matcher,
  reviewDays: number,
): readonly Allowance[] {
  const all = [...bundles.flatMap((each) => ofBundle(each, matcher)), ...told.flatMap((each) => ofReview(each, matcher, reviewDays))];
  return all.sort(byKeys(({ authorisation }) => authorisation.id));
}

function ofBundle(bundle: Bundle, matcher: Matcher): readonly Allowance[] {
  const kind = groupsIn(bundle).some(isRequest) ? 'request' : 'standing-approval';
  return groupsIn(bundle).flatMap((group) => ofGroup(bundle, group, kind, matcher));
}

function ofGroup(bundle: Bundle, group: Group, kind: 'request' | 'standing-approval', matcher: Matcher): readonly Allowance[] {
  const approved = group.told.filter(({ event }) => event.type === 'approved');
  const own = kind === 'standing-approval' && approved.length === 0 && isBroker(group);
  const deciding = own ? group.told.filter(({ event }) => event.type === 'granted') : approved;
  return coveredBy(bundle, group).flatMap(({ subjects, asks }) => {
    if (subjects.length === 0) return [];
    const decided = own ? givenTo(deciding, subjects, matcher) : approvalsIn(deciding, subjects, matcher);
    const approvals = decided.filter(({ bySelf }) => !bySelf);
    if (approvals.length === 0) return [];
    const approvers = [...new Set(approvals.flatMap(({ approver }) => (approver === null ? [] : [approver])))].sort(byCodeUnit);
    const asked = group.told.find(({ event }) => event.type === 'requested');
    const apart = asks.length > 0 ? asksApart(asks) : [{ covers: namesNothing, until: asked?.event.until ?? null }];
    const pieces = apart.flatMap(({ covers, until }) => blocksOf(group, approvals, until).map((block) => ({ covers, block })));
    return pieces.map(({ covers, block: { from, until, windows } }): Allowance => ({
      authorisation: {
        id: pieces.length === 1 ? group.id : `${group.id}|${covers.scope ?? ''}|${from}|${until ?? ''}|${covers.objects?.join(' ') ?? ''}`,
        kind,
        subjects,
        covers,
        from,
        until,
        requester: asked === undefined ? null : (actorOf(asked.event, matcher)?.name ?? null),
        approvers,
        ticket: [...group.tickets].sort(byCodeUnit)[0] ?? null,
        events: refsOf([
          ...approvals.map((each) => each.told),
          ...group.told.filter(({ event }) => ['requested', 'renewed'].includes(event.type)),
        ]),
      },
      windows,
      bundle: bundle.lead.id,
    }));
  });
}

/** Whose own word it is that something was given: what they give without being asked they allow. */
function isBroker({ sourceKind }: Group): boolean {
  return sourceKind === 'broker' || sourceKind === 'ticket';
}

function givenTo(told: readonly Told[], subjects: readonly string[], matcher: Matcher): readonly Approval[] {
  return told.map((each) => {
    const actor = actorOf(each.event, matcher);
    const bySelf = actor !== null && (subjects.includes(actor.name) || actor.accounts.some((account) => subjects.includes(account)));
    return { told: each, approver: actor?.name ?? null, bySelf };
  });
}

/**
 * What a group's approval is for. A ticket that does not name what or whom has it from what other systems tell with its number, each of them
 * for its own people; where it names both, nothing that was typed in elsewhere widens it.
 */
function coveredBy(bundle: Bundle, group: Group): readonly { readonly subjects: readonly string[]; readonly asks: readonly Ask[] }[] {
  const asks = asksIn(group);
  const others = groupsIn(bundle).filter((each) => each !== group);
  if (asks.length > 0 && group.subjects.length > 0) return [{ subjects: group.subjects, asks }];
  if (asks.length > 0) return others.map(({ subjects }) => ({ subjects, asks }));
  const told = others.map((each) => ({ subjects: group.subjects.length > 0 ? group.subjects : each.subjects, asks: asksIn(each) }));
  const named = told.filter((each) => each.asks.length > 0);
  return named.length > 0 ? named : [{ subjects: group.subjects, asks: [] }];
}

const deciding: readonly string[] = ['requested', 'approved', 'granted', 'activated'];

/** By what was asked for, else by what was approved, else by what was given. */
export function asksIn({ told }: Group): readonly Ask[] {
  // where the request itself names nothing, its end is that of what the other entries name
  const end = told.find(({ event }) => event.type === 'requested')?.event.until ?? null;
  for (const type of deciding) {
    const asks = told.filter(({ event }) => event.type === type && (event.object !== null || event.scope !== null));
    if (asks.length > 0)
      return asks.map(({ event: { object, scope, what, until } }) => ({
        object,
        scope,
        kinds: kindsFor(what),
        until: until ?? (type === 'requested' ? null : end),
      }));
  }
  return [];
}

/** To be able to switch a right on is another thing than to have it on: what is approved is one of them. */
export function kindsFor(what: Told['event']['what']): readonly AccessKind[] | null {
  if (what === 'eligibility' || what === 'credential' || what === 'account') return [what];
  return what === 'assignment' ? accessKinds.filter((each) => each !== 'eligibility') : null;
}

/** Asks of one place and one end are one. */
function asksApart(asks: readonly Ask[]): readonly { readonly covers: Covered; readonly until: Instant | null }[] {
  const apart = new Map<string, { covers: Covered; until: Instant | null }>();
  for (const { object, scope, kinds, until } of asks) {
    const key = JSON.stringify([scope, kinds, until, object === null]);
    const objects = object === null ? null : [...new Set([...(apart.get(key)?.covers.objects ?? []), object])].sort(byCodeUnit);
    apart.set(key, { covers: { objects, scope, kinds }, until });
  }
  return [...apart].sort(([a], [b]) => byCodeUnit(a, b)).map(([, each]) => each);
}

/**
 * The times that a group's approvals allow: from when each was given, or from when it says it holds if that is later. A renewal with an approval
 * of its own adds the time to the end it tells; one without adds nothing, and so does one that tells no end. Together where they touch.
 */
function blocksOf(group: Group, approvals: readonly Approval[], asked: Instant | null): readonly Block[] {
  const renewals = renewalsIn(group, approvals);
  const request = group.told.find(({ event }) => event.type === 'requested')?.event;
  const given = group.told.find(({ event }) => (event.type === 'granted' || event.type === 'activated') && event.until !== null)?.event
    .until;
  const windows = approvals.flatMap(({ told: { event } }): readonly Window[] => {
    const renewal = renewals.find(({ approval }) => approval?.told.event === event)?.told.event;
    const until = event.until ?? (renewal === undefined ? (asked ?? given ?? null) : renewal.until);
    if (renewal !== undefined && until === null) return [];
    const told = event.from ?? (renewal ?? request)?.from ?? event.at;
    const from = told > event.at ? told : event.at;
    return until !== null && until <= from ? [] : [{ from, until, givenAt: event.at }];
  });
  return together(windows);
}

interface Block {
  readonly from: Instant;
  readonly until: Instant | null;
  readonly windows: readonly Window[];
}

function together(windows: readonly Window[]): readonly Block[] {
  const all: Block[] = [];
  for (const each of windows.toSorted((a, b) => byCodeUnit(a.from, b.from))) {
    const last = all.at(-1);
    if (last === undefined || (last.until !== null && last.until < each.from))
      all.push({ from: each.from, until: each.until, windows: [each] });
    else all[all.length - 1] = { from: last.from, until: later(last.until, each.until), windows: [...last.windows, each] };
  }
  return all;
}

/** `null`: never. */
export function later(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || b === null ? null : a > b ? a : b;
}

function ofReview(told: Told, matcher: Matcher, reviewDays: number): readonly Allowance[] {
  const { event, person: subjects } = told;
  if (event.type !== 'reviewed' || !isDone(told) || subjects.length === 0) return [];
  const [approval] = approvalsIn([told], subjects, matcher);
  if (approval === undefined || approval.bySelf) return [];
  const from = event.from !== null && event.from > event.at ? event.from : event.at;
  const usual = parseInstant(from);
  const until = event.until ?? (usual === undefined ? from : instantOf(usual + reviewDays * DAY_MS));
  const authorisation: Authorisation = {
    id: `${event.source}|${event.id}`,
    kind: 'review',
    subjects,
    covers: { objects: event.object === null ? null : [event.object], scope: event.scope, kinds: kindsFor(event.what) },
    from,
    until,
    requester: null,
    approvers: approval.approver === null ? [] : [approval.approver],
    ticket: event.ticket,
    events: refsOf([told]),
  };
  return [{ authorisation, windows: [{ from, until, givenAt: event.at }], bundle: null }];
}
