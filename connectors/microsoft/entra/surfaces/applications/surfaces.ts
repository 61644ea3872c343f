import type { Surface } from '../../../../../src/contract/connector.ts';

const directory = 'directory';

export const applications: Surface = {
  id: 'entra:applications',
  yields: ['identity', 'credential', 'trust', 'observation'],
  permission: 'Application.Read.All',
  ifUnread: 'which applications are registered, which secrets, certificates and federated credentials they have',
  provesAbsence: 'yes',
  role: 'grants',
  service: directory,
  follows: [],
};

/** Asked of those applications alone of whose federated credentials the list leaves something out. */
export const federatedCredentials: Surface = {
  id: 'entra:federated-credentials',
  yields: ['trust'],
  permission: 'Application.Read.All',
  ifUnread: 'which outside workloads may act as an application by an expression, which the list of applications does not show',
  provesAbsence: 'yes',
  role: 'grants',
  service: directory,
  follows: [applications.id],
  batch: 20,
};

export const servicePrincipals: Surface = {
  id: 'entra:service-principals',
  yields: ['identity', 'credential', 'trust'],
  permission: 'Application.Read.All',
  ifUnread:
    'which service principals and managed identities there are, whether they are enabled, and which secrets and certificates they have',
  provesAbsence: 'yes',
  role: 'grants',
  service: directory,
  follows: [],
};

export const appOwners: Surface = {
  id: 'entra:app-owners',
  yields: ['trust', 'observation'],
  permission: 'Application.Read.All',
  ifUnread: 'who owns applications and service principals, and so may add credentials to them',
  provesAbsence: 'yes',
  role: 'grants',
  service: directory,
  follows: [],
  batch: 20,
};

/** Grants changed a moment ago may be lacking (https://learn.microsoft.com/graph/api/serviceprincipal-list-approleassignedto). */
export const appRoleAssignments: Surface = {
  id: 'entra:app-role-assignments',
  yields: ['attachment'],
  permission: 'Application.Read.All',
  ifUnread: 'which application permissions service principals hold, and which roles of applications users and groups have',
  provesAbsence: 'no',
  role: 'grants',
  service: directory,
  follows: [servicePrincipals.id],
  batch: 20,
};

export const delegatedGrants: Surface = {
  id: 'entra:delegated-grants',
  yields: ['attachment'],
  permission: 'Directory.Read.All',
  ifUnread: 'which applications may act in the name of users, of which, and how far',
  provesAbsence: 'yes',
  role: 'grants',
  service: directory,
  follows: [],
};

export const appActivity: Surface = {
  id: 'entra:app-activity',
  yields: ['observation', 'usage'],
  permission: 'AuditLog.Read.All',
  ifUnread: 'when service principals were last used',
  provesAbsence: 'no',
  role: 'describes',
  service: 'reports',
  follows: [],
};

export const credentialActivity: Surface = {
  id: 'entra:credential-activity',
  yields: ['credential-detail'],
  permission: 'AuditLog.Read.All',
  ifUnread: 'when secrets and certificates of applications were last used',
  provesAbsence: 'no',
  role: 'describes',
  service: 'reports',
  follows: [],
};

export const deletedItems: Surface = {
  id: 'entra:deleted-items',
  yields: ['identity', 'credential'],
  permission: 'Directory.Read.All, Application.Read.All',
  ifUnread: 'which deleted users, groups, applications and service principals can be brought back with what they held',
  provesAbsence: 'yes',
  role: 'describes',
  service: directory,
  follows: [],
};

/** Asked only where the list of service principals has an agent in it. */
export const agentIdentities: Surface = {
  id: 'entra:agent-identities',
  yields: ['identity', 'trust', 'observation'],
  permission: 'AgentIdentity.Read.All',
  ifUnread: 'which service principals are agents, of which blueprint, and who answers for them',
  provesAbsence: 'no',
  role: 'describes',
  service: directory,
  follows: [servicePrincipals.id],
  batch: 20,
};
