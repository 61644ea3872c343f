import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import { isJsonObject } from '../../../../../src/base/json.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import { elements, lost, shaped } from '../../../../../src/contract/reading.ts';
import type { Identity } from '../../../../../src/model/entity.ts';
import type { UnresolvedFact } from '../../facts.ts';
import { guid, objectIn, tell, tellIdentity, text, time } from '../../graph-page.ts';
import { group, tellGroup } from '../groups/group.ts';
import { person, tellPerson, tellWithheld } from './person.ts';

const object = v.looseObject({ '@odata.type': text, id: guid });
const other = v.object({
  displayName: text,
  createdDateTime: time,
  accountEnabled: v.nullish(v.boolean(), null),
  servicePrincipalType: text,
});

/**
 * Maps a page of the objects that were asked for by their ids. Types that are not known here are directory objects of their own, as are
 * those without a type. An id that the page lacks is said to be unresolved: it may be on another page, deleted, foreign, or hidden.
 */
export function mapObjects(into: Reading, body: Json, ids: readonly string[]): void {
  const asked = new Set(ids);
  let withheld = 0;
  for (const { value, at } of elements(into, body, 'value', object)) {
    if (!asked.has(value.id)) {
      lost(into, `the answer is about ${value.id}, which was not asked for`, `${at}/id`);
      continue;
    }
    asked.delete(value.id);
    const given = value as unknown as Json;
    switch (value['@odata.type']) {
      case '#microsoft.graph.user': {
        const user = shaped(into, person, given, 'a user could not be read', at);
        if (user !== undefined && !tellPerson(into, user, at)) withheld++;
        break;
      }
      case '#microsoft.graph.group': {
        const found = shaped(into, group, given, 'a group could not be read', at);
        if (found !== undefined) tellGroup(into, found, at);
        break;
      }
      default: {
        const found = shaped(into, other, given, 'an object could not be read', at);
        if (found !== undefined) tellOther(into, value.id, value['@odata.type'] ?? null, found, at);
      }
    }
  }
  tellWithheld(into, withheld);
  const list = isJsonObject(body) ? body['value'] : undefined;
  if (!Array.isArray(list)) return;
  for (const id of asked) {
    const fact: UnresolvedFact = { type: 'unresolved', object: objectIn(into, id) };
    tell(into, 'observation', `unresolved|${fact.object}`, fact, '/value');
  }
}

const none: Readonly<Record<string, string>> = {};

function tellOther(into: Reading, uid: string, type: string | null, value: v.InferOutput<typeof other>, at: string): void {
  const identity: Identity = {
    ...kindOf(type, value.servicePrincipalType ?? null),
    id: objectIn(into, uid),
    uid,
    name: value.displayName ?? uid,
    boundary: into.task.boundary,
    createdAt: value.createdDateTime ?? null,
    tags: none,
    providerManaged: false,
    enabled: value.accountEnabled,
  };
  tellIdentity(into, identity, at);
}

function kindOf(type: string | null, sort: string | null): Pick<Identity, 'kind' | 'nature' | 'natureReason'> {
  if (type === '#microsoft.graph.servicePrincipal') {
    const kind = sort?.toLowerCase() === 'managedidentity' ? 'managed-identity' : 'service-principal';
    return { kind, nature: 'non-human', natureReason: 'a service principal stands for a workload' };
  }
  if (type === '#microsoft.graph.device') return { kind: 'directory-object', nature: 'non-human', natureReason: 'a device' };
  return { kind: 'directory-object', nature: 'unknown', natureReason: type === null ? 'told without a type' : `told as ${type}` };
}
