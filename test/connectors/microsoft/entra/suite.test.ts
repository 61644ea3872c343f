import { entraCore } from '../../../../connectors/microsoft/entra/core.ts';
import { entraSurfaceNames } from '../../../../connectors/microsoft/entra/surface-names.ts';
import type { ConnectorCore } from '../../../../src/contract/connector.ts';
import { connectorSuite } from '../../../contract/connector-suite.ts';
import { runs } from '../../../support/runs.ts';
import { recorded } from '../recorded.ts';

const core = entraCore as ConnectorCore<unknown>;
const elsewhere = 'the tenant has none; tests of the surface show it';

const scenario = await recorded(core, entraSurfaceNames, [
  { surface: 'entra:role-definitions', kind: 'secret-policy', why: 'no fact has this kind: roles tell it' },
  { surface: 'entra:users', kind: 'observation', why: elsewhere },
  { surface: 'entra:service-principals', kind: 'credential', why: elsewhere },
  { surface: 'entra:app-activity', kind: 'observation', why: elsewhere },
  { surface: 'entra:app-activity', kind: 'usage', why: elsewhere },
  { surface: 'entra:credential-activity', kind: 'credential-detail', why: elsewhere },
  { surface: 'entra:deleted-items', kind: 'credential', why: elsewhere },
  { surface: 'entra:agent-identities', kind: 'identity', why: elsewhere },
  { surface: 'entra:agent-identities', kind: 'trust', why: elsewhere },
  { surface: 'entra:agent-identities', kind: 'observation', why: elsewhere },
  { surface: 'entra:access-reviews', kind: 'observation', why: elsewhere },
  { surface: 'entra:access-review-decisions', kind: 'observation', why: elsewhere },
  { surface: 'entra:access-review-decisions', kind: 'life-cycle-event', why: elsewhere },
  { surface: 'entra:access-review-decisions', kind: 'review-span', why: elsewhere },
  { surface: 'entra:partners', kind: 'observation', why: elsewhere },
  { surface: 'entra:audit-log', kind: 'life-cycle-event', why: elsewhere },
  { surface: 'entra:probe', kind: 'observation', why: 'no scan asks it, and it makes no facts' },
]);
connectorSuite({ name: 'entra', core, scenario: () => structuredClone(scenario), struck: runs(6, 99) });
