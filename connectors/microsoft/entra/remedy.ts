import type { RemedyTarget } from '../../../src/contract/connector.ts';
import type { Credential, Identity } from '../../../src/model/entity.ts';
import type { Grant, Link } from '../../../src/model/grant.ts';
import type { EntityId } from '../../../src/model/ids.ts';
import { isGuid, objectIdOf } from '../ids.ts';

const GRAPH = 'https://graph.microsoft.com/v1.0';

/**
 * Commands of the Azure CLI that take a thing away, to be run with rights in its tenant. A line that begins with `#` tells what to do between
 * two commands; what is between `<` and `>` is taken from the answer before. In a national cloud the root of Microsoft Graph is another. Empty
 * where there is no command for it: what a directory lets a power change, an application of another tenant, a partner.
 */
export function entraRemedy(target: RemedyTarget): readonly string[] {
  if ('type' in target) return forElement(target);
  return 'nature' in target ? forIdentity(target) : forCredential(target);
}

function forElement(element: Grant | Link): readonly string[] {
  const { kind, id } = element.source;
  const parts = id.split('|');
  switch (kind) {
    case 'directory-role':
    case 'eligible-role':
      return forRole(element, parts, kind === 'eligible-role');
    case 'group-membership':
    case 'eligible-membership':
    case 'group-owner':
      return forMembership(element, objectIdOf(parts[1] ?? ''), objectIdOf(parts[2] ?? ''), kind);
    case 'application-owner':
    case 'service-principal-owner':
      return forOwner(objectIdOf(parts[1] ?? ''), objectIdOf(parts[2] ?? ''), kind);
    case 'app-role':
      return forAppRole(element, parts[1] ?? '');
    case 'consent-for-everyone':
    case 'consent-of-user':
      return isPlain(parts[1]) ? [remove(`oauth2PermissionGrants/${parts[1]}`)] : [];
    case 'federated-credential': {
      const application = objectIdOf(parts[1] ?? '');
      return isGuid(application ?? '') && isPlain(parts[2])
        ? [remove(`applications/${application ?? ''}/federatedIdentityCredentials/${parts[2]}`)]
        : [];
    }
    default:
      return [];
  }
}

/** Ids that Microsoft Graph makes: GUIDs, and base64 for URLs. A shell leaves them alone. */
function isPlain(text: string | undefined): text is string {
  return text !== undefined && /^[\w.~-]+$/.test(text);
}

function remove(path: string): string {
  return `az rest --method DELETE --uri '${GRAPH}/${path}'`;
}

function post(path: string, body: Readonly<Record<string, string | Readonly<Record<string, string>>>>): string {
  return `az rest --method POST --uri '${GRAPH}/${path}' --headers Content-Type=application/json --body '${JSON.stringify(body)}'`;
}

/** `parts`: kind, principal, role, scope. */
function forRole({ boundary, bounds }: Grant | Link, parts: readonly string[], eligible: boolean): readonly string[] {
  const [principal, role, scope] = [objectIdOf(parts[1] ?? ''), parts[2] ?? '', parts.slice(3).join('|')];
  if (principal === undefined || !isGuid(principal) || !isGuid(role) || !/^[\w/:.-]+$/.test(scope)) return [];
  const schedules = eligible ? 'roleEligibilityScheduleRequests' : 'roleAssignmentScheduleRequests';
  const own = { action: 'adminRemove', principalId: principal, roleDefinitionId: role };
  if (scope === boundary && (eligible || bounds.hi !== 'standing')) {
    return [post(`roleManagement/directory/${schedules}`, { ...own, directoryScopeId: '/' })];
  }
  const list = eligible ? 'roleEligibilitySchedules' : 'roleAssignments';
  const filter = `$filter=principalId eq '${principal}' and roleDefinitionId eq '${role}'`;
  const find = `az rest --method GET --uri "${GRAPH}/roleManagement/directory/${list}?${filter.replace('$', '\\$')}" --query 'value[].[id,directoryScopeId]' --output tsv`;
  const where = scope === boundary ? '/' : (objectIdOf(scope) ?? scope);
  const note = `# take the line whose scope ${scope === boundary ? 'is /' : `ends in ${where}`}`;
  if (!eligible) return [find, note, remove('roleManagement/directory/roleAssignments/<id>')];
  return [find, note, post(`roleManagement/directory/${schedules}`, { ...own, directoryScopeId: '<scope>' })];
}

