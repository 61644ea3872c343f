import type { Surface } from '../../../../../src/contract/connector.ts';

/** The boundary of the one question that is asked before the tenant is known. */
export const signedIn = 'entra:signed-in';

export const organization: Surface = {
  id: 'entra:organization',
  yields: ['boundary', 'observation'],
  permission: 'Organization.Read.All',
  ifUnread: 'which tenant the credentials belong to, which licences it has, and so anything about it',
  provesAbsence: 'yes',
  role: 'describes',
  service: 'directory',
  follows: [],
  shared: true,
};
