import type { Json, JsonObject } from '../../../../../src/base/json.ts';
import { collect } from '../../../../../src/collect/collect.ts';
import type { Replayed } from '../../../../../src/collect/replay.ts';
import { replay } from '../../../../../src/collect/replay.ts';
import type { Connector, ConnectorCore, Mapped, Part, TaskAt } from '../../../../../src/contract/connector.ts';
import type { MappedFact } from '../../../../../src/model/fact.ts';
import type { GapCause } from '../../../../../src/model/gap.ts';
import type { Task } from '../../../../../src/model/page.ts';
import type { SurfaceCoverage } from '../../../../../src/model/gap.ts';
import { mapWith } from '../../../../../connectors/microsoft/map-with.ts';
import { entraCore } from '../../../../../connectors/microsoft/entra/core.ts';
import type { EntraSettings } from '../../../../../connectors/microsoft/entra/settings.ts';
import { entraSettings } from '../../../../../connectors/microsoft/entra/settings.ts';
import { groupsArea } from '../../../../../connectors/microsoft/entra/surfaces/groups/area.ts';
import { organizationArea } from '../../../../../connectors/microsoft/entra/surfaces/organization/area.ts';
import { peopleArea } from '../../../../../connectors/microsoft/entra/surfaces/people/area.ts';
import { rolesArea } from '../../../../../connectors/microsoft/entra/surfaces/roles/area.ts';
import type { Area } from '../../../../../connectors/microsoft/area.ts';
import { arg, tenantsIn } from '../../../../../connectors/microsoft/entra/graph-page.ts';
import { virtualIo } from '../../../../support/unfriendly/io.ts';
import { MemoryCapture } from '../../../../support/unfriendly/memory-capture.ts';

export const tenant = 'c0ffee00-0000-4000-8000-000000000001';
export const boundary = `entra:${tenant}`;

/** A GUID that says in tests what it is of: `guid(1)`. */
export function guid(n: number): string {
  return `${n.toString(16).padStart(8, '0')}-0000-4000-8000-00000000abcd`;
}
export const entity = (n: number): string => `entra/${tenant}/${guid(n)}`;

/** Stands for the area that reads who holds roles of applications: a row is a principal. */
const appRoles: Area<EntraSettings> = {
  surfaces: [
    {
      surface: {
        id: 'entra:app-role-assignments',
        yields: ['attachment'],
        permission: 'Application.Read.All',
        ifUnread: 'who holds roles of applications',
        provesAbsence: 'no',
        role: 'grants',
        service: 'directory',
        follows: [],
      },
      map: (task, body) => ({ facts: (body as { value: readonly string[] }).value.map((id) => appRole(task, id)), gaps: [] }),
    },
  ],
  calls: [
    {
      name: 'AppRoles',
      surface: 'entra:app-role-assignments',
      service: 'graph',
      operation: 'GET',
      path: () => '/',
      drops: [],
      permissions: [],
    },
  ],
  plan: (seen) =>
    tenantsIn(seen).map((each) => ({ boundary: each.boundary, surface: 'entra:app-role-assignments', args: { call: 'AppRoles' } })),
  planSees: [],
};

function appRole({ boundary: of, surface }: Task, principal: string): MappedFact {
  const value = {
    type: 'app-role-assignment',
    id: principal,
    principal: `entra/${tenant}/${principal}`,
    principalType: null,
    resource: entity(999),
    appRole: guid(998),
    createdAt: null,
  };
  return { kind: 'attachment', boundary: of, surface, key: `app-role|${principal}`, value, pointer: '' };
}

export const areas = [organizationArea, rolesArea, groupsArea, peopleArea, appRoles];
export const calls = areas.flatMap((area) => area.calls);
const surfaces = areas.flatMap((area) => area.surfaces);
const mapOf = mapWith(surfaces);

export function taskOf(call: string, args: JsonObject = {}, of = boundary): Task {
  const found = calls.find((each) => each.name === call);
  if (found === undefined) throw new Error(`no call is named ${call}`);
  return { boundary: of, surface: found.surface, args: { call, ...args } };
}

/** One page of one call, mapped. */
export function mapped(call: string, body: Json, args: JsonObject = {}, of = boundary): Mapped {
  return mapOf(taskOf(call, args, of), body);
}

export const list = (...value: readonly Json[]): Json => ({ value });
export const refusal = (code: string): Json => ({ error: { code, message: 'no' } });
export const valuesOf = (facts: readonly MappedFact[], kind: string): readonly unknown[] =>
  facts.filter((each) => each.kind === kind).map((each) => each.value);

/** The areas of this folder's neighbours alone: a connector whose other surfaces are not expected. */
const core: ConnectorCore<EntraSettings> = {
  ...entraCore,
  surfaces: surfaces.map((each) => each.surface) as unknown as ConnectorCore<EntraSettings>['surfaces'],
  roots: (settings) => areas.flatMap((area) => area.roots?.(settings) ?? []),
  expects: (of) => entraCore.expects(of, settingsOf()).filter(isOurs),
  asked: (of, settings) => entraCore.asked?.(of, settings).filter(isOurs) ?? [],
  map: mapOf,
  plan: (seen, stage, settings) =>
    areas
      .flatMap((area) => area.plan?.(seen, stage, settings) ?? [])
      .filter((task) => settings.surfaces.some((each) => task.surface === `entra:${each}`)),
  planSees: [...new Set(areas.flatMap((area) => area.planSees ?? []))],
};

