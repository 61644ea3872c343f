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
  return {
    settings,
    pages: [first, ...rest],
    notShown: [
      { surface: 'azure:role-assignments', kind: 'membership', why },
      { surface: 'azure:managed-identities', kind: 'identity', why: elsewhere },
    ],
  };
}

connectorSuite({ name: 'azure, one tenant with two subscriptions', core: azureCore, scenario });
