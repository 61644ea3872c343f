import { hasWildcard } from '../policy/glob.ts';
import type { CompiledStatement } from '../rights/documents.ts';
import type { PrincipalEntry } from '../policy/statement.ts';

/** What an entry of a trust's principal element speaks of (IAM User Guide, reference_policies_elements_principal.html). */
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

/**
 * Whether a Deny's principal element surely names the requester. A single session's ARN never does: another session escapes it.
 * `unknown` where a NotPrincipal does not list account, role and session together.
 */
export function denyNames(statement: CompiledStatement, requester: Requester): 'yes' | 'no' | 'unknown' {
  const { principals } = statement;
  if (principals === null) return 'unknown';
  const named = principals.list.some((entry) => entryNames(entry, requester));
  if (!principals.except) return named ? 'yes' : 'no';
  return named ? 'unknown' : 'yes';
}

function entryNames(entry: PrincipalEntry, requester: Requester): boolean {
  if (entry.type === '*') return true;
  if (entry.type !== 'AWS') return requester.entry === `${entry.type}:${entry.value}`;
  if (entry.value === '*') return requester.entry === undefined;
  if (requester.account !== undefined && (entry.value === requester.account || entry.value.endsWith(`:iam::${requester.account}:root`)))
    return true;
  return requester.arn !== undefined && entry.value === requester.arn;
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
