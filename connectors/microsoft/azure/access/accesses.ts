import { isJsonObject } from '../../../../src/base/json.ts';
import type { AccessFact } from '../../../../src/contract/connector.ts';
import type { Access } from '../../../../src/model/access.ts';
import type { AzureFact } from '../facts.ts';
import { carriedAccesses, classicAccess, delegatedAccesses, federatedAccess, vaultAccesses } from './others.ts';
import { roleAccess } from './roles.ts';

/** What one fact of Azure gives somebody. What the index alone tells of is no such fact: it lags, and proves nothing. */
export function azureAccesses(fact: AccessFact): readonly Access[] {
  const { kind, boundary, key, value: told } = fact;
  if (!boundary.startsWith('azure:') || kind === 'observation' || !isJsonObject(told)) return [];
  const value = told as unknown as AzureFact;
  switch (value.type) {
    case 'role-assignment':
    case 'role-instance':
    case 'role-schedule':
      return oneOf(roleAccess(boundary, value));
    case 'lighthouse':
      return delegatedAccesses(boundary, key, value);
    case 'vault':
      return vaultAccesses(boundary, key, value);
    case 'carrier':
      return carriedAccesses(boundary, key, value);
    case 'federated-credential':
      return oneOf(federatedAccess(boundary, key, value));
    case 'classic-administrator':
      return [classicAccess(boundary, key, value)];
    default:
      return [];
  }
}

function oneOf(access: Access | undefined): readonly Access[] {
  return access === undefined ? [] : [access];
}
