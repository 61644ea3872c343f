import { reporters } from '../../reports/list.ts';
import type { Reporter } from '../contract/reporter.ts';
import { runWiring, type RunWiring } from './run-wiring.ts';

/** The concrete plug-ins. With what it is made of, and the `list.ts` files, this is the only place that knows them all. */
export interface Wiring extends RunWiring {
  readonly reporters: readonly Reporter[];
}

export const wiring: Wiring = { ...runWiring, reporters };
