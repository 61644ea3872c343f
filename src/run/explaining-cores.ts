import type { ExplainingCore, ExplainingCores } from '../contract/explaining-core.ts';
import type { BoundaryId, ConnectorId } from '../model/ids.ts';

/** The core of a connector, loaded where it was not; `undefined` where there is none of that id. */
export async function explainingCore(
  connectors: readonly ExplainingCore[] | ExplainingCores,
  id: ConnectorId,
): Promise<ExplainingCore | undefined> {
  return isList(connectors) ? connectors.find((each) => each.id === id) : connectors.get(id)?.();
}

/** The cores of the connectors that these boundaries belong to. */
export function coresOfBoundaries(
  connectors: readonly ExplainingCore[] | ExplainingCores,
  boundaries: ReadonlySet<BoundaryId>,
): Promise<readonly ExplainingCore[]> {
  const isOwner = (id: ConnectorId): boolean => [...boundaries].some((boundary) => boundary.startsWith(`${id}:`));
  if (isList(connectors)) return Promise.resolve(connectors.filter(({ id }) => isOwner(id)));
  return Promise.all([...connectors].flatMap(([id, load]) => (isOwner(id) ? [load()] : [])));
}

/** Ids of the connectors there are. */
export function idsOf(connectors: readonly ExplainingCore[] | ExplainingCores): readonly ConnectorId[] {
  return isList(connectors) ? connectors.map(({ id }) => id) : [...connectors.keys()];
}

function isList(connectors: readonly ExplainingCore[] | ExplainingCores): connectors is readonly ExplainingCore[] {
  return Array.isArray(connectors);
}
