import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../../src/base/json.ts';
import { isJsonObject } from '../../../../../src/base/json.ts';
import { runs } from '../../../../support/runs.ts';
import { areas, calls, guid, list, mapped, organization } from '../roles/asking.ts';

const role = guid(50);
const held = {
  id: 'x',
  principalId: guid(1),
  roleDefinitionId: role,
  directoryScopeId: '/',
  appScopeId: null,
  memberType: 'Direct',
  startDateTime: null,
};
const planned = {
  ...held,
  status: 'Provisioned',
  createdUsing: null,
  createdDateTime: null,
  scheduleInfo: { startDateTime: null, expiration: { type: 'noExpiration' } },
};
const ofGroup = {
  id: 'x',
  groupId: guid(9),
  principalId: guid(1),
  accessId: 'member',
  memberType: 'direct',
  startDateTime: null,
  endDateTime: null,
};
const expiration = (id: string): Json => ({ id, isExpirationRequired: true, maximumDuration: 'PT8H' });
const rules = [
  ...['Expiration_Admin_Eligibility', 'Expiration_Admin_Assignment', 'Expiration_EndUser_Assignment'].map(expiration),
  { id: 'Enablement_EndUser_Assignment', enabledRules: ['Justification'] },
  { id: 'Approval_EndUser_Assignment', setting: { isApprovalRequired: true, approvalStages: [{ primaryApprovers: [{ id: guid(1) }] }] } },
  { id: 'AuthenticationContext_EndUser_Assignment', isEnabled: false, claimValue: null },
];
const user = { id: guid(1), displayName: 'ann', userPrincipalName: 'ann@contoso.example', userType: 'Member', accountEnabled: true };

/** One good page of every call, with what is asked for. */
const given: readonly (readonly [call: string, body: Json, args?: JsonObject])[] = [
  ['Organization', organization('AAD_PREMIUM_P2')],
  [
    'RoleDefinitionsBeta',
    list({ id: role, isBuiltIn: true, isEnabled: true, rolePermissions: [{ allowedResourceActions: ['a'], condition: null }] }),
  ],
  [
    'RoleDefinitions',
    list({ id: role, isBuiltIn: false, isEnabled: true, rolePermissions: [{ allowedResourceActions: ['a'], condition: null }] }),
  ],
  ['RoleAssignments', list(held)],
  ['RoleAssignmentInstances', list({ ...held, endDateTime: null, assignmentType: 'Assigned' })],
  ['RoleEligibilityInstances', list({ ...held, endDateTime: null })],
  ['RoleAssignmentSchedules', list({ ...planned, assignmentType: 'Assigned' })],
  ['RoleEligibilitySchedules', list(planned)],
  ['RolePolicies', list({ scopeId: '/', scopeType: 'DirectoryRole', roleDefinitionId: role, policy: { rules } })],
  ['AdministrativeUnits', list({ id: guid(5), displayName: 'unit' })],
  ['AdministrativeUnitMembers', list({ id: guid(1) }), { unit: guid(5) }],
  ['Groups', list({ id: guid(9), displayName: 'group', securityEnabled: true })],
  ['GroupMembers', list({ id: guid(1) }), { group: guid(9) }],
  ['GroupOwners', list({ id: guid(1) }), { group: guid(9) }],
  ['GroupPimAssignments', list({ ...ofGroup, assignmentType: 'assigned' }), { group: guid(9) }],
  ['GroupPimEligibilities', list(ofGroup), { group: guid(9) }],
  ['GroupPolicies', list({ scopeId: guid(9), scopeType: 'Group', roleDefinitionId: 'member', policy: { rules } }), { group: guid(9) }],
  ['Users', list(user)],
  ['ObjectsById', list({ '@odata.type': '#microsoft.graph.user', ...user }), { ids: [guid(1)] }],
  ['SignInActivity', list({ id: guid(1), signInActivity: { lastSuccessfulSignInDateTime: '2026-11-01T00:00:00Z' } })],
];

const pages = given.map(([call, body, args]) => ({ call, body, args }));

