import type { SmallGraph } from '../../../src/contract/rule.ts';
import { home, principal, tenantWith } from '../../../src/rules/application-examples.ts';

type Grants = NonNullable<SmallGraph['grants']>;
type Links = NonNullable<SmallGraph['links']>;

export const vendor = 'entra/99999999-0000-4000-8000-000000000009';
export const objects = home.replace(':', '/');

/** A tenant's application that another tenant runs. */
export const fromVendor: Links[number] = {
  from: vendor,
  to: principal,
  how: 'can-mint',
  openness: 'boundary',
  source: { id: `foreign|${principal}`, kind: 'foreign-application', name: 'consent to an application of another tenant', boundary: home },
};

/** What a client may do in the name of users. */
export function consent(
  kind: 'consent-for-everyone' | 'consent-of-user',
  scopes: string,
  more: Partial<Grants[number]> = {},
): Grants[number] {
  return {
    subject: principal,
    capability: 'read-data',
    scope: `${objects}/mail`,
    presence: 'possible',
    conditions: [{ text: 'a user who may do this signs in to it', settled: 'outside' }],
    source: { id: `consent|${scopes}`, kind, name: `consent for ${scopes}`, boundary: home },
    ...more,
  };
}

/** A directory role at the whole tenant. */
export function holds(subject: string, role: string, name: string, more: Partial<Grants[number]> = {}): Grants[number] {
  return {
    subject,
    capability: 'administer',
    scope: home,
    source: { id: `directory-role|${subject}|${role}|${home}`, kind: 'directory-role', name, boundary: home },
    ...more,
  };
}

export const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';

export { home, tenantWith };
