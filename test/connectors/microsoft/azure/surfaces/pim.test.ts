import { describe, expect, it } from 'vitest';
import { activationPolicyOf } from '../../../../../connectors/microsoft/pim-rules.ts';
import { durationMs } from '../../../../../connectors/microsoft/duration.ts';
import { HOUR_MS, DAY_MS } from '../../../../../src/base/instant.ts';
import type { Json, JsonObject } from '../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import { reading } from '../../../../../src/contract/reading.ts';
import { rules } from './support/rows.ts';
import { ann, corp, eligibility, instance, ops, OWNER, payments, policy, prod, PROD, robot, T, TEST } from './support/estate.ts';
import { mapOne } from './support/walk.ts';

const inProd = { tenant: T, subscription: PROD };
const calls = {
  'assignment-instances': 'roleAssignmentScheduleInstances',
  'eligibility-instances': 'roleEligibilityScheduleInstances',
  'assignment-schedules': 'roleAssignmentSchedules',
  'eligibility-schedules': 'roleEligibilitySchedules',
  'role-policies': 'roleManagementPolicyAssignments',
} as const;

function told(surface: keyof typeof calls, row: Json): Mapped {
  return mapOne(surface, calls[surface], { value: [row] }, inProd, `azure:${PROD}`);
}
function causes({ gaps }: Mapped): readonly string[] {
  return gaps.map((gap) => gap.cause);
}

describe('assignments in force', () => {
  it('without an end are told so, whichever way that is written', () => {
    for (const endDateTime of [null, '9999-12-31T23:59:59.9999999Z']) {
      const { facts } = told('assignment-instances', instance('i', prod, { endDateTime }));
      expect(facts).toMatchObject([{ value: { until: null, assignment: 'assigned', from: '2026-10-31T10:00:00.123Z', member: 'direct' } }]);
    }
  });

  it('that were switched on name their end and the eligibility behind them', () => {
    const linked = `${prod}/providers/Microsoft.Authorization/roleEligibilityScheduleInstances/E1`;
    const row = instance('i', prod, {
      assignmentType: 'ACTIVATED',
      endDateTime: '2026-11-01T18:00:00Z',
      linkedRoleEligibilityScheduleInstanceId: linked,
      linkedRoleEligibilityScheduleId: '',
      originRoleAssignmentId: `${prod}/providers/Microsoft.Authorization/roleAssignments/A`,
    });
    expect(told('assignment-instances', row).facts).toMatchObject([
      {
        kind: 'attachment',
        value: {
          assignment: 'activated',
          until: '2026-11-01T18:00:00.000Z',
          linkedEligibility: linked.toLowerCase(),
          origin: `/subscriptions/${PROD}/providers/microsoft.authorization/roleassignments/a`,
        },
      },
    ]);
  });

  it('that a subscription inherits are given directly where they are', () => {
    const row = instance('i', corp, { memberType: 'Inherited' });
    const { facts } = told('assignment-instances', row);
    const there = mapOne(
      'assignment-instances',
      calls['assignment-instances'],
      { value: [instance('i', corp)] },
      { tenant: T, group: 'corp' },
      `azure:${T}`,
    );
    expect(facts).toEqual(there.facts);
    expect(told('assignment-instances', instance('i', prod, { memberType: 'Inherited' })).facts).toMatchObject([
      { value: { member: 'inherited' } },
    ]);
  });

  it.each([
    ['of a type not known', { assignmentType: 'Borrowed' }],
    ['without a type', { assignmentType: null }],
    ['with a membership not known', { memberType: 'Cousin' }],
    ['of another subscription', { scope: `/subscriptions/${TEST}` }],
    ['with an end that is no time', { endDateTime: 'soon' }],
    ['of nobody', { principalId: '' }],
  ])('are a gap where one is %s', (_, more) => {
    const found = told('assignment-instances', instance('i', prod, more));
    expect(found.facts).toEqual([]);
    expect(causes(found)).toEqual(['malformed']);
  });
});

describe('eligibilities', () => {
  it('are told where they are, with no end of the year 9999', () => {
    const { facts } = told('eligibility-instances', eligibility('e', payments));
    expect(facts).toMatchObject([
      {
        boundary: `azure:${PROD}`,
        value: {
          of: 'eligibility',
          assignment: null,
          until: null,
          scope: `/subscriptions/${PROD}/resourcegroups/payments`,
          principal: `entra/${T}/${ann}`,
        },
      },
    ]);
  });
});

