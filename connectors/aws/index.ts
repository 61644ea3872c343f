/** `vestige/connectors/aws`: the pure core, the live connector and the rules only AWS can be asked. */
export { awsCore } from './core.ts';
export { awsConnector } from './open.ts';
export { rules } from './rules/list.ts';
export type { AwsSettings } from './settings.ts';
