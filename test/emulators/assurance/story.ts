import { seeded } from '../support/emulator.ts';
import type { Tenant } from '../support/tenant.ts';
import type { Clock } from './clock.ts';
import type { Act } from './record.ts';

export const administratorRole = '62e90394-69f5-4237-9190-012177145e10';
const all = [
  'User.ReadWrite.All',
  'Group.ReadWrite.All',
  'Application.ReadWrite.All',
  'RoleManagement.ReadWrite.Directory',
  'Directory.ReadWrite.All',
];

/** What the emulator says of what it made. */
interface Made {
  readonly id: string;
  readonly expiresAt?: string;
}

/** Somebody who administers the directory and writes down, for each call, what it gave or took and when. Things are called by names of the story; `ids` has the directory's own. */
export interface Administrator {
  readonly acts: readonly Act[];
  /** Those of which the directory's log tells whom they took what from: of memberships it does not tell whose, of roles nothing. */
  readonly logged: readonly Act[];
  readonly ids: ReadonlyMap<string, string>;
  /** A person; `as`: what the directory calls them, where that is another name than the story's. */
  user(name: string, as?: string): Promise<void>;
  deleteUser(name: string): Promise<void>;
  group(name: string): Promise<void>;
  join(user: string, group: string): Promise<void>;
  leave(user: string, group: string): Promise<void>;
  /** Global Administrator. */
  administer(user: string): Promise<void>;
  depose(user: string): Promise<void>;
  application(name: string, as?: string): Promise<void>;
  deleteApplication(name: string): Promise<void>;
  /** `secret`: what the story calls it. */
  secret(application: string, secret: string): Promise<void>;
  deleteSecret(application: string, secret: string): Promise<void>;
  /** Lets the workflow of that name act as the application. */
  federate(application: string, workflow: string): Promise<void>;
  unfederate(application: string, workflow: string): Promise<void>;
  /** A role that an application offers; nobody has it yet. */
  offer(application: string, role: string): Promise<void>;
  /** Gives it to a person or an application. */
  assign(holder: string, application: string, role: string): Promise<void>;
  unassign(holder: string, application: string, role: string): Promise<void>;
  /** Lets a client act in the name of everybody. */
  consent(client: string, resource: string): Promise<void>;
  withdraw(client: string, resource: string): Promise<void>;
}