function forMembership(
  element: Grant | Link,
  who: string | undefined,
  group: string | undefined,
  kind: 'group-membership' | 'eligible-membership' | 'group-owner',
): readonly string[] {
  if (who === undefined || group === undefined || !isGuid(who) || !isGuid(group)) return [];
  const access = kind === 'group-owner' ? 'owner' : 'member';
  const { bounds } = element;
  const given = element.type === 'link' ? element.detail['packageAssignments'] : undefined;
  if (typeof given === 'string') return given.split(' ').filter(isPlain).map(endOfPackage);
  if (bounds.hi === 'standing') return [remove(`groups/${group}/${access}s/${who}/$ref`)];
  const what = bounds.hi === 'eligible' ? 'eligibility' : 'assignment';
  return [
    post(`identityGovernance/privilegedAccess/group/${what}ScheduleRequests`, {
      accessId: access,
      principalId: who,
      groupId: group,
      action: 'adminRemove',
    }),
  ];
}

/** Taken out of the group alone, whoever still has the package is put into it again. https://learn.microsoft.com/graph/api/entitlementmanagement-post-assignmentrequests */
function endOfPackage(assignment: string): string {
  return post('identityGovernance/entitlementManagement/assignmentRequests', {
    requestType: 'adminRemove',
    assignment: { id: assignment },
  });
}

/** `of`, `owner`: as the key of the fact has them. */
function forOwner(
  of: string | undefined,
  owner: string | undefined,
  kind: 'application-owner' | 'service-principal-owner',
): readonly string[] {
  if (of === undefined || owner === undefined || !isGuid(of) || !isGuid(owner)) return [];
  return [remove(`${kind === 'application-owner' ? 'applications' : 'servicePrincipals'}/${of}/owners/${owner}/$ref`)];
}

function forAppRole(element: Grant | Link, id: string): readonly string[] {
  const holder = objectIdOf(element.type === 'grant' ? element.subject : element.from);
  if (holder === undefined || !isGuid(holder) || !isPlain(id)) return [];
  return [
    '# where a user or a group holds it: users or groups in the place of servicePrincipals',
    remove(`servicePrincipals/${holder}/appRoleAssignments/${id}`),
  ];
}

/** Application and service principal have credentials of their own; which of them this is follows from the id. */
function forCredential({ identity, id, kind }: Credential): readonly string[] {
  const [holder, key] = [objectIdOf(identity), id.slice(id.indexOf('#') + 1)];
  if (holder === undefined || !isGuid(holder) || !isGuid(key)) return [];
  if (kind !== 'client-secret' && kind !== 'certificate') return [];
  const of = `credential delete --id ${holder} --key-id ${key}${kind === 'certificate' ? ' --cert' : ''}`;
  return [`az ad app ${of}`, '# where that says it does not exist, the service principal has it', `az ad sp ${of}`];
}

function forIdentity({ id, kind }: Identity): readonly string[] {
  const object = guidOf(id);
  if (object === undefined) return [];
  switch (kind) {
    case 'user':
    case 'guest':
      return [
        `az ad user update --id ${object} --account-enabled false`,
        post(`users/${object}/revokeSignInSessions`, {}),
        '# it keeps its roles and memberships until they are taken away, and comes back with them',
        `az ad user delete --id ${object}`,
      ];
    case 'group':
      return [`az ad group delete --group ${object}`];
    case 'service-principal':
      return [
        `az ad sp update --id ${object} --set accountEnabled=false`,
        '# when nothing has missed it',
        `az ad sp delete --id ${object}`,
      ];
    case 'app':
      return [`az ad app delete --id ${object}`];
    default:
      return [];
  }
}

function guidOf(id: EntityId): string | undefined {
  const object = objectIdOf(id);
  return object !== undefined && isGuid(object) ? object : undefined;
}
