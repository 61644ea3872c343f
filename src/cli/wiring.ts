import { rules as awsRules } from '../../connectors/aws/rules/list.ts';
import { cores } from '../../connectors/list.ts';
import { reporters } from '../../reports/list.ts';
import type { ConnectorCore } from '../contract/connector.ts';
import type { Reporter } from '../contract/reporter.ts';
import type { Rule } from '../contract/rule.ts';
import { rules } from '../rules/list.ts';

/** The concrete plug-ins. With the `list.ts` files this is the only place that knows them all. */
export interface Wiring {
  readonly connectors: readonly ConnectorCore<unknown>[];
  readonly rules: readonly Rule<unknown>[];
  readonly reporters: readonly Reporter[];
}

export const wiring: Wiring = { connectors: cores, rules: [...rules, ...awsRules], reporters };
