import type { Access, AccessKind } from '../../src/model/access.ts';
import type { Instant } from '../../src/base/instant.ts';
import type { BoundaryId, EntityId, ScopeId } from '../../src/model/ids.ts';

/** What makes an access the one it is. Immutable native ids all. */
export interface Given {
  readonly kind: AccessKind;
  readonly boundary: BoundaryId;
  readonly subject: EntityId;
  /** Native id of what is given; it makes the id, and is the first of the names. */
  readonly object: string;
  /** Where the object alone does not tell it: what it is given on. */
  readonly scope: ScopeId | null;
  /** Tells apart two things that are given of one object on one scope (member and owner). */
  readonly part?: string;
}

/** What a record tells of it. `names`: what logs, brokers and tickets call the object beside its id; those not known are left out. */
export interface Told {
  readonly source: string;
  readonly name: string;
  readonly names?: readonly (string | null | undefined)[];
  readonly from?: Instant | null;
  readonly until?: Instant | null;
  readonly activated?: boolean;
  /** A list that knows no ends. */
  readonly endUntold?: boolean;
}

/** An access; its id is the same for whatever tells of it, at any time. */
export function accessOf({ kind, boundary, subject, object, scope, part }: Given, told: Told): Access {
  const names = [object, ...(told.names ?? [])].filter((each): each is string => typeof each === 'string' && each !== '');
  return {
    id: [kind, boundary, subject, object, part ?? scope ?? ''].join('|'),
    kind,
    boundary,
    subject,
    objects: [...new Set(names)],
    name: told.name,
    scope,
    source: told.source,
    from: told.from ?? null,
    until: told.until ?? null,
    activated: told.activated ?? false,
    ...(told.endUntold === true ? { endUntold: true as const } : {}),
  };
}
