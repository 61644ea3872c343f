import * as v from 'valibot';
import { elements, lost } from '../../../../../src/contract/reading.ts';
import { azureTenantBoundary } from '../../../ids.ts';
import { permissions, role, words } from '../common/fields.ts';
import { mapCalls } from '../common/listing.ts';
import { push } from '../common/push.ts';

const definition = v.object({
  id: role,
  properties: v.object({ roleName: words, type: v.string(), permissions }),
});

/** Maps lists of role definitions: the same one is told alike wherever it can be given, and is a fact of the tenant's. */
export const mapRoleDefinitions = mapCalls({
  roleDefinitions(into, body, { tenant }) {
    for (const { value, at } of elements(into, body, 'value', definition)) {
      const { id, properties } = value;
      const type = properties.type.toLowerCase();
      if (type !== 'builtinrole' && type !== 'customrole') {
        lost(into, `role definition ${id} is of a sort not understood, ${JSON.stringify(properties.type)}`, `${at}/properties/type`);
        continue;
      }
      const name = properties.roleName ?? id;
      const fact = { type: 'role-definition', id, name, custom: type === 'customrole', permissions: properties.permissions } as const;
      push(into, 'policy', azureTenantBoundary(tenant), `role|${id}`, fact, at);
    }
  },
});
