import type { Area } from '../../../area.ts';
import type { EntraSettings } from '../../settings.ts';
import { peopleCalls } from './calls.ts';
import { planPeople } from './plan.ts';
import { mapSignInActivity } from './sign-ins.ts';
import { signInActivity, users } from './surfaces.ts';
import { mapUsers } from './users.ts';

/** People and guests, when they last signed in, and whatever else is only known by its id. */
export const peopleArea: Area<EntraSettings> = {
  surfaces: [
    { surface: users, map: mapUsers },
    { surface: signInActivity, map: mapSignInActivity },
  ],
  calls: peopleCalls,
  plan: planPeople,
  planSees: ['observation', 'identity', 'attachment', 'membership', 'trust', 'activation-policy'],
};
