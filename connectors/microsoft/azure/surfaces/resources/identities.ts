import * as v from 'valibot';
import { isJsonObject } from '../../../../../src/base/json.ts';
import { elements, lost } from '../../../../../src/contract/reading.ts';
import { directoryObject } from '../../../ids.ts';
import { guid, maybeGuid, names, resourceId, text, words } from '../common/fields.ts';
import { textArg } from '../common/asked.ts';
import { mapCalls } from '../common/listing.ts';
import { push } from '../common/push.ts';
import { whereIs } from '../common/where.ts';

const IDENTITY = /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/microsoft\.managedidentity\/userassignedidentities\/[^/]+$/;

/** Whether a path is that of a user-assigned identity, so that it may be asked about. */
export function isIdentityPath(path: string): boolean {
  return IDENTITY.test(path) && !path.split('/').some((segment) => segment === '..' || segment === '.');
}

const identity = v.object({
  id: resourceId,
  name: words,
  properties: v.object({ principalId: guid, clientId: maybeGuid, tenantId: maybeGuid }),
});

/** Maps user-assigned managed identities. */
export const mapManagedIdentities = mapCalls({
  userAssignedIdentities(into, body, asked) {
    for (const { value, at } of elements(into, body, 'value', identity)) {
      const where = whereIs(value.id, asked);
      if (where?.seenFrom !== 'below' || !isIdentityPath(value.id)) {
        lost(into, `the answer tells of ${value.id}, which is no managed identity of what was asked about`, at);
        continue;
      }
      const { principalId, clientId, tenantId } = value.properties;
      const principal = directoryObject(tenantId ?? asked.tenant, principalId);
      const fact = { type: 'managed-identity', resource: value.id, name: value.name ?? value.id, principal, clientId } as const;
      push(into, 'trust', where.boundary, `managed-identity|${value.id}`, fact, at);
    }
  },
});

const federated = v.object({
  id: resourceId,
  name: words,
  properties: v.object({
    issuer: text,
    subject: words,
    audiences: names,
    claimsMatchingExpression: v.nullish(v.object({ value: text })),
  }),
});

/** Maps the federated credentials of one managed identity. */
export const mapFederatedCredentials = mapCalls({
  federatedIdentityCredentials(into, body, asked) {
    const of = textArg(into.task.args, 'identity');
    if (of === undefined || !isIdentityPath(of) || whereIs(of, asked)?.seenFrom !== 'below') {
      lost(into, 'the task names no managed identity of the subscription', '');
      return;
    }
    for (const { value, at } of elements(into, body, 'value', federated)) {
      const { issuer, subject, audiences, claimsMatchingExpression } = value.properties;
      const expression = claimsMatchingExpression?.value ?? null;
      if (!value.id.startsWith(`${of}/`)) {
        lost(into, `the answer tells of ${value.id}, ${of} was asked about`, at);
      } else if ((subject === null) === (expression === null)) {
        lost(
          into,
          `${value.id} has ${subject === null ? 'neither a subject nor' : 'both a subject and'} an expression`,
          `${at}/properties`,
        );
      } else {
        const fact = {
          type: 'federated-credential',
          id: value.id,
          of,
          name: value.name ?? value.id,
          issuer,
          subject,
          expression,
          audiences,
        } as const;
        push(into, 'trust', into.task.boundary, `federated-credential|${value.id}`, fact, at);
      }
    }
    if (isJsonObject(body) && Array.isArray(body['value']) && body['value'].length > 20) {
      lost(into, `${of} has more federated credentials than an identity can have`, '/value');
    }
  },
});
