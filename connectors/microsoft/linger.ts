import { DAY_MS, HOUR_MS } from '../../src/base/instant.ts';
import type { Linger } from '../../src/model/access.ts';

const MINUTE_MS = 60_000;
const learn = 'https://learn.microsoft.com';

/** What ends a session at once where the resource listens to it: critical events of continuous access evaluation. A role taken away is none. */
const signals = ['session-revoked', 'account-disabled', 'account-deleted'] as const;

/** Says what its holder was when it was issued, until it runs out: between 60 and 90 minutes after. Nothing calls it back. */
export const accessToken: Linger = {
  what: 'access token',
  longestMs: 90 * MINUTE_MS,
  source: `${learn}/entra/identity-platform/configurable-token-lifetimes`,
  midSession: 'expiry-only',
  cutBy: [],
};

/** Clients and resources with continuous access evaluation use tokens of up to 28 hours, and end them by events about the account. */
export const evaluatedToken: Linger = {
  what: 'access token under continuous access evaluation',
  longestMs: 28 * HOUR_MS,
  source: `${learn}/entra/identity/conditional-access/concept-continuous-access-evaluation`,
  midSession: 'on-signal',
  cutBy: signals,
};

/** The same of an account that was itself taken away: the signal reaches the resource within 15 minutes. */
export const signalledToken: Linger = {
  ...evaluatedToken,
  what: 'access token until the resource hears of the change',
  longestMs: 15 * MINUTE_MS,
  cutBy: [],
};

/** Of workloads: up to 24 hours, ended when the service principal is disabled or deleted. */
export const workloadToken: Linger = {
  what: 'access token of a workload under continuous access evaluation',
  longestMs: DAY_MS,
  source: `${learn}/entra/identity/conditional-access/concept-continuous-access-evaluation-workload`,
  midSession: 'on-signal',
  cutBy: ['account-disabled', 'account-deleted'],
};

/** The platform keeps them for about 24 hours for each resource, and no command renews them. */
export const managedIdentityToken: Linger = {
  what: 'cached token of a managed identity, where it is one or is in the group',
  longestMs: DAY_MS,
  source: `${learn}/entra/identity/managed-identities-azure-resources/managed-identity-best-practice-recommendations`,
  midSession: 'expiry-only',
  cutBy: [],
};

/** Exchange Online and SharePoint Online keep memberships by themselves. */
export const serviceMembership: Linger = {
  what: 'membership kept by Exchange Online and SharePoint Online',
  longestMs: DAY_MS,
  source: `${learn}/entra/identity/conditional-access/concept-continuous-access-evaluation`,
  midSession: 'expiry-only',
  cutBy: [],
};

/** The directory answers from copies of itself: what was changed shows everywhere within minutes. */
export const directoryCopy: Linger = {
  what: 'copy of the directory',
  longestMs: 15 * MINUTE_MS,
  source: `${learn}/entra/architecture/architecture`,
  midSession: 'expiry-only',
  cutBy: [],
};

/** Azure Resource Manager keeps role assignments: ten minutes at most as it is said now, thirty as it was. */
export const armCache: Linger = {
  what: 'role assignments kept by Azure Resource Manager',
  longestMs: 30 * MINUTE_MS,
  source: `${learn}/azure/role-based-access-control/troubleshooting`,
  midSession: 'expiry-only',
  cutBy: [],
};

/** Data actions of a role at a management group: "several hours", and no limit is set. */
export const managementGroupData: Linger = {
  what: 'data actions of a role at a management group',
  longestMs: null,
  source: `${learn}/azure/role-based-access-control/troubleshooting`,
  midSession: 'unknown',
  cutBy: [],
};

/** How long a vault goes on deciding by a policy that it had is said nowhere. */
export const vaultDecision: Linger = {
  what: 'decision of a vault by its former policy',
  longestMs: null,
  source: `${learn}/azure/key-vault/general/assign-access-policy`,
  midSession: 'unknown',
  cutBy: [],
};
