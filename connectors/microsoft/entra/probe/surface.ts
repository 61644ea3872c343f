import type { Surface } from '../../../../src/contract/connector.ts';

/** One object by its id, asked to prove that something is gone. A scan never asks it, and the ledger of a scan has no line for it. */
export const probe: Surface = {
  id: 'entra:probe',
  yields: ['observation'],
  permission: 'User.Read.All, Application.Read.All, GroupMember.Read.All, Directory.Read.All',
  ifUnread: 'whether something that should have ended is still there',
  // https://learn.microsoft.com/entra/architecture/architecture: copies of the directory agree within minutes
  provesAbsence: { after: 900_000 },
  role: 'describes',
  service: 'directory',
  follows: [],
};
