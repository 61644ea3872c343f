import { parseInstant, DAY_MS, instantOf } from '../base/instant.ts';
import { impossible } from '../base/errors.ts';
import type { Instant } from '../base/instant.ts';
import type { SmallGraph } from '../contract/rule.ts';
import { buildGraph } from '../graph/build.ts';
import type { GraphInput, Told } from '../graph/input.ts';
import { connectorOf, nameForm } from '../graph/names.ts';
import type { ActivationPolicy } from '../model/activation-policy.ts';
import type { Boundary, Credential, CredentialKind, Identity, IdentityKind, Nature, ServiceUsage, Usage } from '../model/entity.ts';
import { factKinds } from '../model/fact.ts';
import type { Evidence, FactKind } from '../model/fact.ts';
import type { SurfaceCoverage } from '../model/gap.ts';
import type { Authority, Grant, Link } from '../model/grant.ts';
import type { BoundaryId } from '../model/ids.ts';
import type { LifeCycleEvent } from '../model/life-cycle.ts';
import { jewelCapabilities } from '../model/jewel.ts';
import type { CrownJewel } from '../model/jewel.ts';
import { exactly } from '../model/persistence.ts';
import type { View } from '../model/view.ts';
import { always } from '../model/window.ts';
import { boundaryOfName } from '../paths/scope.ts';
import { createView } from '../paths/view.ts';
import { withAssured } from '../paths/with-assured.ts';
import { assuredOfSmallGraph } from './small-assured.ts';

/** The boundary of a small graph that names none. */
export const SMALL_BOUNDARY: BoundaryId = 'aws:111122223333';
/** The time of a small graph that names none. */
export const SMALL_AS_OF: Instant = '2026-01-01T00:00:00.000Z';

const SMALL_PAGE = '0'.repeat(64);
const human: ReadonlySet<IdentityKind> = new Set(['user', 'guest', 'root']);
const undecided: ReadonlySet<IdentityKind> = new Set(['group', 'external-party', 'federated', 'pool', 'directory-object']);
const sources: ReadonlySet<FactKind> = new Set([
  'policy',
  'attachment',
  'membership',
  'trust',
  'resource-policy',
  'secret-policy',
  'key-policy',
]);

/** When a small graph is looked at. */
export function asOfSmallGraph(small: SmallGraph): Instant {
  const at = parseInstant(small.asOf ?? SMALL_AS_OF);
  return at === undefined
    ? impossible(`the small graph '${small.name}' has an asOf that is no time: '${small.asOf ?? ''}'`)
    : instantOf(at);
}

/**
 * The whole estate that a small graph stands for, as {@link buildGraph} takes it.
 *
 * Boundaries: {@link SMALL_BOUNDARY} unless some are named; each has one surface per kind of fact, `<connector>:<kind>`, complete unless
 * `unread` says otherwise (then `unread`, `denied`, in every boundary, unless it says which). Identities: kind, name and boundary from
 * the form of the id (`user` in the first boundary where the form tells nothing); users, guests and root are human, groups, pools and
 * parties outside are unknown, the rest non-human; enabled; no uid, no tags, time of creation unknown. Credentials: active, kind from
 * the id (`#password`, `#mfa…`, `#certificate…`, else an access key), times unknown. Usage: unknown. Grants: scope is the boundary.
 * Activation policies: nothing is asked for, everything allowed and without a limit; they govern what has their id, in the first boundary.
 * Life-cycle events: at the time the graph is looked at, successful; all else is not told. Links: `can-assume`, `exact`, held by the boundary of `to`. A name that `identities` does not list is not listed in the estate either.
 * Evidence points into the small graph itself, on a page of 64 zeros.
 */