export function administratorOf(tenant: Tenant, clock: Clock): Administrator {
  const acts: Act[] = [];
  const logged: Act[] = [];
  const ids = new Map<string, string>();
  /** Ids that only taking away needs. */
  const own = new Map<string, string>();
  /** What goes with an application. */
  const secrets = new Map<string, Set<string>>();

  async function call(method: string, path: string, body?: unknown): Promise<Made> {
    const minted = await tenant.entra.ask('POST', '/admin/api/tokens', {
      clientId: seeded.daemon,
      roles: all,
      audience: 'https://graph.microsoft.com',
    });
    const isAdmin = path.startsWith('/admin/');
    const { token } = minted.body as { readonly token: string };
    const answer = await tenant.entra.ask(method, isAdmin ? path : `/graph/v1.0${path}`, body, token);
    if (answer.status >= 300) throw new Error(`${method} ${path} was answered with ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body as Made;
  }
  async function noted<T>(does: Act['does'], accesses: readonly string[], what: () => Promise<T>): Promise<T> {
    const from = clock.now();
    const answer = await what();
    acts.push(...accesses.map((access) => ({ does, access, from, to: clock.now() })));
    return answer;
  }
  function idOf(name: string): string {
    const id = ids.get(name) ?? own.get(name);
    if (id === undefined) throw new Error(`the story has nobody and nothing called ${name}`);
    return id;
  }
  const gives = async (access: string, path: string, body: unknown): Promise<void> => {
    own.set(access, (await noted('give', [access], () => call('POST', path, body))).id);
  };
  const takes = async (access: string, path: string): Promise<void> => {
    await noted('take', [access], () => call('DELETE', path));
  };

  return {
    acts,
    logged,
    ids,
    async user(name, as = name) {
      const body = { displayName: as, userPrincipalName: `${as}@acme.example`, mail: `${as}@acme.example`, accountEnabled: true };
      const made = await noted('give', [`account ${name} ${name}`], () => call('POST', '/users', body));
      ids.set(name, made.id);
    },
    async deleteUser(name) {
      const from = clock.now();
      await takes(`account ${name} ${name}`, `/users/${idOf(name)}`);
      logged.push({ does: 'take', access: `account ${name}`, from, to: clock.now() });
    },
    async group(name) {
      ids.set(name, (await call('POST', '/groups', { displayName: name })).id);
    },
    async join(user, group) {
      const body = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${idOf(user)}` };
      await noted('give', [`membership ${user} ${group}`], () => call('POST', `/groups/${idOf(group)}/members/$ref`, body));
    },
    leave: (user, group) => takes(`membership ${user} ${group}`, `/groups/${idOf(group)}/members/${idOf(user)}/$ref`),
    administer: (user) =>
      gives(`directory-role ${user} administrator`, '/roleManagement/directory/roleAssignments', {
        principalId: idOf(user),
        roleDefinitionId: administratorRole,
        directoryScopeId: '/',
      }),
    depose: (user) => {
      const access = `directory-role ${user} administrator`;
      return takes(access, `/roleManagement/directory/roleAssignments/${idOf(access)}`);
    },
    async application(name, as = name) {
      const made = await noted('give', [`account ${name} ${name}`], () => call('POST', '/applications', { displayName: as }));
      ids.set(name, made.id);
      secrets.set(name, new Set());
    },
    async deleteApplication(name) {
      const with_ = [...(secrets.get(name) ?? [])].map((secret) => `secret ${name} ${secret}`);
      const from = clock.now();
      await noted('take', [`account ${name} ${name}`, ...with_], () => call('DELETE', `/applications/${idOf(name)}`));
      // that of the registration, of which the service principal is another object
      logged.push({ does: 'take', access: `registration ${name}`, from, to: clock.now() });
    },
    async secret(application, secret) {
      const body = { displayName: secret, expiresInDays: 180 };
      const path = `/admin/api/apps/${idOf(application)}/secrets`;
      const access = `secret ${application} ${secret}`;
      const from = clock.now();
      const { id, expiresAt } = await call('POST', path, body);
      acts.push({ does: 'give', access, from, to: clock.now(), until: Date.parse(expiresAt ?? '') });
      ids.set(secret, id);
      secrets.get(application)?.add(secret);
    },
    async deleteSecret(application, secret) {
      await takes(`secret ${application} ${secret}`, `/admin/api/apps/${idOf(application)}/secrets/${idOf(secret)}`);
      secrets.get(application)?.delete(secret);
    },
    federate: (application, workflow) =>
      gives(`federation ${application} ${workflow}`, `/applications/${idOf(application)}/federatedIdentityCredentials`, {
        name: workflow,
        issuer: 'https://token.actions.githubusercontent.com',
        subject: `repo:acme/${workflow}:environment:production`,
        audiences: ['api://AzureADTokenExchange'],
      }),
    unfederate: (application, workflow) => {
      const access = `federation ${application} ${workflow}`;
      return takes(access, `/applications/${idOf(application)}/federatedIdentityCredentials/${idOf(access)}`);
    },
    async offer(application, role) {
      const body = { value: role, displayName: role, allowedMemberTypes: ['Application', 'User'] };
      ids.set(role, (await call('POST', `/admin/api/apps/${idOf(application)}/roles`, body)).id);
    },
    assign: (holder, application, role) =>
      gives(`app-role ${holder} ${role}`, `/servicePrincipals/${idOf(application)}/appRoleAssignedTo`, {
        principalId: idOf(holder),
        resourceId: idOf(application),
        appRoleId: idOf(role),
      }),
    unassign: (holder, application, role) => {
      const access = `app-role ${holder} ${role}`;
      return takes(access, `/servicePrincipals/${idOf(application)}/appRoleAssignedTo/${idOf(access)}`);
    },
    consent: (client, resource) =>
      gives(`consent ${client} ${resource}`, '/oauth2PermissionGrants', {
        clientId: idOf(client),
        consentType: 'AllPrincipals',
        resourceId: idOf(resource),
        scope: 'Files.ReadWrite.All',
      }),
    withdraw: (client, resource) => {
      const access = `consent ${client} ${resource}`;
      return takes(access, `/oauth2PermissionGrants/${idOf(access)}`);
    },
  };
}
