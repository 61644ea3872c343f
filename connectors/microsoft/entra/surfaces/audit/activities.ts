import { enterDirectory } from './activities-directory.ts';
import { enterGovernance } from './activities-governance.ts';
import { enterPim } from './activities-pim.ts';
import type { Meaning, Meanings } from './meaning.ts';
import { activityKey } from './meaning.ts';

/**
 * What an activity means; `null` = it is known and changes nobody's access by itself; `undefined` = it is not known. Names from
 * https://learn.microsoft.com/entra/identity/monitoring-health/reference-audit-activities.
 */
export function meaningOf(name: string): Meaning | null | undefined {
  return meanings.get(activityKey(name));
}

const meanings: Meanings = new Map();
enterPim(meanings);
enterDirectory(meanings);
enterGovernance(meanings);
