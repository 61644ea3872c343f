import type { Surface } from '../../../../src/contract/connector.ts';
import type { MappedSurface } from '../../mapping.ts';

/** Ids of access keys. The credential report tells of the keys themselves, so a boundary is not expected to have answered this. */
const accessKeys: Surface = {
  id: 'aws:access-keys',
  yields: ['credential'],
  permission: 'iam:ListAccessKeys, iam:GetAccessKeyLastUsed',
  ifUnread: 'the ids of access keys, and proof that a key is gone',
  provesAbsence: { after: 60_000 },
  role: 'describes',
};

export const usersSurfaces: readonly MappedSurface[] = [{ surface: accessKeys, map: null }];