const anything = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Json>(null, true, 7, '', 'odd', '9999-99-99T00:00:00Z', guid(404)),
    fc.array(tie('json'), { maxLength: 3 }) as fc.Arbitrary<Json>,
    fc.dictionary(fc.constantFrom('value', 'id', 'error', 'policy', 'x'), tie('json'), { maxKeys: 3 }) as fc.Arbitrary<Json>,
  ),
})).json;

describe('a page of every call', () => {
  it('is understood: no call is without one here', () => {
    expect(pages.map(({ call }) => call).sort()).toEqual(
      calls
        .map((each) => each.name)
        .filter((each) => each !== 'AppRoles')
        .sort(),
    );
  });

  it.each(pages)('of $call tells facts only of kinds that its surface yields', ({ call, body, args }) => {
    const { facts, gaps } = mapped(call, body, args);
    expect(gaps).toEqual([]);
    expect(facts.length).toBeGreaterThan(0);
    const surface = areas
      .flatMap((area) => area.surfaces)
      .find((each) => each.surface.id === calls.find((one) => one.name === call)?.surface)?.surface;
    for (const fact of facts) expect(surface?.yields).toContain(fact.kind);
  });

  it.each(pages)('of $call that is anything else is a gap, and never a list without elements', ({ call, args }) => {
    fc.assert(
      fc.property(anything, (body) => {
        const { facts, gaps, spawns } = mapped(call, body, args);
        const isEmpty = isJsonObject(body) && Array.isArray(body['value']) && body['value'].length === 0;
        if (!isEmpty) expect(facts.length + gaps.length + (spawns?.length ?? 0)).toBeGreaterThan(0);
      }),
      { numRuns: runs(60) },
    );
  });

  it.each(pages)('of $call with a row that is odd keeps the others and counts the odd one', ({ call, body, args }) => {
    if (call === 'Organization') return;
    const rows = (body as { readonly value: readonly Json[] }).value;
    const whole = mapped(call, body, args).facts.filter((each) => each.kind !== 'observation').length;
    const { facts, gaps } = mapped(call, list(...rows, { odd: true }), args);
    expect(facts.filter((each) => each.kind !== 'observation')).toHaveLength(whole);
    expect(gaps.map((each) => each.cause)).toEqual(['malformed']);
  });
});

describe('what calls select', () => {
  const types = readFileSync(
    new URL('../../../../../node_modules/@microsoft/microsoft-graph-types/microsoft-graph.d.ts', import.meta.url),
    'utf8',
  );
  /** Members of an interface and of those it extends, as Microsoft's own types have them. */
  function membersOf(name: string): readonly string[] {
    const found = new RegExp(`^export interface ${name}(?: extends (\\w+))? \\{$([\\s\\S]*?)^\\}`, 'm').exec(types);
    if (found === null) throw new Error(`Microsoft's types have no ${name}`);
    const own = [...(found[2] ?? '').matchAll(/^ {4}(\w+)\??:/gm)].map((each) => each[1] ?? '');
    return found[1] === undefined ? own : [...own, ...membersOf(found[1])];
  }

  it.each([
    ['Organization', 'Organization', []],
    // told by beta alone
    ['RoleDefinitionsBeta', 'UnifiedRoleDefinition', ['isPrivileged']],
    ['RoleDefinitions', 'UnifiedRoleDefinition', []],
    ['AdministrativeUnits', 'AdministrativeUnit', []],
    ['Groups', 'Group', []],
    ['Users', 'User', []],
    ['SignInActivity', 'User', []],
  ] as const)('by %s is there in %s', (name, type, beyond) => {
    const path = calls.find((each) => each.name === name)?.path({}) ?? '';
    const selected = (new URL(path, 'https://graph.microsoft.com').searchParams.get('$select') ?? '').split(',');
    expect(selected.length).toBeGreaterThan(1);
    const there = new Set([...membersOf(type), ...beyond]);
    expect(selected.filter((each) => !there.has(each))).toEqual([]);
  });
});

