import type { Sort } from './power.ts';

/**
 * Roles whose holders another administrator may give a new password to, by template id. A user who holds any other role, or who is a member
 * or an owner of a group that roles can be assigned to, or whose role is at a restricted administrative unit, can be reset by Privileged
 * Authentication Administrators and Global Administrators alone.
 * https://learn.microsoft.com/entra/identity/role-based-access-control/privileged-roles-permissions#who-can-reset-passwords
 */
const authentication = 'c4e39bd9-1100-46d3-8c65-fb160da0071f';
const directoryReaders = '88d8e3e3-8f55-4a1e-953a-9b9898b8876b';
const groups = 'fdd7a751-b60b-444a-984c-02652fe8fa1c';
const guestInviter = '95e79109-95c0-4d8e-aee3-d01accf2d47b';
const helpdesk = '729827e3-9c14-49f7-bb1b-9608f156bbb8';
const messageCenterReader = '790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b';
const password = '966707d0-3269-4727-9be2-8c3a10f19b9d';
const reportsReader = '4a5d8f65-41da-4de4-8968-e035b65339cf';
const user = 'fe930be7-5e62-47db-91af-98c3a49a38b1';
const experience = '27460883-1df1-4691-b032-3b79643e5e63';
const usageReader = '75934031-6c7e-415a-99d7-48dbd49e875e';

const readers = [directoryReaders, guestInviter, messageCenterReader, password, reportsReader, experience, usageReader];

/** Of those that somebody may hold and still be reset: roles of administrators, whom powers over a unit do not reach as those over the tenant do. */
export const administrators: ReadonlySet<string> = new Set([authentication, groups, helpdesk, password, user]);

/** Sorts of users by the roles that they may hold and still be in it. */
export const resettable: ReadonlyMap<Sort, ReadonlySet<string>> = new Map([
  ['users-authentication', new Set([...readers, authentication])],
  ['users-user', new Set([...readers, groups, helpdesk, user])],
  ['users-helpdesk', new Set([...readers, helpdesk])],
  ['users-password', new Set([directoryReaders, guestInviter, password])],
]);
