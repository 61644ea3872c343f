import { describe, expect, it } from 'vitest';
import { groupsLeftOut } from '../../../../../connectors/microsoft/entra/surfaces/groups/left-out.ts';
import type { Json } from '../../../../../src/base/json.ts';
import { calls, guid, licensed, list, organization, refusal, scan, settingsOf } from '../roles/asking.ts';

const role = '62e90394-69f5-4237-9190-012177145e10';
const [assignable, holder, nested, plain, deep, approving] = [10, 11, 12, 13, 14, 15].map(guid) as [
  string,
  string,
  string,
  string,
  string,
  string,
];

function group(id: string, own: Readonly<Record<string, Json>> = {}): Json {
  return {
    id,
    displayName: id,
    securityEnabled: true,
    mailEnabled: false,
    isAssignableToRole: null,
    membershipRule: null,
    visibility: null,
    ...own,
  };
}
const groups = list(group(assignable, { isAssignableToRole: true }), ...[holder, nested, plain, deep, approving].map((id) => group(id)));
const assignment = { id: 'a', principalId: holder, roleDefinitionId: role, directoryScopeId: '/', appScopeId: null };
const user = { id: guid(1), displayName: 'ann', userPrincipalName: 'ann@contoso.example', userType: 'Member', accountEnabled: true };
const estate = { ...licensed, Groups: groups, Users: list(user), RoleAssignments: list(assignment) };

const ofGroups = (asked: readonly string[], call: string): readonly string[] =>
  asked.filter((each) => each.startsWith(`${call} `)).map((each) => each.slice(call.length + 1));

describe('the groups whose members are asked', () => {
  it('are those that roles can be assigned to and that hold something, and no others', async () => {
    const { asked, coverage } = await scan(estate);
    for (const call of ['GroupMembers', 'GroupOwners', 'GroupPimAssignments', 'GroupPimEligibilities']) {
      expect(ofGroups(asked, call)).toEqual([assignable, holder]);
    }
    expect(new Set(coverage.map((each) => each.status))).toEqual(new Set(['complete']));
  });

  it('are those nested in them, stage after stage, and a ring of groups ends', async () => {
    const { asked } = await scan({
      ...estate,
      [`GroupMembers ${holder}`]: list({ id: nested }, { id: guid(1) }),
      [`GroupMembers ${nested}`]: list({ id: deep }),
      [`GroupMembers ${deep}`]: list({ id: holder }),
    });
    expect(ofGroups(asked, 'GroupMembers')).toEqual([assignable, holder, nested, deep]);
    expect(new Set(asked).size).toBe(asked.length);
  });

  it('are those that are eligible members of one', async () => {
    const eligible = {
      id: 'e',
      groupId: holder,
      principalId: nested,
      accessId: 'member',
      memberType: 'direct',
      startDateTime: null,
      endDateTime: null,
    };
    const { asked } = await scan({ ...estate, [`GroupPimEligibilities ${holder}`]: list(eligible) });
    expect(ofGroups(asked, 'GroupMembers')).toEqual([assignable, holder, nested]);
    expect(ofGroups(asked, 'GroupPolicies')).toEqual([holder]);
  });

  it('are those that hold a role of an application, are eligible for one of the directory, or approve', async () => {
    const eligible = { ...assignment, id: 'e', principalId: nested, memberType: 'Direct', startDateTime: null, endDateTime: null };
    const { asked } = await scan({
      ...estate,
      AppRoles: list(plain),
      RoleEligibilityInstances: list(eligible),
      RolePolicies: list(policyBy(approving)),
    });
    expect(ofGroups(asked, 'GroupMembers')).toEqual([assignable, holder, nested, plain, approving]);
  });

  it('are those that the settings name, and all that are for security where they say so', async () => {
    expect(ofGroups((await scan(estate, { groups: [plain.toUpperCase()] })).asked, 'GroupMembers')).toEqual([assignable, holder, plain]);
    const mail = group(guid(16), { securityEnabled: false, mailEnabled: true });
    const all = await scan({ ...estate, Groups: list(...(groups as { value: Json[] }).value, mail) }, { groupMembers: 'all' });
    expect(ofGroups(all.asked, 'GroupMembers')).toEqual([assignable, holder, nested, plain, deep, approving]);
  });

  it('are found by asking for holders by id where the list of groups was refused', async () => {
    const { asked, line } = await scan({
      ...estate,
      Groups: { refused: 'denied' },
      ObjectsById: list({ '@odata.type': '#microsoft.graph.group', ...(group(holder) as object) }),
    });
    expect(ofGroups(asked, 'GroupMembers')).toEqual([holder]);
    expect(line('group-members')?.status).toBe('partial');
  });

  it('are asked for no owners where they are kept elsewhere', async () => {
    const synchronized = list(group(assignable, { isAssignableToRole: true, onPremisesSyncEnabled: true }), group(holder));
    const { asked, line } = await scan({ ...estate, Groups: synchronized });
    expect(ofGroups(asked, 'GroupMembers')).toEqual([assignable, holder]);
    expect(ofGroups(asked, 'GroupOwners')).toEqual([holder]);
    expect(line('group-owners')?.status).toBe('complete');
  });

  it('are asked of beta, as v1.0 tells no service principals', () => {
    for (const name of ['GroupMembers', 'GroupOwners']) expect(calls.find((each) => each.name === name)?.service).toBe('graph-beta');
  });

  it('are asked with a doubt where they hide their members', async () => {
    const hidden = list(group(assignable, { isAssignableToRole: true, visibility: 'HiddenMembership' }));
    const { line } = await scan({ ...licensed, Groups: hidden });
    expect(line('group-members')).toMatchObject({ status: 'partial', cause: 'denied' });
  });

  it('are not asked for activations without the licence, which leaves nothing open', async () => {
    const { asked, coverage } = await scan({ ...estate, Organization: organization('AAD_PREMIUM') });
    expect(asked.filter((each) => each.startsWith('GroupPim'))).toEqual([]);
    expect(new Set(coverage.map((each) => each.status))).toEqual(new Set(['complete']));
  });
});

