import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../../src/base/json.ts';
import { isJsonObject } from '../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import { T } from './support/estate.ts';
import { mapOne } from './support/walk.ts';

/*
 * How the specification of Resource Manager writes its examples of Privileged Identity Management
 * (Microsoft.Authorization, 2020-10-01): ids without a path, a scope below another provider, empty texts, names in other letters.
 */

const subscription = 'dfa2a084-766f-4003-8ae1-c4aeb893a99f';
const place = `/subscriptions/${subscription}`;
const own = `${place}/providers/Microsoft.Authorization`;
const person = 'a3bb8764-cb92-4276-9d2a-ca1e895e55ea';

function told(surface: string, call: string, body: Json, id: string = subscription): Mapped {
  return mapOne(surface, call, body, { tenant: T, subscription: id }, `azure:${id}`);
}

const shared = {
  scope: place,
  roleDefinitionId: `${own}/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c`,
  principalId: person,
  principalType: 'User',
  status: 'Accepted',
  startDateTime: '2020-09-09T21:35:27.91Z',
  endDateTime: '2020-09-10T05:35:17.91Z',
  memberType: 'Direct',
  createdOn: '2020-09-09T21:35:27.91Z',
  condition: "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:ContainerName] StringEqualsIgnoreCase 'one'",
  conditionVersion: '1.0',
  expandedProperties: { scope: { id: place, displayName: 'Pay-As-You-Go', type: 'subscription' } },
};

function row(type: string, more: JsonObject): Json {
  const id = '21e4b59a-0499-4fe0-a3c3-43a3055b773a';
  return {
    value: [
      { id: `${own}/${type}/${id}`, name: id, type: `Microsoft.Authorization/${type}`, properties: { ...shared, ...more } as JsonObject },
    ],
  };
}

describe('rows as the specification writes them', () => {
  it('of an assignment in force, its eligibility told by a number alone', () => {
    const more = {
      assignmentType: 'Assigned',
      linkedRoleEligibilityScheduleId: 'b1477448-2cc6-4ceb-93b4-54a202a89413',
      linkedRoleEligibilityScheduleInstanceId: '21e4b59a-0499-4fe0-a3c3-43a3055b773a',
      originRoleAssignmentId: `${own}/roleAssignments/ed9b8180-cef7-4c77-a63c-b8566ecfc412`,
    };
    const { facts, gaps } = told('assignment-instances', 'roleAssignmentScheduleInstances', row('RoleAssignmentScheduleInstances', more));
    expect(gaps).toEqual([]);
    expect(facts).toMatchObject([{ value: { assignment: 'assigned', until: '2020-09-10T05:35:17.910Z' } }]);
  });

  it('of an eligibility', () => {
    const { facts, gaps } = told(
      'eligibility-instances',
      'roleEligibilityScheduleInstances',
      row('RoleEligibilityScheduleInstances', { status: 'Provisioned' }),
    );
    expect(gaps).toEqual([]);
    expect(facts).toHaveLength(1);
  });

  it('of a schedule whose scope is below another provider: it is no scope of Azure, and a gap', () => {
    const scope = `/providers/Microsoft.Subscription${place}`;
    const { facts, gaps } = told(
      'assignment-schedules',
      'roleAssignmentSchedules',
      row('RoleAssignmentSchedules', { scope, assignmentType: 'Assigned' }),
    );
    expect(facts).toEqual([]);
    expect(gaps.map(({ cause }) => cause)).toEqual(['malformed']);
  });
});

/** The list examples themselves, which are no part of the repository: a folder of them, or nothing is replayed. */
const folder =
  process.env['VESTIGE_ARM_EXAMPLES'] ?? fileURLToPath(new URL('../../../../../../shared/data/arm-examples/', import.meta.url));
const isThere = existsSync(folder);
if (!isThere) console.warn('the examples of the specification of Resource Manager are absent and not replayed');

describe.runIf(isThere)('examples of the specification', () => {
  it.each([
    ['GetRoleAssignmentScheduleInstancesByScope', 'assignment-instances', 'roleAssignmentScheduleInstances'],
    ['GetRoleEligibilityScheduleInstancesByScope', 'eligibility-instances', 'roleEligibilityScheduleInstances'],
    ['GetRoleAssignmentSchedulesByScope', 'assignment-schedules', 'roleAssignmentSchedules'],
    ['GetRoleEligibilitySchedulesByScope', 'eligibility-schedules', 'roleEligibilitySchedules'],
    ['GetRoleManagementPolicyAssignmentByScope', 'role-policies', 'roleManagementPolicyAssignments'],
  ])('%s is read, or told as a gap, row by row', (name, surface, call) => {
    const example = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as {
      readonly parameters: { readonly scope: string };
      readonly responses: { readonly 200: { readonly body: Json } };
    };
    const { body } = example.responses[200];
    const rows = isJsonObject(body) && Array.isArray(body['value']) ? body['value'].length : 0;
    expect(rows).toBeGreaterThan(0);
    const { facts, gaps } = told(surface, call, body, example.parameters.scope.split('/').at(-1) ?? '');
    expect(facts.length + gaps.length).toBeGreaterThanOrEqual(rows);
    for (const { cause } of gaps) expect(cause).toBe('malformed');
  });
});
