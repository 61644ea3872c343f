import type { ProbeNear, ProbePlan } from '../../../../src/contract/connector.ts';
import type { Access } from '../../../../src/model/access.ts';
import { mapWith } from '../../map-with.ts';
import type { Reader } from '../../probe.ts';
import { planOf } from '../../probe.ts';
import { azureAccesses } from '../access/accesses.ts';
import { azureAreas } from '../areas.ts';
import { azureTaskWords } from '../asks.ts';
import type { AzureSettings } from '../settings.ts';
import { askedOf } from './questions.ts';

/** Role assignments are kept in copies for up to half an hour (https://learn.microsoft.com/azure/role-based-access-control/troubleshooting). */
const SPACED_BY_MS = 1_800_000;

const reader: Reader = {
  map: mapWith(azureAreas.flatMap((each) => each.surfaces)),
  accesses: azureAccesses,
  asListed: (task, body) => ({ task, body }),
  words(task) {
    const { operation, about } = azureTaskWords(task);
    return about === '' ? operation : `${operation} ${about}`;
  },
};

/** How to ask whether something in Azure is there: by the lists of the scan, beside what shows that they are read whole. */
export function azureProbe(access: Access, near: ProbeNear, settings: AzureSettings): ProbePlan | null {
  const asked = access.boundary.startsWith('azure:') ? askedOf(access, near, settings) : undefined;
  return asked === undefined ? null : planOf(reader, { access, ...asked, spacedByMs: SPACED_BY_MS });
}
