import type { Instant } from '../../../../../src/base/instant.ts';
import { byCodeUnit, byKeys } from '../../../../../src/base/order.ts';
import type { FactIndex } from '../../../../../src/model/fact.ts';
import { azureTenantBoundary } from '../../../ids.ts';
import type { AzureFact, ParentFact, SubscriptionFact } from '../../facts.ts';
import type { AzureSettings } from '../../settings.ts';
import type { Asked } from '../common/asked.ts';

/** What is known of what there is to ask. */
export interface Seen {
  /** Subscriptions that are read, sorted. */
  readonly subscriptions: readonly SubscriptionFact[];
  /** Told of, and left out by the settings or for being deleted; sorted. */
  readonly leftOut: readonly SubscriptionFact[];
  /**
   * Ids of subscriptions that management groups tell of, and the list of subscriptions does not: what the caller may not read is left out of
   * it without a word. Sorted; those that the settings leave out are not among them.
   */
  readonly unlisted: readonly string[];
  /** Tenants of subscriptions that are read, sorted. */
  readonly tenants: readonly string[];
  /** Management groups, those at the root among them, by tenant; each once. */
  readonly groups: readonly { readonly tenant: string; readonly name: string }[];
  /** The first moment that an answer about subscriptions speaks for: it stays the same, whatever is told later. `null` = not known. */
  readonly at: Instant | null;
}

/** What the facts so far tell of subscriptions and management groups. */
export function seenOf(seen: FactIndex, { tenant, subscriptions: only }: AzureSettings): Seen {
  const all: SubscriptionFact[] = [];
  const parents: { readonly boundary: string; readonly value: ParentFact }[] = [];
  let at: Instant | null = null;
  for (const { boundary, value: json, pages } of seen.ofKind('observation')) {
    const value = json as unknown as AzureFact;
    if (value.type === 'parent') parents.push({ boundary, value });
    if (value.type !== 'subscription') continue;
    all.push(value);
    for (const { page } of pages) {
      const said = seen.saidAt?.(page) ?? null;
      if (said !== null && (at === null || said < at)) at = said;
    }
  }
  const isRead = (each: SubscriptionFact): boolean =>
    each.state.toLowerCase() !== 'deleted' &&
    (only === undefined || only.includes(each.subscription)) &&
    (tenant === undefined || tenant === each.tenant);
  const byId = byKeys<SubscriptionFact>((each) => each.subscription);
  const subscriptions = all.filter(isRead).sort(byId);
  const tenants = [...new Set(subscriptions.map((each) => each.tenant))].sort(byCodeUnit);
  const groups = tenants.flatMap((each) => {
    const own = parents.filter((parent) => parent.boundary === azureTenantBoundary(each) && parent.value.kind === 'management-group');
    const names = own.map(({ value }) => value.scope.slice(value.scope.indexOf('/') + 1));
    // the root group is called as the tenant is, whether or not a list could be read
    return [...new Set([each, ...names])].sort(byCodeUnit).map((name) => ({ tenant: each, name }));
  });
  const listed = new Set(all.map((each) => each.subscription));
  const placed = parents.flatMap(({ value }) => (value.kind === 'subscription' ? [value.scope.slice('azure:'.length)] : []));
  const unlisted = [...new Set(placed)].filter((each) => !listed.has(each) && only?.includes(each) !== false).sort(byCodeUnit);
  return { subscriptions, leftOut: all.filter((each) => !isRead(each)).sort(byId), unlisted, tenants, groups, at };
}

/** Every subscription that is read. */
export function everySubscription({ subscriptions }: Seen): readonly Asked[] {
  return subscriptions.map(({ tenant, subscription }) => ({ tenant, subscription }));
}

/** Every subscription that is read, and every management group of their tenants. */
export function everyScope(seen: Seen): readonly Asked[] {
  return [...everySubscription(seen), ...seen.groups.map(({ tenant, name }) => ({ tenant, group: name }))];
}
