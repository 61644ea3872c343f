import type { Instant } from '../../../../../src/base/instant.ts';
import type { FactIndex } from '../../../../../src/model/fact.ts';
import type { BoundaryId, SurfaceId } from '../../../../../src/model/ids.ts';
import type { Task } from '../../../../../src/model/page.ts';
import type { Area } from '../../../area.ts';
import type { EntraFact } from '../../facts.ts';
import { tenantsIn } from '../../graph-page.ts';
import type { EntraSettings } from '../../settings.ts';
import { governanceCalls } from './calls.ts';
import { mapConsentPolicies } from './consent.ts';
import { mapPackageRoles } from './package-roles.ts';
import { mapPackageAssignments } from './packages.ts';
import { mapPartners } from './partners.ts';
import { mapAccessReviews } from './reviews.ts';
import { accessPackageRoles, accessPackages, accessReviewDecisions, accessReviews, consentPolicies, partners } from './surfaces.ts';

export const governanceArea: Area<EntraSettings> = {
  surfaces: [
    { surface: accessPackages, map: mapPackageAssignments },
    { surface: accessPackageRoles, map: mapPackageRoles },
    { surface: accessReviews, map: mapAccessReviews },
    { surface: accessReviewDecisions, map: mapAccessReviews },
    { surface: partners, map: mapPartners },
    { surface: consentPolicies, map: mapConsentPolicies },
  ],
  calls: governanceCalls,
  plan,
  planSees: ['observation', 'assignment'],
};

const ofOne: ReadonlySet<string> = new Set(['PackageRoles', 'AccessReviewInstances', 'AccessReviewDecisions']);
const lists = governanceCalls.filter(({ name }) => !ofOne.has(name));

/**
 * Every list of each tenant: nothing else need be known to ask. Then what each access package gives that somebody has, or had; when each review
 * was held, and what was decided when it was over: before that a decision may still change.
 */
function plan(seen: FactIndex): readonly Task[] {
  return tenantsIn(seen).flatMap(({ boundary, at }) => [
    ...lists.map(({ name, surface }: { readonly name: string; readonly surface: SurfaceId }) => ({
      boundary,
      surface,
      args: { call: name },
    })),
    ...packagesIn(seen, boundary).map((each) => ({
      boundary,
      surface: accessPackageRoles.id,
      args: { call: 'PackageRoles', package: each },
    })),
    ...reviewTasks(seen, boundary, at),
  ]);
}

function packagesIn(seen: FactIndex, boundary: BoundaryId): readonly string[] {
  const packages = new Set<string>();
  for (const fact of seen.ofKind('assignment')) {
    const value = fact.value as unknown as EntraFact;
    if (fact.boundary === boundary && value.type === 'package-assignment') packages.add(value.package);
  }
  return [...packages];
}

/** An instance is over in every other state. https://learn.microsoft.com/graph/api/resources/accessreviewinstance, `status` */
const open: ReadonlySet<string> = new Set(['initializing', 'notstarted', 'starting', 'inprogress', 'completing', 'autoreviewing']);

/** `asked`: a moment before any of them is asked, that what is read may be told whole up to it; `null`: not known. */
function reviewTasks(seen: FactIndex, boundary: BoundaryId, asked: Instant | null): readonly Task[] {
  const tasks: Task[] = [];
  for (const fact of seen.ofKind('observation')) {
    const value = fact.value as unknown as EntraFact;
    if (fact.boundary !== boundary) continue;
    if (value.type === 'access-review') {
      const args = { call: 'AccessReviewInstances', review: value.id, ...(asked === null ? {} : { asked }) };
      tasks.push({ boundary, surface: accessReviewDecisions.id, args });
    } else if (value.type === 'access-review-instance' && !open.has(value.status.toLowerCase())) {
      const args = { call: 'AccessReviewDecisions', review: value.review, instance: value.id };
      tasks.push({ boundary, surface: accessReviewDecisions.id, args });
    }
  }
  return tasks;
}
