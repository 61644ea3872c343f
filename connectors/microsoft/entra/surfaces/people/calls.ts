import type { MicrosoftCall } from '../../../call.ts';
import { query } from '../../graph-page.ts';
import { signInActivity, users } from './surfaces.ts';

/** As many as the service takes in one question (https://learn.microsoft.com/graph/api/directoryobject-getbyids). */
export const MOST_IDS = 1000;

/** What is asked of a person, in the list and by itself. */
export const PERSON =
  'id,displayName,userPrincipalName,userType,externalUserState,accountEnabled,createdDateTime,lastPasswordChangeDateTime,onPremisesSyncEnabled,onPremisesImmutableId,employeeId,mail,isResourceAccount';

/** Microsoft Graph reads of people, and of objects of any kind by their ids. */
export const peopleCalls: readonly MicrosoftCall[] = [
  {
    name: 'Users',
    surface: users.id,
    service: 'graph',
    operation: 'GET /users',
    path: () =>
      `/users${query({
        $select: PERSON,
        $top: 999,
      })}`,
    drops: [],
    permissions: ['User.Read.All'],
  },
  {
    name: 'ObjectsById',
    surface: users.id,
    service: 'graph',
    operation: 'POST /directoryObjects/getByIds',
    path: () => '/directoryObjects/getByIds',
    body: ({ ids = [] }) => ({ ids }),
    drops: ['passwordProfile', 'passwordCredentials', 'keyCredentials'],
    permissions: ['User.Read.All', 'GroupMember.Read.All'],
    about: (args) => `about ${Array.isArray(args['ids']) ? args['ids'].length : 'no'} objects that no list tells of`,
  },
  {
    // with sign-in activity a page has at most 500 (https://learn.microsoft.com/graph/api/user-list)
    name: 'SignInActivity',
    surface: signInActivity.id,
    service: 'graph',
    operation: 'GET /users?$select=signInActivity',
    path: () => `/users${query({ $select: 'id,signInActivity', $top: 500 })}`,
    drops: [],
    permissions: ['AuditLog.Read.All', 'User.Read.All'],
  },
];
