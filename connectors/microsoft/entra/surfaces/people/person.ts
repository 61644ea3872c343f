import * as v from 'valibot';
import { inOnePiece } from '../../../../../src/base/text/one-piece.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import type { Handle, Identity, Nature } from '../../../../../src/model/entity.ts';
import type { EntityId } from '../../../../../src/model/ids.ts';
import { objectHandle } from '../../handles.ts';
import { accountTags, kindOfAccount, SYNCHRONIZED } from './account.ts';
import { guid, objectIn, tellCredential, tellIdentity, text, time } from '../../graph-page.ts';

/** https://learn.microsoft.com/graph/api/resources/user. An account of which the caller may see no more has `null` for all but its id. */
export const person = v.object({
  '@odata.type': text,
  id: guid,
  displayName: text,
  userPrincipalName: text,
  userType: text,
  // `null` of whoever was never invited; left out of what was asked for before it was asked
  externalUserState: v.optional(v.nullable(v.string())),
  accountEnabled: v.nullish(v.boolean(), null),
  createdDateTime: time,
  lastPasswordChangeDateTime: time,
  onPremisesSyncEnabled: v.nullish(v.boolean(), null),
  onPremisesImmutableId: text,
  employeeId: text,
  mail: text,
  isResourceAccount: v.nullish(v.boolean(), null),
});
export type Person = v.InferOutput<typeof person>;

// one for a whole tenant
const synchronized: Readonly<Record<string, string>> = { [SYNCHRONIZED]: 'true' };

/** Adds a user or guest, with what signs in as it. Tells whether the answer says if it is enabled: where not, nothing is said of its sign-in. */
export function tellPerson(into: Reading, value: Person, at: string): boolean {
  const id = objectIn(into, value.id);
  const [nature, natureReason] = natureOf(value);
  const { accountEnabled: enabled } = value;
  const identity: Identity = {
    id,
    uid: value.id,
    kind: kindOfAccount(value),
    nature,
    natureReason,
    name: value.userPrincipalName ?? value.displayName ?? value.id,
    boundary: into.task.boundary,
    createdAt: value.createdDateTime ?? null,
    tags: tagsOf(value),
    providerManaged: false,
    enabled,
    handles: handlesOf(value),
  };
  tellIdentity(into, identity, at);
  if (enabled !== null) tellSignIn(into, id, enabled, value, at);
  return enabled !== null;
}

function tagsOf(value: Person): Readonly<Record<string, string>> {
  const tags = accountTags(value);
  if (value.onPremisesSyncEnabled !== true) return tags;
  return Object.keys(tags).length === 0 ? synchronized : { ...tags, ...synchronized };
}

/** The directory's own sign-in. Which factors it asks for is up to policies that are not read. */
function tellSignIn(into: Reading, identity: EntityId, enabled: boolean, value: Person, at: string): void {
  tellCredential(
    into,
    {
      id: inOnePiece(`${identity}#sign-in`),
      identity,
      kind: 'sign-in',
      name: 'sign-in',
      state: enabled ? 'active' : 'inactive',
      createdAt: null,
      rotatedAt: value.lastPasswordChangeDateTime ?? null,
      expiresAt: null,
      lastUsed: 'unknown',
      secondFactor: null,
    },
    at,
  );
}

// https://learn.microsoft.com/entra/identity/hybrid/connect/reference-connect-accounts-permissions: what the tools that synchronize name theirs
const SYNCHRONIZES = /^(?:sync_[^@]*|adtoaadsyncserviceaccount(?:@|$))/i;

function natureOf(value: Person): readonly [Nature, string] {
  const { '@odata.type': type, userPrincipalName } = value;
  if (typeof type === 'string' && type !== '#microsoft.graph.user') return ['unknown', `told as ${type}`];
  if (value.isResourceAccount === true) return ['unknown', 'a resource account'];
  if (SYNCHRONIZES.test(userPrincipalName ?? '')) return ['unknown', 'named as an account that synchronizes directories'];
  return ['human', 'the directory keeps people as users'];
}

/** What tells whose account it is. The name of a guest is one that this directory made up. */
function handlesOf(value: Person): readonly Handle[] {
  const handles: Handle[] = [objectHandle(value.id)];
  const { onPremisesImmutableId, employeeId, userPrincipalName, mail } = value;
  if (isText(onPremisesImmutableId)) handles.push({ kind: 'on-premises-immutable-id', value: onPremisesImmutableId, immutable: true });
  if (isText(employeeId)) handles.push({ kind: 'employee-id', value: employeeId, immutable: false });
  if (isText(userPrincipalName) && !userPrincipalName.includes('#EXT#')) {
    handles.push({ kind: 'user-name', value: userPrincipalName, immutable: false });
  }
  if (isText(mail)) handles.push({ kind: 'mail', value: mail, immutable: false });
  return handles;
}

function isText(value: string | null | undefined): value is string {
  return typeof value === 'string' && value !== '';
}

/** One gap for a page on which so many are told without what they are: the caller may not see more of them. */
export function tellWithheld(into: Reading, count: number): void {
  if (count === 0) return;
  const { boundary, surface } = into.task;
  const detail = `the answer withholds of ${count} accounts whether they are enabled, as it does where the caller may not read them (at /value)`;
  into.gaps.push({ boundary, surface, cause: 'denied', detail });
}
