import { rules as awsRules } from '../../connectors/aws/rules/list.ts';
import { cores } from '../../connectors/list.ts';
import { live } from '../../connectors/live.ts';
import { rules as microsoftRules } from '../../connectors/microsoft/rules/list.ts';
import type { Connector, ConnectorCore } from '../contract/connector.ts';
import type { Rule } from '../contract/rule.ts';
import type { ConnectorId } from '../model/ids.ts';
import { rules } from '../rules/list.ts';

/** The concrete plug-ins that a run is made with; what its report is written by is loaded by itself. */
export interface RunWiring {
  readonly connectors: readonly ConnectorCore<unknown>[];
  /** Those that can read a live system; each is loaded when it is called, with its SDK. */
  readonly live: Readonly<Record<ConnectorId, () => Promise<Connector<unknown>>>>;
  readonly rules: readonly Rule<unknown>[];
}

export const runWiring: RunWiring = { connectors: cores, live, rules: [...rules, ...awsRules, ...microsoftRules] };
