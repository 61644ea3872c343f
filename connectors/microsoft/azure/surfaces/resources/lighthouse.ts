import * as v from 'valibot';
import { byCodeUnit, byKeys } from '../../../../../src/base/order.ts';
import { elements, lost } from '../../../../../src/contract/reading.ts';
import { durationMs } from '../../../duration.ts';
import { directoryObject } from '../../../ids.ts';
import type { LighthouseFact } from '../../facts.ts';
import { guid, resourceId, role, words } from '../common/fields.ts';
import { mapCalls } from '../common/listing.ts';
import { push } from '../common/push.ts';
import { whereIs } from '../common/where.ts';

const authorization = v.object({ principalId: guid, principalIdDisplayName: words, roleDefinitionId: role });
const duration = v.pipe(
  v.string(),
  v.check((told) => durationMs(told) !== undefined, 'no ISO 8601 duration'),
  v.transform((told): number => durationMs(told) ?? 0),
);
const eligible = v.object({
  ...authorization.entries,
  justInTimeAccessPolicy: v.nullish(
    v.object({
      maximumActivationDuration: v.nullish(duration, null),
      managedByTenantApprovers: v.nullish(v.array(v.object({ principalId: guid })), []),
    }),
  ),
});
const registration = v.object({
  id: resourceId,
  properties: v.object({
    registrationDefinition: v.object({
      properties: v.object({
        authorizations: v.nullish(v.array(authorization), []),
        eligibleAuthorizations: v.nullish(v.array(eligible), []),
        managedByTenantId: guid,
        managedByTenantName: words,
      }),
    }),
  }),
});

type Authorization = LighthouseFact['authorizations'][number];

/** Maps delegations to other tenants. One without its definition is a gap: it alone says who is let in. */
export const mapLighthouse = mapCalls({
  registrationAssignments(into, body, asked) {
    for (const { value, at } of elements(into, body, 'value', registration)) {
      const scope = /^(.*?)\/providers\/microsoft\.managedservices\/registrationassignments\/[^/]+$/.exec(value.id)?.[1];
      const where = scope === undefined ? undefined : whereIs(scope, asked);
      if (where === undefined || where.seenFrom === 'above') {
        lost(into, `the answer tells of ${value.id}, which is no delegation of what was asked about`, at);
        continue;
      }
      const { managedByTenantId: tenant, managedByTenantName, ...told } = value.properties.registrationDefinition.properties;
      const standing = told.authorizations.map((each): Authorization => ({
        ...given(tenant, each),
        eligible: false,
        longestMs: null,
        approvers: [],
      }));
      const gated = told.eligibleAuthorizations.map((each): Authorization => {
        const { maximumActivationDuration = null, managedByTenantApprovers = [] } = each.justInTimeAccessPolicy ?? {};
        const approvers = managedByTenantApprovers.map(({ principalId }) => directoryObject(tenant, principalId)).sort(byCodeUnit);
        return { ...given(tenant, each), eligible: true, longestMs: maximumActivationDuration, approvers };
      });
      const fact: LighthouseFact = {
        type: 'lighthouse',
        id: value.id,
        scope: where.scope,
        tenant,
        tenantName: managedByTenantName,
        authorizations: [...standing, ...gated].sort(byKeys((each) => JSON.stringify(each))),
      };
      push(into, 'attachment', where.boundary, `lighthouse|${value.id}`, fact, at);
    }
  },
});

function given(tenant: string, { principalId, principalIdDisplayName, roleDefinitionId }: v.InferOutput<typeof authorization>) {
  return { principal: directoryObject(tenant, principalId), principalName: principalIdDisplayName, role: roleDefinitionId };
}
