import { createHash, createHmac } from 'node:crypto';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { JsonObject } from '../../src/base/json.ts';
import { Secret } from '../../src/base/redact.ts';
import type { Connector, ConnectorIo, Session } from '../../src/contract/connector.ts';
import { networkSettings } from '../../src/http/network.ts';
import type { AwsService } from './calls/call.ts';
import { awsCore } from './core.ts';
import { credentialChoice } from './credentials.ts';
import type { Client, KeySource, Toolbox, Watch, WireResponse } from './live/client.ts';
import { restEndpoint } from './live/endpoint.ts';
import type { RestRequest } from './live/rest.ts';
import { isRest, restClient, signingName } from './live/rest.ts';
import { AwsSession } from './live/session.ts';
import type { AwsSettings } from './settings.ts';

export const awsConnector: Connector<AwsSettings> = { core: awsCore, open };

/** The collector has no more than so many tasks under way; all accounts of a service share its address, and so these. */
const MOST_SOCKETS = 64;

/** Milliseconds. `idle`: an answer that began and does not go on. */
interface Timeouts {
  readonly connection: number;
  readonly request: number;
  readonly idle: number;
}
const usual: Timeouts = { connection: 5000, request: 30_000, idle: 30_000 };

async function open(settings: AwsSettings, io: ConnectorIo): Promise<Session> {
  return await openWith(settings, io, usual);
}

/** Opens a session that waits no longer than told; rejects for credentials that must not scan. */
export async function openWith(settings: AwsSettings, io: ConnectorIo, timeouts: Timeouts): Promise<Session> {
  const { region } = credentialChoice(settings, io.environment);
  const session = new AwsSession({ settings, region, toolbox: sdkToolbox(settings, io, timeouts), io });
  try {
    await session.identify();
  } catch (error) {
    await session.close();
    throw error;
  }
  return session;
}

type ClientOf = new (settings: object) => { send(command: object, options: object): Promise<object> };
type CommandOf = new (input: object) => { readonly middlewareStack: Stack };
type Next = (args: unknown) => Promise<{ readonly response: WireResponse }>;
interface Stack {
  add(middleware: (next: Next) => Next, options: { readonly step: 'deserialize'; readonly priority: 'low'; readonly name: string }): void;
}

/** Loaded when a service is first spoken to. */
const packages: Readonly<Partial<Record<AwsService, readonly [name: string, load: () => Promise<object>]>>> = {
  iam: ['IAMClient', () => import('@aws-sdk/client-iam')],
  sts: ['STSClient', () => import('@aws-sdk/client-sts')],
  organizations: ['OrganizationsClient', () => import('@aws-sdk/client-organizations')],
  'sso-admin': ['SSOAdminClient', () => import('@aws-sdk/client-sso-admin')],
  identitystore: ['IdentitystoreClient', () => import('@aws-sdk/client-identitystore')],
  kms: ['KMSClient', () => import('@aws-sdk/client-kms')],
  secretsmanager: ['SecretsManagerClient', () => import('@aws-sdk/client-secrets-manager')],
  'access-analyzer': ['AccessAnalyzerClient', () => import('@aws-sdk/client-accessanalyzer')],
  lambda: ['LambdaClient', () => import('@aws-sdk/client-lambda')],
  ec2: ['EC2Client', () => import('@aws-sdk/client-ec2')],
  cloudformation: ['CloudFormationClient', () => import('@aws-sdk/client-cloudformation')],
  codebuild: ['CodeBuildClient', () => import('@aws-sdk/client-codebuild')],
  glue: ['GlueClient', () => import('@aws-sdk/client-glue')],
  sagemaker: ['SageMakerClient', () => import('@aws-sdk/client-sagemaker')],
  apprunner: ['AppRunnerClient', () => import('@aws-sdk/client-apprunner')],
  cloudtrail: ['CloudTrailClient', () => import('@aws-sdk/client-cloudtrail')],
  'bedrock-agentcore-control': ['BedrockAgentCoreControlClient', () => import('@aws-sdk/client-bedrock-agentcore-control')],
  batch: ['BatchClient', () => import('@aws-sdk/client-batch')],
  ecs: ['ECSClient', () => import('@aws-sdk/client-ecs')],
  codedeploy: ['CodeDeployClient', () => import('@aws-sdk/client-codedeploy')],
  states: ['SFNClient', () => import('@aws-sdk/client-sfn')],
};

