import { isJsonObject } from '../../../../src/base/json.ts';
import type { AccessFact } from '../../../../src/contract/connector.ts';
import type { Access } from '../../../../src/model/access.ts';
import type { Credential, Identity } from '../../../../src/model/entity.ts';
import type { EntraFact } from '../facts.ts';
import { accountAccess, credentialAccess } from './accounts.ts';
import { appRoleAccess, consentAccess, federatedAccess, foreignAccess } from './applications.ts';
import { packageAccess, partnerAccesses } from './governance.ts';
import { groupInstanceAccess, memberAccess, ownerAccess } from './groups.ts';
import { roleAccess } from './roles.ts';

/** What one fact of a tenant gives somebody. What describes, limits or only could give something gives none. */
export function entraAccesses(fact: AccessFact): readonly Access[] {
  if (!fact.boundary.startsWith('entra:') || !isJsonObject(fact.value)) return [];
  const given = accessIn(fact);
  return given === undefined ? [] : Array.isArray(given) ? (given as readonly Access[]) : [given as Access];
}

function accessIn({ kind, boundary, key, value: told }: AccessFact): Access | readonly Access[] | undefined {
  switch (kind) {
    case 'identity':
      return accountAccess(boundary, told as Identity);
    case 'credential':
      return credentialAccess(boundary, told as Credential);
    case 'attachment':
    case 'membership':
    case 'trust':
    case 'assignment':
      break;
    default:
      return undefined;
  }
  const value = told as unknown as EntraFact;
  switch (value.type) {
    case 'role-assignment':
    case 'role-instance':
    case 'role-schedule':
      return roleAccess(boundary, value);
    case 'group-member':
      return memberAccess(boundary, value);
    case 'group-instance':
      return groupInstanceAccess(boundary, value);
    case 'owner':
      return ownerAccess(boundary, key, value);
    case 'app-role-assignment':
      return appRoleAccess(boundary, key, value);
    case 'delegated-grant':
      return consentAccess(boundary, key, value);
    case 'federated-credential':
      return federatedAccess(boundary, key, value);
    case 'service-principal':
      return foreignAccess(boundary, key, value);
    case 'package-assignment':
      return packageAccess(boundary, key, value);
    case 'partner':
      return partnerAccesses(boundary, key, value);
    default:
      return undefined;
  }
}
