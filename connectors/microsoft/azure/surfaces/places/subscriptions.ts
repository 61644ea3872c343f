import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import { byCodeUnit } from '../../../../../src/base/order.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import { elements, lost, notUnderstood, reading, shaped } from '../../../../../src/contract/reading.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { azureTenantBoundary, subscriptionBoundary } from '../../../ids.ts';
import { guid, text, words } from '../common/fields.ts';
import { push, pushGap, pushKnown } from '../common/push.ts';
import { signedIn } from './surfaces.ts';

const args = v.variant('call', [
  v.object({ call: v.literal('subscriptions'), tenant: v.optional(text), only: v.optional(v.array(text)) }),
  v.object({ call: v.literal('subscription'), subscription: text, tenant: v.optional(text) }),
]);

const subscription = v.object({
  subscriptionId: guid,
  displayName: words,
  state: text,
  tenantId: guid,
  managedByTenants: v.nullish(v.array(v.object({ tenantId: guid })), []),
});
type Subscription = v.InferOutput<typeof subscription>;

/** Nobody can act in such a subscription, nor is it told of for long. A disabled one is read: one act brings it back. */
const gone = 'deleted';

/**
 * Maps lists of subscriptions, and what is told of one. Those that the settings leave out are told of (kind `observation`), and no more: they
 * are no boundary of the scan. One of another tenant than the settings name is a gap of its own.
 */
export function mapSubscriptions(task: Task, body: Json): Mapped {
  const asked = v.safeParse(args, task.args);
  if (!asked.success) return notUnderstood(task);
  const into = reading(task);
  const about = asked.output;
  if (about.call === 'subscription') {
    const value = shaped(into, subscription, body, 'the subscription could not be read', '');
    if (value === undefined || task.boundary !== subscriptionBoundary(about.subscription)) return into;
    if (value.subscriptionId === about.subscription.toLowerCase()) tellAll(into, [{ value, at: '' }], about.tenant, undefined);
    else lost(into, `the answer is about subscription ${value.subscriptionId}, ${about.subscription} was asked for`, '/subscriptionId');
    return into;
  }
  if (task.boundary !== signedIn) return notUnderstood(task);
  const told = elements(into, body, 'value', subscription);
  if (told.length === 0 && into.gaps.length === 0) {
    pushGap(
      into,
      'denied',
      'the answer of GET /subscriptions holds none: the credential may read no subscription, and what it may not read is left out',
    );
  }
  tellAll(into, told, about.tenant, about.only);
  return into;
}

type Told = readonly { readonly value: Subscription; readonly at: string }[];

function tellAll(into: Reading, told: Told, tenant: string | undefined, only: readonly string[] | undefined): void {
  const tenants = new Map<string, string>();
  for (const { value, at } of told) {
    const boundary = subscriptionBoundary(value.subscriptionId);
    if (only !== undefined && !only.includes(value.subscriptionId)) {
      tell(into, value, at);
      continue;
    }
    if (tenant !== undefined && value.tenantId !== tenant) {
      const detail = `subscription ${value.subscriptionId} is of tenant ${value.tenantId}, the settings name tenant ${tenant}: it is not read`;
      pushGap(into, 'denied', detail, { boundary });
      continue;
    }
    tell(into, value, at);
    if (value.state.toLowerCase() === gone) continue;
    // a key of its own: others may come to tell of the same boundary
    pushKnown(into, 'boundary', boundary, 'subscription', { id: boundary, kind: 'subscription', name: value.displayName }, at);
    if (!tenants.has(value.tenantId)) tenants.set(value.tenantId, at);
  }
  for (const [id, at] of tenants) {
    const boundary = azureTenantBoundary(id);
    pushKnown(into, 'boundary', boundary, 'tenant', { id: boundary, kind: 'azure-tenant', name: null }, at);
  }
}

function tell(into: Reading, value: Subscription, at: string): void {
  const { subscriptionId: id, displayName: name, state, tenantId, managedByTenants } = value;
  const managedBy = [...new Set(managedByTenants.map((each) => each.tenantId))].sort(byCodeUnit);
  const fact = { type: 'subscription', subscription: id, name, state, tenant: tenantId, managedBy } as const;
  push(into, 'observation', subscriptionBoundary(id), `subscription|${id}`, fact, at);
}
