import type { FactKind } from '../../../src/model/fact.ts';
import { planAccounts } from './accounts.ts';
import { planIdentityCenter } from './identity-center.ts';
import { planOrganization } from './organization.ts';
import type { Plan } from './plan.ts';
import { planRegional } from './regional.ts';
import { planTrail } from '../trail/plan.ts';
import { planUsers } from './users.ts';

const plans: readonly Plan[] = [planAccounts, planOrganization, planUsers, planIdentityCenter, planRegional, planTrail];

/** The kinds of facts the plans look at: policies and trusts, which are the most, are not among them. */
export const planSees: readonly FactKind[] = [
  'boundary',
  'identity',
  'credential',
  'limiter',
  'assignment',
  'provider',
  'usage',
  'credential-detail',
];

export const plan: Plan = (seen, stage, settings) => plans.flatMap((each) => each(seen, stage, settings));
