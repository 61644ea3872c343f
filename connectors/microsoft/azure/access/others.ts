import type { Access } from '../../../../src/model/access.ts';
import type { BoundaryId, FactKey } from '../../../../src/model/ids.ts';
import { accessOf } from '../../access.ts';
import { federatedParty } from '../../entra/resolve/federated.ts';
import { lastSegment } from '../../ids.ts';
import type { AzureFederatedCredentialFact, CarrierFact, ClassicAdministratorFact, LighthouseFact, VaultFact } from '../facts.ts';
import { classicAdministrator } from '../resolve/classic.ts';
import { delegationOf } from '../resolve/lighthouse.ts';
import { knownRoles } from '../tables/known-roles.ts';

/** What another tenant was handed by Azure Lighthouse, each authorisation by itself, though one act ends all of a registration. */
export function delegatedAccesses(boundary: BoundaryId, key: FactKey, value: LighthouseFact): readonly Access[] {
  return value.authorizations.map((each) => {
    const role = lastSegment(each.role);
    const known = knownRoles.get(role)?.name;
    return accessOf(
      {
        kind: each.eligible ? 'eligibility' : 'assignment',
        boundary,
        subject: each.principal,
        object: role,
        scope: value.scope,
        part: `${value.scope}|${value.id}`,
      },
      { source: delegationOf(key, each), name: `${known ?? `role ${role}`} by Azure Lighthouse`, names: [known, value.id] },
    );
  });
}

/** What access policies of a vault let each of their principals do with secrets and keys. */
export function vaultAccesses(boundary: BoundaryId, key: FactKey, { resource, policies }: VaultFact): readonly Access[] {
  return (policies ?? [])
    .filter(({ secrets, keys }) => secrets.length + keys.length > 0)
    .map(({ principal }) =>
      accessOf(
        { kind: 'policy', boundary, subject: principal, object: resource, scope: resource },
        { source: `${key}|${principal}`, name: `access policy of ${lastSegment(resource)}`, names: [lastSegment(resource)] },
      ),
    );
}

/** A resource that acts as a managed identity; `identity` names one whose principal was not told. */
export function carriedAccesses(boundary: BoundaryId, key: FactKey, { resource, name, identities }: CarrierFact): readonly Access[] {
  return identities.flatMap(({ principal, identity }) => {
    // a user-assigned one is the same whether or not its principal is told
    const object = identity ?? principal;
    if (object === null) return [];
    const given = { kind: 'trust', boundary, subject: resource, object, scope: null } as const;
    return [accessOf(given, { source: key, name: `managed identity of ${name}`, names: [principal] })];
  });
}

/** Whoever the tokens of another issuer name may act as the managed identity. */
export function federatedAccess(boundary: BoundaryId, key: FactKey, value: AzureFederatedCredentialFact): Access | undefined {
  const subject = federatedParty(value);
  if (subject === undefined) return undefined;
  return accessOf(
    { kind: 'trust', boundary, subject, object: value.of, scope: null, part: value.id },
    { source: key, name: `federated credential ${value.name}`, names: [value.id, value.name] },
  );
}

/** Told by the mail address alone: whose it is, nothing else tells. */
export function classicAccess(boundary: BoundaryId, key: FactKey, { name, role }: ClassicAdministratorFact): Access {
  return accessOf(
    { kind: 'assignment', boundary, subject: classicAdministrator(name), object: role, scope: boundary },
    { source: key, name: `${role} ${name}`, names: [name] },
  );
}
