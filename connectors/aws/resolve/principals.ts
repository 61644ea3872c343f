import type { EntityId } from '../../../src/model/ids.ts';
import { hasWildcard } from '../policy/glob.ts';
import type { CompiledStatement } from '../rights/documents.ts';
import type { PrincipalEntry } from '../policy/statement.ts';
import type { Caller } from '../rights/caller.ts';

/** What an entry of a trust or resource policy's principal element speaks of (IAM User Guide, reference_policies_elements_principal.html). */
export type Party =
  | { readonly form: 'anyone' }
  | { readonly form: 'account'; readonly account: string; readonly partition: string }
  | { readonly form: 'user' | 'role'; readonly account: string; readonly arn: string }
  | { readonly form: 'session'; readonly account: string; readonly arn: string; readonly role: string; readonly session: string }
  | { readonly form: 'federated-user'; readonly account: string; readonly arn: string }
  | { readonly form: 'deleted'; readonly id: string }
  | { readonly form: 'service'; readonly service: string }
  | { readonly form: 'oidc' | 'saml'; readonly provider: string }
  | { readonly form: 'canonical-user' | 'unknown'; readonly id: string };

const ACCOUNT = /^\d{12}$/;
const IAM_ARN = /^arn:([a-z0-9-]+):iam::(\d{12}):(root|user\/.+|role\/.+)$/s;
const STS_ARN = /^arn:([a-z0-9-]+):sts::(\d{12}):(assumed-role|federated-user)\/(.+)$/s;
// unique ids of principals that are gone: user, role, group, instance profile (reference_identifiers.html)
const UNIQUE_ID = /^A(?:IDA|ROA|GPA|IPA)[A-Z0-9]{12,}$/;

/** The parties a statement names. One with NotPrincipal lets in everyone it does not list. */
export function partiesOf({ principals }: CompiledStatement, partition: string): readonly Party[] {
  return principals === null || principals.except ? [{ form: 'anyone' }] : principals.list.map((entry) => partyOf(entry, partition));
}

export function partyOf(entry: PrincipalEntry, partition: string): Party {
  const { type, value } = entry;
  if (type === '*') return { form: 'anyone' };
  if (type === 'AWS') return awsParty(value, partition);
  if (type === 'Service') return { form: 'service', service: value };
  if (type === 'Federated') return { form: value.includes(':saml-provider/') ? 'saml' : 'oidc', provider: value };
  return { form: type === 'CanonicalUser' ? 'canonical-user' : 'unknown', id: type === 'CanonicalUser' ? value : `${type}:${value}` };
}

function awsParty(value: string, partition: string): Party {
  if (value === '*') return { form: 'anyone' };
  if (ACCOUNT.test(value)) return { form: 'account', account: value, partition };
  if (UNIQUE_ID.test(value)) return { form: 'deleted', id: value };
  const iam = IAM_ARN.exec(value);
  if (iam !== null) {
    const [, part = partition, account = '', resource = ''] = iam;
    if (resource === 'root') return { form: 'account', account, partition: part };
    // IAM refuses wildcards here, so what one means is not told
    if (hasWildcard(resource)) return { form: 'unknown', id: `AWS:${value}` };
    return { form: resource.startsWith('user/') ? 'user' : 'role', account, arn: value };
  }
  const sts = STS_ARN.exec(value);
  if (sts === null) return { form: 'unknown', id: `AWS:${value}` };
  const [, , account = '', kind, rest = ''] = sts;
  if (kind === 'federated-user') return { form: 'federated-user', account, arn: value };
  const slash = rest.indexOf('/');
  if (slash < 0) return { form: 'unknown', id: `AWS:${value}` };
  return { form: 'session', account, arn: value, role: rest.slice(0, slash), session: rest.slice(slash + 1) };
}

/** Which call a party starts a session with. */
export function callOf(party: Party): 'sts:assumerole' | 'sts:assumerolewithwebidentity' | 'sts:assumerolewithsaml' {
  if (party.form === 'oidc') return 'sts:assumerolewithwebidentity';
  return party.form === 'saml' ? 'sts:assumerolewithsaml' : 'sts:assumerole';
}

/** Whom a request comes from, as far as a Deny's principals can tell. */
export interface Requester {
  readonly arn?: string | undefined;
  readonly account?: string | undefined;
  /** `Service:lambda.amazonaws.com`, `Federated:arn:…`. */
  readonly entry?: string;
}

interface Holder {
  readonly id: EntityId;
  readonly account: string;
  readonly caller: Pick<Caller, 'arn'>;
}

/** A user or role as a Deny's principals know it; whoever joined a group is still who it is. */
export function requesterOf({ id, account, caller }: Holder): Requester {
  return { arn: caller.arn ?? id, account };
}

/**
 * Whether a Deny's principal element names the requester; else why that is not sure. A single session's ARN never does: another
 * session escapes it.
 */
export function denyNames({ principals }: CompiledStatement, requester: Requester): 'yes' | 'no' | { readonly doubt: string } {
  if (principals === null) return { doubt: 'a principal element that is not understood' };
  const named = principals.list.map((entry) => entryNames(entry, requester));
  if (!principals.except) {
    if (named.includes('yes')) return 'yes';
    return named.includes('maybe') ? { doubt: 'a "*" that may or may not name a service or an identity provider' } : 'no';
  }
  // it would have to list account, role and session together
  return named.every((each) => each === 'no') ? 'yes' : { doubt: 'a NotPrincipal that may or may not name the caller' };
}

function entryNames({ type, value }: PrincipalEntry, { arn, account, entry }: Requester): 'yes' | 'maybe' | 'no' {
  const isNamed = (): boolean => {
    if (type !== 'AWS') return entry === `${type}:${value}`;
    if (value === '*') return entry === undefined;
    return (
      (account !== undefined && (value === account || value.endsWith(`:iam::${account}:root`))) || (arn !== undefined && value === arn)
    );
  };
  if (type === '*') return entry === undefined ? 'yes' : 'maybe';
  return isNamed() ? 'yes' : 'no';
}

/** The ARN of the role an assumed-role session belongs to; a path is not told, so a role nobody listed is given none. */
export function roleOfSession(
  { rolesByName }: { readonly rolesByName: ReadonlyMap<string, string> },
  account: string,
  role: string,
  partition: string,
): string {
  return rolesByName.get(`${account}|${role}`) ?? `arn:${partition}:iam::${account}:role/${role}`;
}
