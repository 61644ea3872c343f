import type { Connector } from '../../../src/contract/connector.ts';
import { openWith } from '../open.ts';
import { azureAreas } from './areas.ts';
import { azureCore } from './core.ts';
import type { AzureSettings } from './settings.ts';

export const azureConnector: Connector<AzureSettings> = {
  core: azureCore,
  open: (settings, io) => openWith({ settings, io, calls: azureAreas.flatMap((each) => each.calls), own: 'arm' }),
};
