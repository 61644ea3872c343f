import type { ConnectorCore } from '../contract/connector.ts';
import type { ConnectorId } from '../model/ids.ts';
import { CollectError } from './errors.ts';

/** Pages of a connector that nobody here knows. */
export function unknownConnector(connector: ConnectorId, known: readonly ConnectorId[]): CollectError {
  const named = known.map((each) => `'${each}'`).join(', ') || 'none';
  return new CollectError('unknown-connector', `cannot read a capture of connector '${connector}': it is not registered here`, {
    hint: `known connectors: ${named}; add the one that made the capture`,
  });
}

/** Throws {@link CollectError} `newer-mapping` where pages were captured with a later mapping than a core's. */
export function mustKnowMapping(core: Pick<ConnectorCore<unknown>, 'id' | 'mapping'>, mapping: number): void {
  if (mapping <= core.mapping) return;
  const seen = `it was captured with mapping ${mapping}, this version knows ${core.mapping}`;
  throw new CollectError('newer-mapping', `cannot read a capture of connector '${core.id}': ${seen}`, {
    hint: 'use the version that made the capture, or a later one',
  });
}
