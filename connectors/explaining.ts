import type { ExplainingCore, ExplainingCores } from '../src/contract/explaining-core.ts';
import type { ConnectorId } from '../src/model/ids.ts';

/** What loads the explaining part of each connector of the list beside this, in its order: the core itself does where nobody cut it smaller. */
// prettier-ignore
export const explaining: ExplainingCores = new Map<ConnectorId, () => Promise<ExplainingCore>>([
  ['aws', async () => (await import('./aws/explaining.ts')).awsExplaining],
  ['azure', async () => (await import('./microsoft/azure/explaining.ts')).azureExplaining],
  ['entra', async () => (await import('./microsoft/entra/explaining.ts')).entraExplaining],
]);
