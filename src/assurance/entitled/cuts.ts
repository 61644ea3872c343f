import type { Instant } from '../../base/instant.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { Access } from '../../model/access.ts';
import type { Covered, RequestCase, Trigger, TriggerKind } from '../../model/authorisation.ts';
import type { EntityId } from '../../model/ids.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';
import type { Allowance, Window } from './allowances.ts';
import { kindsFor } from './allowances.ts';
import type { Covering } from './covers.ts';
import type { Bundle } from './groups.ts';
import { groupId, toldIn } from './groups.ts';
import { put } from './lists.ts';
import { byTime, isClaim, refOf } from './told.ts';
import type { Told } from './told.ts';
import { triggerText } from './trigger-words.ts';

/** An event that ends what allowed somebody something, or says that access is over. */
export interface Cut {
  readonly trigger: Trigger;
  /** `false`: it is about one of several people, nobody knows whom; its subjects are all of them. */
  readonly sure: boolean;
  applies(access: Access): boolean;
  /** Whether what somebody decided then is over by it. */
  ends(window: Window, allowance: Allowance): boolean;
  /** From when the person is back: it says nothing of what is given afterwards. */
  readonly overBy: Instant | null;
  /** It says so of what is given later, too. */
  readonly lasting: boolean;
}

export interface CutContext {
  readonly bundles: readonly Bundle[];
  /** By the id of the bundle's lead. */
  readonly allowances: ReadonlyMap<string | null, readonly Allowance[]>;
  readonly cases: ReadonlyMap<string, RequestCase>;
  readonly covering: Covering;
}

/** What can be told before it happens. */
const announced: readonly LifeCycleEvent['type'][] = ['left', 'moved', 'task-ended', 'environment-deleted'];

/** Every event that cuts something short; those of one bundle stand for that alone. */
export function cutsOf(told: readonly Told[], context: CutContext): readonly Cut[] {
  const happening = told.filter(({ event, happened }) => event.succeeded && (happened || announced.includes(event.type)));
  const bundled = bundledIn(context);
  const toCome = new Set(told.filter(({ event, happened }) => event.type === 'requested' && !happened).map(groupId));
  const careers = new Map<EntityId, Told[]>();
  for (const each of happening) {
    const { type, sourceKind } = each.event;
    if (type === 'left' || (type === 'moved' && sourceKind === 'hr')) for (const account of each.person) put(careers, account, each);
  }
  return happening.flatMap((each): readonly Cut[] => {
    const of = bundled.get(each) ?? [];
    if (of.length > 0) return of.map((bundle) => bundleCut(each, bundle, context)).filter((cut) => cut !== null);
    const meant = meaningOf(each.event);
    // what is yet to be asked for has given nothing that the end of its task could end
    if (meant === null || (meant.kind === 'task-ended' && toCome.has(groupId(each)))) return [];
    return each.event.type === 'left'
      ? [leaving(each, [...new Set(each.person.flatMap((account) => careers.get(account) ?? []))])]
      : plainCut(each, meant, context);
  });
}

/** What an event by itself says to be over; `null`: nothing. Who keeps the right says that it ended, which is another thing than that it should. */
function meaningOf(event: LifeCycleEvent): { readonly kind: TriggerKind; readonly covers: Covered } | null {
  const { object, scope, what } = event;
  const named: Covered = { objects: object === null ? null : [object], scope, kinds: kindsFor(what) };
  switch (event.type) {
    case 'left':
    case 'moved':
      return { kind: event.type, covers: { objects: null, scope: null, kinds: null } };
    case 'incident':
    case 'signal':
      return { kind: event.type, covers: { objects: object === null ? null : [object], scope, kinds: null } };
    case 'review-denied':
      return { kind: 'review-denied', covers: named };
    case 'task-ended':
      return object === null && scope === null ? null : { kind: 'task-ended', covers: named };
    case 'environment-deleted':
      return scope === null ? null : { kind: 'environment-deleted', covers: { objects: null, scope, kinds: null } };
    case 'revoked':
    case 'credential-revoked':
      return isClaim(event) ? { kind: 'revocation-claimed', covers: named } : null;
    case 'account-disabled':
    case 'account-deleted':
      if (event.sourceKind === 'signal') return { kind: 'signal', covers: { objects: null, scope: null, kinds: null } };
      return isClaim(event) ? { kind: 'revocation-claimed', covers: { objects: null, scope: null, kinds: ['account'] } } : null;
    default:
      return null;
  }
}

