import type { Identity } from '../model/entity.ts';
import type { BoundaryId } from '../model/ids.ts';
import type { View } from '../model/view.ts';

const DIRECTORY_NAME = /^entra\/([^/]+)(?:\/[^/]+)?$/;

/** Whether a boundary is a directory whose objects may be named long after they are gone. */
export function isDirectory(boundary: BoundaryId): boolean {
  return boundary.startsWith('entra:');
}

/** Whether identities act in a boundary that are kept elsewhere with their credentials: in the directory of its tenant. */
export function borrowsIdentities(boundary: BoundaryId): boolean {
  return boundary.startsWith('azure:');
}

/** Whether an id names another organization's directory, or something in it: no boundary of this estate has to do with it. */
export function isOfForeignDirectory(view: View, { id, boundary }: Pick<Identity, 'id' | 'boundary'>): boolean {
  const tenant = boundary === null ? DIRECTORY_NAME.exec(id)?.[1] : undefined;
  return tenant !== undefined && !tenantsOf(view).has(tenant);
}

const tenants = new WeakMap<View, ReadonlySet<string>>();

/** Directories that were read, or whose subscriptions were. */
function tenantsOf(view: View): ReadonlySet<string> {
  let own = tenants.get(view);
  if (own === undefined) {
    own = new Set(view.boundaries.flatMap(({ id }) => /^(?:entra|azure):(.+)$/.exec(id)?.[1] ?? []));
    tenants.set(view, own);
  }
  return own;
}

/** Whether it is of a directory of this estate that was not read: no stranger, and nothing more is known of it. */
export function isOfUnreadDirectory(view: View, { id, boundary }: Pick<Identity, 'id' | 'boundary'>): boolean {
  const tenant = boundary === null ? DIRECTORY_NAME.exec(id)?.[1] : undefined;
  return tenant !== undefined && tenantsOf(view).has(tenant);
}

/** Deleted, as far as its directory tells, which was read whole: what still names it opens nothing. */
export function isLeftBehind(view: View, identity: Identity): boolean {
  const { id, boundary } = identity;
  return boundary !== null && isUnlisted(view, identity) && view.gapsIn('identity', boundary, id).length === 0;
}

/** Something of a directory that was read, of which no list tells: only its id is known. */
export function isUnlisted(view: View, { id, kind, boundary }: Pick<Identity, 'id' | 'kind' | 'boundary'>): boolean {
  return kind === 'directory-object' && boundary !== null && view.evidenceOf('identity', id).length === 0;
}