function isOurs(id: string): boolean {
  return surfaces.some((each) => each.surface.id === id);
}

export function settingsOf(own: JsonObject = {}): EntraSettings {
  const read = entraSettings['~run']({ value: own }, {});
  if (!read.typed) throw new Error('the settings of a test are wrong');
  return read.value;
}

/**
 * What a tenant answers: by name of call and the object asked about, else by call alone. Where nothing is given: of what no tenant is without the one
 * that every tenant has, else a list without elements.
 */
export type Answers = Readonly<Record<string, Json | { readonly refused: GapCause } | readonly { readonly page: Json }[]>>;

export interface Scan extends Replayed {
  /** Calls with what they were asked about, in order: `GroupMembers <id>`. */
  readonly asked: readonly string[];
  readonly line: (surface: string, of?: string) => SurfaceCoverage | undefined;
}

/** Runs the whole collector over the areas, against literal answers. */
export async function scan(given: Answers, own: JsonObject = {}): Promise<Scan> {
  const answers: Answers = { ...everywhere(given['Users']), ...given };
  const asked: string[] = [];
  const connector: Connector<EntraSettings> = {
    core,
    open: () =>
      Promise.resolve({
        read: ([first, ...more]) => {
          const parts = [first, ...more].map((at): Part => {
            const name = nameOf(at);
            if (at.cursor === null) asked.push(name);
            return partOf(at, answers[name] ?? answers[name.split(' ')[0] ?? ''] ?? { value: [] });
          });
          const time = '2026-11-22T09:00:00.000Z';
          const wire = { sentAt: time, receivedAt: time, providerDate: null, requestId: null, status: 200, raw: null };
          return Promise.resolve({ parts: parts as [Part, ...Part[]], wire });
        },
        close: () => Promise.resolve(),
      }),
  };
  const writer = new MemoryCapture();
  const sealed = await collect({ sources: [{ connector: connector, settings: own }], writer, io: virtualIo() });
  const replayed = await replay(sealed, [core]);
  return {
    ...replayed,
    asked: asked.sort(),
    line: (surface, of = boundary) => replayed.coverage.find((each) => each.surface === `entra:${surface}` && each.boundary === of),
  };
}

/** An administrator, of those listed where any are, and a role. */
function everywhere(users: Answers[string] | undefined): Answers {
  const [first] = (users as { readonly value?: readonly { readonly id: string }[] } | undefined)?.value ?? [];
  const admin = { id: guid(900), displayName: 'Admin', accountEnabled: true };
  const held = { id: 'admin', principalId: first?.id ?? admin.id, roleDefinitionId: guid(901), directoryScopeId: '/' };
  const inForce = { ...held, memberType: 'Direct', assignmentType: 'Assigned', startDateTime: null, endDateTime: null };
  const role = { id: guid(901), templateId: guid(901), displayName: 'Administrator', isBuiltIn: true, isEnabled: true, isPrivileged: true };
  return {
    Users: list(admin),
    RoleDefinitionsBeta: list({ ...role, rolePermissions: [] }),
    RoleAssignments: list(held),
    RoleAssignmentInstances: list({ ...inForce, roleAssignmentOriginId: 'admin', roleAssignmentScheduleId: 'admin', activatedUsing: null }),
  };
}

function nameOf({ task }: TaskAt): string {
  const args = task.args as JsonObject;
  const about = args['group'] ?? args['unit'];
  return `${arg(args, 'call')}${typeof about === 'string' ? ` ${about}` : ''}`;
}

function partOf({ task, cursor }: TaskAt, answer: Answers[string]): Part {
  if (Array.isArray(answer)) {
    const pages = answer as readonly { readonly page: Json }[];
    const at = cursor === null ? 0 : Number(cursor);
    return { task, cursor, body: pages[at]?.page ?? null, next: at + 1 < pages.length ? String(at + 1) : null };
  }
  const refused = typeof answer === 'object' && answer !== null && 'refused' in answer ? (answer.refused as GapCause) : undefined;
  if (refused !== undefined) return { task, cursor, body: refusal('Authorization_RequestDenied'), next: null, refused };
  return { task, cursor, body: answer, next: null };
}

/** A tenant with everything licensed, as `GET /organization` has it. */
export function organization(...plans: readonly string[]): Json {
  const ids: Readonly<Record<string, string>> = {
    AAD_PREMIUM: '41781fb2-bc02-4b7c-bd55-b576c07bb09d',
    AAD_PREMIUM_P2: 'eec0eb4f-6444-4f95-aba0-50c24d67f998',
  };
  const assignedPlans = plans.map((plan) => ({
    capabilityStatus: 'Enabled',
    service: 'AADPremiumService',
    servicePlanId: ids[plan] ?? plan,
  }));
  return list({ id: tenant, displayName: 'Contoso', assignedPlans });
}
export const licensed: Answers = { Organization: organization('AAD_PREMIUM', 'AAD_PREMIUM_P2') };