/** Answers of Microsoft's own reference, which nobody here wrote; they are no part of the repository and lie beside it. */
const file =
  process.env['VESTIGE_GRAPH_EXAMPLES'] ?? fileURLToPath(new URL('../../../../../../shared/data/graph-examples.json', import.meta.url));
const isThere = existsSync(file);
if (!isThere) console.warn('the examples of Microsoft’s reference are absent and not replayed');

const answers: readonly (readonly [path: RegExp, call: string, args?: JsonObject])[] = [
  [/\/users(\?|\/delta|$)/, 'Users'],
  [/\/groups(\?|\/delta|$)/, 'Groups'],
  [/\/groups\/[^/]+\/members/, 'GroupMembers', { group: guid(9) }],
  [/\/groups\/[^/]+\/owners$/, 'GroupOwners', { group: guid(9) }],
  [/\/directory\/roleDefinitions(\?|$)/, 'RoleDefinitions'],
  [/\/directory\/roleAssignments(\?|$)/, 'RoleAssignments'],
  [/\/directory\/roleAssignmentScheduleInstances/, 'RoleAssignmentInstances'],
  [/\/directory\/roleEligibilityScheduleInstances/, 'RoleEligibilityInstances'],
  [/\/directory\/roleAssignmentSchedules/, 'RoleAssignmentSchedules'],
  [/\/directory\/roleEligibilitySchedules/, 'RoleEligibilitySchedules'],
  [/\/policies\/roleManagementPolicyAssignments/, 'RolePolicies'],
  [/\/administrativeUnits(\?|$)/, 'AdministrativeUnits'],
  [/\/administrativeUnits\/[^/]+\/members$/, 'AdministrativeUnitMembers', { unit: guid(5) }],
];

describe.runIf(isThere)('examples of Microsoft’s reference', () => {
  interface Example {
    readonly url: string;
    readonly body: Json;
  }
  const examples = (): readonly Example[] => (JSON.parse(readFileSync(file, 'utf8')) as { readonly examples: readonly Example[] }).examples;

  it('are read or told as gaps, row by row, and none breaks the reading', () => {
    let rows = 0;
    let read = 0;
    for (const { url, body } of examples()) {
      for (const [path, call, args] of answers) {
        if (!path.test(url)) continue;
        const { facts, gaps } = mapped(call, body, args);
        const items = isJsonObject(body) && Array.isArray(body['value']) ? body['value'].length : 1;
        const about = facts.filter((each) => each.kind !== 'observation' || each.key.startsWith('unit|'));
        const places = new Set([
          ...about.map((each) => each.pointer),
          ...gaps.map((each) => /\/value\/\d+/.exec(each.detail)?.[0] ?? each.detail),
        ]);
        expect(places.size, url).toBeGreaterThanOrEqual(Math.min(items, 1));
        if (gaps.length === 0) expect(new Set(about.map((each) => each.pointer)).size, url).toBe(items);
        rows += items;
        read += about.length;
      }
    }
    expect(rows).toBeGreaterThan(60);
    expect(read).toBeGreaterThan(30);
  });

  it.each([
    [/v1\.0\/roleManagement\/directory\/roleAssignmentScheduleInstances$/, 'RoleAssignmentInstances'],
    [/v1\.0\/roleManagement\/directory\/roleEligibilityScheduleInstances$/, 'RoleEligibilityInstances'],
    [/v1\.0\/roleManagement\/directory\/roleAssignmentSchedules$/, 'RoleAssignmentSchedules'],
    [/v1\.0\/roleManagement\/directory\/roleEligibilitySchedules$/, 'RoleEligibilitySchedules'],
    [/v1\.0\/policies\/roleManagementPolicyAssignments\?.*rules/, 'RolePolicies'],
  ])('%s are read whole by %s', (path, call) => {
    const found = examples().filter(({ url }) => path.test(url));
    expect(found.length).toBeGreaterThan(0);
    for (const { body } of found) {
      const { facts, gaps } = mapped(call, body);
      expect(gaps).toEqual([]);
      expect(facts.length).toBeGreaterThan(0);
    }
  });
});