export function expandSmallGraph(small: SmallGraph): GraphInput {
  const boundaries: readonly Boundary[] = (small.boundaries ?? [{ id: SMALL_BOUNDARY }]).map((each) => ({
    kind: 'account',
    name: null,
    ...each,
  }));
  const home = boundaries[0]?.id ?? SMALL_BOUNDARY;
  const identities = (small.identities ?? []).map((each) => identityOf(each, home));
  const boundaryOf = new Map(identities.map((each) => [each.id, each.boundary]));
  const placeOf = (id: string): BoundaryId => {
    const place = boundaryOf.get(id) ?? nameForm(id)?.boundary ?? home;
    return boundaries.some((each) => each.id === place) ? place : home;
  };
  const taken = new Map<string, number>();
  const unique = (stem: string): string => {
    const count = (taken.get(stem) ?? 0) + 1;
    taken.set(stem, count);
    return count === 1 ? stem : `${stem}#${count}`;
  };

  const grants = (small.grants ?? []).map((each, at): Grant => {
    const boundary = each.boundary ?? placeOf(each.subject);
    const scope = each.scope ?? boundary;
    const key = each.key ?? unique(`grant|${each.subject}|${each.capability}|${scope}`);
    return { ...plain(each, key, boundary, `/grants/${at}`, 'inline-policy'), type: 'grant', through: [], ...each, scope };
  });
  const links = (small.links ?? []).map((each, at): Link => {
    const boundary = each.boundary ?? placeOf(each.to);
    const how = each.how ?? 'can-assume';
    const key = each.key ?? unique(`link|${each.from}|${how}|${each.to}`);
    return { ...plain(each, key, boundary, `/links/${at}`, 'trust-policy'), type: 'link', openness: 'exact', detail: {}, ...each, how };
  });

  return {
    boundaries: boundaries.map((value, at) => told('boundary', value.id, value.id, value, `/boundaries/${at}`)),
    identities: identities.map((value, at) => told('identity', value.boundary ?? home, value.id, value, `/identities/${at}`)),
    credentials: (small.credentials ?? []).map((each, at) =>
      told('credential', placeOf(each.identity), each.id, credentialOf(each), `/credentials/${at}`),
    ),
    usage: (small.usage ?? []).map((each, at) => {
      const value: Usage = { lastUsed: 'unknown', lookBackDays: null, detail: null, ...each };
      return told('usage', placeOf(each.identity), `${each.identity}|${at}`, value, `/usage/${at}`);
    }),
    serviceUsage: (small.serviceUsage ?? []).map((each, at) => {
      const value: ServiceUsage = { lastUsed: 'never', lookBackDays: 400, ...each };
      return told('service-usage', placeOf(each.identity), `${each.identity}|${each.service}`, value, `/serviceUsage/${at}`);
    }),
    activationPolicies: (small.activationPolicies ?? []).map((each, at) => {
      const value = policyOf(each, home);
      return told('activation-policy', boundaryOfName(value.scope) ?? home, value.id, value, `/activationPolicies/${at}`);
    }),
    lifeCycleEvents: (small.lifeCycleEvents ?? []).map((each, at) =>
      told(
        'life-cycle-event',
        each.subject === undefined || each.subject === null ? home : placeOf(each.subject),
        each.id,
        eventOf(each, small),
        `/lifeCycleEvents/${at}`,
      ),
    ),
    elements: [...grants, ...links],
    scopes: (small.scopes ?? []).map((each) => ({ kind: 'container', name: null, ...each })),
    coverage: coverageOf(small, boundaries),
    surfaces: [...new Set(boundaries.map((each) => connectorOf(each.id)))].flatMap((connector) =>
      factKinds.map((kind) => ({
        id: `${connector}:${kind}`,
        yields: [kind],
        role: sources.has(kind) ? ('grants' as const) : kind === 'limiter' ? ('limits' as const) : ('describes' as const),
      })),
    ),
    gaps: [],
  };
}

export interface SmallViewOptions {
  /** Milliseconds; default 30 days. */
  readonly maxTimeBoundMs?: number;
}

/** What a rule sees of a small graph, at the time the graph names. */
export function viewOfSmallGraph(small: SmallGraph, options: SmallViewOptions = {}): View {
  const view = createView(buildGraph(expandSmallGraph(small)), {
    asOf: asOfSmallGraph(small),
    maxTimeBoundMs: options.maxTimeBoundMs ?? 30 * DAY_MS,
    crownJewels: jewelsOfSmallGraph(small),
  });
  if (small.life === undefined) return view;
  const home = view.boundaries[0]?.id ?? SMALL_BOUNDARY;
  return withAssured(view, assuredOfSmallGraph(small, view.asOf, home, view.lifeCycleEvents()));
}

/** Capabilities as where a configuration names none; the boundary that the name tells; no owner. */
export function jewelsOfSmallGraph({ crownJewels = [] }: SmallGraph): readonly CrownJewel[] {
  return crownJewels.map((each) => ({
    capabilities: jewelCapabilities,
    owner: null,
    boundary: boundaryOfName(each.scope) ?? null,
    ...each,
  }));
}

