import { VestigeError } from '../../../src/base/errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** `incomplete-credential`: what was chosen needs more. `no-credential`: nothing is set up, and nobody is there to sign in. */
export class CredentialError extends VestigeError {
  readonly code: 'incomplete-credential' | 'no-credential';

  constructor(code: CredentialError['code'], message: string, hint: string) {
    super(message, { hint });
    this.code = code;
  }
}

export interface CredentialSettings {
  readonly tenant?: string | undefined;
  readonly clientId?: string | undefined;
  readonly credential: 'auto' | CredentialKind;
}

export type CredentialKind = 'client-secret' | 'client-certificate' | 'workload-identity' | 'managed-identity' | 'azure-cli';

/** How to sign in, with what it takes but for secrets, which the variables named hold. */
export type CredentialChoice =
  | { readonly kind: 'client-secret' | 'client-certificate' | 'workload-identity'; readonly tenant: string; readonly clientId: string }
  | { readonly kind: 'managed-identity' | 'azure-cli'; readonly tenant: string | undefined; readonly clientId: string | undefined };

/** The variables of @azure/identity that show that a credential was set up. */
export const variables = {
  'workload-identity': 'AZURE_FEDERATED_TOKEN_FILE',
  'client-certificate': 'AZURE_CLIENT_CERTIFICATE_PATH',
  'client-secret': 'AZURE_CLIENT_SECRET',
} as const;

const managed = ['IDENTITY_ENDPOINT', 'MSI_ENDPOINT', 'AZURE_POD_IDENTITY_AUTHORITY_HOST'] as const;

/**
 * By the settings, else by what the environment holds. One that is set up in part is an error and not passed over: the next might be
 * somebody else. Where nothing is set up a person's Azure CLI is used, never where nobody is there (`CI` is set).
 */
export function credentialChoice(settings: CredentialSettings, environment: Environment): CredentialChoice {
  const tenant = settings.tenant ?? filled(environment, 'AZURE_TENANT_ID')?.toLowerCase();
  const clientId = settings.clientId ?? filled(environment, 'AZURE_CLIENT_ID')?.toLowerCase();
  const kind = settings.credential === 'auto' ? found(environment) : settings.credential;
  if (kind === 'managed-identity' || kind === 'azure-cli') return { kind, tenant, clientId };
  const missing = [
    ...(tenant === undefined ? ['AZURE_TENANT_ID'] : []),
    ...(clientId === undefined ? ['AZURE_CLIENT_ID'] : []),
    ...(filled(environment, variables[kind]) === undefined ? [variables[kind]] : []),
  ];
  if (tenant === undefined || clientId === undefined || missing.length > 0) {
    throw new CredentialError(
      'incomplete-credential',
      `cannot sign in with ${kind}: ${missing.join(' and ')} is not set`,
      `set ${missing.join(' and ')}`,
    );
  }
  return { kind, tenant, clientId };
}

function found(environment: Environment): CredentialKind {
  for (const kind of ['workload-identity', 'client-certificate', 'client-secret'] as const) {
    if (filled(environment, variables[kind]) !== undefined) return kind;
  }
  if (managed.some((name) => filled(environment, name) !== undefined)) return 'managed-identity';
  const unattended = filled(environment, 'CI') ?? 'false';
  if (unattended.toLowerCase() === 'false') return 'azure-cli';
  throw new CredentialError(
    'no-credential',
    'cannot sign in to Microsoft: the environment holds no credential, and nothing else is tried where CI is set',
    'set AZURE_TENANT_ID and AZURE_CLIENT_ID with AZURE_FEDERATED_TOKEN_FILE, AZURE_CLIENT_CERTIFICATE_PATH or AZURE_CLIENT_SECRET, or set credential in the configuration',
  );
}

/** Empty = not set. */
export function filled(environment: Environment, name: string): string | undefined {
  const value = environment[name] ?? '';
  return value === '' ? undefined : value;
}
