import * as v from 'valibot';
import { elements, lost } from '../../../../../src/contract/reading.ts';
import { directoryObject } from '../../../ids.ts';
import type { ClusterFact } from '../../facts.ts';
import { maybeGuid, maybeResourceId, resourceId, words } from '../common/fields.ts';
import { mapCalls } from '../common/listing.ts';
import { push } from '../common/push.ts';
import { whereIs } from '../common/where.ts';

const identity = v.object({ resourceId: maybeResourceId, objectId: maybeGuid });
const cluster = v.object({
  id: resourceId,
  name: words,
  properties: v.object({
    // left out: not integrated with Entra ID (https://learn.microsoft.com/rest/api/aks/managed-clusters/list)
    aadProfile: v.nullish(v.object({ enableAzureRBAC: v.nullish(v.boolean(), false) }), null),
    // left out: there are local accounts
    disableLocalAccounts: v.nullish(v.boolean(), false),
    apiServerAccessProfile: v.nullish(v.object({ disableRunCommand: v.nullish(v.boolean(), false) }), null),
    nodeResourceGroup: words,
    // `msi`: it has identities
    servicePrincipalProfile: v.nullish(v.object({ clientId: words }), null),
    identityProfile: v.nullish(v.record(v.string(), v.nullish(identity)), {}),
    oidcIssuerProfile: v.nullish(v.object({ issuerURL: words }), null),
  }),
});

/** Maps Kubernetes clusters: how they let people in, and which identities their nodes act as. */
export const mapClusters = mapCalls({
  clusters(into, body, asked) {
    for (const { value, at } of elements(into, body, 'value', cluster)) {
      const where = whereIs(value.id, asked);
      if (where?.seenFrom !== 'below') {
        lost(into, `the answer tells of ${value.id}, which is not in what was asked about`, at);
        continue;
      }
      const { aadProfile, disableLocalAccounts, apiServerAccessProfile, identityProfile, oidcIssuerProfile } = value.properties;
      const { nodeResourceGroup, servicePrincipalProfile } = value.properties;
      const application = servicePrincipalProfile?.clientId?.toLowerCase() ?? 'msi';
      const nodes = identityProfile['kubeletidentity'];
      const { resourceId: node = null, objectId = null } = nodes ?? {};
      const fact: ClusterFact = {
        type: 'cluster',
        resource: value.id,
        name: value.name ?? value.id,
        entra: aadProfile !== null,
        azureRoles: aadProfile?.enableAzureRBAC === true,
        localAccounts: !disableLocalAccounts,
        commands: apiServerAccessProfile?.disableRunCommand !== true,
        nodes:
          nodes === null || nodes === undefined
            ? null
            : { identity: node, principal: objectId === null ? null : directoryObject(asked.tenant, objectId) },
        application: application === 'msi' ? null : application,
        nodeGroup: nodeResourceGroup === null ? null : `${groupsOf(value.id)}/${nodeResourceGroup.toLowerCase()}`,
        issuer: oidcIssuerProfile?.issuerURL ?? null,
      };
      push(into, 'workload', where.boundary, `cluster|${value.id}`, fact, at);
    }
  },
});

/** `/subscriptions/<id>/resourcegroups` */
function groupsOf(id: string): string {
  return `${id.split('/').slice(0, 3).join('/')}/resourcegroups`;
}
