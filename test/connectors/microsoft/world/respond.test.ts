import { describe, expect, it } from 'vitest';
import { objectId, subscriptionId, tenantId } from './identifiers.ts';
import type { WorldInput } from './description.ts';
import { microsoftOf, type Response } from './respond.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const graph = 'https://graph.microsoft.com/v1.0';
const arm = 'https://management.azure.com';
const day = { from: '2026-11-22T09:00:00Z', until: '2026-11-22T17:00:00Z' };

function asked(world: WorldInput, path: string, pageSize = 5): Response {
  return microsoftOf(world, { now, pageSize }).respond({ method: 'GET', url: `${path.startsWith('/subscriptions') ? arm : graph}${path}` });
}

function values(response: Response): readonly Readonly<Record<string, unknown>>[] {
  return (response.body as { readonly value: readonly Readonly<Record<string, unknown>>[] }).value;
}

describe('the literal tenant', () => {
  it('refuses a description with a key or a name that it does not know', () => {
    expect(() => microsoftOf({ users: { ann: { admin: true } } } as unknown as WorldInput, { now })).toThrow('users.ann');
    expect(() => microsoftOf({ refuse: { nonsense: 'denied' } }, { now })).toThrow('no operation is called nonsense');
    expect(() =>
      asked({ roles: [{ who: 'nobody', role: 'Global Administrator', as: 'assigned' }] }, '/roleManagement/directory/roleAssignments'),
    ).toThrow('nothing is called nobody');
  });

  it('gives every item once over pages, and a link to the same host', () => {
    const users = Object.fromEntries(Array.from({ length: 7 }, (_, at) => [`user-${at}`, {}]));
    const tenant = microsoftOf({ users }, { now, pageSize: 3 });
    const seen: unknown[] = [];
    for (let url: string | undefined = `${graph}/users?$select=id&$top=999`; url !== undefined;) {
      const response = tenant.respond({ method: 'GET', url });
      seen.push(...values(response).map(({ id }) => id));
      url = (response.body as { readonly '@odata.nextLink'?: string })['@odata.nextLink'];
      if (url !== undefined) expect(url.startsWith(`${graph}/users?`)).toBe(true);
    }
    expect(seen).toEqual(Object.keys(users).map((name) => objectId(name)));
  });

  it('shows an activated role like a permanent one in the assignments, and tells them apart in the instances', () => {
    const world: WorldInput = { users: { ann: {} }, roles: [{ who: 'ann', role: 'Global Administrator', as: 'activated', ...day }] };
    expect(Object.keys(values(asked(world, '/roleManagement/directory/roleAssignments'))[0] ?? {})).not.toContain('assignmentType');
    expect(values(asked(world, '/roleManagement/directory/roleAssignmentScheduleInstances'))).toMatchObject([
      {
        assignmentType: 'Activated',
        endDateTime: day.until,
        roleAssignmentOriginId: values(asked(world, '/roleManagement/directory/roleAssignments'))[0]?.['id'],
      },
    ]);
    expect(values(asked(world, '/roleManagement/directory/roleEligibilityScheduleInstances'))).toHaveLength(1);
  });

  it('lists what begins later as a schedule, and what is over nowhere', () => {
    const role = 'Global Administrator';
    const world: WorldInput = {
      users: { ann: {} },
      roles: [
        { who: 'ann', role, as: 'assigned', from: '2026-12-01T08:00:00Z' },
        { who: 'ann', role, as: 'assigned', from: '2026-10-01T08:00:00Z', until: '2026-11-01T08:00:00Z' },
      ],
    };
    expect(values(asked(world, '/roleManagement/directory/roleAssignmentScheduleInstances'))).toEqual([]);
    expect(values(asked(world, '/roleManagement/directory/roleAssignments'))).toEqual([]);
    expect(values(asked(world, '/roleManagement/directory/roleAssignmentSchedules'))).toHaveLength(1);
  });

  it('says that PIM is not licensed where the tenant has no plan for it', () => {
    const response = asked({ licence: 'p1' }, '/roleManagement/directory/roleAssignmentScheduleInstances');
    expect(response).toMatchObject({ status: 400, body: { error: { code: 'AadPremiumLicenseRequired' } } });
  });

  it('refuses one group and answers for the other, each in its part of a batch', () => {
    const tenant = microsoftOf(
      { users: { ann: {} }, groups: { a: { members: ['ann'] }, b: {} }, refuse: { 'group-members of b': 'denied' } },
      { now },
    );
    const requests = ['a', 'b'].map((name) => ({ id: name, method: 'GET', url: `/groups/${objectId(name)}/members?$select=id` }));
    const { responses } = tenant.respond({ method: 'POST', url: `${graph}/$batch`, body: { requests } }).body as {
      readonly responses: readonly (Response & { readonly id: string })[];
    };
    expect(responses.map(({ id, status }) => [id, status]).sort()).toEqual([
      ['a', 200],
      ['b', 403],
    ]);
    expect(responses.find(({ id }) => id === 'a')?.body).toMatchObject({
      value: [{ '@odata.type': '#microsoft.graph.user', id: objectId('ann') }],
    });
  });

  it('tells what it was asked and does not know: paths, properties, filters, lists without their filter', () => {
    const tenant = microsoftOf({ users: { ann: {} } }, { now });
    for (const path of [
      '/nothing',
      '/users?$select=id,nonsense',
      '/users?$filter=startswith(id,1)',
      '/identityGovernance/privilegedAccess/group/assignmentScheduleInstances',
    ]) {
      expect(tenant.respond({ method: 'GET', url: `${graph}${path}` }).status).toBeGreaterThanOrEqual(400);
    }
    expect(tenant.notUnderstood).toHaveLength(4);
  });

  it('lists in a subscription what is at it, below it and above it, and with atScope() nothing below', () => {
    const access = ['/', 'mg:root', 'prod', 'prod/web', 'lab'].map((at) => ({ who: 'ann', role: 'Reader', at, as: 'assigned' }) as const);
    const world: WorldInput = { users: { ann: {} }, azure: { subscriptions: { prod: {}, lab: {} }, access } };
    const path = `/subscriptions/${subscriptionId('prod')}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01`;
    expect(values(asked(world, path))).toHaveLength(4);
    expect(values(asked(world, `${path}&$filter=atScope()`))).toHaveLength(3);
  });

  it('evaluates the queries of an inventory, and refuses those it does not know', () => {
    const tenant = microsoftOf(
      { users: { ann: {} }, azure: { subscriptions: { prod: {} }, access: [{ who: 'ann', role: 'Owner', at: 'prod', as: 'assigned' }] } },
      { now },
    );
    const ask = (query: string): Response =>
      tenant.respond({ method: 'POST', url: `${arm}/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01`, body: { query } });
    const answer = ask(
      "authorizationresources | where type =~ 'Microsoft.Authorization/roleAssignments' | project id, principalId=tostring(properties.principalId) | order by id asc",
    );
    expect(answer.body).toMatchObject({ totalRecords: 1, resultTruncated: 'false', data: [{ principalId: objectId('ann') }] });
    expect(ask('resources | summarize count()').status).toBe(400);
  });

  it('names the tenant by its own id', () => {
    expect(values(asked({}, '/organization'))).toMatchObject([{ id: tenantId }]);
  });
});
