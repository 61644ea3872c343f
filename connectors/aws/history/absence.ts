import { HOUR_MS } from '../../../src/base/instant.ts';
import type { Surface } from '../../../src/contract/connector.ts';
import type { SurfaceId } from '../../../src/model/ids.ts';

/** IAM is eventually consistent: what follows a change may be told without it for a minute (authorization-details.ts). */
const MINUTE_MS = 60_000;

/**
 * A new credential report is made four hours after the last at the earliest (IAM API reference, GenerateCredentialReport; user guide, "Getting
 * credential reports"): what is fetched tells how things were at most that long ago.
 */
const byReport: Pick<Surface, 'provesAbsence'> = { provesAbsence: { after: 4 * HOUR_MS + MINUTE_MS } };

/**
 * After how long a read may be believed about what is gone, where it hangs on the credential report: the report itself, and the lists of keys
 * and certificates, which are asked of those users alone who have some by the report. No surface of AWS declares that its pages are one
 * transaction: a principal that changes while the details are read may be missing of them, and of the others nothing is said.
 */
const absence: Readonly<Record<SurfaceId, Pick<Surface, 'provesAbsence'>>> = {
  'aws:credential-report': byReport,
  'aws:access-keys': byReport,
  'aws:signing-certificates': byReport,
};

/** The surface as history has to take it. */
export function withAbsence(surface: Surface): Surface {
  const own = absence[surface.id];
  return own === undefined ? surface : { ...surface, ...own };
}
