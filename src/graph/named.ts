import { byKeys } from '../base/order.ts';
import type { Identity } from '../model/entity.ts';
import type { BoundaryId, EntityId } from '../model/ids.ts';
import { isUnreadPart, nameForm } from './names.ts';

/** Who named an identity that nobody listed. */
export interface Named {
  readonly boundary: BoundaryId;
  readonly by: string;
  /** Only links that match nobody name it. */
  readonly nobody: boolean;
  /** A credential or a use of it was read, so it is there. */
  readonly told: boolean;
}

/** The identity that a name nobody listed stands for, and whether it should have been listed. */
export function madeIdentity(
  id: EntityId,
  by: Named,
  isRead: (boundary: BoundaryId) => boolean,
  isReadWhole: (boundary: BoundaryId) => boolean,
): { readonly identity: Identity; readonly dangling: boolean } {
  const form = nameForm(id);
  // A form that tells no boundary is that of a party outside; a text without a form can only be a name in the boundary that uses it.
  const boundary = by.told ? by.boundary : form === undefined ? by.boundary : form.boundary;
  const outside = boundary === null || (!by.told && !isRead(boundary) && form?.kind !== 'pool');
  // An object of a directory that was not read is still one, and no stranger.
  const isStranger = form === undefined || (outside && form.boundary !== null && form.kind !== 'directory-object');
  const kind = isStranger ? 'external-party' : form.kind;
  const nature = kind === 'service' ? 'non-human' : 'unknown';
  return {
    identity: {
      id,
      uid: null,
      kind: by.nobody ? 'external-party' : kind,
      nature,
      natureReason: kind === 'service' ? 'a service of the provider' : `named by ${by.by}, listed by nobody`,
      name: form === undefined || (kind === 'external-party' && form.boundary !== null) ? id : form.name,
      // What was not read is no place of its own: only those who lead to it are asked about it, not all of their boundary.
      boundary: outside || by.nobody || isUnreadPart(id) ? null : boundary,
      createdAt: null,
      tags: {},
      providerManaged: false,
      enabled: null,
    },
    // A root user is always there, whether or not a surface lists it; a pool is a name of ours. Rights outlive the objects of a directory: where all
    // of it was read, one that nobody listed was deleted, and nothing is missing.
    dangling: !outside && !by.nobody && kind !== 'root' && kind !== 'pool' && !(kind === 'directory-object' && isReadWhole(boundary)),
  };
}

/** Facts in one order. */
export function sortedFacts<T extends { readonly boundary: string; readonly surface: string; readonly key: string }>(
  facts: readonly T[],
): readonly T[] {
  return facts.toSorted(
    byKeys(
      (each) => each.boundary,
      (each) => each.surface,
      (each) => each.key,
    ),
  );
}
