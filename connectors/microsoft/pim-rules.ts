import * as v from 'valibot';
import type { Json } from '../../src/base/json.ts';
import { isJsonObject } from '../../src/base/json.ts';
import { byCodeUnit } from '../../src/base/order.ts';
import type { Reading } from '../../src/contract/reading.ts';
import { lost, shaped } from '../../src/contract/reading.ts';
import type { ActivationPolicy } from '../../src/model/activation-policy.ts';
import type { EntityId, ScopeId } from '../../src/model/ids.ts';
import { durationMs } from './duration.ts';
import { directoryObject, isGuid } from './ids.ts';

/** What a policy is about, as {@link ActivationPolicy} has it; `tenant`: the directory that its approvers are of. */
export interface PolicyAbout {
  readonly id: string;
  readonly name: string;
  readonly governs: string;
  readonly scope: ScopeId;
  readonly tenant: string;
  /** The service has approvers of its own where nobody is named: it does for directory roles alone. */
  readonly hasDefaultApprovers: boolean;
}

/**
 * The policy that rules of Privileged Identity Management make. Their ids and members are the same for directory roles, groups and Azure
 * (https://learn.microsoft.com/graph/identity-governance-pim-rules-overview), but for how approvers are named and for whom nobody stands in
 * (https://learn.microsoft.com/entra/id-governance/privileged-identity-management/groups-role-settings#require-approval-to-activate). `at`:
 * where the list of rules stands in the page.
 *
 * `undefined`, with a gap, where a rule that decides is not there, is there twice, or could not be read: what is not known of a policy must not
 * be taken for what it demands. Rules about notification, and about what administrators must do, are not looked at.
 *
 * An authentication context makes the gate `checked` where nobody approves, and says nothing of a second factor: that is up to the conditional access policies that name
 * it, so `secondFactor` is only what the rules themselves demand.
 */
export function activationPolicyOf(rules: readonly Json[], about: PolicyAbout, into: Reading, at: string): ActivationPolicy | undefined {
  const given = new Rules(rules, about, into, at);
  const eligibility = given.limit('Expiration_Admin_Eligibility');
  const assignment = given.limit('Expiration_Admin_Assignment');
  const activation = given.limit('Expiration_EndUser_Assignment');
  const enabled = given.read('Enablement_EndUser_Assignment', enablement);
  const approval = given.approval();
  const context = given.read('AuthenticationContext_EndUser_Assignment', authenticationContext);
  if (!eligibility || !assignment || !activation || !enabled || !approval || !context) return undefined;
  const demands = new Set(enabled.enabledRules.map((each) => each.toLowerCase()));
  const isChecked = context.isEnabled && context.claimValue !== '';
  return {
    id: about.id,
    name: about.name,
    governs: about.governs,
    scope: about.scope,
    gate: approval.required ? 'approved' : isChecked ? 'checked' : 'self',
    approvers: approval.approvers,
    approversByDefault: about.hasDefaultApprovers && approval.required && approval.approvers.length === 0,
    secondFactor: demands.has('multifactorauthentication'),
    context: isChecked,
    justification: demands.has('justification'),
    ticket: demands.has('ticketing'),
    longestActivationMs: activation.longestMs,
    allowsPermanentAssignment: assignment.longestMs === null,
    longestAssignmentMs: assignment.longestMs,
    allowsPermanentEligibility: eligibility.longestMs === null,
    longestEligibilityMs: eligibility.longestMs,
  };
}

const expiration = v.object({ isExpirationRequired: v.boolean(), maximumDuration: v.nullish(v.string(), null) });
const enablement = v.object({ enabledRules: v.nullable(v.array(v.string()), []) });
const authenticationContext = v.object({ isEnabled: v.boolean(), claimValue: v.nullish(v.string(), '') });
const approver = v.object({
  id: v.nullish(v.string(), null),
  // Microsoft Graph: a singleUser, groupMembers
  userId: v.nullish(v.string(), null),
  groupId: v.nullish(v.string(), null),
});
const stage = v.object({
  primaryApprovers: v.nullish(v.array(approver), []),
  isEscalationEnabled: v.nullish(v.boolean(), false),
  escalationApprovers: v.nullish(v.array(approver), []),
});
const approvalRule = v.object({
  setting: v.object({ isApprovalRequired: v.boolean(), approvalStages: v.nullish(v.array(stage), []) }),
});

/** The rules of one policy, each found by its id. */
class Rules {
  readonly #rules: readonly Json[];
  readonly #about: PolicyAbout;
  readonly #into: Reading;
  readonly #at: string;

  constructor(rules: readonly Json[], about: PolicyAbout, into: Reading, at: string) {
    this.#rules = rules;
    this.#about = about;
    this.#into = into;
    this.#at = at;
  }

  read<S extends v.GenericSchema>(id: string, schema: S): v.InferOutput<S> | undefined {
    const found = this.#place(id);
    return found === undefined ? undefined : shaped(this.#into, schema, found.rule, `${this.#name()}: ${id}`, found.at);
  }

  limit(id: string): { readonly longestMs: number | null } | undefined {
    const read = this.read(id, expiration);
    if (read === undefined) return undefined;
    if (!read.isExpirationRequired) return { longestMs: null };
    const longestMs = read.maximumDuration === null ? undefined : durationMs(read.maximumDuration);
    if (longestMs !== undefined) return { longestMs };
    this.#lost(`${id} demands an end and tells none that can be read, ${JSON.stringify(read.maximumDuration)}`);
    return undefined;
  }

  approval(): { readonly required: boolean; readonly approvers: readonly EntityId[] } | undefined {
    const read = this.read('Approval_EndUser_Assignment', approvalRule);
    if (read === undefined) return undefined;
    const { isApprovalRequired: required, approvalStages } = read.setting;
    if (!required) return { required, approvers: [] };
    const named = approvalStages.flatMap((each) => [
      ...each.primaryApprovers,
      ...(each.isEscalationEnabled ? each.escalationApprovers : []),
    ]);
    const ids = named.map(({ id, userId, groupId }) => id ?? userId ?? groupId ?? '');
    // one who cannot be named may be anybody
    if (!ids.every(isGuid)) {
      this.#lost('an approver is named in a way not understood');
      return undefined;
    }
    return { required, approvers: [...new Set(ids.map((id) => directoryObject(this.#about.tenant, id)))].sort(byCodeUnit) };
  }

  #place(id: string): { readonly rule: Json; readonly at: string } | undefined {
    const found = this.#rules.flatMap((rule, index) => {
      const own = isJsonObject(rule) ? rule['id'] : undefined;
      return typeof own === 'string' && own.toLowerCase() === id.toLowerCase() ? [{ rule, at: `${this.#at}/${index}` }] : [];
    });
    const [only, ...more] = found;
    if (only !== undefined && more.length === 0) return only;
    this.#lost(`${found.length === 0 ? 'no rule is' : `${found.length} rules are`} called ${id}, one was expected`);
    return undefined;
  }

  #lost(what: string): void {
    lost(this.#into, `${this.#name()}: ${what}`, this.#at);
  }

  #name(): string {
    return `the rules of ${this.#about.name} (${this.#about.id})`;
  }
}
