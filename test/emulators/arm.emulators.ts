import fc from 'fast-check';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { azureCore } from '../../connectors/microsoft/azure/core.ts';
import type { AzureAssignmentFact, AzureRoleFact, DenyAssignmentFact, Permission } from '../../connectors/microsoft/azure/facts.ts';
import { azureConnector } from '../../connectors/microsoft/azure/open.ts';
import { decideAccess } from '../../connectors/microsoft/azure/rbac/decide.ts';
import { ScopeTree } from '../../connectors/microsoft/azure/rbac/scopes.ts';
import { azureSettings } from '../../connectors/microsoft/azure/settings.ts';
import { assignmentsTask, definitionsTask, deniesTask } from '../../connectors/microsoft/azure/surfaces/authorization/calls.ts';
import { azureScope, directoryObject } from '../../connectors/microsoft/ids.ts';
import type { MappedFact } from '../../src/model/fact.ts';
import type { Task } from '../../src/model/page.ts';
import { seeded, startArm, type Emulator } from './support/emulator.ts';
import { attributeCount, estates, questions, scopes, type Estate, type Question } from './support/estate.ts';
import { startTenant, type Tenant } from './support/tenant.ts';

const count = 300;
const rounds = 5;
const everyone = '00000000-0000-0000-0000-000000000000';
const provider = '/providers/Microsoft.Authorization';
const version = '?api-version=2022-04-01';

let tenant: Tenant;
let arm: Emulator;
let token: string;

