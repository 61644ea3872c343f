import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import { notUnderstood, reading } from '../../../../../src/contract/reading.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { guid, objectIn, tenantIn } from '../../graph-page.ts';
import { mapPolicyPage } from '../roles/policy-page.ts';

const args = v.strictObject({ call: v.literal('GroupPolicies'), group: guid, name: v.optional(v.string()) });

/** Maps the two policies of a group: of members and of owners. Its name is told by the task, where it was known. */
export function mapGroupPolicies(task: Task, body: Json): Mapped {
  const read = v.safeParse(args, task.args);
  if (!read.success) return notUnderstood(task);
  const { group, name = `group ${group}` } = read.output;
  const into = reading(task);
  const tenant = tenantIn(task);
  const governs = objectIn(into, group);
  mapPolicyPage(into, body, {
    scopeId: group,
    scopeTypes: ['Group'],
    subject: governs,
    about: (role) =>
      role === 'member' || role === 'owner'
        ? {
            id: `entra/${tenant}/policy/group/${group}/${role}`,
            name: `${role}s of ${name}`,
            governs,
            scope: task.boundary,
            tenant,
            hasDefaultApprovers: false,
          }
        : undefined,
  });
  return into;
}
