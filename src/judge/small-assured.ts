import { byKeys } from '../base/order.ts';
import type { SmallGraph } from '../contract/rule.ts';
import type { Access } from '../model/access.ts';
import { nothingAssured, type Assured } from '../model/assured.ts';
import type { Authorisation, EventSource, RequestCase, Trigger, Unmatched } from '../model/authorisation.ts';
import type { Ending } from '../model/ending.ts';
import type { ExceptionStanding, PrivilegeException } from '../model/exception.ts';
import type { BoundaryId } from '../model/ids.ts';
import type { LifeCycleEvent } from '../model/life-cycle.ts';

/**
 * What a small graph says of life cycles; {@link nothingAssured} where it says nothing of any. An access is an assignment of what its id says,
 * with no end. An ending is one of an access that is not due, of its subject, seen at the time of the graph; where it names a due time and no
 * outcome it is `overdue`. An authorisation is an approved request that began and has no end. A request asks for nothing, and nothing came of it.
 * A source is a broker's, told of whole from the first year to the time of the graph.
 */
export function assuredOfSmallGraph(small: SmallGraph, asOf: string, home: BoundaryId, events: readonly LifeCycleEvent[]): Assured {
  const { life } = small;
  if (life === undefined) return nothingAssured;
  const accesses = (life.accesses ?? []).map((each) => accessOf(each, home));
  const known = new Map(accesses.map((each) => [each.id, each]));
  const endings = (life.endings ?? []).map((each) => endingOf(each, known, asOf, home)).sort(byKeys((each) => each.id));
  const authorisations = (life.authorisations ?? []).map((each) => authorisationOf(each, asOf));
  const requests = (life.requests ?? []).map((each) => requestOf(each));
  const find = <T extends { readonly id: string }>(all: readonly T[], id: string): T | undefined => all.find((each) => each.id === id);
  return {
    from: 'history',
    endings,
    ending: (id) => find(endings, id),
    endingsOf: (subject) => endings.filter((each) => each.subject === subject),
    accesses,
    access: (id) => known.get(id),
    accessesOf: (subject) => accesses.filter((each) => each.subject === subject),
    authorisations,
    authorisation: (id) => find(authorisations, id),
    triggers: (life.triggers ?? []).map((each) => triggerOf(each, asOf)),
    requests,
    request: (id) => find(requests, id),
    unmatched: (life.unmatched ?? []).map(unmatchedOf),
    sources: (life.sources ?? []).map((each) => sourceOf(each, asOf)),
    events,
    eventsOf: (subject) => events.filter((each) => each.subject === subject),
    event: (source, id) => events.find((each) => each.source === source && each.id === id),
    exceptions: (life.exceptions ?? []).map((each) => exceptionOf(each, asOf)),
    lingerAllowedMs: life.lingerAllowedMs ?? 0,
  };
}

type Partly<T, K extends keyof T> = Partial<T> & Pick<T, K>;

function accessOf(given: Partly<Access, 'id' | 'subject'>, home: BoundaryId): Access {
  return {
    kind: 'assignment',
    boundary: home,
    objects: [given.id],
    name: given.id,
    scope: null,
    source: given.id,
    from: null,
    until: null,
    activated: false,
    ...given,
  };
}

function endingOf(given: Partly<Ending, 'id' | 'subject'>, known: ReadonlyMap<string, Access>, asOf: string, home: BoundaryId): Ending {
  const access = given.access ?? known.get(given.id) ?? accessOf({ id: given.id, subject: given.subject }, given.boundary ?? home);
  return {
    access,
    kind: access.kind,
    boundary: access.boundary,
    subjectName: given.subject,
    nature: 'unknown',
    person: null,
    tierZero: false,
    capabilities: [],
    owner: null,
    controlOwner: null,
    authorised: 'yes',
    authorisations: [],
    authorisedUntil: null,
    trigger: null,
    due: null,
    allowedMs: 0,
    firstSeen: asOf,
    lastSeen: asOf,
    ended: null,
    lag: null,
    lateness: null,
    lingering: [],
    otherWays: { state: 'none', ways: [], because: [] },
    outcome: given.due === undefined || given.due === null ? 'not-due' : 'overdue',
    because: [],
    level: null,
    lacks: [],
    endsBy: 'nothing',
    endedBy: null,
    pattern: 'standing',
    midSession: 'unknown',
    tests: { ephemeral: 'undetermined', revokedAtOnce: 'undetermined', nothingLeft: 'undetermined' },
    events: [],
    evidence: [],
    runs: { first: '', last: '', ended: null },
    probes: [],
    exception: null,
    ...given,
  };
}

function authorisationOf(given: Partly<Authorisation, 'id' | 'subjects'>, asOf: string): Authorisation {
  return {
    kind: 'request',
    covers: { objects: null, scope: null, kinds: null },
    from: asOf,
    until: null,
    requester: null,
    approvers: [],
    ticket: null,
    events: [],
    ...given,
  };
}

function requestOf(given: Partly<RequestCase, 'id' | 'subjects'>): RequestCase {
  return {
    source: 'broker',
    sourceKind: 'broker',
    unmatched: [],
    asked: [],
    requester: null,
    approvers: [],
    requestedAt: null,
    approvedAt: null,
    deniedAt: null,
    grantedAt: null,
    endedAt: null,
    from: null,
    until: null,
    ticket: null,
    accesses: [],
    renewals: 0,
    renewalsUnapproved: 0,
    events: [],
    ...given,
  };
}

function triggerOf(given: Partly<Trigger, 'kind' | 'subjects'>, asOf: string): Trigger {
  return { at: asOf, covers: { objects: null, scope: null, kinds: null }, events: [], text: given.kind, ...given };
}

function unmatchedOf(given: Partly<Unmatched, 'source'>): Unmatched {
  return { event: { source: given.source, id: 'event' }, why: 'unknown', keys: [], candidates: [], ...given };
}

function sourceOf(given: Partly<EventSource, 'source'>, asOf: string): EventSource {
  return {
    sourceKind: 'broker',
    region: null,
    boundary: null,
    spans: [{ from: '2000-01-01T00:00:00.000Z', to: asOf, tells: 'changes' }],
    events: 0,
    ...given,
  };
}

function exceptionOf(
  given: Partial<Omit<ExceptionStanding, 'exception'>> & { readonly exception: Partly<PrivilegeException, 'id'> },
  asOf: string,
): ExceptionStanding {
  const { exception, ...standing } = given;
  return {
    state: 'in-force',
    faults: [],
    covers: [],
    fresh: [],
    gone: [],
    ...standing,
    exception: {
      kind: 'legacy',
      matcher: { rule: null, subject: null, boundary: null, capability: null, scope: null, fingerprint: null },
      maxMatches: 1,
      owner: 'owner',
      approver: 'approver',
      reference: 'reference',
      reason: 'reason',
      compensating: [],
      approvedAt: asOf,
      reviewedAt: null,
      testedAt: null,
      start: asOf,
      end: '2100-01-01T00:00:00.000Z',
      frozen: [],
      revokedAt: null,
      ...exception,
    },
  };
}
