import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import type { Mapped } from '../../../../src/contract/connector.ts';
import type { Credential, Handle, Identity } from '../../../../src/model/entity.ts';
import type { Task } from '../../../../src/model/page.ts';
import type { DirectoryMembershipFact } from '../../identity-center-facts.ts';
import { directoryArn, listings } from '../../identity-center-facts.ts';
import { allAbout, isAsked } from '../asked.ts';
import type { Reading } from '../../../../src/contract/reading.ts';
import { elements, notUnderstood, reading } from '../../../../src/contract/reading.ts';
import { directoryId, identityStoreId, onward, optionalText, optionalTime, partitionOf, place } from './ids.ts';
import { listed, push } from './pages.ts';

const ofStore = { ...place, identityStore: identityStoreId };

/** Args of the tasks of `aws:identity-center-directory`. */
const directoryArgs = v.variant('call', [
  v.strictObject({ call: v.literal('ListUsers'), ...ofStore, ...onward }),
  v.strictObject({ call: v.literal('ListGroups'), ...ofStore, ...onward }),
  v.strictObject({ call: v.literal('ListGroupMemberships'), ...ofStore, group: directoryId }),
]);

/** Maps one page about the people and groups of an instance. */
export function mapDirectory(task: Task, body: Json): Mapped {
  const read = v.safeParse(directoryArgs, task.args);
  if (!read.success) return notUnderstood(task);
  const args = read.output;
  const into = reading(task);
  const partition = partitionOf(args.instance);
  const isOfStore = ({ IdentityStoreId: store }: OfStore, at: string): boolean => isAsked(into, args.identityStore, store, at);
  switch (args.call) {
    case 'ListUsers': {
      const of = { list: 'Users', schema: user, listing: listings.users, kind: 'provider', isAsked: isOfStore } as const;
      for (const { value, at } of listed(into, body, of, args)) person(into, partition, value, at);
      break;
    }
    case 'ListGroups': {
      const of = { list: 'Groups', schema: group, listing: listings.groups, kind: 'provider', isAsked: isOfStore } as const;
      for (const { value, at } of listed(into, body, of, args)) {
        const { GroupId: uid, DisplayName: name, CreatedAt: createdAt } = value;
        const told = { uid, kind: 'group', nature: 'unknown', natureReason: 'a group never acts by itself', enabled: true } as const;
        identity(into, { ...told, id: directoryArn(partition, 'GROUP', uid), name: name ?? uid, createdAt, ...handlesOf(value) }, at);
      }
      break;
    }
    case 'ListGroupMemberships':
      memberships(into, body, partition, args.group, isOfStore);
      break;
  }
  return into;
}

const inStore = { IdentityStoreId: optionalText };
interface OfStore {
  readonly IdentityStoreId: string | null;
}

const externalIds = v.pipe(
  v.nullish(v.array(v.object({ Issuer: optionalText, Id: v.pipe(v.string(), v.nonEmpty()) })), []),
  v.transform((ids) => ids ?? []),
);

const user = v.object({
  ...inStore,
  UserId: directoryId,
  UserName: optionalText,
  DisplayName: optionalText,
  UserStatus: v.nullish(v.picklist(['ENABLED', 'DISABLED'], 'the status of a user is ENABLED or DISABLED'), null),
  CreatedAt: optionalTime,
  ExternalIds: externalIds,
});
const group = v.object({
  ...inStore,
  GroupId: directoryId,
  DisplayName: optionalText,
  CreatedAt: optionalTime,
  ExternalIds: externalIds,
});

interface WithHandles {
  readonly UserName?: string | null;
  readonly ExternalIds: readonly { readonly Id: string }[];
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * What the directory that provisions this one calls them. Entra ID writes the object id of a group, and of a user where its mapping says so
 * (https://learn.microsoft.com/entra/identity/saas-apps/aws-single-sign-on-provisioning-tutorial): no other object has that number.
 */
function handlesOf({ UserName: name, ExternalIds: ids }: WithHandles): Pick<Identity, 'handles'> {
  const handles = ids.map(({ Id: value }): Handle =>
    GUID.test(value)
      ? { kind: 'entra-object', value: value.toLowerCase(), immutable: true }
      : { kind: 'external-id', value, immutable: false },
  );
  if (name !== undefined && name !== null) handles.push({ kind: 'user-name', value: name, immutable: false });
  return handles.length === 0 ? {} : { handles };
}

function person(into: Reading, partition: string, value: v.InferOutput<typeof user>, at: string): void {
  const { UserId: uid, UserStatus: status, CreatedAt: createdAt } = value;
  const id = directoryArn(partition, 'USER', uid);
  const natureReason = 'IAM Identity Center keeps people';
  const name = value.UserName ?? value.DisplayName ?? uid;
  const enabled = status === null ? null : status === 'ENABLED';
  identity(into, { id, uid, kind: 'user', nature: 'human', natureReason, name, createdAt, enabled, ...handlesOf(value) }, at);
  // A user comes in at the access portal, with what its own directory or another identity provider demands: none of that is told here.
  const credential: Credential = {
    id: `${id}#access-portal`,
    identity: id,
    kind: 'federated-trust',
    name: 'access portal sign-in',
    state: status === 'DISABLED' ? 'inactive' : 'active',
    createdAt: null,
    rotatedAt: null,
    expiresAt: null,
    lastUsed: 'unknown',
    secondFactor: null,
  };
  const { boundary, surface } = into.task;
  into.facts.push({ kind: 'credential', boundary, surface, key: credential.id, value: credential, pointer: at });
}

type Listed = Pick<Identity, 'id' | 'uid' | 'kind' | 'nature' | 'natureReason' | 'name' | 'createdAt' | 'enabled' | 'handles'>;

function identity(into: Reading, of: Listed, at: string): void {
  const { boundary, surface } = into.task;
  const value: Identity = { ...of, boundary, tags: {}, providerManaged: false };
  into.facts.push({ kind: 'identity', boundary, surface, key: of.id, value, pointer: at });
}

const membership = v.object({
  ...inStore,
  GroupId: optionalText,
  MembershipId: optionalText,
  MemberId: v.object({ UserId: directoryId }),
  CreatedAt: optionalTime,
  CreatedBy: optionalText,
});

function memberships(into: Reading, body: Json, partition: string, of: string, isOfStore: (value: OfStore, at: string) => boolean): void {
  const inGroup = directoryArn(partition, 'GROUP', of);
  const found = allAbout(
    elements(into, body, 'GroupMemberships', membership),
    ({ value, at }) => isOfStore(value, at) && isAsked(into, of, value.GroupId, `${at}/GroupId`),
  );
  for (const { value, at } of found) {
    const member = directoryArn(partition, 'USER', value.MemberId.UserId);
    const told: DirectoryMembershipFact = {
      type: 'directory-membership',
      user: member,
      group: inGroup,
      id: value.MembershipId,
      createdAt: value.CreatedAt,
      createdBy: value.CreatedBy,
    };
    push(into, { kind: 'membership', key: `${member}|${inGroup}`, value: told, at });
  }
}
