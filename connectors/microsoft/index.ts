/** `vestige/connectors/microsoft`: the pure cores and live connectors of Entra ID and Azure, and the rules only they can be asked. */
export { azureCore } from './azure/core.ts';
export { azureConnector } from './azure/open.ts';
export type { AzureSettings } from './azure/settings.ts';
export { entraCore } from './entra/core.ts';
export { entraConnector } from './entra/open.ts';
export type { EntraSettings } from './entra/settings.ts';
export { rules } from './rules/list.ts';
