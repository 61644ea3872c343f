import type { Access, Linger } from '../../../../src/model/access.ts';
import { accessToken, armCache, managedIdentityToken, managementGroupData, vaultDecision, workloadToken } from '../../linger.ts';

/**
 * What may go on working after something was taken away in Azure, at the longest. Tokens for Azure tell who somebody is and not the roles:
 * these are looked up, in copies that are kept for a while. Keys and secrets that were read before are another way in, and no lingering.
 */
export function azureLingers({ kind, scope }: Access): readonly Linger[] {
  switch (kind) {
    case 'eligibility':
      return [];
    case 'policy':
      return [vaultDecision];
    case 'trust':
      return [accessToken, workloadToken, managedIdentityToken];
    default:
      return [armCache, managedIdentityToken, ...(isManagementGroup(scope) ? [managementGroupData] : [])];
  }
}

/** A management group is `azure:<tenant>/<group>`; resources begin with a slash, a subscription is a boundary by itself. */
function isManagementGroup(scope: string | null): boolean {
  return scope?.startsWith('azure:') === true && scope.includes('/');
}
