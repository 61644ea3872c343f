import type { MicrosoftCall } from '../../../call.ts';
import { query } from '../../graph-page.ts';
import { deletedItems } from './surfaces.ts';

/** The four sorts of objects that the recycle bin keeps for 30 days (https://learn.microsoft.com/graph/api/resources/directory). */
export const deletedSorts = ['user', 'group', 'application', 'servicePrincipal'] as const;
export type DeletedSort = (typeof deletedSorts)[number];

const selected: Readonly<Record<DeletedSort, string>> = {
  user: 'id,displayName,userPrincipalName,userType,createdDateTime,deletedDateTime',
  group: 'id,displayName,createdDateTime,deletedDateTime,isAssignableToRole',
  application: 'id,appId,displayName,createdDateTime,deletedDateTime,passwordCredentials,keyCredentials',
  servicePrincipal: 'id,appId,displayName,servicePrincipalType,deletedDateTime,appOwnerOrganizationId,passwordCredentials,keyCredentials',
};

/** `Deleted-user` and so on, each with the name of its sort behind the hyphen. */
export const deletedCalls: readonly MicrosoftCall[] = deletedSorts.map((sort) => ({
  name: `Deleted-${sort}`,
  surface: deletedItems.id,
  service: 'graph',
  operation: `GET /directory/deletedItems/microsoft.graph.${sort}`,
  path: () => `/directory/deletedItems/microsoft.graph.${sort}${query({ $select: selected[sort], $top: 999 })}`,
  drops: ['hint', 'secretText', 'key', 'customKeyIdentifier'],
  permissions: [sort === 'user' || sort === 'group' ? 'Directory.Read.All' : 'Application.Read.All'],
}));
