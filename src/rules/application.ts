import type { Credential, CredentialKind, IdentityKind } from '../model/entity.ts';
import type { Link } from '../model/grant.ts';
import type { EntityId } from '../model/ids.ts';
import type { View } from '../model/view.ts';
import { ageInDays } from './shared.ts';

/** What no person signs in as, and what somebody here runs. */
export const software: ReadonlySet<IdentityKind> = new Set([
  'app',
  'service-principal',
  'service-account',
  'managed-identity',
  'workload',
  'agent',
  'role',
]);

/** Secrets and keys that a provider lists with an application or a service account. */
export const keptSecrets: ReadonlySet<CredentialKind> = new Set(['client-secret', 'certificate']);

const impersonates = { among: new Set(['can-impersonate' as const]) };

/** The registration behind a service principal; itself where there is none in what was read. Credentials of both open the same. */
export function registrationOf(view: View, identity: EntityId): EntityId {
  const behind = view.linksTo(identity, impersonates).find(isRegistration);
  return behind?.from ?? identity;
}

/** An application with the service principals that are its own; of anything else only itself. */
export function withPrincipals(view: View, identity: EntityId): readonly EntityId[] {
  return [identity, ...principalsOf(view, identity)];
}

export function principalsOf(view: View, application: EntityId): readonly EntityId[] {
  return [...new Set(view.linksFrom(application).flatMap((each) => (isRegistration(each) ? [each.to] : [])))];
}

function isRegistration({ source, presence }: Link): boolean {
  return source.kind === 'application' && presence !== 'refuted';
}

/** Active, and not past its end. An end that is no time counts as none: it cannot have passed. */
export function isLive(view: View, { state, expiresAt }: Credential): boolean {
  return state === 'active' && (ageInDays(view, expiresAt) ?? -1) < 0;
}
