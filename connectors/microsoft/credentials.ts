import type { TokenCredential } from '@azure/identity';
import { Secret } from '../../src/base/redact.ts';
import { classifyFault, FaultError, type Fault } from '../../src/http/fault.ts';
import type { NetworkSettings } from '../../src/http/network.ts';
import { networkSettings, requireProxySupport } from '../../src/http/network.ts';
import type { CredentialChoice, CredentialSettings } from './live/choice.ts';
import { credentialChoice, filled } from './live/choice.ts';
import type { Endpoints } from './live/clouds.ts';
import { IdentityClient } from './live/identity-client.ts';
import type { Sender } from '../../src/http/sender.ts';
import type { CredentialSource, GivenToken, TokenWish } from './live/tokens.ts';
import { safeWords } from './live/words.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface CredentialOptions {
  readonly settings: CredentialSettings;
  readonly environment: Environment;
  readonly endpoints: Endpoints;
  /** For the sign-in. Managed identities answer on the machine itself, and are asked without a proxy: `direct`. */
  readonly sender: Sender;
  readonly direct: Sender;
  readonly signal: AbortSignal;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Signs in with the identity library, never by asking a person. Throws what {@link credentialChoice} throws, before anything is sent;
 * what is refused later rejects with a {@link FaultError} whose message names tenant and way, and holds no secret.
 */
export function credentialSource(options: CredentialOptions): CredentialSource & { readonly choice: CredentialChoice } {
  const choice = credentialChoice(options.settings, options.environment);
  const client = clientOf(choice, options);
  let credential: Promise<TokenCredential> | null = null;
  return {
    choice,
    kind: choice.kind,
    async getToken(scope: string, { anew, claims }: TokenWish): Promise<GivenToken> {
      // A new credential keeps nothing of what the old one was given.
      if (anew && claims === undefined) credential = null;
      credential ??= credentialOf(choice, options, client);
      client.begin();
      try {
        const given = await (
          await credential
        ).getToken(scope, { abortSignal: options.signal, ...(claims === undefined ? {} : { claims }) });
        if (given === null) throw new Error('it gave no token');
        return { token: new Secret(given.token), expiresAt: given.expiresOnTimestamp };
      } catch (error) {
        options.signal.throwIfAborted();
        throw refused(choice, client, error, options.now());
      }
    },
  };
}

/** The way out that the environment names; throws where this Node would silently go around its proxy. */
export function checkedNetwork(environment: Environment): NetworkSettings {
  const network = networkSettings(environment);
  requireProxySupport(network, process.versions.node);
  return network;
}

function clientOf({ kind }: CredentialChoice, { endpoints, sender, direct, signal }: CredentialOptions): IdentityClient {
  const login = new URL(endpoints.login);
  const asHttp = new Map(login.protocol === 'http:' ? [[`https://${login.host}`, login.origin]] : []);
  return new IdentityClient(kind === 'managed-identity' ? direct : sender, signal, asHttp);
}

async function credentialOf(choice: CredentialChoice, options: CredentialOptions, httpClient: IdentityClient): Promise<TokenCredential> {
  const { endpoints, environment } = options;
  const identity = await import('@azure/identity');
  const shared = {
    httpClient,
    // The library takes no other than https; what is not is sent as it is by our own client.
    authorityHost: endpoints.login.replace(/^http:/, 'https:'),
    disableInstanceDiscovery: endpoints.ownLogin,
    // One attempt: retry belongs to the collector.
    retryOptions: { maxRetries: 0 },
  };
  switch (choice.kind) {
    case 'client-secret':
      return new identity.ClientSecretCredential(choice.tenant, choice.clientId, filled(environment, 'AZURE_CLIENT_SECRET') ?? '', shared);
    case 'client-certificate': {
      const password = filled(environment, 'AZURE_CLIENT_CERTIFICATE_PASSWORD');
      const certificatePath = filled(environment, 'AZURE_CLIENT_CERTIFICATE_PATH') ?? '';
      const certificate = { certificatePath, ...(password === undefined ? {} : { certificatePassword: password }) };
      return new identity.ClientCertificateCredential(choice.tenant, choice.clientId, certificate, shared);
    }
    case 'workload-identity':
      return new identity.WorkloadIdentityCredential({
        ...shared,
        tenantId: choice.tenant,
        clientId: choice.clientId,
        tokenFilePath: filled(environment, 'AZURE_FEDERATED_TOKEN_FILE') ?? '',
      });
    case 'managed-identity':
      return new identity.ManagedIdentityCredential({ ...shared, ...(choice.clientId === undefined ? {} : { clientId: choice.clientId }) });
    case 'azure-cli':
      return new identity.AzureCliCredential({ ...(choice.tenant === undefined ? {} : { tenantId: choice.tenant }) });
  }
}

const hints: Readonly<Record<CredentialChoice['kind'], string>> = {
  'client-secret': 'check AZURE_CLIENT_SECRET, AZURE_CLIENT_ID and the tenant; a secret that has ended has to be made anew',
  'client-certificate': 'check AZURE_CLIENT_CERTIFICATE_PATH, and that the certificate is one of the application',
  'workload-identity': 'check AZURE_FEDERATED_TOKEN_FILE, and that issuer, subject and audience are those of a federated credential',
  'managed-identity': 'check that the machine has a managed identity, and set clientId where it has several',
  'azure-cli': 'sign in with `az login`, or set credential in the configuration',
};

/** What the sign-in itself answered decides: where it failed or could not be reached, another attempt may do. */
function refused(choice: CredentialChoice, { last }: IdentityClient, error: unknown, now: number): FaultError {
  const told =
    last.status === null || (last.status >= 200 && last.status < 300) ? null : classifyFault(last.status, last.headers, null, now);
  const passes = told !== null && told.retry !== 'no';
  const fault: Fault = passes
    ? told
    : last.cut !== null
      ? { cause: 'unreachable', retry: 'server', retryAfterMs: null }
      : { cause: 'expired-credentials', retry: 'no', retryAfterMs: null };
  const where = choice.tenant === undefined ? 'Microsoft' : `tenant ${choice.tenant}`;
  return new FaultError(`cannot sign in to ${where} with ${choice.kind}: ${last.cut ?? wordsOf(error)}`, fault, {
    hint: hints[choice.kind],
  });
}

/** The first line: what follows are numbers of the exchange and advice on the library. */
function wordsOf(error: unknown): string {
  const message = error instanceof Error ? error.message : 'it failed without an error';
  const described = /AADSTS\d+[^\r\n]*/.exec(message)?.[0] ?? message.split(/[\r\n]/)[0] ?? message;
  const plain = described.replace(/\s*(Trace ID|Correlation ID|Timestamp|To troubleshoot, visit).*$/s, '');
  return safeWords(plain).replace(/\.$/, '');
}
