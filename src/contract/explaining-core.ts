import type { ConnectorId, SurfaceId } from '../model/ids.ts';
import type { ConnectorCore } from './connector.ts';

type MapPage = ConnectorCore<unknown>['map'];

/**
 * The part of a connector's core that explanations of a saved analysis are made with: it reads pages and tells of elements, and resolves nothing.
 * A connector with many surfaces may have `mapOf` in place of `map`: it loads what reads the pages of one surface as `map` of the core does.
 */
export type ExplainingCore = Pick<ConnectorCore<unknown>, 'id' | 'mapping' | 'mentions' | 'explain' | 'explainWants'> &
  ({ readonly map: MapPage } | { readonly map?: undefined; readonly mapOf: (surface: SurfaceId) => Promise<MapPage> });

/** What loads that part of each connector, by id. Connectors are large, and one explanation needs few of them. */
export type ExplainingCores = ReadonlyMap<ConnectorId, () => Promise<ExplainingCore>>;