function policyBy(approver: string): Json {
  const expiration = (id: string): Json => ({ id, isExpirationRequired: true, maximumDuration: 'PT8H' });
  const stages = [{ primaryApprovers: [{ groupId: approver }], escalationApprovers: [] }];
  const rules = [
    ...['Expiration_Admin_Eligibility', 'Expiration_Admin_Assignment', 'Expiration_EndUser_Assignment'].map(expiration),
    { id: 'Enablement_EndUser_Assignment', enabledRules: [] },
    { id: 'Approval_EndUser_Assignment', setting: { isApprovalRequired: true, approvalStages: stages } },
    { id: 'AuthenticationContext_EndUser_Assignment', isEnabled: false, claimValue: null },
  ];
  return { scopeId: '/', scopeType: 'DirectoryRole', roleDefinitionId: role, policy: { rules } };
}

describe('what is left unread of groups', () => {
  it.each(['GroupMembers', 'GroupOwners', 'GroupPimAssignments', 'GroupPimEligibilities'])(
    'by %s of one group leaves the whole list open',
    async (call) => {
      const { line, gaps } = await scan({ ...estate, [`${call} ${holder}`]: { refused: 'denied' } });
      const surface = call === 'GroupMembers' ? 'group-members' : call === 'GroupOwners' ? 'group-owners' : 'group-pim';
      expect(line(surface)).toMatchObject({ status: 'partial', cause: 'denied' });
      expect(gaps.some((each) => each.surface === `entra:${surface}` && each.subject === undefined)).toBe(true);
    },
  );

  it('on a second page does so too, and the first page stands', async () => {
    const pages = [{ page: list({ id: guid(1) }) }, { page: { value: [{ id: 5 }] } }];
    const { line, facts } = await scan({ ...estate, [`GroupMembers ${holder}`]: pages });
    expect(line('group-members')).toMatchObject({ status: 'partial', cause: 'malformed' });
    expect([...facts.ofKind('membership')]).toHaveLength(1);
  });

  it('of who holds roles leaves it open whose members are to be asked', async () => {
    const { line } = await scan({ ...estate, RoleEligibilityInstances: { refused: 'denied' } });
    expect(line('group-members')?.status).toBe('partial');
    expect(line('group-pim')?.status).toBe('partial');
    expect(line('administrative-units')?.status).toBe('partial');
    expect(line('users')?.status).toBe('complete');
  });

  it('is told by two pages of members as by one', async () => {
    const pages = [{ page: list({ id: guid(1) }) }, { page: list({ id: guid(2) }) }];
    const byId = list({ '@odata.type': '#microsoft.graph.user', ...user, id: guid(2) });
    const paged = await scan({ ...estate, ObjectsById: byId, [`GroupMembers ${holder}`]: pages });
    const whole = await scan({ ...estate, ObjectsById: byId, [`GroupMembers ${holder}`]: list({ id: guid(1) }, { id: guid(2) }) });
    const members = ({ facts }: typeof paged): unknown => [...facts.ofKind('membership')].map((each) => each.key).sort();
    expect(members(paged)).toEqual(members(whole));
    expect(paged.line('group-members')?.status).toBe('complete');
  });

  it('by a group that went away keeps the rest', async () => {
    const { line, asked } = await scan({ ...estate, [`GroupMembers ${holder}`]: refusal('Request_ResourceNotFound') });
    expect(ofGroups(asked, 'GroupMembers')).toEqual([assignable, holder]);
    expect(line('group-members')).toMatchObject({ status: 'partial', cause: 'vanished' });
  });

  it('on purpose is said with what would have it read', async () => {
    const { facts } = await scan(estate);
    expect(groupsLeftOut(facts, settingsOf())).toEqual([
      '4 security groups that hold nothing in the directory were not asked for members: name those that hold roles elsewhere, as in Azure subscriptions, under groups, or set groupMembers to all',
    ]);
    expect(groupsLeftOut(facts, settingsOf({ groupMembers: 'all' }))).toEqual([]);
  });
});

describe('the members of an administrative unit', () => {
  const [limited, restricted, other] = [20, 21, 22].map(guid) as [string, string, string];
  it('are asked where a role is limited to it, or only such roles reach them', async () => {
    const { asked } = await scan({
      ...licensed,
      AdministrativeUnits: list({ id: limited }, { id: restricted, isMemberManagementRestricted: true }, { id: other }),
      RoleAssignments: list({ ...assignment, directoryScopeId: `/administrativeUnits/${limited}` }),
    });
    expect(ofGroups(asked, 'AdministrativeUnitMembers')).toEqual([limited, restricted]);
  });
});
