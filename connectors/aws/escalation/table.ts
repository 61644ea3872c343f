import type { EscalationMethod, Refused } from './method.ts';
import { ownRights } from './own-rights.ts';
import { passedJobs } from './passed-jobs.ts';
import { passedRoles } from './passed-roles.ts';
import { passedToServices } from './passed-services.ts';
import { passedToWorkloads } from './passed-workloads.ts';
import { principalAccess } from './principals.ts';
import { workloads } from './workloads.ts';

export type { EscalationMethod, Family, Ingredient, On, PassedRole, Refused, TakenOff } from './method.ts';

/** Every way to more rights that is looked for, each by its permanent id. */
export const escalationMethods: readonly EscalationMethod[] = [
  ...ownRights,
  ...principalAccess,
  ...passedRoles,
  ...passedJobs,
  ...passedToServices,
  ...passedToWorkloads,
  ...workloads,
];

/** Ids of the catalogue (https://pathfinding.cloud) that no method answers for. */
export const refused: readonly Refused[] = [
  {
    id: 'cognitoidentity-001',
    why: 'Identity pools are not read. Whoever may sign in to a role by a pool is told at the role, whose trust policy names the pool, and that trust stands whether or not somebody attaches the role to the pool.',
  },
];
