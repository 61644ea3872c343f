import type { ConnectorCore } from '../src/contract/connector.ts';
import { awsCore } from './aws/core.ts';
import { azureCore } from './microsoft/azure/core.ts';
import { entraCore } from './microsoft/entra/core.ts';

/** Every connector's core, in alphabetical order. None loads an SDK. */
// prettier-ignore
export const cores: readonly ConnectorCore<unknown>[] = [
  awsCore,
  azureCore,
  entraCore,
];
