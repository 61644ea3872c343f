import * as v from 'valibot';
import { elements, lost } from '../../../../../src/contract/reading.ts';
import type { ScopeId } from '../../../../../src/model/ids.ts';
import { directoryObject } from '../../../ids.ts';
import type { AzureAssignmentFact } from '../../facts.ts';
import { guid, maybeGuid, maybeTime, resourceId, role, text, words } from '../common/fields.ts';
import { errorCode } from '../../../error-code.ts';
import { mapCalls, rowsOf } from '../common/listing.ts';
import { push, pushGap } from '../common/push.ts';
import { graphRows } from '../common/resource-graph.ts';
import { allows, rights } from '../common/rights.ts';
import { placeOf } from '../common/where.ts';
import { shown } from './control.ts';

const assignment = v.object({
  id: resourceId,
  properties: v.object({
    scope: text,
    roleDefinitionId: role,
    principalId: guid,
    principalType: words,
    condition: words,
    createdOn: maybeTime,
    createdBy: maybeGuid,
  }),
});
type Assignment = v.InferOutput<typeof assignment>;

/**
 * Maps lists of role assignments. The list of a subscription holds what is inherited too; a page that does shows that what is given at the
 * subscription itself can be read. Where none does, the caller's own rights decide whether the list may be believed.
 */
export const mapRoleAssignments = mapCalls({
  roleAssignments(into, body, asked) {
    const rows = rowsOf(into, body, asked, assignment, ({ properties }) => properties.scope);
    for (const { value, at, where } of rows) {
      push(into, 'attachment', where.boundary, `assignment|${value.id}`, factOf(value, asked.tenant, where.scope, 'arm'), at);
    }
    const known = rows.find(({ where }) => where.seenFrom !== 'below');
    if (known !== undefined && asked.subscription !== undefined) shown(into, known.at);
  },
  callerRights(into, body) {
    const told = elements(into, body, 'value', rights);
    if (into.gaps.length > 0 || allows(told, 'Microsoft.Authorization/roleAssignments/read')) return;
    pushGap(
      into,
      'denied',
      'the list of role assignments holds nothing that is given at the subscription or above, and the caller may not read role assignments there: what the list lacks proves nothing',
    );
  },
});

/** Maps the list of what is given above everything. */
export const mapRootAssignments = mapCalls({
  rootAssignments(into, body, asked) {
    for (const { value, at, where } of rowsOf(into, body, asked, assignment, ({ properties }) => properties.scope)) {
      push(into, 'attachment', where.boundary, `assignment|${value.id}`, factOf(value, asked.tenant, where.scope, 'arm'), at);
    }
  },
});

/**
 * Maps the index: facts of the tenant, wherever what they tell of lies. They are kept apart from what the lists tell: the index may be older, and
 * lacks what they have.
 */
export const mapAssignmentIndex = mapCalls({
  assignmentIndex(into, body, { tenant }) {
    for (const { value, at } of graphRows(into, body, assignment)) {
      const scope = placeOf(value.properties.scope, tenant)?.scope;
      if (scope === undefined) lost(into, `${value.id} is given at ${JSON.stringify(value.properties.scope)}, which is no scope`, at);
      else push(into, 'observation', into.task.boundary, `index|${value.id}`, factOf(value, tenant, scope, 'resource-graph'), at);
    }
  },
});

function factOf(
  { id, properties }: Assignment,
  tenant: string,
  scope: ScopeId,
  toldBy: AzureAssignmentFact['toldBy'],
): AzureAssignmentFact {
  const { roleDefinitionId, principalId, principalType, condition, createdOn, createdBy } = properties;
  return {
    type: 'role-assignment',
    id,
    principal: directoryObject(tenant, principalId),
    principalType,
    role: roleDefinitionId,
    scope,
    condition,
    createdAt: createdOn,
    createdBy,
    toldBy,
  };
}

/** Maps classic administrators. That there is no such thing any more is an answer. */
export const mapClassicAdministrators = mapCalls({
  classicAdministrators(into, body) {
    if (errorCode(body) !== undefined) return;
    for (const { value, at } of elements(into, body, 'value', administrator)) {
      const { emailAddress, role: given } = value.properties;
      // nothing but the sign-in name tells who it is
      const fact = { type: 'classic-administrator', name: emailAddress.toLowerCase(), role: given } as const;
      push(into, 'attachment', into.task.boundary, `classic|${fact.name}`, fact, at);
    }
  },
});

const administrator = v.object({ properties: v.object({ emailAddress: text, role: text }) });
