import type { GetCredentialReportResponse } from '@aws-sdk/client-iam';
import {
  GenerateCredentialReportCommand,
  GetAccountAuthorizationDetailsCommand,
  GetCredentialReportCommand,
  IAMClient,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import type { GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { instantOf } from '../../src/base/instant.ts';
import type { Json, NonEmpty } from '../../src/base/json.ts';
import { isJsonObject } from '../../src/base/json.ts';
import type { Answer, Connector, ConnectorIo, Part, Session, TaskAt } from '../../src/contract/connector.ts';
import { networkSettings } from '../../src/http/network.ts';
import { awsCore } from './core.ts';
import { credentialChoice } from './credentials.ts';
import { accountOf } from './identity.ts';
import { Exchange, plain } from './live/exchange.ts';
import { isAbort, refusalFor } from './live/refusal.ts';
import { reportBody } from './live/report.ts';
import type { AwsSettings } from './settings.ts';

export const awsConnector: Connector<AwsSettings> = { core: awsCore, open };

const PAGE = 1000;
const POLL_MS = 2000;
/** A report that was to be fetched is not there or too old: it has to be made again. */
const notReady: ReadonlySet<string> = new Set([
  'CredentialReportNotReadyException',
  'CredentialReportNotPresentException',
  'CredentialReportExpiredException',
]);

/** What a surface may call; anything else is refused before it is sent. AWS reads are POSTs, so verbs tell nothing. */
const operations: Readonly<Record<string, readonly string[]>> = {
  'aws:caller-identity': ['GetCallerIdentityCommand'],
  'aws:authorization-details': ['GetAccountAuthorizationDetailsCommand'],
  'aws:credential-report': ['GenerateCredentialReportCommand', 'GetCredentialReportCommand'],
  'aws:role-settings': ['ListRolesCommand'],
};

// eslint-disable-next-line @typescript-eslint/require-await -- opening needs no exchange; the first task tells who is calling
async function open(settings: AwsSettings, io: ConnectorIo): Promise<Session> {
  const { proxyEnv } = networkSettings(io.environment);
  const agent = proxyEnv === null ? {} : { proxyEnv };
  const requestHandler = new NodeHttpHandler({
    connectionTimeout: 5000,
    requestTimeout: 30_000,
    throwOnRequestTimeout: true,
    httpAgent: { keepAlive: true, maxSockets: 8, ...agent },
    httpsAgent: { keepAlive: true, maxSockets: 8, ...agent },
  });
  // One attempt: retry belongs to the collector.
  const shared = { ...credentialChoice(settings, io.environment), maxAttempts: 1, requestHandler };
  return new AwsSession(new IAMClient(shared), new STSClient(shared), io);
}

class AwsSession implements Session {
  readonly #iam: IAMClient;
  readonly #sts: STSClient;
  readonly #io: ConnectorIo;
  /** Of the credentials; `null` = not asked yet. */
  #account: string | null = null;

  constructor(iam: IAMClient, sts: STSClient, io: ConnectorIo) {
    this.#iam = iam;
    this.#sts = sts;
    this.#io = io;
  }

  async read(batch: NonEmpty<TaskAt>, signal: AbortSignal): Promise<Answer> {
    const exchange = new Exchange(this.#io, operations);
    const [first, ...more] = batch;
    const answers = [await this.#one(first, exchange, signal)];
    for (const at of more) answers.push(await this.#one(at, exchange, signal));
    const parts = answers.map((each) => each.part) as [Part, ...Part[]];
    const waits = answers.flatMap((each) => each.pollAfterMs ?? []);
    return { parts, wire: exchange.wire(), ...(waits.length === 0 ? {} : { pollAfterMs: Math.max(...waits) }) };
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the contract's shape
  async close(): Promise<void> {
    this.#iam.destroy();
    this.#sts.destroy();
  }

  async #one(at: TaskAt, exchange: Exchange, signal: AbortSignal): Promise<Read> {
    try {
      return await this.#ask(at, exchange, signal);
    } catch (error) {
      if (isAbort(error, signal)) throw error;
      const { cause, words } = refusalFor(error);
      return { part: { ...at, body: words, next: null, refused: cause } };
    }
  }

  async #ask(at: TaskAt, exchange: Exchange, signal: AbortSignal): Promise<Read> {
    const { surface, boundary } = at.task;
    if (surface === 'aws:caller-identity') {
      const said = await this.#caller(exchange, signal);
      this.#account = said.Account ?? '';
      return { part: { ...at, body: plain(said), next: null } };
    }
    const stranger = await this.#notOurs(boundary, exchange, signal);
    if (stranger !== null) return { part: { ...at, body: { unanswered: { message: stranger } }, next: null, refused: 'unsupported' } };
    const page = { MaxItems: PAGE, ...(at.cursor === null ? {} : { Marker: at.cursor }) };
    switch (surface) {
      case 'aws:authorization-details': {
        const command = new GetAccountAuthorizationDetailsCommand(page);
        return paged(at, plain(await exchange.send(surface, command, () => this.#iam.send(command, { abortSignal: signal }))));
      }
      case 'aws:role-settings': {
        const command = new ListRolesCommand(page);
        return paged(at, plain(await exchange.send(surface, command, () => this.#iam.send(command, { abortSignal: signal }))));
      }
      case 'aws:credential-report':
        return await this.#report(at, exchange, signal);
      default:
        return { part: { ...at, body: { unanswered: { message: `${surface} is not read` } }, next: null, refused: 'unsupported' } };
    }
  }

  /** The credentials speak for one account; a task for another must not be answered with this one's data. */
  async #notOurs(boundary: string, exchange: Exchange, signal: AbortSignal): Promise<string | null> {
    this.#account ??= (await this.#caller(exchange, signal)).Account ?? '';
    if (accountOf(boundary) === this.#account) return null;
    return `the credentials are of account ${this.#account === '' ? 'unknown' : this.#account}, not of ${boundary}`;
  }

  #caller(exchange: Exchange, signal: AbortSignal): Promise<GetCallerIdentityResponse> {
    const command = new GetCallerIdentityCommand({});
    return exchange.send('aws:caller-identity', command, () => this.#sts.send(command, { abortSignal: signal }));
  }

  /** AWS makes the report in its own time: asked to begin, then asked again until it is there. */
  async #report(at: TaskAt, exchange: Exchange, signal: AbortSignal): Promise<Read> {
    const waiting: Read = { part: { ...at, body: {}, next: null }, pollAfterMs: POLL_MS };
    const { surface } = at.task;
    const begin = new GenerateCredentialReportCommand({});
    const state = await exchange.send(surface, begin, () => this.#iam.send(begin, { abortSignal: signal }));
    if (state.State !== 'COMPLETE') return waiting;
    let said: GetCredentialReportResponse;
    try {
      const fetch = new GetCredentialReportCommand({});
      said = await exchange.send(surface, fetch, () => this.#iam.send(fetch, { abortSignal: signal }));
    } catch (error) {
      if (error instanceof Error && notReady.has(error.name)) return waiting;
      throw error;
    }
    const read = reportBody(said.Content);
    const validAt = said.GeneratedTime === undefined ? {} : { validAt: instantOf(said.GeneratedTime.getTime()) };
    if ('fault' in read)
      return { part: { ...at, body: { unanswered: { message: read.fault } }, next: null, refused: 'malformed', ...validAt } };
    return { part: { ...at, body: read.body, next: null, ...validAt } };
  }
}

interface Read {
  readonly part: Part;
  readonly pollAfterMs?: number;
}

function paged(at: TaskAt, body: Json): Read {
  const marker = isJsonObject(body) && body['IsTruncated'] === true ? body['Marker'] : undefined;
  return { part: { ...at, body, next: typeof marker === 'string' ? marker : null } };
}
