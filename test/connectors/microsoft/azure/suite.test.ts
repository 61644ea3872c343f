import { azureCore } from '../../../../connectors/microsoft/azure/core.ts';
import { azureSurfaceNames } from '../../../../connectors/microsoft/azure/surface-names.ts';
import type { ConnectorCore } from '../../../../src/contract/connector.ts';
import { connectorSuite } from '../../../contract/connector-suite.ts';
import { runs } from '../../../support/runs.ts';
import { recorded } from '../recorded.ts';

const core = azureCore as ConnectorCore<unknown>;
const elsewhere = 'the tenant has none; tests of the surface show it';
const none = 'read whole it tells that there is none, and so never a fact';

const scenario = await recorded(core, azureSurfaceNames, [
  { surface: 'azure:role-assignments', kind: 'membership', why: none },
  { surface: 'azure:classic-administrators', kind: 'attachment', why: elsewhere },
  { surface: 'azure:identity-carriers', kind: 'trust', why: none },
  { surface: 'azure:managed-identities', kind: 'identity', why: none },
  { surface: 'azure:federated-credentials', kind: 'credential', why: none },
  { surface: 'azure:federated-credentials', kind: 'service-credential', why: none },
  { surface: 'azure:key-vaults', kind: 'secret-policy', why: none },
  { surface: 'azure:kubernetes-clusters', kind: 'workload', why: elsewhere },
  { surface: 'azure:activity-log', kind: 'life-cycle-event', why: elsewhere },
]);
connectorSuite({ name: 'azure', core, scenario: () => structuredClone(scenario), struck: runs(6, 99) });
