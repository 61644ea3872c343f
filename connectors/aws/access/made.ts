import type { Access, AccessKind } from '../../../src/model/access.ts';
import type { BoundaryId, EntityId, ScopeId } from '../../../src/model/ids.ts';

/** What an access is made of; the rest is as it is for nearly all of AWS: no beginning and no end of the provider's, never switched on. */
export interface Given {
  readonly kind: AccessKind;
  readonly boundary: BoundaryId;
  readonly subject: EntityId;
  /** Stands in the access's id; left out: the first of `objects`. */
  readonly object?: string;
  readonly objects: readonly string[];
  readonly name: string;
  readonly scope: ScopeId | null;
  readonly source: string;
  readonly until?: Access['until'];
}

/**
 * An access with its id. A time condition in a policy (`aws:CurrentTime`) is no end of the access: the attachment stays, and what remains of it is
 * told by resolving the policy.
 */
export function accessOf({ object, objects, until = null, ...given }: Given): Access {
  const { kind, boundary, subject, scope } = given;
  const names = [...new Set(objects)].filter((each) => each !== '');
  const id = [kind, boundary, subject, object ?? names[0] ?? '', scope ?? ''].join('|');
  return { id, ...given, objects: names, from: null, until, activated: false };
}

/** `deploy` of `arn:aws:iam::…:role/path/deploy`. */
export function lastName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
