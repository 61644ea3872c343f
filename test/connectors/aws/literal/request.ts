import type { Json } from '../../../../src/base/json.ts';

/** A request as the literal reading takes it: raw documents only. */
export interface LiteralRequest {
  readonly principal: string | LiteralPrincipal;
  readonly principalTags?: Readonly<Record<string, string>>;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount?: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  readonly unknownKeys?: readonly (string | { readonly key: string; readonly present: true })[];
  readonly identityPolicies: readonly Json[];
  readonly permissionsBoundary?: Json;
  readonly sessionPolicies?: readonly Json[];
  readonly resourcePolicy?: Json;
  readonly serviceControlPolicies?: readonly (readonly Json[])[];
  readonly resourceControlPolicies?: readonly (readonly Json[])[];
}

export type LiteralPrincipal =
  | { readonly type: 'user'; readonly arn: string; readonly uid?: string; readonly credential?: 'long-term' | 'session' }
  | { readonly type: 'role'; readonly arn: string; readonly sessionName?: string; readonly uid?: string }
  | { readonly type: 'federated-user'; readonly arn: string; readonly issuer: string }
  | { readonly type: 'root'; readonly arn: string }
  | { readonly type: 'service'; readonly name: string }
  | { readonly type: 'federated'; readonly provider: string }
  | { readonly type: 'anonymous' };

export type Outcome = 'allowed' | 'explicitly-denied' | 'implicitly-denied';

/** One full assignment: what every key, pseudo key and open question of the documentation is. */
export interface World {
  /** `null` = absent. Keys in lower case. */
  valuesOf(key: string): readonly string[] | null;
  /** How an open question of the documentation is answered. */
  doubt(name: string): boolean;
  readonly sessionName: string | undefined;
  readonly resourceAccount: string | undefined;
  readonly organizationAdministrator: boolean;
}

export function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}

/** The written-out form of a principal given as text. */
export function callerOf(principal: string | LiteralPrincipal): LiteralPrincipal {
  if (typeof principal !== 'string') return principal;
  if (principal === 'anonymous') return { type: 'anonymous' };
  const session = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/.exec(principal);
  if (session !== null) {
    return {
      type: 'role',
      arn: `arn:${session[1] ?? ''}:iam::${session[2] ?? ''}:role/${session[3] ?? ''}`,
      sessionName: session[4] ?? '',
    };
  }
  if (/^arn:[^:]+:iam::\d{12}:user\//.test(principal)) return { type: 'user', arn: principal };
  if (/^arn:[^:]+:iam::\d{12}:role\//.test(principal)) return { type: 'role', arn: principal };
  if (/^arn:[^:]+:iam::\d{12}:root$/.test(principal)) return { type: 'root', arn: principal };
  if (/^arn:[^:]+:iam::\d{12}:(?:oidc|saml)-provider\//.test(principal)) return { type: 'federated', provider: principal };
  return { type: 'service', name: principal };
}

/** Service principals, outside identities and nobody have no account. */
export function callerAccount(caller: LiteralPrincipal): string | undefined {
  return 'arn' in caller ? accountOf(caller.arn) : undefined;
}
