import type { ProbeNear } from '../../../../src/contract/connector.ts';
import type { Access } from '../../../../src/model/access.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import type { Task } from '../../../../src/model/page.ts';
import { azureTenantBoundary } from '../../ids.ts';
import type { Control, Question } from '../../probe.ts';
import type { AzureSettings } from '../settings.ts';
import { assignmentsTask, callerRightsTask, rootAssignmentsTask } from '../surfaces/authorization/calls.ts';
import type { Asked as Place } from '../surfaces/common/asked.ts';
import { taskAt } from '../surfaces/common/asked.ts';
import { assignmentSchedules, eligibilityInstances, eligibilitySchedules } from '../surfaces/pim/surfaces.ts';
import { federatedTask } from '../surfaces/resources/calls.ts';
import { keyVaults, lighthouse, managedIdentities } from '../surfaces/resources/surfaces.ts';

type Asked = Pick<Question, 'targets' | 'controls' | 'isBeside'>;

/**
 * What is asked of whether an access is there: the lists of the scan at the subscription or management group, for lists by principal lag.
 * `undefined`: only the index tells of it, or which tenant it is of is not known.
 */
export function askedOf(access: Access, near: ProbeNear, settings: AzureSettings): Asked | undefined {
  const tenant = settings.tenant ?? tenantNear(near);
  const place = tenant === undefined ? undefined : placeOf(access, tenant);
  if (place === undefined) return undefined;
  const [kind] = access.source.split('|');
  switch (kind) {
    case 'azure-role': {
      const isRoot = place.subscription === undefined && place.group === undefined;
      const list = isRoot ? rootAssignmentsTask(place.tenant) : assignmentsTask(place);
      // one that begins later is in no list of assignments; only Privileged Identity Management tells of a beginning
      const planned = access.from === null || isRoot ? [] : [taskAt(assignmentSchedules.id, 'roleAssignmentSchedules', place)];
      return { targets: [list, ...planned], controls: isRoot ? [] : [rights(place)], isBeside: (other) => isShownAbove(other, access) };
    }
    case 'azure-eligible-role':
      return {
        targets: [
          taskAt(eligibilityInstances.id, 'roleEligibilityScheduleInstances', place),
          taskAt(eligibilitySchedules.id, 'roleEligibilitySchedules', place),
        ],
        controls: [],
        isBeside: (other) => isShownAbove(other, access),
      };
    case 'lighthouse':
      return {
        targets: [taskAt(lighthouse.id, 'registrationAssignments', place)],
        controls: [],
        isBeside: ({ id }) => id !== access.id,
      };
    case 'vault': {
      const [vault = ''] = access.objects;
      const target = taskAt(keyVaults.id, 'vaults', place);
      return { targets: [target], controls: [listed(target, `vault|${vault}`, `vault ${vault}`)], isBeside: () => false };
    }
    case 'federated-credential': {
      const [identity = ''] = access.objects;
      const known = listed(taskAt(managedIdentities.id, 'userAssignedIdentities', place), `managed-identity|${identity}`, identity);
      return { targets: [federatedTask(place, identity)], controls: [known], isBeside: ({ id }) => id !== access.id };
    }
    default:
      return undefined;
  }
}

/** The list that tells of it: of the subscription, of the management group, or of the root. */
function placeOf({ boundary, scope, subject }: Access, told: string): Place | undefined {
  const tenant = tenantOf(subject) ?? told;
  const own = boundary.slice('azure:'.length);
  for (const each of new Set([told, tenant])) {
    if (boundary !== azureTenantBoundary(each)) continue;
    return scope === null || scope === boundary ? { tenant: each } : { tenant: each, group: scope.slice(boundary.length + 1) };
  }
  return { tenant: told, subscription: own };
}

/**
 * Whether what is seen beside it shows that lists of its scope are read whole: it is at the same scope or above. What lies below a scope may be read
 * by those who see nothing of the scope itself.
 */
function isShownAbove(other: Access, access: Access): boolean {
  if (other.id === access.id || other.kind !== access.kind) return false;
  return other.scope === access.scope || other.scope === access.boundary || other.boundary !== access.boundary;
}

/** The caller's own rights: with them, a list that holds nothing of the scope is believed. */
function rights(place: Place): Control {
  const shows: Control['shows'] = () => true;
  return { task: callerRightsTask(place), text: 'the right to read all role assignments there', shows };
}

function listed(task: Task, key: string, text: string): Control {
  return { task, text, shows: ({ facts }) => facts.some((fact) => fact.key === key) };
}

function tenantNear({ accesses, identities }: ProbeNear): string | undefined {
  const tenants = [...accesses.map(({ subject }) => subject), ...identities.map(({ id }) => id)].flatMap((id) => tenantOf(id) ?? []);
  const all = [...new Set(tenants)];
  return all.length === 1 ? all[0] : undefined;
}

/** Of an object of a directory. */
function tenantOf(id: EntityId): string | undefined {
  const [form, tenant, object] = id.split('/');
  return form === 'entra' && object !== undefined ? tenant : undefined;
}
