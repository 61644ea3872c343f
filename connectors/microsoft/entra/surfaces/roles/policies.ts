import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import { notUnderstood, reading } from '../../../../../src/contract/reading.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { isGuid, tenantBoundary } from '../../../ids.ts';
import { tenantIn } from '../../graph-page.ts';
import { builtInRole } from '../../tables/roles.ts';
import { isCall } from './is-call.ts';
import { mapPolicyPage } from './policy-page.ts';

/**
 * Maps a page of the policies of directory roles, one for each role. A policy names its role by id alone: roles the tenant made itself have no
 * other name here. Examples of Microsoft's write the kind of scope in two ways.
 */
export function mapRolePolicies(task: Task, body: Json): Mapped {
  if (!isCall(task, 'RolePolicies')) return notUnderstood(task);
  const into = reading(task);
  const tenant = tenantIn(task);
  mapPolicyPage(into, body, {
    scopeId: '/',
    scopeTypes: ['DirectoryRole', 'Directory'],
    about: (role) =>
      isGuid(role)
        ? {
            id: `entra/${tenant}/policy/directory/${role}`,
            name: builtInRole(role)?.name ?? `role ${role}`,
            governs: role,
            scope: tenantBoundary(tenant),
            tenant,
            hasDefaultApprovers: true,
          }
        : undefined,
  });
  return into;
}
