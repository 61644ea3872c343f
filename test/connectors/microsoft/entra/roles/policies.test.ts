import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../../src/base/json.ts';
import { DAY_MS, HOUR_MS } from '../../../../../src/base/instant.ts';
import { boundary, entity, guid, list, mapped, tenant, valuesOf } from './asking.ts';

const role = '62e90394-69f5-4237-9190-012177145e10';

const rules: Readonly<Record<string, JsonObject>> = {
  Expiration_Admin_Eligibility: { isExpirationRequired: false, maximumDuration: 'P365D' },
  Expiration_Admin_Assignment: { isExpirationRequired: true, maximumDuration: 'P180D' },
  Expiration_EndUser_Assignment: { isExpirationRequired: true, maximumDuration: 'PT8H' },
  Enablement_EndUser_Assignment: { enabledRules: ['MultiFactorAuthentication', 'Justification'] },
  Approval_EndUser_Assignment: {
    setting: {
      isApprovalRequired: true,
      approvalStages: [
        {
          isEscalationEnabled: false,
          primaryApprovers: [
            { '@odata.type': '#microsoft.graph.singleUser', userId: guid(2) },
            { '@odata.type': '#microsoft.graph.groupMembers', groupId: guid(1) },
          ],
          escalationApprovers: [{ '@odata.type': '#microsoft.graph.singleUser', userId: guid(3) }],
        },
      ],
    },
  },
  AuthenticationContext_EndUser_Assignment: { isEnabled: false, claimValue: null },
  Notification_Admin_Admin_Eligibility: { notificationType: 'Email' },
};

function policy(changed: Readonly<Record<string, JsonObject | undefined>> = {}, own: JsonObject = {}): Json {
  const all = Object.entries({ ...rules, ...changed }).flatMap(([id, rule]) => (rule === undefined ? [] : [{ id, ...rule }]));
  return { scopeId: '/', scopeType: 'DirectoryRole', roleDefinitionId: role, policy: { rules: all }, ...own };
}

function told(row: Json): unknown {
  const { facts, gaps } = mapped('RolePolicies', list(row));
  expect(gaps).toEqual([]);
  return facts[0]?.value;
}

describe('the policy of a directory role', () => {
  it('tells what switching on takes, and what may be given for good', () => {
    expect(told(policy())).toEqual({
      id: `entra/${tenant}/policy/directory/${role}`,
      name: 'Global Administrator',
      governs: role,
      scope: boundary,
      gate: 'approved',
      approvers: [entity(1), entity(2)],
      approversByDefault: false,
      secondFactor: true,
      context: false,
      justification: true,
      ticket: false,
      longestActivationMs: 8 * HOUR_MS,
      allowsPermanentAssignment: false,
      longestAssignmentMs: 180 * DAY_MS,
      allowsPermanentEligibility: true,
      longestEligibilityMs: null,
    });
  });

  it('that asks for approval and names nobody leaves it to the service', () => {
    const setting = { isApprovalRequired: true, approvalStages: [{ primaryApprovers: [], escalationApprovers: [] }] };
    expect(told(policy({ Approval_EndUser_Assignment: { setting } }))).toMatchObject({
      gate: 'approved',
      approvers: [],
      approversByDefault: true,
    });
  });

  it('with an authentication context and no approval is checked, else up to the holder alone', () => {
    const Approval_EndUser_Assignment = { setting: { isApprovalRequired: false, approvalStages: [] } };
    const context = { isEnabled: true, claimValue: 'c1' };
    expect(told(policy({ Approval_EndUser_Assignment, AuthenticationContext_EndUser_Assignment: context }))).toMatchObject({
      gate: 'checked',
    });
    expect(told(policy({ Approval_EndUser_Assignment }))).toMatchObject({ gate: 'self', approvers: [], approversByDefault: false });
  });

  it('is taken with either word that Microsoft writes for its scope', () => {
    expect(told(policy({}, { scopeType: 'Directory' }))).toMatchObject({ governs: role });
  });

  it.each(Object.keys(rules).filter((each) => !each.startsWith('Notification')))('without rule %s is a gap, and no policy', (id) => {
    const { facts, gaps } = mapped('RolePolicies', list(policy({ [id]: undefined })));
    expect(facts).toEqual([]);
    expect(gaps.map((each) => each.cause)).toContain('malformed');
  });

  it.each([
    [
      'an approver of a kind that names nobody',
      {
        Approval_EndUser_Assignment: {
          setting: {
            isApprovalRequired: true,
            approvalStages: [{ primaryApprovers: [{ '@odata.type': '#microsoft.graph.requestorManager', managerLevel: 1 }] }],
          },
        },
      },
    ],
    ['a duration that is none', { Expiration_EndUser_Assignment: { isExpirationRequired: true, maximumDuration: 'long' } }],
    ['a flag that is a text', { Expiration_Admin_Assignment: { isExpirationRequired: 'no', maximumDuration: null } }],
  ])('with %s is a gap, and no policy', (_, changed) => {
    const { facts, gaps } = mapped('RolePolicies', list(policy(changed)));
    expect(facts).toEqual([]);
    expect(gaps.map((each) => each.cause)).toContain('malformed');
  });

  it('that may be cut short says so', () => {
    const more = Object.fromEntries(Array.from({ length: 13 }, (_, i): [string, JsonObject] => [`Notification_${i}`, {}]));
    const { facts, gaps } = mapped('RolePolicies', list(policy(more)));
    expect(facts).toHaveLength(1);
    expect(gaps).toMatchObject([{ cause: 'malformed', detail: expect.stringContaining('cut short at 20') as string }]);
  });

  it.each([
    ['of a group', { scopeId: guid(9), scopeType: 'Group', roleDefinitionId: 'member' }],
    ['of a membership', { roleDefinitionId: 'member' }],
    ['without rules', { policy: {} }],
    ['that was not expanded', { policy: null }],
  ])('%s is no answer', (_, own) => {
    const { facts, gaps } = mapped('RolePolicies', list(policy({}, own)));
    expect(facts).toEqual([]);
    expect(gaps).toHaveLength(1);
  });
});

describe('the policies of a group', () => {
  const ofGroup = (access: string, group = guid(9)): Json => policy({}, { scopeId: group, scopeType: 'Group', roleDefinitionId: access });

  it('govern membership and ownership, each its own', () => {
    const { facts, gaps } = mapped('GroupPolicies', list(ofGroup('member'), ofGroup('owner')), { group: guid(9), name: 'admins' });
    expect(gaps).toEqual([]);
    expect(valuesOf(facts, 'activation-policy')).toMatchObject([
      { id: `entra/${tenant}/policy/group/${guid(9)}/member`, name: 'members of admins', governs: entity(9), scope: boundary },
      { id: `entra/${tenant}/policy/group/${guid(9)}/owner`, name: 'owners of admins', governs: entity(9), scope: boundary },
    ]);
  });

  it('of another group are a gap about the one that was asked', () => {
    const { facts, gaps } = mapped('GroupPolicies', list(ofGroup('member', guid(8))), { group: guid(9) });
    expect(facts).toEqual([]);
    expect(gaps).toMatchObject([{ cause: 'malformed', subject: entity(9) }]);
  });

  it('of something that is neither membership nor ownership are a gap', () => {
    const { facts, gaps } = mapped('GroupPolicies', list(ofGroup('reader')), { group: guid(9) });
    expect(facts).toEqual([]);
    expect(gaps).toMatchObject([{ cause: 'malformed', subject: entity(9) }]);
  });
});
