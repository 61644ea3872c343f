import type { Instant } from '../base/instant.ts';
import type { BoundaryId, EntityId } from './ids.ts';

export type IdentityKind =
  | 'user'
  | 'guest'
  | 'group'
  | 'role'
  | 'service-account'
  | 'service-principal'
  | 'managed-identity'
  | 'app'
  | 'workload'
  | 'agent'
  | 'root'
  | 'service'
  | 'federated'
  | 'external-party'
  | 'pool'
  /** Something of a directory of which only the id is known. */
  | 'directory-object';

export type Nature = 'human' | 'non-human' | 'unknown';

/** Anything that can act or be acted as. Kept in facts of kind `identity`. */
export interface Identity {
  /** The native id; in AWS the ARN. */
  readonly id: EntityId;
  /** The immutable id (`AROA…`), `null` where the source has none. The same id with a new uid is a new identity. */
  readonly uid: string | null;
  readonly kind: IdentityKind;
  readonly nature: Nature;
  /** Why `nature` is what it is, in words. */
  readonly natureReason: string;
  readonly name: string;
  /** `null` for a party outside everything that was read. */
  readonly boundary: BoundaryId | null;
  readonly createdAt: Instant | null;
  readonly tags: Readonly<Record<string, string>>;
  /** Managed by the provider itself and not assignable by anyone (an AWS service-linked role). */
  readonly providerManaged: boolean;
  /** Disabled but kept: its authority is latent. `null` = not told by what was read. */
  readonly enabled: boolean | null;
  /** In the provider's recycle bin since: one act brings it back with what it had. Left out: it is not there. */
  readonly deletedAt?: Instant;
  /** What tells that two accounts are one person's; left out: nothing does. */
  readonly handles?: readonly Handle[];
}

/** One way of knowing whose account this is. */
export interface Handle {
  /** What the value is unique in: `entra-object`, `employee-id`, `user-name`. */
  readonly kind: string;
  /** Compared as it is, but for the case of letters. */
  readonly value: string;
  /** The provider never gives it to anybody else. Others join only where the configuration says so. */
  readonly immutable: boolean;
}

export type CredentialKind =
  | 'password'
  | 'access-key'
  | 'client-secret'
  | 'certificate'
  | 'api-key'
  | 'pat'
  | 'ssh-key'
  | 'deploy-key'
  | 'refresh-token'
  | 'token'
  | 'secret-id'
  | 'federated-trust'
  /** A directory's own sign-in, with whatever factors it asks for. */
  | 'sign-in'
  | 'mfa-device';

/** What authenticates an identity. Kept in facts of kind `credential`. */
export interface Credential {
  /** Unique in the estate: `<identity id>#access-key-1` when the source gives no id of its own. */
  readonly id: string;
  readonly identity: EntityId;
  readonly kind: CredentialKind;
  readonly name: string;
  /** `inactive` can be made active again by one act, and is not gone. */
  readonly state: 'active' | 'inactive';
  readonly createdAt: Instant | null;
  /** The last change of the secret itself. */
  readonly rotatedAt: Instant | null;
  readonly expiresAt: Instant | null;
  /** `never`: the source says it was never used. `unknown`: the source cannot tell. */
  readonly lastUsed: Instant | 'never' | 'unknown';
  /** Whether a second factor is demanded; `null` where that is no property of this kind or was not read. */
  readonly secondFactor: boolean | null;
  /** One service of what the identity may do, and never the rest. Left out: the whole identity. Facts of kind `service-credential` open one service. */
  readonly opens?: 'service';
}

/** When an identity was last seen to act. Kept in facts of kind `usage`, which never make intervals. */
export interface Usage {
  readonly identity: EntityId;
  /** `never`: not within the look-back window that the source keeps. */
  readonly lastUsed: Instant | 'never' | 'unknown';
  /** Length of the source's look-back window in days; `null` = since creation. */
  readonly lookBackDays: number | null;
  readonly detail: string | null;
}

/** When an identity last used one service. Kept in facts of kind `service-usage`, which never make intervals. */
export interface ServiceUsage {
  readonly identity: EntityId;
  /** The provider's name of the service; in AWS the prefix of its actions: `iam`. */
  readonly service: string;
  /** `never`: not within the look-back window that the source keeps. */
  readonly lastUsed: Instant | 'never';
  /** Length of the source's look-back window in days. */
  readonly lookBackDays: number;
}

/** Kept in facts of kind `boundary`. */
export interface Boundary {
  readonly id: BoundaryId;
  readonly kind: string;
  readonly name: string | null;
  /** What it grants goes to identities of its own alone (a directory): what was not read of it bears on no party outside. */
  readonly closed?: true;
  /** What writes down what is done in it, as it is set up now; empty: nothing does. Left out: not told. */
  readonly logs?: readonly BoundaryLog[];
}

/** Something that keeps a record of what is done in a boundary, as far as the provider tells of it. `null` members: not told. */
export interface BoundaryLog {
  readonly id: string;
  readonly name: string;
  readonly isOn: boolean | null;
  /** The provider's words of why the last of it could not be kept; `null`: it could, or nothing was tried. */
  readonly failing: string | null;
  /** Changes in every region are kept, those of what has no region among them. */
  readonly everywhere: boolean;
  /** Of changes of rights, credentials and resources. `part`: some are left out. */
  readonly changes: 'all' | 'part' | 'none' | null;
  /** It can be shown that nothing was altered or removed since. */
  readonly sealed: boolean;
  /** Where it is kept, in the provider's words. */
  readonly kept: string | null;
}
