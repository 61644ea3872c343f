import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import { elements, lost } from '../../../../../src/contract/reading.ts';
import type { EntityId } from '../../../../../src/model/ids.ts';
import type { PolicyAbout } from '../../../pim-rules.ts';
import { activationPolicyOf } from '../../../pim-rules.ts';

const policyAssignment = v.object({
  scopeId: v.string(),
  scopeType: v.string(),
  roleDefinitionId: v.pipe(v.string(), v.minLength(1), v.toLowerCase()),
  policy: v.object({ rules: v.array(v.unknown()) }),
});
export type PolicyAssignment = v.InferOutput<typeof policyAssignment>;

/** Whose policies are asked for. */
export interface AskedPolicies {
  readonly scopeId: string;
  readonly scopeTypes: readonly string[];
  readonly subject?: EntityId;
  /** `undefined`: it governs nothing that is known here. */
  about(role: string): PolicyAbout | undefined;
}

/**
 * Maps a page of `roleManagementPolicyAssignments` with policies and rules in it. `$expand` gives no more than 20 of a kind without saying so
 * (https://learn.microsoft.com/graph/query-parameters): a policy has 17 rules, and one with 20 may have been cut short.
 */
export function mapPolicyPage(into: Reading, body: Json, asked: AskedPolicies): void {
  const { boundary, surface } = into.task;
  for (const { value, at } of elements(into, body, 'value', policyAssignment)) {
    const { scopeId, scopeType, roleDefinitionId: role, policy } = value;
    const isAsked =
      scopeId.toLowerCase() === asked.scopeId && asked.scopeTypes.some((each) => each.toLowerCase() === scopeType.toLowerCase());
    if (!isAsked) {
      lost(into, `a policy of ${scopeType} ${JSON.stringify(scopeId)} answers for ${JSON.stringify(asked.scopeId)}`, at, asked.subject);
      continue;
    }
    const about = asked.about(role);
    if (about === undefined) {
      lost(into, `a policy governs ${JSON.stringify(role)}, which is not understood`, `${at}/roleDefinitionId`, asked.subject);
      continue;
    }
    if (policy.rules.length >= 20)
      lost(into, `the rules of ${about.name} may be cut short at ${policy.rules.length}`, `${at}/policy/rules`, asked.subject);
    const told = activationPolicyOf(policy.rules as readonly Json[], about, into, `${at}/policy/rules`);
    if (told !== undefined) into.facts.push({ kind: 'activation-policy', boundary, surface, key: told.id, value: told, pointer: at });
  }
}
