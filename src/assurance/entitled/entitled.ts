import { groupBy } from '../../base/group.ts';
import type { Instant } from '../../base/instant.ts';
import { byKeys } from '../../base/order.ts';
import type { Access, Holding } from '../../model/access.ts';
import type { Authorisation, EventSource, RequestCase, Trigger, Unmatched } from '../../model/authorisation.ts';
import type { EntityId } from '../../model/ids.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';
import type { AssureInput } from '../input.ts';
import { aboutAccess } from './about-access.ts';
import type { Allowed, Entitlement } from './allowed.ts';
import { allowancesOf } from './allowances.ts';
import { blocksOf, endOf } from './blocks.ts';
import { casesOf } from './cases.ts';
import { coveringOf } from './covers.ts';
import { cutsOf } from './cuts.ts';
import { doubtsOf } from './doubts.ts';
import { allowedMs } from './due.ts';
import { allowedAt, entitlementOf, providerEnd } from './entitlement.ts';
import { bundlesOf } from './groups.ts';
import { put } from './lists.ts';
import { matcherOf } from './match.ts';
import { sourcesOf } from './sources.ts';
import { toldOf } from './told.ts';
import { byMoment } from './trigger-words.ts';
import { unmatchedOf } from './unmatched.ts';

export type { Allowed, Entitlement } from './allowed.ts';

/** What the records say of who was allowed what, and from when it should be gone. Every list is sorted; nothing depends on the order of the input. */
export interface Entitled {
  /** By id. */
  readonly authorisations: readonly Authorisation[];
  /** Every one that records or providers tell, announced ones too, whether or not anything comes of it. By time, kind, subjects. */
  readonly triggers: readonly Trigger[];
  /** By id. */
  readonly requests: readonly RequestCase[];
  /** By source, id. */
  readonly unmatched: readonly Unmatched[];
  /** By source, region, boundary. */
  readonly sources: readonly EventSource[];
  /**
   * By time, source, id. Each once by source and id; where its keys find one account for certain that is its `subject`. Failed and future ones are
   * among them: look at `succeeded`, and at `at`.
   */
  readonly events: readonly LifeCycleEvent[];
  /** Events about this identity: by `subject`, by keys, and those about a person (`left`, `moved`, `incident`, `signal`) of any account of it. Same order. */
  eventsOf(identity: EntityId): readonly LifeCycleEvent[];
  /** All events about this very access, failed ones too and none of the future: granted, revoked, used, asked for, reviewed. Same order. */
  matchedTo(access: Access): readonly LifeCycleEvent[];
  /**
   * Those of {@link Entitled.matchedTo} that succeeded and say that it was given, switched on, renewed, issued. Of every kind of source: only
   * `provider-log` ones record it.
   */
  grantedEvents(access: Access): readonly LifeCycleEvent[];
  /**
   * Those that succeeded and say that it was taken away or expired: also that the subject's account or what it is given on was deleted, which
   * takes it along. Of every kind of source: only `provider-log` ones record it, all others claim it.
   */
  revokedEvents(access: Access): readonly LifeCycleEvent[];
  /** Whether this is allowed at one moment. For other ways: a way whose `state` is `yes` at the moment of the report is covered. */
  allowedAt(access: Access, at: Instant): Allowed;
  /** What the records say of an access for one time it was there. */
  entitlementOf(holding: Holding): Entitlement;
  /** Milliseconds that access may go on after this trigger, by the policy then in force; 0 where none applies. `due` is the trigger's time and this. */
  allowedMs(access: Access, trigger: Trigger, tierZero: boolean): number;
}

/** Whose events these are, what they allow whom, and from when it should be gone. Total, and the same for the same input in any order. */
export function entitled(input: AssureInput): Entitled {
  const { view, settings } = input;
  const { asOf } = view;
  const holdings = input.holdings.toSorted(
    byKeys(
      ({ access }) => access.id,
      ({ firstSeen }) => firstSeen,
    ),
  );
  const accesses = [...new Map(holdings.map(({ access }) => [access.id, access])).values()];
  const matcher = matcherOf(view.identities(), (each) => view.personOf(each), settings.keys, {
    gone: input.gone ?? [],
    toleranceMs: settings.clockUncertaintyMs,
  });
  const told = toldOf(input.events, matcher, asOf);
  const covering = coveringOf(view, accesses);
  const about = aboutAccess(told, accesses, covering);
  const bundles = bundlesOf(told);
  const allowances = allowancesOf(bundles, told, matcher, settings.reviewDays);
  const byBundle = groupBy(allowances, ({ bundle }) => bundle);
  const requests = casesOf(bundles, { holdings, allowances: byBundle, matcher, covering, about, asOf });
  const cuts = cutsOf(told, { bundles, allowances: byBundle, cases: new Map(requests.map((each) => [each.id, each])), covering });
  const blocks = blocksOf(allowances, cuts, covering);
  const sources = sourcesOf(input, told);
  const unmatched = unmatchedOf(told, bundles, covering);
  const doubts = doubtsOf(sources, new Set(unmatched.map((each) => each.told)), blocks, covering, matcher);
  const authorisations = allowances.map(({ authorisation }) => authorisation);
  const ends = authorisations.flatMap((each) => (each.until === null ? [] : [endOf(each, each.until)]));
  const byIdentity = new Map<EntityId, LifeCycleEvent[]>();
  for (const { event, accounts } of told) for (const account of accounts) put(byIdentity, account, event);
  const known = new WeakMap<Holding, Entitlement>();
  return {
    authorisations,
    triggers: [...cuts.filter(({ sure }) => sure).map(({ trigger }) => trigger), ...ends, ...accesses.flatMap(providerEnd)].sort(byMoment),
    requests,
    unmatched: unmatched.map(({ row }) => row),
    sources,
    events: told.map(({ event }) => event),
    eventsOf: (identity) => byIdentity.get(identity) ?? [],
    matchedTo: (access) => about.matched(access).map(({ event }) => event),
    grantedEvents: (access) => about.granted(access).map(({ event }) => event),
    revokedEvents: (access) => about.revoked(access).map(({ event }) => event),
    allowedAt: (access, at) => allowedAt(access, at, blocks, doubts),
    entitlementOf(holding) {
      const found = known.get(holding) ?? entitlementOf(holding, blocks, doubts, about, asOf);
      known.set(holding, found);
      return found;
    },
    allowedMs: (access, trigger, tierZero) => allowedMs(settings, access, trigger, tierZero),
  };
}
