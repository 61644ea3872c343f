import type { BoundaryId, EntityId } from '../../model/ids.ts';

/** What an id mostly ends with and its owner is called by: the part after its last `/`, else after its last `:`. */
export function nameIn(id: EntityId): string {
  const slash = id.lastIndexOf('/');
  return id.slice((slash < 0 ? id.lastIndexOf(':') : slash) + 1);
}

/** The native part of a boundary's id, as other ids hold it: what stands after the connector. */
export function nativePart(boundary: BoundaryId): string {
  return boundary.slice(boundary.indexOf(':') + 1);
}

/** What the policy that a source is about is called: what stands after the last `|` of its id, without its path. `''` where it has none. */
export function policyIn(source: string): string {
  const bar = source.lastIndexOf('|');
  return bar < 0 ? '' : nameIn(source.slice(bar + 1));
}
