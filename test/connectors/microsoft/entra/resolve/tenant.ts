import type { Json } from '../../../../../src/base/json.ts';
import type { IdentityKind } from '../../../../../src/model/entity.ts';
import type { Fact, FactKind } from '../../../../../src/model/fact.ts';
import type { Grant, Link } from '../../../../../src/model/grant.ts';
import type { FactKey } from '../../../../../src/model/ids.ts';
import type { AgentFact } from '../../../../../connectors/microsoft/entra/application-facts.ts';
import type { EntraFact, RoleInstanceFact, RoleScheduleFact, GroupInstanceFact } from '../../../../../connectors/microsoft/entra/facts.ts';
import { entraCore } from '../../../../../connectors/microsoft/entra/core.ts';
import { resolveEntra } from '../../../../../connectors/microsoft/entra/resolve/resolve.ts';
import { directoryObject } from '../../../../../connectors/microsoft/ids.ts';
import * as v from 'valibot';
import { factIndex } from '../../../aws/resolve/estate.ts';

export const tenant = 'aaaaaaaa-0000-4000-8000-000000000001';
export const boundary = `entra:${tenant}`;
export const asOf = '2026-06-01T12:00:00.000Z';
export const listedAt = '2026-06-01T11:59:00.000Z';

/** Template ids, as Microsoft's page of built-in roles has them. */
export const role = {
  global: '62e90394-69f5-4237-9190-012177145e10',
  privileged: 'e8611ab8-c189-46e8-94e1-60213ab1f814',
  privilegedAuthentication: '7be44c8a-adaf-4e2a-84d6-ab2649e08a13',
  authentication: 'c4e39bd9-1100-46d3-8c65-fb160da0071f',
  user: 'fe930be7-5e62-47db-91af-98c3a49a38b1',
  helpdesk: '729827e3-9c14-49f7-bb1b-9608f156bbb8',
  password: '966707d0-3269-4727-9be2-8c3a10f19b9d',
  groups: 'fdd7a751-b60b-444a-984c-02652fe8fa1c',
  guestInviter: '95e79109-95c0-4d8e-aee3-d01accf2d47b',
  reports: '4a5d8f65-41da-4de4-8968-e035b65339cf',
  readers: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
  application: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  intune: '3a2c62db-5318-420d-8d74-23affee5d9d5',
  agents: 'db506228-d27e-4b7d-95e5-295956d6615f',
  agentDeveloper: 'adb2368d-a9be-41b5-8667-d96778e081b0',
} as const;

/** A name of a test's own, as an object of the tenant. */
export function id(name: string): string {
  return directoryObject(tenant, name);
}

type Told = EntraFact | AgentFact;
const kindOfFact: Readonly<Record<Told['type'], FactKind>> = {
  tenant: 'observation',
  'role-definition': 'policy',
  'role-assignment': 'attachment',
  'role-instance': 'attachment',
  'role-schedule': 'attachment',
  'group-member': 'membership',
  'group-instance': 'membership',
  'group-asked': 'observation',
  unresolved: 'observation',
  group: 'observation',
  owner: 'trust',
  'owners-listed': 'observation',
  application: 'trust',
  'service-principal': 'trust',
  'federated-credential': 'trust',
  'app-role-assignment': 'attachment',
  'delegated-grant': 'attachment',
  'administrative-unit': 'observation',
  'unit-member': 'membership',
  'package-assignment': 'assignment',
  'package-role': 'observation',
  'package-listed': 'observation',
  'access-review': 'observation',
  'access-review-instance': 'observation',
  partner: 'assignment',
  'authorization-policy': 'observation',
  agent: 'trust',
};

const page = 'b'.repeat(64);

function fact(kind: FactKind, key: FactKey, value: unknown): Fact {
  return { kind, boundary, surface: 'entra:test', key, value: value as Json, pages: [{ page, pointer: `/${key}` }] } as unknown as Fact;
}

/** One fact of the connector's own; its key is made of what it names. */
export function told(value: Told): Fact {
  const names = Object.entries(value)
    .filter(([name]) =>
      [
        'id',
        'principal',
        'member',
        'group',
        'of',
        'owner',
        'access',
        'unit',
        'application',
        'servicePrincipal',
        'agent',
        'package',
      ].includes(name),
    )
    .map(([, each]) => String(each));
  return fact(kindOfFact[value.type], [value.type, ...names].join('|'), value);
}

export function person(name: string, kind: IdentityKind = 'user', more: { readonly providerManaged?: boolean } = {}): Fact {
  return fact('identity', id(name), {
    id: id(name),
    uid: id(name),
    kind,
    nature: 'unknown',
    natureReason: '',
    name,
    boundary,
    createdAt: null,
    tags: {},
    providerManaged: false,
    enabled: true,
    ...more,
  });
}

