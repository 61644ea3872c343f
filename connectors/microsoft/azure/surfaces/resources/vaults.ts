import * as v from 'valibot';
import { byKeys } from '../../../../../src/base/order.ts';
import { elements, lost } from '../../../../../src/contract/reading.ts';
import { directoryObject } from '../../../ids.ts';
import type { VaultFact } from '../../facts.ts';
import { guid, names, resourceId } from '../common/fields.ts';
import { mapCalls } from '../common/listing.ts';
import { push } from '../common/push.ts';
import { whereIs } from '../common/where.ts';

const accessPolicy = v.object({
  objectId: guid,
  tenantId: guid,
  permissions: v.object({ secrets: names, keys: names }),
});
const vault = v.object({
  id: resourceId,
  properties: v.object({
    // left out: access policies decide (https://learn.microsoft.com/rest/api/keyvault/keyvault/vaults/get)
    enableRbacAuthorization: v.nullish(v.boolean(), false),
    accessPolicies: v.nullish(v.array(accessPolicy), []),
  }),
});

/** Maps key vaults. Where Azure roles decide, access policies that are still there say nothing. */
export const mapVaults = mapCalls({
  vaults(into, body, asked) {
    for (const { value, at } of elements(into, body, 'value', vault)) {
      const where = whereIs(value.id, asked);
      if (where?.seenFrom !== 'below') {
        lost(into, `the answer tells of ${value.id}, which is not in what was asked about`, at);
        continue;
      }
      const { enableRbacAuthorization, accessPolicies } = value.properties;
      const policies = accessPolicies
        .map(({ objectId, tenantId, permissions }) => ({
          principal: directoryObject(tenantId, objectId),
          secrets: permissions.secrets.map((each) => each.toLowerCase()).sort(),
          keys: permissions.keys.map((each) => each.toLowerCase()).sort(),
        }))
        .sort(
          byKeys(
            (each) => each.principal,
            (each) => JSON.stringify(each),
          ),
        );
      const fact: VaultFact = { type: 'vault', resource: value.id, policies: enableRbacAuthorization ? null : policies };
      push(into, 'resource-policy', where.boundary, `vault|${value.id}`, fact, at);
    }
  },
});
