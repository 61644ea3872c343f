import type { Access } from '../../../../src/model/access.ts';
import type { BoundaryId, FactKey } from '../../../../src/model/ids.ts';
import { accessOf } from '../../access.ts';
import { objectIdOf, tenantBoundary } from '../../ids.ts';
import type { AppRoleAssignmentFact, DelegatedGrantFact, FederatedCredentialFact, ServicePrincipalFact } from '../facts.ts';
import { federatedParty } from '../resolve/federated.ts';
import { isOfMicrosoft } from '../tables/microsoft.ts';
import { appPermission } from '../tables/permissions.ts';

/** Access to an application without a role of it. */
const NO_ROLE = '00000000-0000-0000-0000-000000000000';

/** A role of an application that somebody was given: an application permission, where the application is an interface. */
export function appRoleAccess(boundary: BoundaryId, key: FactKey, value: AppRoleAssignmentFact): Access {
  const { principal, resource, appRole, id, createdAt } = value;
  const known = appRole === NO_ROLE ? 'access without a role' : appPermission(undefined, appRole, undefined)?.value;
  // whoever has no role of it is told by the application
  const object = appRole === NO_ROLE ? resource : appRole;
  return accessOf(
    { kind: 'assignment', boundary, subject: principal, object, scope: resource },
    { source: key, name: known ?? `app role ${appRole}`, names: [appRole === NO_ROLE ? null : known, resource, id], from: createdAt },
  );
}

/** What a client may do in the name of one user, or of everybody: one act takes all its scopes away. Without a scope it is nothing. */
export function consentAccess(boundary: BoundaryId, key: FactKey, value: DelegatedGrantFact): Access | undefined {
  const { client, resource, principal, scopes, id } = value;
  if (scopes.length === 0) return undefined;
  return accessOf(
    { kind: 'consent', boundary, subject: client, object: resource, scope: null, part: principal ?? 'everyone' },
    { source: key, name: `consent to ${scopes.join(' ')}`, names: [client, id, ...scopes] },
  );
}

/** Whoever the tokens of another issuer name may act as the application or managed identity. What never matches lets in nobody. */
export function federatedAccess(boundary: BoundaryId, key: FactKey, value: FederatedCredentialFact): Access | undefined {
  const subject = federatedParty(value);
  if (subject === undefined) return undefined;
  return accessOf(
    { kind: 'trust', boundary, subject, object: value.of, scope: null, part: value.id },
    { source: key, name: `federated credential ${value.name}`, names: [objectIdOf(value.of), value.id, value.name] },
  );
}

/** The tenant in which an application is registered makes credentials of it: taken away with its service principal here. */
export function foreignAccess(boundary: BoundaryId, key: FactKey, value: ServicePrincipalFact): Access | undefined {
  const { home, servicePrincipal, appId } = value;
  if (home === null || tenantBoundary(home) === boundary || isOfMicrosoft(home)) return undefined;
  return accessOf(
    { kind: 'trust', boundary, subject: `entra/${home}`, object: servicePrincipal, scope: null },
    { source: `foreign|${key}`, name: 'consent to an application of another tenant', names: [objectIdOf(servicePrincipal), appId] },
  );
}
