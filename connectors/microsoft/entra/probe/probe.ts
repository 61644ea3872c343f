import type { ProbeNear, ProbePlan } from '../../../../src/contract/connector.ts';
import type { Access } from '../../../../src/model/access.ts';
import { mapWith } from '../../map-with.ts';
import type { Reader } from '../../probe.ts';
import { planOf } from '../../probe.ts';
import { entraAccesses } from '../access/accesses.ts';
import { entraAreas } from '../areas.ts';
import { entraTaskWords } from '../asks.ts';
import { asListed } from './calls.ts';
import { askedOf } from './questions.ts';

/** Copies of the directory agree within minutes (https://learn.microsoft.com/entra/architecture/architecture); a quarter of an hour is allowed. */
const SPACED_BY_MS = 900_000;

const reader: Reader = {
  map: mapWith(entraAreas.flatMap((each) => each.surfaces)),
  accesses: entraAccesses,
  asListed,
  words(task) {
    const { operation, about } = entraTaskWords(task);
    return about === '' ? operation : `${operation} ${about}`;
  },
};

/** How to ask whether something of a tenant is there: lists of the scan where one tells it, else the object by its id. */
export function entraProbe(access: Access, near: ProbeNear): ProbePlan | null {
  const asked = access.boundary.startsWith('entra:') ? askedOf(access, near) : undefined;
  return asked === undefined ? null : planOf(reader, { access, ...asked, spacedByMs: SPACED_BY_MS });
}
