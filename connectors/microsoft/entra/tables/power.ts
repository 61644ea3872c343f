import type { Capability } from '../../../../src/model/capability.ts';
import type { LinkKind } from '../../../../src/model/grant.ts';

/**
 * Kinds of things in a directory that somebody can act as by changing them. Users by who may give them a new password; groups by who may
 * change their members; `rules`: groups whose members follow from a rule; `attribute-rules`: those of them whose rule reads what can be changed of a user; `guests`: those who can be made members, `guests-any`: all of them; `packaged-groups`: groups, and directory roles, that an access package gives; `users-synchronized`, `synchronized-groups`: those that a directory on premises keeps; `blueprints`: applications that agents are made of. `everything`: all of them, those in restricted administrative units
 * among them.
 */
export type Sort =
  | 'users-any'
  | 'users-authentication'
  | 'users-user'
  | 'users-helpdesk'
  | 'users-password'
  | 'users-synchronized'
  | 'guests'
  | 'guests-any'
  | 'applications'
  | 'blueprints'
  | 'security-groups'
  | 'unified-groups'
  | 'security-rules'
  | 'unified-rules'
  | 'attribute-rules'
  | 'assignable-groups'
  | 'packaged-groups'
  | 'synchronized-groups'
  | 'restricted'
  | 'everything';

/** Where a right of a power is: the whole tenant, Azure's root scope, or a part of the tenant, which is never tier 0 by itself. */
export type Over =
  | 'tenant'
  | 'azure'
  | 'users'
  | 'groups'
  | 'role-assignable-groups'
  | 'applications'
  | 'agents'
  | 'consents'
  | 'devices'
  | 'administrative-units'
  | 'access-packages'
  | 'lifecycle-workflows'
  | 'provisioning'
  | 'partners'
  | 'diagnostic-settings'
  | 'directory'
  | 'mail'
  | 'files'
  | 'sites';

/** Something that a role, a permission or a scope lets its holder do. */
export interface Power {
  /** In a reader's words, after the holder's name: `may give any user a new password`. */
  readonly says: string;
  readonly rights: readonly (readonly [Capability, Over])[];
  /** Whom its holder can become by it. */
  readonly reaches: readonly (readonly [LinkKind, Sort])[];
  /** The name of that way; with it `reaches`. */
  readonly way?: string;
  /** It may not come to that: what decides it, in a reader's words. */
  readonly provided?: string;
  /** Held at an administrative unit or at one object it reaches what is there. Left out: there it gives nothing. */
  readonly narrows?: true;
}
