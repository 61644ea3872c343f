import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import { byCodeUnit } from '../../../../../src/base/order.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import { elements, lost, notUnderstood, reading } from '../../../../../src/contract/reading.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { tenantBoundary } from '../../../ids.ts';
import type { TenantFact } from '../../facts.ts';
import { guid } from '../../graph-page.ts';
import { licencesOf } from './plans.ts';
import { organization } from './surface.ts';

const args = v.strictObject({ call: v.literal('Organization'), tenant: v.optional(guid) });

const text = v.nullish(v.string(), null);
const tenantSchema = v.object({
  id: guid,
  displayName: text,
  // not given at all: nothing is told of licences
  assignedPlans: v.nullish(v.array(v.object({ capabilityStatus: text, service: text, servicePlanId: text })), null),
});

/**
 * Maps the answer about the tenant that is signed in to. Where the task names one and another answers, it is a gap that names both and no
 * fact, so that nothing more is asked.
 */
export function mapOrganization(task: Task, body: Json): Mapped {
  const given = v.safeParse(args, task.args);
  if (!given.success) return notUnderstood(task);
  const into = reading(task);
  const found = elements(into, body, 'value', tenantSchema);
  const [first, ...more] = found;
  if (first === undefined || more.length > 0) {
    if (into.gaps.length === 0) lost(into, `the answer names ${found.length} tenants, one was expected`, '/value');
    return into;
  }
  const { id: tenant, displayName: name, assignedPlans } = first.value;
  const { tenant: asked } = given.output;
  if (asked !== undefined && asked !== tenant) {
    const detail = `the credentials are signed in to tenant ${tenant}, the settings name ${asked} (at ${first.at}/id)`;
    into.gaps.push({ boundary: task.boundary, surface: task.surface, cause: 'denied', detail });
    return into;
  }
  const boundary = tenantBoundary(tenant);
  const { inForce, hasPim, hasSignInActivity } =
    assignedPlans === null ? { inForce: [], hasPim: null, hasSignInActivity: null } : licencesOf(assignedPlans);
  const plans = [...inForce].sort(byCodeUnit);
  const value: TenantFact = { type: 'tenant', tenant, name, plans, hasPim, hasSignInActivity };
  const said = { boundary, surface: organization.id, pointer: first.at };
  into.facts.push({ ...said, kind: 'boundary', key: 'tenant', value: { id: boundary, kind: 'tenant', name } });
  into.facts.push({ ...said, kind: 'observation', key: 'tenant', value: value as unknown as Json });
  return into;
}