/** The SDK's class for an operation; `undefined` = it has none. Rejects where the package cannot be loaded. */
export async function commandOf(service: AwsService, operation: string): Promise<CommandOf | undefined> {
  const found = exported(await packages[service]?.[1](), `${operation}Command`);
  return typeof found === 'function' ? (found as CommandOf) : undefined;
}

function exported(module: object | undefined, name: string): unknown {
  return (module as Record<string, unknown> | undefined)?.[name];
}

function sdkToolbox(settings: AwsSettings, { environment }: ConnectorIo, timeouts: Timeouts): Toolbox {
  const { proxyEnv } = networkSettings(environment);
  const agent = { keepAlive: true, maxSockets: MOST_SOCKETS, ...(proxyEnv === null ? {} : { proxyEnv }) };
  const handler = new NodeHttpHandler({
    connectionTimeout: timeouts.connection,
    requestTimeout: timeouts.request,
    socketTimeout: timeouts.idle,
    throwOnRequestTimeout: true,
    httpAgent: agent,
    httpsAgent: agent,
  });
  // Without `destroy`: letting one client go must not close the sockets of the others.
  const requestHandler = { metadata: handler.metadata, handle: handler.handle.bind(handler) };
  // It looks at members only, not at the class that the SDK makes requests of.
  const plainHandler = handler as unknown as {
    handle(request: RestRequest, options: { readonly abortSignal: AbortSignal }): Promise<{ readonly response: WireResponse }>;
  };
  const choice = credentialChoice(settings, environment);

  async function sdkClient(service: AwsService, region: string, keys: Secret<KeySource>): Promise<Client> {
    const [name, load] = packages[service] ?? ['', undefined];
    const made = exported(await load?.(), name);
    if (typeof made !== 'function') throw new TypeError(`the SDK has no client for ${service}`);
    // One attempt: retry belongs to the collector.
    const client = new (made as ClientOf)({ ...choice, region, credentials: keys.reveal(), maxAttempts: 1, requestHandler });
    return {
      async send(operation: string, input: JsonObject, watch: Watch, signal: AbortSignal): Promise<object> {
        const command = await commandOf(service, operation);
        if (command === undefined) throw new TypeError(`the SDK has no ${operation} of ${service}`);
        const asked = new command(input);
        asked.middlewareStack.add(watching(watch), { step: 'deserialize', priority: 'low', name: 'vestigeWire' });
        return await client.send(asked, { abortSignal: signal });
      },
    };
  }

  async function signedClient(service: AwsService, region: string, keys: Secret<KeySource>): Promise<Client> {
    const { SignatureV4 } = await import('@smithy/signature-v4');
    const signer = new SignatureV4({ service: signingName(service), region, credentials: keys.reveal(), sha256: Sha256 });
    return restClient(service, restEndpoint(service, region, settings.partition, environment), {
      sign: async (request) => (await signer.sign(request)) as RestRequest,
      send: async (request, abortSignal) => (await plainHandler.handle(request, { abortSignal })).response,
    });
  }

  return {
    client: (service, region, keys) => (isRest(service) ? signedClient : sdkClient)(service, region, keys),
    async chain() {
      const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
      const { region, ...profile } = choice;
      const clientConfig = { region, requestHandler, maxAttempts: 1 };
      const chain = fromNodeProviderChain({ ...profile, clientConfig, ignoreCache: true });
      return new Secret<KeySource>(() => chain());
    },
    close() {
      handler.destroy();
    },
  };
}

/** Innermost: it sees the response of an error too, before the SDK makes one of it. */
function watching(watch: Watch): (next: Next) => Next {
  return (next) => async (args) => {
    const result = await next(args);
    await watch(result.response);
    return result;
  };
}

/** SHA-256, and with a key HMAC of it, as the signer asks for them. */
class Sha256 {
  readonly #hash;

  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = key === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(key));
  }

  update(chunk: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(chunk));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }

  reset(): void {
    throw new TypeError('the signer hashes each text once');
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array | string {
  if (typeof data === 'string') return data;
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data);
}
