import * as v from 'valibot';
import { isJsonObject } from '../../../../../src/base/json.ts';
import { isGuid, lastSegment, azureTenantBoundary, managementGroup, subscriptionBoundary } from '../../../ids.ts';
import { elements, lost } from '../../../../../src/contract/reading.ts';
import type { ScopeId } from '../../../../../src/model/ids.ts';
import { text, words } from '../common/fields.ts';
import { mapCalls } from '../common/listing.ts';
import { push } from '../common/push.ts';

const GROUP = /^\/providers\/microsoft\.management\/managementgroups\/([^/]+)$/;
const SUBSCRIPTION = /^(?:\/providers\/microsoft\.management\/managementgroups\/[^/]+)?\/subscriptions\/([^/]+)$/;

const entity = v.object({
  id: v.pipe(text, v.toLowerCase()),
  properties: v.object({ displayName: words, parent: v.object({ id: v.pipe(text, v.toLowerCase()) }) }),
});

/** Maps GetDescendants of the root management group: each node with the one right above it. */
export const mapManagementGroups = mapCalls({
  descendants(into, body, { tenant }) {
    const boundary = azureTenantBoundary(tenant);
    const found = elements(into, body, 'value', entity);
    const root = managementGroup(tenant, tenant);
    const above = { type: 'parent', scope: root, parent: boundary, kind: 'management-group', name: null } as const;
    if (isJsonObject(body) && Array.isArray(body['value'])) push(into, 'observation', boundary, `parent|${root}`, above, '/value');
    for (const { value, at } of found) {
      const { displayName: name, parent } = value.properties;
      const group = GROUP.exec(value.id)?.[1];
      const subscription = SUBSCRIPTION.exec(value.id)?.[1];
      const over = GROUP.exec(parent.id)?.[1];
      const scope = scopeOf(tenant, group, subscription);
      if (scope === undefined || over === undefined || scope === root || scope === managementGroup(tenant, over)) {
        lost(
          into,
          `${JSON.stringify(value.id)} in ${JSON.stringify(parent.id)} is no management group or subscription in a management group`,
          at,
        );
        continue;
      }
      const kind = group === undefined ? 'subscription' : 'management-group';
      const fact = { type: 'parent', scope, parent: managementGroup(tenant, over), kind, name } as const;
      push(into, 'observation', boundary, `parent|${scope}`, fact, at);
    }
  },
});

function scopeOf(tenant: string, group: string | undefined, subscription: string | undefined): ScopeId | undefined {
  if (group !== undefined) return managementGroup(tenant, group);
  if (subscription === undefined || !isGuid(subscription)) return undefined;
  return subscriptionBoundary(lastSegment(subscription));
}
