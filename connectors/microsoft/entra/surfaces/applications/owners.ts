import type { Json, JsonObject } from '../../../../../src/base/json.ts';
import { isJsonObject } from '../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import { elements, reading } from '../../../../../src/contract/reading.ts';
import type { EntityId } from '../../../../../src/model/ids.ts';
import type { Task } from '../../../../../src/model/page.ts';
import type { OwnersUnclearFact } from '../../application-facts.ts';
import type { OwnerFact, OwnersListedFact } from '../../facts.ts';
import { errorCode } from '../../../error-code.ts';
import { arg, missing, objectIn, tell } from '../../graph-page.ts';
import { EXPANDED_AT_MOST } from './applications.ts';
import { about } from './credentials.ts';
import { reference } from './schema.ts';

/** Calls of the surface, each with what it is about. */
const lists: Readonly<Record<string, OwnersUnclearFact['sort']>> = {
  ApplicationsWithOwners: 'application',
  ServicePrincipalsWithOwners: 'service-principal',
};

/** One page of a list with its owners, or of the owners of one object. */
export function mapOwners(task: Task, body: Json): Mapped {
  const sort = lists[arg(task.args, 'call')];
  return sort === undefined ? ofOne(task, body) : ofMany(task, body, sort);
}

function ofMany(task: Task, body: Json, sort: OwnersUnclearFact['sort']): Mapped {
  const into = reading(task);
  const items = isJsonObject(body) && Array.isArray(body['value']) ? (body['value'] as readonly Json[]) : [];
  for (const { value, at } of elements(into, body, 'value', reference)) {
    const of = objectIn(into, value.id);
    const item = (items[Number(at.slice('/value/'.length))] ?? null) as JsonObject;
    const list = item['owners'];
    if (!Array.isArray(list) || list.length >= EXPANDED_AT_MOST) {
      const unclear: OwnersUnclearFact = { type: 'owners-unclear', of, sort };
      tell(into, 'observation', `owners-unclear|${of}`, unclear, at);
      continue;
    }
    const told = tellOwners(into, item, 'owners', of, at);
    if (told === list.length) tellListed(into, of, told, at);
  }
  return into;
}

function ofOne(task: Task, body: Json): Mapped {
  const into = reading(task);
  const object = arg(task.args, 'application');
  const of = objectIn(into, object === '' ? arg(task.args, 'servicePrincipal') : object);
  if (errorCode(body) !== undefined) {
    missing(into, 'vanished', 'it was listed, and was gone when its owners were asked for', '', of);
    return into;
  }
  const given = isJsonObject(body) && Array.isArray(body['value']) ? (body['value'] as readonly Json[]).length : -1;
  const told = tellOwners(into, body, 'value', of, '');
  // An empty page may be the last of several: that nobody owns it is then told against by the owners' own facts.
  if (told === given) tellListed(into, of, told, '');
  return into;
}

/** How many could be read. */
function tellOwners(into: Reading, body: Json, list: string, of: EntityId, at: string): number {
  const owners = about(into, of, () => elements(into, body, list, reference, at));
  for (const { value, at: place } of owners) {
    const fact: OwnerFact = { type: 'owner', of, owner: objectIn(into, value.id) };
    tell(into, 'trust', `owner|${of}|${fact.owner}`, fact, place);
  }
  return owners.length;
}

function tellListed(into: Reading, of: EntityId, count: number, at: string): void {
  const fact: OwnersListedFact = { type: 'owners-listed', of, count };
  tell(into, 'observation', `owners|${of}`, fact, at);
}
