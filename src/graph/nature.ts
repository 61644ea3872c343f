import type { Credential, Identity } from '../model/entity.ts';

/**
 * Settles an open nature of a user by its credentials: a password is for a person; keys alone, where the surface that told of them was
 * read to its end and so would have told of a password, are for a program. What opens one service only says nothing of it. Everything else
 * stays as it was told.
 */
export function refineNature(
  identity: Identity,
  credentials: readonly Credential[],
  isFullyTold: (credential: Credential) => boolean,
): Identity {
  if (identity.nature !== 'unknown' || identity.kind !== 'user') return identity;
  const active = credentials.filter((each) => each.state === 'active' && each.kind !== 'mfa-device' && each.opens !== 'service');
  if (active.some((each) => each.kind === 'password')) return { ...identity, nature: 'human', natureReason: 'has an active password' };
  const [first] = active;
  if (first === undefined || !active.every((each) => each.kind === 'access-key')) return identity;
  return active.some(isFullyTold)
    ? { ...identity, nature: 'non-human', natureReason: 'has active access keys and no active password' }
    : { ...identity, natureReason: 'has active access keys; whether it has a password was not fully read' };
}
