import { callerIdentity } from '../surfaces/caller-identity.ts';
import type { Plan } from './plan.ts';

/** What is asked of an account as a whole, of the one whose credentials are used first. */
export const planAccounts: Plan = (seen, _stage, { surfaces }) => {
  const wanted = (['authorization-details', 'credential-report', 'role-settings'] as const).filter((each) => surfaces.includes(each));
  return [...seen.ofKind('boundary')]
    .filter((fact) => fact.surface === callerIdentity.id)
    .flatMap(({ boundary }) => wanted.map((each) => ({ boundary, surface: `aws:${each}`, args: {} })));
};
