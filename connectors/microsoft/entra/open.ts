import type { Connector } from '../../../src/contract/connector.ts';
import { openWith } from '../open.ts';
import { entraAreas } from './areas.ts';
import { entraCore } from './core.ts';
import type { EntraSettings } from './settings.ts';

export const entraConnector: Connector<EntraSettings> = {
  core: entraCore,
  open: (settings, io) => openWith({ settings, io, calls: entraAreas.flatMap((each) => each.calls), own: 'graph' }),
};
