import * as v from 'valibot';
import { byCodeUnit } from '../../../../../src/base/order.ts';
import { lost } from '../../../../../src/contract/reading.ts';
import { directoryObject, isGuid } from '../../../ids.ts';
import type { DenyAssignmentFact } from '../../facts.ts';
import { permissions, resourceId, text, words } from '../common/fields.ts';
import { mapCalls, rowsOf } from '../common/listing.ts';
import { push } from '../common/push.ts';

const party = v.object({ id: v.pipe(v.string(), v.toLowerCase()), type: words });
const denyAssignment = v.object({
  id: resourceId,
  properties: v.object({
    scope: text,
    denyAssignmentName: words,
    doNotApplyToChildScopes: v.nullish(v.boolean(), false),
    permissions,
    principals: v.array(party),
    excludePrincipals: v.nullish(v.array(party), []),
    condition: words,
  }),
});

/** Stands for all principals (https://learn.microsoft.com/azure/role-based-access-control/deny-assignments). */
const EVERYONE = '00000000-0000-0000-0000-000000000000';

/** Maps lists of deny assignments. One whose parties cannot be named is a gap: whom it binds is not known. */
export const mapDenyAssignments = mapCalls({
  denyAssignments(into, body, asked) {
    for (const { value, at, where } of rowsOf(into, body, asked, denyAssignment, ({ properties }) => properties.scope)) {
      const { id, properties: told } = value;
      if (![...told.principals, ...told.excludePrincipals].every((each) => isGuid(each.id))) {
        lost(into, `deny assignment ${id} names a party in a way not understood`, `${at}/properties/principals`);
        continue;
      }
      const partyOf = (each: string): DenyAssignmentFact['principals'][number] =>
        each === EVERYONE ? 'everyone' : directoryObject(asked.tenant, each);
      const fact: DenyAssignmentFact = {
        type: 'deny-assignment',
        id,
        name: told.denyAssignmentName ?? id,
        scope: where.scope,
        notToChildren: told.doNotApplyToChildScopes,
        permissions: told.permissions,
        principals: sorted(told.principals.map((each) => partyOf(each.id))),
        excluded: sorted(told.excludePrincipals.map((each) => directoryObject(asked.tenant, each.id))),
        condition: told.condition,
      };
      push(into, 'limiter', where.boundary, `deny|${id}`, fact, at);
    }
  },
});

function sorted<T extends string>(ids: readonly T[]): readonly T[] {
  return [...new Set(ids)].sort(byCodeUnit);
}
