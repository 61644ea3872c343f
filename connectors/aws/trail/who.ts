import type { EventKey, LifeCycleEvent } from '../../../src/model/life-cycle.ts';
import type { EntityId } from '../../../src/model/ids.ts';
import { directoryArn } from '../identity-center-facts.ts';
import { parseIamArn } from '../identity.ts';
import type { TrailRecord, UserIdentity } from './record.ts';

/** Who did what a record tells of. */
export interface Doer extends Pick<LifeCycleEvent, 'by' | 'actedBy'> {
  /** The user, root user or role whose rights it was done with; `null`: of another account, or of none. */
  readonly actor: EntityId | null;
  /** The key it was signed with. */
  readonly key: string | null;
}

/**
 * Of a session the role is the actor, and who stands behind it is told by names: the session's own, which those who begin sessions choose, the
 * source identity, which whoever let them in saw to, the person of IAM Identity Center, and the immutable id of the principal (user guide,
 * cloudtrail-event-reference-user-identity.html). `brokers`: roles and users, by ARN or name, that a broker of access acts as.
 */
export function doerOf(record: TrailRecord, brokers: readonly string[]): Doer {
  const { userIdentity: who } = record;
  if (who === null) return { actor: null, actedBy: [], by: 'unknown', key: null };
  const actor = actorOf(who);
  return { actor, actedBy: keysOf(who), by: isBroker(actor, brokers) ? 'broker' : byOf(record, who, actor), key: who.accessKeyId };
}

function actorOf({ type, arn, sessionContext, onBehalfOf }: UserIdentity): EntityId | null {
  if (type === 'IdentityCenterUser') return personOf(onBehalfOf);
  if (type === 'IAMUser' || type === 'Root') return parseIamArn(arn ?? '') === undefined ? null : arn;
  const issuer = sessionContext?.sessionIssuer?.arn ?? null;
  if (type === 'AssumedRole' || type === 'FederatedUser' || type === 'Role')
    return issuer ?? (parseIamArn(arn ?? '') === undefined ? null : arn);
  return null;
}

function personOf(onBehalfOf: UserIdentity['onBehalfOf']): EntityId | null {
  const id = onBehalfOf?.userId ?? null;
  return id === null ? null : directoryArn(onBehalfOf?.identityStoreArn?.split(':')[1] ?? 'aws', 'USER', id);
}

function keysOf({ type, arn, principalId, userName, sessionContext, onBehalfOf }: UserIdentity): readonly EventKey[] {
  const keys: EventKey[] = [];
  const [uid = '', session] = (principalId ?? '').split(':');
  const issuer = sessionContext?.sessionIssuer?.principalId ?? null;
  // AIDA… of a user, AROA… of a role (IAM user guide, reference_identifiers.html); other types have names of their own making there
  if (/^(?:AIDA|AROA)[A-Z0-9]+$/.test(issuer ?? uid)) keys.push({ kind: 'uid', value: issuer ?? uid });
  if (type === 'AssumedRole' && session !== undefined && session !== '') {
    keys.push({ kind: arn?.includes('/AWSReservedSSO_') === true ? 'user-name' : 'session-name', value: session });
  }
  const source = sessionContext?.sourceIdentity ?? null;
  if (source !== null && source !== '') keys.push({ kind: 'source-identity', value: source });
  const person = onBehalfOf?.userId ?? null;
  if (person !== null) keys.push({ kind: 'uid', value: person });
  const isNamed = type === 'SAMLUser' || type === 'WebIdentityUser' || type === 'IdentityCenterUser';
  if (isNamed && userName !== null && userName !== '') keys.push({ kind: 'user-name', value: userName });
  return keys;
}

function byOf({ sessionCredentialFromConsole }: TrailRecord, who: UserIdentity, actor: EntityId | null): LifeCycleEvent['by'] {
  const { type, sessionContext, onBehalfOf } = who;
  if (type === 'AWSService' || actor?.includes(':role/aws-service-role/') === true) return 'provider';
  if (type === 'Root' || type === 'IdentityCenterUser' || type === 'SAMLUser' || onBehalfOf !== null) return 'person';
  if (actor?.includes(':role/aws-reserved/sso.amazonaws.com/') === true) return 'person';
  if (isTrue(sessionCredentialFromConsole) || isTrue(sessionContext?.attributes?.mfaAuthenticated)) return 'person';
  // of a user's key it cannot be told whether a person types or a program runs; an OIDC provider vouches for programs
  const provider = sessionContext?.webIdFederationData?.federatedProvider ?? (type === 'WebIdentityUser' ? who.identityProvider : null);
  return provider?.includes(':oidc-provider/') === true ? 'automation' : 'unknown';
}

function isTrue(said: string | boolean | null | undefined): boolean {
  return said === true || said === 'true';
}

function isBroker(actor: EntityId | null, brokers: readonly string[]): boolean {
  if (actor === null) return false;
  const name = actor.slice(actor.lastIndexOf('/') + 1);
  return brokers.some((each) => each === actor || each === name);
}