function plain(each: Partial<Authority>, key: string, boundary: BoundaryId, pointer: string, sourceKind: string): Authority {
  return {
    key,
    boundary,
    bounds: exactly('standing'),
    presence: 'certain',
    windows: always,
    endsBy: each.bounds === undefined || each.bounds.hi === 'standing' ? 'nothing' : 'provider',
    gate: 'none',
    because: [],
    conditions: [],
    caveats: [],
    source: { id: `source|${key}`, kind: sourceKind, name: key, boundary },
    evidence: evidenceAt(pointer),
  };
}

function identityOf(given: Partial<Identity> & { readonly id: string }, home: BoundaryId): Identity {
  const form = nameForm(given.id);
  const kind = given.kind ?? form?.kind ?? 'user';
  const nature: Nature = human.has(kind) ? 'human' : undecided.has(kind) ? 'unknown' : 'non-human';
  return {
    uid: null,
    kind,
    nature,
    natureReason: given.nature === undefined ? `the plainest nature of the kind ${kind}` : 'given by the example',
    name: form?.name ?? given.id,
    boundary: form === undefined ? home : form.boundary,
    createdAt: null,
    tags: {},
    providerManaged: false,
    enabled: true,
    ...given,
  };
}

function policyOf(given: Partial<ActivationPolicy> & { readonly id: string }, home: BoundaryId): ActivationPolicy {
  return {
    name: given.id.slice(given.id.lastIndexOf('/') + 1),
    governs: given.id,
    scope: home,
    gate: 'self',
    approvers: [],
    approversByDefault: false,
    secondFactor: false,
    context: given.gate === 'checked',
    justification: false,
    ticket: false,
    longestActivationMs: null,
    allowsPermanentAssignment: true,
    longestAssignmentMs: null,
    allowsPermanentEligibility: true,
    longestEligibilityMs: null,
    ...given,
  };
}

function eventOf(given: Partial<LifeCycleEvent> & Pick<LifeCycleEvent, 'id' | 'type'>, small: SmallGraph): LifeCycleEvent {
  return {
    at: asOfSmallGraph(small),
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
    what: 'other',
    outsideBroker: false,
    correlation: null,
    justification: null,
    ticket: null,
    activity: given.type,
    source: 'log',
    sourceKind: 'provider-log',
    region: null,
    raw: null,
    ...given,
  };
}

function credentialOf(given: Partial<Credential> & { readonly id: string; readonly identity: string }): Credential {
  const name = given.id.slice(given.id.lastIndexOf('#') + 1);
  const kind: CredentialKind = name.startsWith('password')
    ? 'password'
    : name.startsWith('mfa')
      ? 'mfa-device'
      : name.startsWith('certificate')
        ? 'certificate'
        : 'access-key';
  return {
    kind,
    name,
    state: 'active',
    createdAt: null,
    rotatedAt: null,
    expiresAt: null,
    lastUsed: 'unknown',
    secondFactor: null,
    ...given,
  };
}

function coverageOf(small: SmallGraph, boundaries: readonly Boundary[]): readonly SurfaceCoverage[] {
  return boundaries.flatMap((boundary) =>
    factKinds.map((kind): SurfaceCoverage => {
      const unread = (small.unread ?? []).find((each) => each.kind === kind && (each.boundary ?? boundary.id) === boundary.id);
      const status = unread === undefined ? 'complete' : (unread.status ?? 'unread');
      return {
        boundary: boundary.id,
        surface: `${connectorOf(boundary.id)}:${kind}`,
        status,
        cause: status === 'complete' ? null : (unread?.cause ?? (status === 'excluded' ? 'excluded' : 'denied')),
        detail: null,
        permission: `small:Read-${kind}`,
        ifUnread: `nothing can be said about facts of kind ${kind}`,
        pages: status === 'complete' || status === 'partial' ? 1 : 0,
        facts: 0,
      };
    }),
  );
}

function told<T>(kind: FactKind, boundary: BoundaryId, key: string, value: T, pointer: string): Told<T> {
  return { boundary, surface: `${connectorOf(boundary)}:${kind}`, key, value, pages: evidenceAt(pointer) };
}

function evidenceAt(pointer: string): readonly Evidence[] {
  return [{ page: SMALL_PAGE, pointer }];
}
