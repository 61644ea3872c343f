import { isJsonObject } from '../../../src/base/json.ts';
import type { Emulator } from './emulator.ts';
import { seeded } from './emulator.ts';
import type { Answer, Asker, Completer } from './tenant.ts';

type Row = Readonly<Record<string, unknown>>;

/** An object that cannot be found, as Graph says it. */
const nothing: Answer = { status: 404, body: { error: { code: 'Request_ResourceNotFound', message: 'does not exist' } } };

/**
 * The object id of a registration. In the emulator it is that of the service principal and the `appId` too, where the directory has three:
 * the other direction is the same.
 */
export function registrationOf(id: string): string {
  return `${(Number.parseInt(id.slice(0, 1), 16) ^ 8).toString(16)}${id.slice(1)}`;
}

/**
 * What Microsoft Graph tells of a directory and the emulator keeps to itself, put together from what it tells elsewhere: ids of
 * registrations of their own, their secrets (it tells them to its administrator), service principals in the recycle bin (it keeps the
 * registration alone), objects by their ids, and of its audit log the service and the filter. What it does not know stays unknown: who was
 * added to which group, and every change of a role.
 */
export function completedDirectory(entra: Emulator): Completer {
  /** Secrets as they were last told: of what is in the recycle bin the emulator tells none, and the directory does. */
  const secrets = new Map<string, readonly Row[]>();

  async function secretsOf(appId: string): Promise<readonly Row[]> {
    const { status, body } = await entra.ask('GET', `/admin/api/apps/${appId}`);
    if (status === 200) {
      const told = (body as { readonly secrets: readonly Row[] }).secrets;
      secrets.set(
        appId,
        told.map(({ id, displayName, createdAt, expiresAt }) => ({
          keyId: id,
          displayName: displayName ?? null,
          startDateTime: createdAt,
          endDateTime: expiresAt ?? null,
        })),
      );
    }
    return secrets.get(appId) ?? [];
  }

  async function registration(row: Row): Promise<Row> {
    const id = String(row['id']);
    return { ...row, id: registrationOf(id), appId: id, passwordCredentials: await secretsOf(id), keyCredentials: [] };
  }

  return async (method, path, body, ask) => {
    const [where = '', search = ''] = path.split('?');
    const route = where.slice('/v1.0'.length);
    const options = new URLSearchParams(search);
    const page = `$top=${options.get('$top') ?? '100'}`;
    if (method === 'POST' && route === '/directoryObjects/getByIds') return byIds(body, ask);
    if (method !== 'GET') return undefined;
    const [, collection, id, relation] = route.split('/');
    switch (collection) {
      case 'applications': {
        if (id === undefined) return listed(await ask('GET', `/v1.0/applications?${page}`), registration);
        const rest = relation === undefined ? '' : `/${relation}`;
        const answer = await ask('GET', `/v1.0/applications/${registrationOf(id)}${rest}`);
        return relation !== undefined || answer.status !== 200 ? answer : { status: 200, body: await registration(answer.body as Row) };
      }
      case 'servicePrincipals': {
        if (id === undefined) return listed(await ask('GET', `/v1.0/servicePrincipals?${page}`), (row) => Promise.resolve(principal(row)));
        if (relation === 'appRoleAssignedTo') return assigned(route, id, ask);
        if (relation !== undefined) return undefined;
        const answer = await ask('GET', where);
        return answer.status === 200 ? { status: 200, body: principal(answer.body as Row) } : answer;
      }
      case 'directory':
        if (relation !== 'microsoft.graph.application' && relation !== 'microsoft.graph.servicePrincipal') return undefined;
        return listed(await ask('GET', `/v1.0/directory/deletedItems/microsoft.graph.application?${page}`), (row) =>
          relation === 'microsoft.graph.application' ? registration(row) : Promise.resolve(principal(row)),
        );
      case 'auditLogs':
        return id === 'directoryAudits' ? audited(await ask('GET', `${where}?${page}`), options.get('$filter') ?? '') : undefined;
      default:
        return undefined;
    }
  };
}

/** What it keeps as its own is registered in its own tenant. */
function principal(row: Row): Row {
  const own = { servicePrincipalType: 'Application', appOwnerOrganizationId: seeded.tenant, appRoleAssignmentRequired: false };
  return { ...row, ...own, appId: row['id'], passwordCredentials: [], keyCredentials: [] };
}

/** One assignment by its id: the emulator takes it away by that, and tells it in the list alone. */
async function assigned(route: string, resource: string, ask: Asker): Promise<Answer | undefined> {
  const [, , , relation, id] = route.split('/');
  if (id === undefined) return undefined;
  const answer = await ask('GET', `/v1.0/servicePrincipals/${resource}/${relation ?? ''}`);
  if (answer.status !== 200) return answer;
  const found = rowsOf(answer.body).find((row) => row['id'] === decodeURIComponent(id));
  return found === undefined ? nothing : { status: 200, body: found };
}

async function byIds(body: unknown, ask: Asker): Promise<Answer> {
  const value: unknown[] = [];
  for (const id of (body as { readonly ids: readonly string[] }).ids) {
    for (const [collection, type] of [
      ['users', 'user'],
      ['groups', 'group'],
      ['servicePrincipals', 'servicePrincipal'],
    ] as const) {
      const answer = await ask('GET', `/v1.0/${collection}/${id}`);
      if (answer.status === 403) return answer;
      if (answer.status !== 200) continue;
      const row = answer.body as Row;
      value.push({ ...(type === 'servicePrincipal' ? principal(row) : row), '@odata.type': `#microsoft.graph.${type}` });
    }
  }
  return { status: 200, body: { value } };
}

/** Entries of the directory itself, which is all that the emulator logs, as the filter asks for them. */
function audited(answer: Answer, filter: string): Answer {
  if (answer.status !== 200) return answer;
  const [service, category, from] = [/loggedByService eq '([^']*)'/, /category eq '([^']*)'/, /activityDateTime ge (\S+)/].map(
    (each) => each.exec(filter)?.[1],
  );
  const rows = rowsOf(answer.body)
    .map((row): Row => ({ ...row, loggedByService: 'Core Directory', targetResources: targetsOf(row) }))
    .filter((row) => service === row['loggedByService'] && (category === undefined || category === row['category']))
    .filter((row) => from === undefined || Date.parse(String(row['activityDateTime'])) >= Date.parse(from));
  return { status: 200, body: { value: rows } };
}

function targetsOf(row: Row): readonly Row[] {
  const targets = row['targetResources'] as readonly Row[];
  return targets.map((each) => (each['type'] === 'Application' ? { ...each, id: registrationOf(String(each['id'])) } : each));
}

async function listed(answer: Answer, each: (row: Row) => Promise<Row>): Promise<Answer> {
  if (answer.status !== 200) return answer;
  const value = await Promise.all(rowsOf(answer.body).map(each));
  return { status: 200, body: { ...(answer.body as Row), value } };
}

function rowsOf(body: unknown): readonly Row[] {
  const list = isJsonObject(body) ? (body as Row)['value'] : undefined;
  return Array.isArray(list) ? (list as readonly Row[]) : [];
}
