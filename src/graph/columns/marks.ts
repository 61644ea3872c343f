import type { BoundaryId, EntityId } from '../../model/ids.ts';

const SLASH = 0x2f;
const COLON = 0x3a;

/** What an id mostly ends with and its owner is called by: the part after its last `/`, else after its last `:`. */
export function nameIn(id: EntityId): string {
  let colon = -1;
  // One look from the end on: nearly always it is short, and to ask for two characters one after the other costs more.
  for (let at = id.length - 1; at >= 0; at--) {
    const code = id.charCodeAt(at);
    if (code === SLASH) return id.slice(at + 1);
    if (code === COLON && colon < 0) colon = at;
  }
  return id.slice(colon + 1);
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