function plainCut(told: Told, { kind, covers }: { kind: TriggerKind; covers: Covered }, { covering }: CutContext): readonly Cut[] {
  const { event } = told;
  const isPlace = event.type === 'environment-deleted' && event.subject === null && event.about.length === 0;
  const within = isPlace && event.scope !== null ? covering.within(event.scope).map(({ subject }) => subject) : [];
  const subjects = isPlace ? sorted(within) : subjectsOf(told, kind);
  if (subjects.length === 0) return [];
  const concerned = new Set(subjects);
  return [
    {
      trigger: triggerOf(told, kind, subjects, covers),
      sure: isPlace || told.accounts.length > 0,
      applies: (access) => concerned.has(access.subject) && covering.covers(covers, access) === 'yes',
      ends: ({ givenAt }) => givenAt < event.at,
      overBy: null,
      lasting: false,
    },
  ];
}

/** `career`: what is told of the same person's employment. */
function leaving(told: Told, career: readonly Told[]): Cut {
  const { event } = told;
  const subjects = subjectsOf(told, 'left');
  const returns = career.filter((each) => each.event.type === 'moved' && each.event.at > event.at).sort(byTime);
  const overBy = returns[0]?.event.at ?? null;
  const others = career.filter(({ event: { type, source, at } }) => type === 'left' && source !== event.source && at !== event.at);
  const otherwise = sorted(others.map((each) => `; ${each.event.source} says ${each.event.at}`)).join('');
  const trigger = triggerOf(told, 'left', subjects, { objects: null, scope: null, kinds: null });
  return {
    trigger: { ...trigger, text: `${trigger.text}${otherwise}` },
    sure: told.accounts.length > 0,
    applies: (access) => subjects.includes(access.subject),
    ends: ({ givenAt }) => overBy === null || givenAt < overBy,
    overBy,
    lasting: true,
  };
}

/** Whom it concerns: for certain, else perhaps. */
function subjectsOf({ accounts, person, match }: Told, kind: TriggerKind): readonly EntityId[] {
  if (accounts.length > 0) return kind === 'signal' ? person : accounts;
  return match?.state === 'ambiguous' ? match.candidates : [];
}

/** Of which bundles that allow something, or that somebody asked for, an entry is one. */
function bundledIn({ bundles, allowances, cases }: CutContext): ReadonlyMap<Told, readonly Bundle[]> {
  const map = new Map<Told, Bundle[]>();
  for (const bundle of bundles) {
    if (allowances.has(bundle.lead.id) || cases.has(bundle.lead.id)) for (const told of toldIn(bundle)) put(map, told, bundle);
  }
  return map;
}

function bundleCut(told: Told, bundle: Bundle, { allowances, cases, covering }: CutContext): Cut | null {
  const { event } = told;
  const kind = bundleKind(told, bundle);
  if (kind === null) return null;
  const id = bundle.lead.id;
  const own = allowances.get(id) ?? [];
  const its = cases.get(id);
  const named: Covered = { objects: event.object === null ? null : [event.object], scope: event.scope, kinds: kindsFor(event.what) };
  const subjects = sorted([...own.flatMap(({ authorisation }) => authorisation.subjects), ...(its?.subjects ?? [])]);
  const led = new Set(its?.accesses ?? []);
  return {
    trigger: triggerOf(told, kind, subjects, named),
    sure: true,
    applies: (access) =>
      subjects.includes(access.subject) &&
      covering.covers(named, access) === 'yes' &&
      (event.object !== null ||
        led.has(access.id) ||
        own.some(({ authorisation }) => covering.covers(authorisation.covers, access) === 'yes')),
    ends: ({ givenAt }, allowance) => allowance.bundle === id && givenAt <= event.at,
    overBy: null,
    lasting: false,
  };
}

function bundleKind({ event }: Told, bundle: Bundle): TriggerKind | null {
  switch (event.type) {
    case 'task-ended':
      return 'task-ended';
    case 'expired':
      return isClaim(event) ? 'authorisation-ended' : null;
    case 'revoked':
    case 'credential-revoked':
      return isClaim(event) ? 'revocation-claimed' : null;
    case 'denied':
      return toldIn(bundle).some((each) => each.event.type === 'approved' && each.event.at <= event.at) ? 'authorisation-ended' : null;
    default:
      return null;
  }
}

function triggerOf({ event }: Told, kind: TriggerKind, subjects: readonly EntityId[], covers: Covered): Trigger {
  return { kind, at: event.at, subjects: sorted(subjects), covers, events: [refOf(event)], text: triggerText(kind, event) };
}

function sorted(all: readonly string[]): readonly string[] {
  return [...new Set(all)].sort(byCodeUnit);
}
