import type { FactIndex } from '../../../../../src/model/fact.ts';
import type { SurfaceId } from '../../../../../src/model/ids.ts';
import type { Task } from '../../../../../src/model/page.ts';
import type { Area } from '../../../area.ts';
import { tenantsIn } from '../../graph-page.ts';
import type { EntraSettings } from '../../settings.ts';
import { governanceCalls } from './calls.ts';
import { mapConsentPolicies } from './consent.ts';
import { mapAccessReviews, mapPackageAssignments } from './packages.ts';
import { mapPartners } from './partners.ts';
import { accessPackages, accessReviews, consentPolicies, partners } from './surfaces.ts';

export const governanceArea: Area<EntraSettings> = {
  surfaces: [
    { surface: accessPackages, map: mapPackageAssignments },
    { surface: accessReviews, map: mapAccessReviews },
    { surface: partners, map: mapPartners },
    { surface: consentPolicies, map: mapConsentPolicies },
  ],
  calls: governanceCalls,
  plan,
  planSees: ['observation'],
};

/** Every list of each tenant: nothing else need be known to ask. */
function plan(seen: FactIndex): readonly Task[] {
  return tenantsIn(seen).flatMap(({ boundary }) =>
    governanceCalls.map(({ name, surface }: { readonly name: string; readonly surface: SurfaceId }) => ({
      boundary,
      surface,
      args: { call: name },
    })),
  );
}