describe('schedules', () => {
  it('begin when they say, under keys of their own', () => {
    const row = eligibility('s', prod, { startDateTime: '2027-01-01T00:00:00Z', createdOn: '2026-10-01T00:00:00.1Z' });
    const { facts } = told('eligibility-schedules', row);
    expect(facts).toMatchObject([
      { value: { type: 'role-schedule', from: '2027-01-01T00:00:00.000Z', createdAt: '2026-10-01T00:00:00.100Z' } },
    ]);
    expect(facts[0]?.key).toMatch(/^request\|eligibility\|\/subscriptions\//);
  });
});

function policyOf(more: Readonly<Record<string, JsonObject | null>>, hasDefaultApprovers = true) {
  const into = reading({ boundary: 'b', surface: 's', args: {} });
  const about = { id: 'id', name: 'Owner', governs: OWNER, scope: 'b', tenant: T, hasDefaultApprovers };
  return { policy: activationPolicyOf(rules(more), about, into, '/rules'), gaps: into.gaps };
}
function approvedBy(primaryApprovers: readonly JsonObject[], more: JsonObject = {}): Readonly<Record<string, JsonObject>> {
  return { Approval_EndUser_Assignment: { setting: { isApprovalRequired: true, approvalStages: [{ primaryApprovers, ...more }] } } };
}

describe('the rules of a policy', () => {
  it('tell what is demanded and what may be given for good', () => {
    expect(policyOf({}).policy).toMatchObject({
      gate: 'self',
      secondFactor: true,
      justification: true,
      ticket: false,
      longestActivationMs: 8 * HOUR_MS,
      allowsPermanentAssignment: true,
      longestAssignmentMs: null,
      allowsPermanentEligibility: false,
      longestEligibilityMs: 365 * DAY_MS,
      approvers: [],
      approversByDefault: false,
    });
  });

  it('name approvers as Azure and as Microsoft Graph have them, once each', () => {
    const named = [{ id: ops.toUpperCase(), userType: 'Group' }, { userId: ann }, { groupId: ops }];
    const { policy: read } = policyOf(approvedBy(named, { isEscalationEnabled: true, escalationApprovers: [{ id: robot }] }));
    expect(read).toMatchObject({
      gate: 'approved',
      approversByDefault: false,
      approvers: [ann, ops, robot].map((id) => `entra/${T}/${id}`),
    });
  });

  it('leave escalation out where it is off, and say where nobody is named', () => {
    expect(policyOf(approvedBy([], { isEscalationEnabled: false, escalationApprovers: [{ id: robot }] })).policy).toMatchObject({
      gate: 'approved',
      approvers: [],
      approversByDefault: true,
    });
  });

  it('test live context only where a context is named, and then say nothing of a second factor', () => {
    const none = { Enablement_EndUser_Assignment: { enabledRules: [] } };
    const context = (claimValue: string) => ({ ...none, AuthenticationContext_EndUser_Assignment: { isEnabled: true, claimValue } });
    expect(policyOf(context('c1')).policy).toMatchObject({ gate: 'checked', secondFactor: false });
    expect(policyOf(context('')).policy).toMatchObject({ gate: 'self' });
  });

  it.each([
    ['the rule of approval is not there', { Approval_EndUser_Assignment: null }],
    ['it is not told whether approval is asked for', { Approval_EndUser_Assignment: { setting: {} } }],
    ['an approver cannot be named', approvedBy([{ '@odata.type': '#microsoft.graph.requestorManager' }])],
    ['an end is demanded and none is told', { Expiration_Admin_Assignment: { isExpirationRequired: true, maximumDuration: null } }],
    ['a duration cannot be read', { Expiration_EndUser_Assignment: { isExpirationRequired: true, maximumDuration: '8 hours' } }],
    ['what activation demands is not there', { Enablement_EndUser_Assignment: null }],
    ['the context is not there', { AuthenticationContext_EndUser_Assignment: null }],
    ['a rule is there twice', { approval_enduser_assignment: { setting: { isApprovalRequired: true } } }],
  ])('are no policy but a gap where %s', (_, more) => {
    const { policy: read, gaps } = policyOf(more);
    expect(read).toBeUndefined();
    expect(gaps.map((gap) => gap.cause)).toContain('malformed');
  });

  it('make the policy of a role at a scope', () => {
    const { facts } = told('role-policies', policy());
    const id = `azure/${T}/policy/azure:${PROD}/${OWNER}`;
    expect(facts).toMatchObject([
      {
        kind: 'activation-policy',
        boundary: `azure:${PROD}`,
        key: id,
        value: { id, name: 'Owner', governs: OWNER, scope: `azure:${PROD}` },
      },
    ]);
  });

  it('are a gap where they were not given', () => {
    expect(causes(told('role-policies', policy({ effectiveRules: null })))).toEqual(['malformed']);
  });
});

describe('a duration', () => {
  it.each([
    ['PT8H', 8 * HOUR_MS],
    ['PT1H30M', 1.5 * HOUR_MS],
    ['P180D', 180 * DAY_MS],
    ['P1Y', 366 * DAY_MS],
    ['P1M', 31 * DAY_MS],
    ['P2W', 14 * DAY_MS],
    ['P1DT0.5S', DAY_MS + 500],
    ['PT0S', 0],
    ['P', undefined],
    ['PT', undefined],
    ['P1DT', undefined],
    ['-PT8H', undefined],
    ['P1H', undefined],
    ['PT8', undefined],
    ['', undefined],
  ])('%j is never told shorter than it is', (text, ms) => {
    expect(durationMs(text)).toBe(ms);
  });
});
