import type { Reading } from '../../../../../src/contract/reading.ts';
import type { EntityId } from '../../../../../src/model/ids.ts';
import type { EventKey, LifeCycleEvent } from '../../../../../src/model/life-cycle.ts';
import { objectIn } from '../../graph-page.ts';
import type { Meaning } from './meaning.ts';
import type { AuditEntry } from './schema.ts';
import { objectId, typeOf } from './told-by.ts';

/** The service that keeps the requests, as it signs what it does in the directory (https://learn.microsoft.com/entra/id-governance/privileged-identity-management). */
const BROKER_APP = '01fc33a7-78ba-4d2f-a4b7-768e336e890e';
const brokerNames: ReadonlySet<string> = new Set(['ms-pim', 'azure ad pim', 'microsoft entra pim', 'ms-pim-fairfax']);

export function actorOf(into: Reading, { initiatedBy }: AuditEntry): EntityId | null {
  const id = objectId(initiatedBy?.user?.id) ?? objectId(initiatedBy?.app?.servicePrincipalId);
  return id === null ? null : objectIn(into, id);
}

/** What whoever did it signs in with, an application by its `appId`, and what that is called. */
export function actorNames({ initiatedBy }: AuditEntry): readonly EventKey[] {
  const { user, app } = initiatedBy ?? {};
  return [...keyOf('user-name', user?.userPrincipalName), ...keyOf('app-id', app?.appId), ...keyOf('display-name', app?.displayName)];
}

/** Of an entry that tells no id of whom it is about: what the people among its targets sign in with. */
export function namesOf({ targetResources }: AuditEntry): readonly EventKey[] {
  return targetResources.filter((each) => typeOf(each) === 'user').flatMap((each) => keyOf('user-name', each.userPrincipalName));
}

function keyOf(kind: string, value: string | null | undefined): readonly EventKey[] {
  const told = value?.trim() ?? '';
  return told === '' ? [] : [{ kind, value: told }];
}

export function byOf({ initiatedBy }: AuditEntry, { type }: Meaning): LifeCycleEvent['by'] {
  if (type === 'expired') return 'provider';
  const [user, app] = [initiatedBy?.user ?? null, initiatedBy?.app ?? null];
  const name = (user?.displayName ?? app?.displayName ?? '').trim().toLowerCase();
  if (brokerNames.has(name) || objectId(app?.appId) === BROKER_APP) return 'broker';
  if (objectId(user?.id) !== null) return 'person';
  return app === null ? 'unknown' : 'automation';
}
