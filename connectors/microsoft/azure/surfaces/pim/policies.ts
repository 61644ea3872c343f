import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import { activationPolicyOf } from '../../../pim-rules.ts';
import { role, text, words } from '../common/fields.ts';
import { mapCalls, rowsOf } from '../common/listing.ts';
import { pushKnown } from '../common/push.ts';

const policyAssignment = v.object({
  properties: v.object({
    scope: text,
    roleDefinitionId: role,
    effectiveRules: v.array(v.unknown()),
    policyAssignmentProperties: v.nullish(v.object({ roleDefinition: v.nullish(v.object({ displayName: words })) })),
  }),
});

/** Maps which policy governs which role at which scope, with the rules that follow from it there. */
export const mapPolicies = mapCalls({
  roleManagementPolicyAssignments(into, body, asked) {
    for (const { value, at, where } of rowsOf(into, body, asked, policyAssignment, ({ properties }) => properties.scope)) {
      const { roleDefinitionId, effectiveRules, policyAssignmentProperties } = value.properties;
      const { scope, boundary } = where;
      const id = `azure/${asked.tenant}/policy/${scope}/${roleDefinitionId}`;
      const name = policyAssignmentProperties?.roleDefinition?.displayName ?? roleDefinitionId;
      const about = { id, name, governs: roleDefinitionId, scope, tenant: asked.tenant, hasDefaultApprovers: false };
      const policy = activationPolicyOf(effectiveRules as readonly Json[], about, into, `${at}/properties/effectiveRules`);
      if (policy !== undefined) pushKnown(into, 'activation-policy', boundary, id, policy, at);
    }
  },
});
