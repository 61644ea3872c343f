import type { Fact } from '../../../../src/model/fact.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import type { ApplicationDetailFact } from '../application-facts.ts';
import type { EntraFact } from '../facts.ts';

const nobody: readonly EntityId[] = [];

/**
 * The identities that a fact is nothing without: of a credential whose it is; of a role or app role who holds it; of a membership both; of
 * an owner both; of a consent the client, and the user where it is one's own. What stands by itself (roles, policies, units, packages,
 * reviews) depends on nobody.
 */
export function dependsOn(fact: Fact): readonly EntityId[] {
  if (fact.kind === 'credential') return [fact.value.identity];
  if (fact.kind === 'identity' || fact.kind === 'activation-policy') return nobody;
  const value = fact.value as unknown as EntraFact | ApplicationDetailFact;
  switch (value.type) {
    case 'role-assignment':
    case 'role-instance':
    case 'role-schedule':
      return [value.principal];
    case 'app-role-assignment':
      return [value.principal, value.resource];
    case 'group-member':
      return [value.group, value.member];
    case 'group-instance':
      return [value.group, value.principal];
    case 'unit-member':
      return [value.member];
    case 'owner':
      return [value.of, value.owner];
    case 'sponsor':
      return [value.of, value.sponsor];
    case 'application':
      return [value.application];
    case 'service-principal':
      return [value.servicePrincipal];
    case 'agent':
      return [value.agent];
    case 'federated-credential':
    case 'owners-listed':
      return [value.of];
    case 'delegated-grant':
      return value.principal === null ? [value.client] : [value.client, value.principal];
    case 'group':
      return [value.group];
    default:
      return nobody;
  }
}