export function policy(policyId: string, gate: string): Fact {
  return fact('activation-policy', policyId, {
    id: policyId,
    name: policyId,
    governs: policyId,
    scope: boundary,
    gate,
    approvers: [],
    approversByDefault: false,
    secondFactor: true,
    context: gate === 'checked',
    justification: true,
    ticket: false,
    longestActivationMs: 1,
    allowsPermanentAssignment: true,
    longestAssignmentMs: null,
    allowsPermanentEligibility: true,
    longestEligibilityMs: null,
  });
}

export function tenantFact(hasPim: boolean | null): Fact {
  return told({ type: 'tenant', tenant, name: 'Contoso', plans: [], hasPim, hasSignInActivity: null });
}

export function assigned(principal: string, of: string, scope: string = boundary): Fact {
  return told({ type: 'role-assignment', id: `${principal}-${of}-${scope}`, principal: id(principal), role: of, scope, condition: null });
}

export function instance(principal: string, of: string, more: Partial<RoleInstanceFact> = {}): Fact {
  const value: RoleInstanceFact = {
    type: 'role-instance',
    of: 'assignment',
    id: `${principal}-${of}-${more.of ?? ''}-${more.assignment ?? ''}-${more.member ?? ''}-${more.from ?? ''}`,
    principal: id(principal),
    role: of,
    scope: boundary,
    assignment: more.of === 'eligibility' ? null : 'assigned',
    member: 'direct',
    from: null,
    until: null,
    origin: null,
    schedule: null,
    activatedUsing: null,
    ...more,
  };
  return told(value);
}

export function schedule(principal: string, of: string, more: Partial<RoleScheduleFact>): Fact {
  return told({
    type: 'role-schedule',
    of: 'assignment',
    id: `${principal}-${of}-schedule`,
    principal: id(principal),
    role: of,
    scope: boundary,
    assignment: 'assigned',
    member: 'direct',
    status: 'Provisioned',
    createdAt: null,
    createdUsing: null,
    from: null,
    until: null,
    ...more,
  });
}

export function group(
  name: string,
  more: { readonly roleAssignable?: boolean; readonly rule?: string; readonly mailEnabled?: boolean } = {},
): Fact[] {
  return [
    person(name, 'group'),
    told({
      type: 'group',
      group: id(name),
      roleAssignable: more.roleAssignable ?? false,
      rule: more.rule ?? null,
      fromOnPremises: false,
      security: true,
      mailEnabled: more.mailEnabled ?? false,
      visibility: null,
    }),
  ];
}

export function member(name: string, of: string): Fact {
  return told({ type: 'group-member', group: id(of), member: id(name) });
}

export function groupInstance(name: string, of: string, more: Partial<GroupInstanceFact> = {}): Fact {
  return told({
    type: 'group-instance',
    of: 'assignment',
    id: `${name}-${of}-${more.of ?? ''}-${more.access ?? ''}-${more.assignment ?? ''}-${more.member ?? ''}`,
    group: id(of),
    principal: id(name),
    access: 'member',
    assignment: more.of === 'eligibility' ? null : 'assigned',
    member: 'direct',
    from: null,
    until: null,
    ...more,
  });
}

export function servicePrincipal(
  name: string,
  appId: string,
  more: { readonly home?: string; readonly appRoles?: Readonly<Record<string, string>> } = {},
): Fact[] {
  return [
    person(name, 'service-principal'),
    told({
      type: 'service-principal',
      servicePrincipal: id(name),
      appId,
      sort: 'application',
      home: more.home ?? tenant,
      resources: [],
      appRoles: more.appRoles ?? {},
      assignmentRequired: null,
      publisher: null,
    }),
  ];
}

/** Resolved with every surface read, but for those named. */
export function resolved(facts: readonly Fact[], unread: readonly string[] = [], without?: ReadonlySet<FactKey>): (Grant | Link)[] {
  const index = { ...factIndex(facts), saidAt: () => listedAt };
  const settings = v.parse(entraCore.settings, {});
  return [...resolveEntra(index, asOf, settings, without, undefined, (surface) => !unread.includes(surface.replace('entra:', '')))];
}

/** `ann can-mint bob: standing`, or `ann administer @ tenant: eligible, gate approved`. */
export function line(element: Grant | Link): string {
  const short = (text: string): string =>
    text.replaceAll(`entra/${tenant}/`, '').replaceAll(boundary, 'tenant').replaceAll(`azure:${tenant}`, 'azure');
  const { bounds, gate, presence } = element;
  const how = bounds.lo === bounds.hi ? bounds.lo : `${bounds.lo} to ${bounds.hi}`;
  const more = `${gate === 'none' ? '' : `, ${gate}`}${presence === 'certain' ? '' : `, ${presence}`}`;
  const what =
    element.type === 'grant'
      ? `${short(element.subject)} ${element.capability} @ ${short(element.scope)}`
      : `${short(element.from)} ${element.how} ${short(element.to)}`;
  return `${what}: ${how}${more}`;
}

/** Those that no pool is part of. */
export function lines(elements: readonly (Grant | Link)[]): string[] {
  return elements
    .map(line)
    .filter((each) => !each.includes('pool:'))
    .sort();
}
