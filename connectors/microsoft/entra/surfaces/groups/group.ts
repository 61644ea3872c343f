import * as v from 'valibot';
import type { Reading } from '../../../../../src/contract/reading.ts';
import type { Identity } from '../../../../../src/model/entity.ts';
import type { GroupFact } from '../../facts.ts';
import { objectHandle } from '../../handles.ts';
import { guid, objectIn, tell, tellIdentity, text, time } from '../../graph-page.ts';

const flag = v.nullish(v.boolean(), null);

/** https://learn.microsoft.com/graph/api/resources/group; `null` is the service's way to say that a group is not synchronized, or takes no roles. */
export const group = v.object({
  id: guid,
  displayName: text,
  createdDateTime: time,
  isAssignableToRole: flag,
  mailEnabled: flag,
  membershipRule: v.nullish(v.string(), null),
  onPremisesSyncEnabled: flag,
  securityEnabled: flag,
  visibility: v.nullish(v.string(), null),
});

const none: Readonly<Record<string, string>> = {};

/** Adds the identity of a group, and what decides who can change it. */
export function tellGroup(into: Reading, value: v.InferOutput<typeof group>, at: string): void {
  const id = objectIn(into, value.id);
  const identity: Identity = {
    id,
    uid: value.id,
    kind: 'group',
    nature: 'unknown',
    natureReason: 'a group never acts by itself',
    name: value.displayName ?? value.id,
    boundary: into.task.boundary,
    createdAt: value.createdDateTime ?? null,
    tags: none,
    providerManaged: false,
    enabled: true,
    handles: [objectHandle(value.id)],
  };
  tellIdentity(into, identity, at);
  const fact: GroupFact = {
    type: 'group',
    group: id,
    roleAssignable: value.isAssignableToRole === true,
    rule: value.membershipRule === '' ? null : value.membershipRule,
    fromOnPremises: value.onPremisesSyncEnabled === true,
    security: value.securityEnabled === true,
    mailEnabled: value.mailEnabled === true,
    visibility: value.visibility,
  };
  tell(into, 'observation', `group|${id}`, fact, at);
}
