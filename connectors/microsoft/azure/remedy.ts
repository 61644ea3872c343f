import type { RemedyTarget } from '../../../src/contract/connector.ts';
import type { Grant, Link } from '../../../src/model/grant.ts';
import type { EntityId, ScopeId } from '../../../src/model/ids.ts';
import { objectIdOf } from '../ids.ts';
import { rowKeyIn } from './resolve/right.ts';

/**
 * Commands of the Azure CLI that take a right away, to be run with rights at its scope. Lines that begin with `#` tell a person what to do.
 * Empty where there is no command for it: pools, which are names of ours, and identities, which the directory keeps.
 */
export function azureRemedy(target: RemedyTarget): readonly string[] {
  if (!('type' in target)) return [];
  const isRole = target.source.kind === 'azure-role' || target.source.kind === 'azure-eligible-role';
  const told = isRole ? rowKeyIn(target.key) : target.source.id;
  if (told === undefined || !/^[\x21-\x7e]+$/.test(told)) return [];
  const [kind = '', id = '', ...more] = told.split('|');
  switch (target.source.kind) {
    case 'azure-role':
    case 'azure-eligible-role':
      return kind === 'assignment' ? [`az role assignment delete --ids ${word(id)}`] : byRequest(target, id === 'eligibility');
    case 'lighthouse':
      return [
        `# ends all that is delegated by this registration, not to this party alone`,
        `az managedservices assignment delete --assignment ${word(id)}`,
      ];
    case 'vault-policy':
      return ofVault(id, more[0] ?? '');
    case 'federated-credential':
      return ofCredential(id);
    case 'managed-identity':
      return target.type === 'link' ? [`# take the identity off ${word(id)}, or keep those who reach it from acting there`] : [];
    default:
      return [];
  }
}

/** PIM ends what PIM gave, by a request: https://learn.microsoft.com/rest/api/authorization/role-assignment-schedule-requests/create */
function byRequest(target: Grant | Link, isEligible: boolean): readonly string[] {
  const [subject, role, scope] =
    target.type === 'grant'
      ? [target.subject, target.key.split('|')[4], target.scope]
      : [target.from, target.detail['role'], target.detail['scope']];
  const principalId = objectIdOf(subject);
  if (principalId === undefined || typeof role !== 'string' || typeof scope !== 'string') return [];
  const at = armScope(scope, subject);
  const what = isEligible ? 'roleEligibilityScheduleRequests' : 'roleAssignmentScheduleRequests';
  const roleDefinitionId = `${at}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
  const body = JSON.stringify({ properties: { principalId, roleDefinitionId, requestType: 'AdminRemove' } });
  const url = `${at}/providers/Microsoft.Authorization/${what}/`;
  return [`az rest --method put --url ${word(url)}"$(uuidgen)"'?api-version=2020-10-01' --body ${word(body)}`];
}

/** A scope as Azure Resource Manager writes it. The root has the tenant's own id, which that of the principal tells. */
export function armScope(scope: ScopeId, principal: EntityId): string {
  if (scope.startsWith('/')) return scope;
  const [id = '', group] = scope.slice('azure:'.length).split('/');
  if (group !== undefined) return `/providers/Microsoft.Management/managementGroups/${group}`;
  return principal.split('/')[1] === id ? '' : `/subscriptions/${id}`;
}

function ofVault(vault: string, principal: string): readonly string[] {
  const objectId = objectIdOf(principal);
  const [, subscription, group, name] = /^\/subscriptions\/([^/]+)\/resourcegroups\/([^/]+)\/.*\/vaults\/([^/]+)$/.exec(vault) ?? [];
  if (objectId === undefined || subscription === undefined || group === undefined || name === undefined) return [];
  const of = `--subscription ${word(subscription)} --resource-group ${word(group)} --name ${word(name)}`;
  return [`az keyvault delete-policy ${of} --object-id ${word(objectId)}`];
}

function ofCredential(id: string): readonly string[] {
  const parts =
    /^\/subscriptions\/([^/]+)\/resourcegroups\/([^/]+)\/.*\/userassignedidentities\/([^/]+)\/federatedidentitycredentials\/([^/]+)$/.exec(
      id,
    );
  const [, subscription, group, identity, name] = parts ?? [];
  if (subscription === undefined || group === undefined || identity === undefined || name === undefined) return [];
  const of = `--subscription ${word(subscription)} --resource-group ${word(group)} --identity-name ${word(identity)}`;
  return [`az identity federated-credential delete ${of} --name ${word(name)} --yes`];
}

/** One word for a POSIX shell (IEEE Std 1003.1, 2.2.2). `@` at its head would have the Azure CLI read a file. */
function word(value: string): string {
  return /^[\w./:=%+,-]+$/.test(value) && !value.startsWith('-') ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
