import type { LiveSurface } from '../settings.ts';
import { enteredAccounts } from './entered.ts';
import type { Plan } from './plan.ts';

/** Of these one task asks all of an account. */
const wholeAccount: readonly LiveSurface[] = ['authorization-details', 'credential-report', 'role-settings'];

/** What is asked of every account that is entered, as a whole. */
export const planAccounts: Plan = (seen, _stage, settings) => {
  const wanted = wholeAccount.filter((each) => settings.surfaces.includes(each));
  return enteredAccounts(seen, settings).flatMap((boundary) => wanted.map((each) => ({ boundary, surface: `aws:${each}`, args: {} })));
};
