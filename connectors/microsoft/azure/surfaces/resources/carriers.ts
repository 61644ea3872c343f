import * as v from 'valibot';
import { byKeys } from '../../../../../src/base/order.ts';
import { elements, lost } from '../../../../../src/contract/reading.ts';
import { directoryObject, isGuid } from '../../../ids.ts';
import type { CarrierFact } from '../../facts.ts';
import { maybeGuid, resourceId, text, words } from '../common/fields.ts';
import { mapCalls } from '../common/listing.ts';
import { push, pushGap } from '../common/push.ts';
import { graphRows } from '../common/resource-graph.ts';
import { allows, EVERY_READ, rights } from '../common/rights.ts';
import { whereIs } from '../common/where.ts';
import { carrierReads } from './sorts.ts';

const carrier = v.object({
  id: resourceId,
  type: v.pipe(text, v.toLowerCase()),
  name: words,
  identity: v.object({
    type: text,
    principalId: maybeGuid,
    // of the home tenant of the identity: a Lighthouse provider's resources have their own
    tenantId: maybeGuid,
    userAssignedIdentities: v.nullish(v.record(v.string(), v.nullish(v.object({ principalId: maybeGuid }))), {}),
  }),
});

/** Maps resources that carry an identity, and what of such resources the caller may read at all. */
export const mapCarriers = mapCalls({
  carriers(into, body, asked) {
    for (const { value, at } of graphRows(into, body, carrier)) {
      const where = whereIs(value.id, asked);
      if (where?.seenFrom !== 'below') {
        lost(into, `the answer tells of ${value.id}, which is not in what was asked about`, at);
        continue;
      }
      const { principalId, tenantId, userAssignedIdentities, type } = value.identity;
      const isSystem = /systemassigned/i.test(type);
      const ids = Object.keys(userAssignedIdentities);
      const principals = [
        ...(isSystem ? [principalId] : []),
        ...Object.values(userAssignedIdentities).map((each) => each?.principalId ?? null),
      ];
      if (
        !principals.every((each) => each === null || isGuid(each)) ||
        (!isSystem && ids.length === 0) ||
        !ids.every((each) => each.startsWith('/'))
      ) {
        lost(into, `${value.id} carries identities that could not be read (${type})`, `${at}/identity`);
        continue;
      }
      const objectOf = (id: string | null | undefined) =>
        id === null || id === undefined ? null : directoryObject(tenantId ?? asked.tenant, id);
      const assigned = Object.entries(userAssignedIdentities)
        .map(([id, told]) => ({ principal: objectOf(told?.principalId), identity: id.toLowerCase().replace(/\/+$/, '') }))
        .sort(byKeys((each) => each.identity));
      const fact: CarrierFact = {
        type: 'carrier',
        resource: value.id,
        sort: value.type,
        name: value.name ?? value.id,
        identities: [...(isSystem ? [{ principal: objectOf(principalId), identity: null }] : []), ...assigned],
      };
      push(into, 'workload', where.boundary, `carrier|${value.id}`, fact, at);
    }
  },
  callerReads(into, body) {
    const told = elements(into, body, 'value', rights);
    if (into.gaps.length > 0 || allows(told, EVERY_READ)) return;
    const hidden = carrierReads.filter((each) => !allows(told, each));
    if (hidden.length === 0) return;
    const what = hidden.map((each) => each.replace(/\/read$/, '')).join(', ');
    pushGap(into, 'denied', `Resource Graph leaves out what the caller may not read, and at the subscription it may not read ${what}`);
  },
});
