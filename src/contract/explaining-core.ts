import type { ConnectorId } from '../model/ids.ts';
import type { ConnectorCore } from './connector.ts';

/** The part of a connector's core that explanations of a saved analysis are made with: it reads pages and tells of elements, and resolves nothing. */
export type ExplainingCore = Pick<ConnectorCore<unknown>, 'id' | 'mapping' | 'map' | 'mentions' | 'explain' | 'explainWants'>;

/** What loads that part of each connector, by id. Connectors are large, and one explanation needs few of them. */
export type ExplainingCores = ReadonlyMap<ConnectorId, () => Promise<ExplainingCore>>;
