import type { Connector } from '../src/contract/connector.ts';
import type { ConnectorId } from '../src/model/ids.ts';

/** What opens each connector that can read a live system, in alphabetical order. Each loads its SDK only when it is called. */
// prettier-ignore
export const live: Readonly<Record<ConnectorId, () => Promise<Connector<unknown>>>> = {
  aws: async () => (await import('./aws/open.ts')).awsConnector,
  azure: async () => (await import('./microsoft/azure/open.ts')).azureConnector,
  entra: async () => (await import('./microsoft/entra/open.ts')).entraConnector,
};
