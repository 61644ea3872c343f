import type { SmallGraph } from '../contract/rule.ts';

/** A small directory with an application and its service principal, for the examples of rules about what no person signs in as. */
export const home = 'entra:11111111-0000-4000-8000-000000000001';
const objects = 'entra/11111111-0000-4000-8000-000000000001';
export const app = `${objects}/a0000000-0000-4000-8000-00000000000a`;
export const principal = `${objects}/b0000000-0000-4000-8000-00000000000b`;
export const owner = `${objects}/c0000000-0000-4000-8000-00000000000c`;

export const registered: NonNullable<SmallGraph['identities']> = [
  { id: app, kind: 'app', name: 'payroll' },
  { id: principal, kind: 'service-principal', name: 'payroll' },
  { id: owner, kind: 'user', name: 'olga', nature: 'human' },
];

/** What signs in with a credential of the application acts as its service principal. */
export const registration: NonNullable<SmallGraph['links']>[number] = {
  from: app,
  to: principal,
  how: 'can-impersonate',
  source: { id: `application|${app}`, kind: 'application', name: 'registration of the application', boundary: home },
};

/** A directory with one application that may do nothing. */
export function tenantWith(name: string, more: Partial<SmallGraph> = {}): SmallGraph {
  return { name, boundaries: [{ id: home, kind: 'tenant' }], identities: registered, links: [registration], ...more };
}

export function secret(id: string, more: Partial<NonNullable<SmallGraph['credentials']>[number]> = {}) {
  return { id: `${more.identity ?? app}#${id}`, identity: app, kind: 'client-secret', name: id, ...more } as const;
}
