import type { Surface } from '../../../src/contract/connector.ts';

/**
 * What any answer about an account tells beside its own subject: that the account and its root user exist, and, from the credential
 * report, when users last acted. It is asked for by nothing, so it never lacks: whether roles were used, or which identities there
 * are, must not seem unread because a credential report is.
 */
export const accountSurface: Surface = {
  id: 'aws:account',
  yields: ['boundary', 'identity', 'usage'],
  permission: 'none of its own (every other answer about the account tells it)',
  ifUnread: 'that the account and its root user exist, and when its users last acted',
  provesAbsence: 'no',
  role: 'describes',
};