beforeAll(async () => {
  tenant = await startTenant();
  arm = await startArm(tenant.entra, tenant.named);
  const response = await fetch(`${tenant.entra.origin}/${seeded.tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: seeded.daemon,
      client_secret: seeded.secret,
      scope: 'https://management.azure.com/.default',
    }),
  });
  ({ access_token: token } = (await response.json()) as { readonly access_token: string });
});
afterAll(async () => {
  await arm?.stop();
  await tenant?.stop();
});

async function put(method: string, path: string, body?: unknown): Promise<void> {
  const { status, body: said } = await arm.ask(method, path, body, token);
  if (status >= 300) throw new Error(`the emulator refused ${method} ${path}: ${status} ${JSON.stringify(said)}`);
}

const roleId = (id: string): string => `/subscriptions/${seeded.subscription}${provider}/roleDefinitions/${id}`;

async function made({ roles, assignments, denies }: Estate): Promise<void> {
  for (const { id, permissions } of roles)
    await put('PUT', `${roleId(id)}${version}`, {
      properties: { roleName: `role ${id}`, type: 'CustomRole', permissions, assignableScopes: [`/subscriptions/${seeded.subscription}`] },
    });
  for (const { id, principal, role, scope, condition } of assignments)
    await put('PUT', `${scope}${provider}/roleAssignments/${id}${version}`, {
      properties: {
        roleDefinitionId: roleId(roles[role]?.id ?? ''),
        principalId: principal,
        principalType: 'User',
        ...(condition === null ? {} : { condition, conditionVersion: '2.0' }),
      },
    });
  for (const { id, principals, excluded, permission, scope, notToChildren } of denies)
    await put('POST', `/_emulator/denyassignments/${id}`, {
      scope,
      denyAssignmentName: `deny ${id}`,
      permissions: [permission],
      principals: principals.map((each) => (each === 'everyone' ? { id: everyone } : { id: each, type: 'User' })),
      excludePrincipals: excluded.map((each) => ({ id: each, type: 'User' })),
      doNotApplyToChildScopes: notToChildren,
    });
}

async function unmade({ roles, assignments, denies }: Estate): Promise<void> {
  for (const { id, scope } of assignments) await put('DELETE', `${scope}${provider}/roleAssignments/${id}${version}`);
  for (const { id } of denies) await put('DELETE', `/_emulator/denyassignments/${id}`);
  for (const { id } of roles) await put('DELETE', `${roleId(id)}${version}`);
}

const scopeOf = (scope: string): string => azureScope(seeded.tenant, scope);
const idOf = (principal: string): string => directoryObject(seeded.tenant, principal);

function ours(
  { roles, assignments, denies }: Estate,
  { identities, action, scope, attributes }: Question,
): ReturnType<typeof decideAccess> {
  const told = new Map(
    Object.entries(attributes).map(([name, value]) => [name.toLowerCase(), typeof value === 'string' ? [value] : value]),
  );
  return decideAccess(
    new ScopeTree(new Map()),
    assignments.map((each) => ({
      principal: idOf(each.principal),
      scope: scopeOf(each.scope),
      permissions: roles[each.role]?.permissions ?? [],
      condition: each.condition,
    })),
    denies.map(({ principals, excluded, permission, ...each }) => ({
      scope: scopeOf(each.scope),
      notToChildren: each.notToChildren,
      permissions: [permission],
      principals: principals.map((name) => (name === 'everyone' ? name : idOf(name))),
      excluded: excluded.map(idOf),
      condition: null,
    })),
    {
      identities: identities.map(idOf),
      action,
      plane: 'data',
      scope: scopeOf(scope),
      attribute: ({ from, name }) => told.get(`@${from}[${name}]`),
    },
  );
}

async function theirs({ identities, action, scope, attributes }: Question): Promise<boolean> {
  const { status, body } = await arm.ask('POST', '/_family/authorization/evaluate', {
    scope,
    principalIds: identities,
    action,
    attributes,
  });
  if (status !== 200) throw new Error(`the emulator did not decide: ${status} ${JSON.stringify(body)}`);
  return (body as { readonly allowed: boolean }).allowed;
}

describe('the emulator’s evaluator and ours', () => {
  test(`agree on ${rounds * count} requests over generated rights, and ours leaves open only what was not told`, async () => {
    const seed = Date.now() % 2 ** 31;
    const answers = { allowed: 0, denied: 0, open: 0 };
    const wrong: string[] = [];
    for (const [round, estate] of fc.sample(estates, { numRuns: rounds, seed }).entries()) {
      await made(estate);
      for (const question of fc.sample(questions, { numRuns: count, seed: seed + round })) {
        const [own, other] = [ours(estate, question), await theirs(question)];
        answers[own === 'unknown' ? 'open' : other ? 'allowed' : 'denied']++;
        const isUntold = Object.keys(question.attributes).length < attributeCount;
        if (own === 'unknown' ? !isUntold : own !== String(other)) wrong.push(JSON.stringify({ own, other, question, estate }));
      }
      await unmade(estate);
    }
    console.log(`seed ${seed}: ${answers.allowed} allowed, ${answers.denied} refused by both, ${answers.open} left open by ours`);
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(Math.min(answers.allowed, answers.denied)).toBeGreaterThan((rounds * count) / 20);
    expect(answers.open).toBeLessThan((rounds * count) / 10);
  });
});

describe('what our session reads of it', () => {
  test('is what was put there', async () => {
    const estate = fc
      .sample(estates, { numRuns: 50, seed: 7 })
      .find(({ assignments, denies }) => [assignments, denies].every((each) => each.some(({ scope }) => scope === scopes[0])));
    if (estate === undefined) throw new Error('no estate was generated with rights and denies of the whole subscription');
    await made(estate);
    const { facts, gaps } = await read();
    await unmade(estate);
    expect(gaps).toEqual([]);
    const roles = new Map(
      facts
        .map(({ value }) => value as unknown as AzureRoleFact)
        .flatMap((each) => (each.type === 'role-definition' ? [[each.id, each]] : [])),
    );
    for (const { id, permissions } of estate.roles) expect(roles.get(id)?.permissions.map(inOrder)).toEqual(permissions.map(inOrder));
    const own = estate.assignments.filter(({ scope }) => scope === scopes[0]);
    const seen = facts.map(({ value }) => value as unknown as AzureAssignmentFact).filter(({ type }) => type === 'role-assignment');
    expect(seen.map(({ principal, role, condition }) => [principal, role, condition].join(' ')).sort()).toEqual(
      own.map(({ principal, role, condition }) => [idOf(principal), estate.roles[role]?.id, condition].join(' ')).sort(),
    );
    expect(own.length).toBeGreaterThan(0);
    const denies = facts.map(({ value }) => value as unknown as DenyAssignmentFact).filter(({ type }) => type === 'deny-assignment');
    expect(denies.length).toBe(estate.denies.filter(({ scope }) => scope === scopes[0]).length);
  });

  test.each([
    ['throttled', { throttleNextRequests: 1 }],
    ['failing', { rejectNextRequests: 1 }],
  ])('is refused as %s where the emulator is', async (_, faults) => {
    await put('POST', '/_emulator/faults', faults);
    const [first, second] = [
      await asked(assignmentsTask({ tenant: seeded.tenant, subscription: seeded.subscription })),
      await asked(assignmentsTask({ tenant: seeded.tenant, subscription: seeded.subscription })),
    ];
    expect(first.refused).toBeDefined();
    expect(second.refused).toBeUndefined();
  });
});

/** The order of what a role names says nothing. */
function inOrder({ actions, notActions, dataActions, notDataActions }: Permission): Permission {
  const sorted = (each: readonly string[]): readonly string[] => [...each].sort();
  return {
    actions: sorted(actions),
    notActions: sorted(notActions),
    dataActions: sorted(dataActions),
    notDataActions: sorted(notDataActions),
  };
}

async function asked(task: Task) {
  const settings = v.parse(azureSettings, {
    tenant: seeded.tenant,
    clientId: seeded.daemon,
    endpoints: { arm: arm.origin, login: tenant.endpoint },
  });
  const io = { now: () => Date.now(), signal: new AbortController().signal, environment: { AZURE_CLIENT_SECRET: seeded.secret } };
  const session = await azureConnector.open(settings, io);
  const { parts } = await session.read([{ task, cursor: null }], io.signal);
  await session.close();
  return parts[0];
}

async function read(): Promise<{ readonly facts: readonly MappedFact[]; readonly gaps: readonly unknown[] }> {
  const at = { tenant: seeded.tenant, subscription: seeded.subscription };
  const facts: MappedFact[] = [];
  const gaps: unknown[] = [];
  for (const task of [definitionsTask(at), assignmentsTask(at), deniesTask(at)]) {
    const { body, refused } = await asked(task);
    if (refused !== undefined) gaps.push({ task, refused, body });
    const mapped = azureCore.map(task, body);
    facts.push(...mapped.facts);
    gaps.push(...mapped.gaps);
  }
  return { facts, gaps };
}
