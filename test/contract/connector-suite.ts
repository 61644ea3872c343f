import { describe, it } from 'vitest';
import { mapChecks, type Check } from './connector/map-checks.ts';
import { readChecks } from './connector/read-checks.ts';
import type { ConnectorSubject } from './connector/scenario.ts';

export type { ConnectorScenario, ConnectorSubject, Fault, Faults, RecordedPage } from './connector/scenario.ts';
export type { Check } from './connector/map-checks.ts';

/** All that a connector must hold, ours and third parties' alike; each rejects when it does not. */
export const connectorChecks: readonly Check[] = [...mapChecks, ...readChecks];

/** Registers the checks as tests. Under each fault: the same facts or a matching gap, never fewer rows in silence. */
export function connectorSuite(subject: ConnectorSubject): void {
  describe(`connector ${subject.name}`, () => {
    for (const check of connectorChecks) it(check.name, async () => await check.run(subject));
  });
}
