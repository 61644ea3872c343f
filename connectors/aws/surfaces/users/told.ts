import * as v from 'valibot';
import type { Instant } from '../../../../src/base/instant.ts';
import type { Surface } from '../../../../src/contract/connector.ts';
import type { Credential } from '../../../../src/model/entity.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import { parseIamArn } from '../../identity.ts';
import { isAsked } from '../asked.ts';
import { asJson } from '../item.ts';
import type { Reading } from '../../../../src/contract/reading.ts';

/**
 * Credentials that lists of single users tell of. The credential report tells of the same ones, their ids aside, so no line of the
 * ledger is its own: a list that was not read leaves open what the list's surface says, and not whether a report told all it tells.
 */
export const listedCredentials: Surface = {
  id: 'aws:listed-credentials',
  yields: ['credential'],
  permission: 'none of its own (lists of access keys, passwords and signing certificates tell it)',
  ifUnread: 'credentials that came after the credential report, and those of users it does not name',
  provesAbsence: 'no',
  role: 'describes',
};

export type ListedKind = 'access-keys' | 'certificates' | 'password' | 'mfa-devices' | 'root';

/** kind `credential-detail`, key `<kind>|<user ARN>`: all that a user has of one kind, told by an answer that was read to its end. */
export interface CredentialListFact {
  readonly type: 'list';
  readonly of: ListedKind;
  readonly identity: EntityId;
  /** Native ids, sorted; empty: the user has none, or is gone. */
  readonly ids: readonly string[];
}

/** kind `credential-detail`, key `last-use|<access key id>` */
export interface KeyUseFact {
  readonly type: 'last-use';
  readonly key: string;
  /** `null`: none seen since IAM began to keep it. */
  readonly lastUsed: Instant | null;
}

/** kind `credential-detail`, key `virtual-mfa-device|<serial number>`: one that is assigned. */
export interface VirtualDeviceFact {
  readonly type: 'virtual-mfa-device';
  readonly serial: string;
  readonly identity: EntityId;
}

export type CredentialDetail = CredentialListFact | KeyUseFact | VirtualDeviceFact;

/** ARN of a user as tasks carry it: the request needs its name, what is told of it the whole. */
export const userArn = v.pipe(
  v.string(),
  v.check((arn) => parseIamArn(arn)?.resource.startsWith('user/') === true, 'no ARN of a user'),
);

/** The name that requests ask by: the last part of the ARN, behind its path. */
export function userNameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** The user's name in an answer about one; `null` where it is left out. */
export const userName = v.nullish(v.string(), null);

/** Whether an answer is about the user that was asked for; a gap where it names another. */
export function isOfUser(into: Reading, user: EntityId, named: string | null, at: string): boolean {
  return isAsked(into, userNameOf(user), named, at, user);
}

export const text = v.pipe(v.string(), v.minLength(1));
export const status = v.picklist(['Active', 'Inactive', 'Expired']);

/** What a credential is unless its answer tells more. */
export const plainCredential: Omit<Credential, 'id' | 'identity' | 'kind' | 'name' | 'state'> = {
  createdAt: null,
  rotatedAt: null,
  expiresAt: null,
  lastUsed: 'unknown',
  secondFactor: null,
};

/** `key`: the credential's id, unless a credential report says something of its own under that. */
export function pushCredential(into: Reading, value: Credential, at: string, key: string = value.id): void {
  const { boundary } = into.task;
  into.facts.push({ kind: 'credential', boundary, surface: listedCredentials.id, key, value, pointer: at });
}

export function pushServiceCredential(into: Reading, value: Credential, at: string): void {
  const { boundary, surface } = into.task;
  into.facts.push({ kind: 'service-credential', boundary, surface, key: value.id, value, pointer: at });
}

export function pushDetail(into: Reading, value: CredentialDetail, at: string): void {
  const { boundary, surface } = into.task;
  const key =
    value.type === 'list' ? `${value.of}|${value.identity}` : `${value.type}|${value.type === 'last-use' ? value.key : value.serial}`;
  into.facts.push({ kind: 'credential-detail', boundary, surface, key, value: asJson(value), pointer: at });
}
