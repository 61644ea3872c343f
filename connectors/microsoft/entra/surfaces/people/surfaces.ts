import type { Surface } from '../../../../../src/contract/connector.ts';
import { organization } from '../organization/surface.ts';

const service = 'directory';

/** What the caller may not see is left out without a word, so that one who is not listed need not be gone. */
export const users: Surface = {
  id: 'entra:users',
  yields: ['identity', 'credential', 'observation'],
  permission: 'User.Read.All',
  ifUnread: 'which people and guests there are, whether they are disabled, and since when their password is the same',
  provesAbsence: 'yes',
  role: 'describes',
  service,
  follows: [],
  filtered: true,
};

/** Kept for tenants with a premium licence alone; some hours late. */
export const signInActivity: Surface = {
  id: 'entra:sign-in-activity',
  yields: ['usage'],
  permission: 'AuditLog.Read.All, User.Read.All',
  ifUnread: 'when people last signed in',
  provesAbsence: 'no',
  role: 'describes',
  service,
  follows: [organization.id],
};
