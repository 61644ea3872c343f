import type { Json } from '../../../../../src/base/json.ts';
import { isJsonObject } from '../../../../../src/base/json.ts';
import { instantOf, parseInstant } from '../../../../../src/base/instant.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import { elements, lost, notUnderstood, reading } from '../../../../../src/contract/reading.ts';
import type { Identity } from '../../../../../src/model/entity.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { arg, objectIn, tellIdentity, tenantIn } from '../../graph-page.ts';
import { objectHandle } from '../../handles.ts';
import { isOfMicrosoft } from '../../tables/microsoft.ts';
import type { AccountWords } from '../people/account.ts';
import { kindOfAccount } from '../people/account.ts';
import { tellCredentials } from './credentials.ts';
import type { DeletedSort } from './deleted-calls.ts';
import { deletedSorts } from './deleted-calls.ts';
import { softwareIdentity } from './identities.ts';
import { deletedObject } from './schema.ts';
import { kindOfSort, sortOf } from './service-principals.ts';

/**
 * One page of the recycle bin. What is in it cannot act and comes back by one act, with its credentials and whatever the lists of rights
 * still give it: an identity with `deletedAt`, its credentials inactive.
 */
export function mapDeletedItems(task: Task, body: Json): Mapped {
  const sort = deletedSorts.find((each) => arg(task.args, 'call') === `Deleted-${each}`);
  if (sort === undefined) return notUnderstood(task);
  const into = reading(task);
  const items = isJsonObject(body) && Array.isArray(body['value']) ? (body['value'] as readonly Json[]) : [];
  for (const { value, at } of elements(into, body, 'value', deletedObject)) {
    const deleted = parseInstant(value.deletedDateTime);
    const id = objectIn(into, value.id);
    if (deleted === undefined) {
      lost(into, `${JSON.stringify(value.deletedDateTime)} is no time at which ${value.id} was deleted`, `${at}/deletedDateTime`, id);
      continue;
    }
    const kind = kindOf(sort, value);
    const home = value.appOwnerOrganizationId ?? null;
    const identity = softwareIdentity({
      id,
      tenant: tenantIn(task),
      kind,
      name: value.displayName ?? value.userPrincipalName,
      appId: value.appId,
      createdAt: value.createdDateTime,
      enabled: false,
      providerManaged: isOfMicrosoft(home),
      deletedAt: instantOf(deleted),
    });
    const handles = sort === 'user' || sort === 'group' ? { handles: [objectHandle(value.id)] } : {};
    tellIdentity(into, { ...identity, ...natureOf(sort), ...handles }, at);
    if (sort === 'application' || (sort === 'servicePrincipal' && kind !== 'managed-identity')) {
      tellCredentials(into, items[Number(at.slice('/value/'.length))] ?? null, id, at, 'inactive');
    }
  }
  return into;
}

function kindOf(sort: DeletedSort, told: AccountWords & { readonly servicePrincipalType?: string | null | undefined }): Identity['kind'] {
  if (sort === 'user') return kindOfAccount(told);
  if (sort === 'servicePrincipal') return kindOfSort(sortOf(told.servicePrincipalType));
  return sort === 'group' ? 'group' : 'app';
}

function natureOf(sort: DeletedSort): Partial<Identity> {
  if (sort === 'user') return { nature: 'human', natureReason: 'a user of the directory' };
  return sort === 'group' ? { nature: 'non-human', natureReason: 'a group' } : {};
}
