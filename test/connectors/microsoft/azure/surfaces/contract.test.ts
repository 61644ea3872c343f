import { azureCore } from '../../../../../connectors/microsoft/azure/core.ts';
import { azureSurfaceNames } from '../../../../../connectors/microsoft/azure/surface-names.ts';
import type { ConnectorScenario } from '../../../../contract/connector-suite.ts';
import { connectorSuite } from '../../../../contract/connector-suite.ts';
import { settingsOf, walk } from './support/walk.ts';

function scenario(): ConnectorScenario {
  const settings = { surfaces: [...azureSurfaceNames] };
  const [first, ...rest] = walk(settingsOf(settings)).pages;
  if (first === undefined) throw new Error('there are pages');
  const why = 'Azure has no memberships of its own: that there are none is what the list tells';
  const elsewhere = 'the objects that managed identities are in the directory are the directory’s facts';
  const keys = 'trusts tell them: that there are no others is what the list tells';
  return {
    settings,
    pages: [first, ...rest],
    notShown: [
      { surface: 'azure:role-assignments', kind: 'membership', why },
      { surface: 'azure:managed-identities', kind: 'identity', why: elsewhere },
      {
        surface: 'azure:identity-carriers',
        kind: 'trust',
        why: 'workloads tell who acts as what by them: that there are no others is what the list tells',
      },
      { surface: 'azure:federated-credentials', kind: 'credential', why: keys },
      { surface: 'azure:federated-credentials', kind: 'service-credential', why: keys },
      { surface: 'azure:key-vaults', kind: 'secret-policy', why: 'no fact has this kind: access policies tell it among others' },
    ],
  };
}

connectorSuite({ name: 'azure, one tenant with two subscriptions', core: azureCore, scenario });
