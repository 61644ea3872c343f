import type { Json, JsonObject, NonEmpty } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { Answer, ConnectorIo, Part, Session, TaskAt, Wire } from '../../../src/contract/connector.ts';
import type { Call } from '../calls/call.ts';
import { callOf } from '../calls/list.ts';
import { accountOf } from '../identity.ts';
import type { AwsSettings } from '../settings.ts';
import { isAbort, untilAborted } from '../../../src/http/abort.ts';
import { assumeInput, sessionOf } from './assume.ts';
import { accountOfCaller, AwsCallerError, refuseCaller } from './caller.ts';
import type { Toolbox } from './client.ts';
import { Clients } from './clients.ts';
import type { Question } from './exchange.ts';
import { Exchange } from './exchange.ts';
import { jobs } from './jobs.ts';
import { plain } from './plain.ts';
import type { Holder } from './principals.ts';
import { HubHolder, withCredentials } from './principals.ts';
import type { Read } from './read.ts';
import { cleaned, notRead, pageRead, refusedRead } from './read.ts';
import { refusalFor } from './refusal.ts';
import { RoleHolder } from './role.ts';
import { safeWords } from './words.ts';

const callerSurface = 'aws:caller-identity';

export interface SessionOptions {
  readonly settings: Pick<AwsSettings, 'partition' | 'role' | 'externalId'>;
  /** Signed for where a task names none. */
  readonly region: string;
  readonly toolbox: Toolbox;
  readonly io: ConnectorIo;
}

interface Caller {
  readonly body: Json;
  readonly wire: Wire;
}

/** Reads what the table of calls names, each with the credentials of the account that is asked. */
export class AwsSession implements Session {
  readonly #options: SessionOptions;
  readonly #clients: Clients;
  readonly #hub: HubHolder;
  readonly #roles = new Map<string, RoleHolder>();
  readonly #begun = new Map<string, string>();
  /** The answer of GetCallerIdentity; `null` = none yet. */
  #caller: Promise<Caller> | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#clients = new Clients(options.toolbox);
    this.#hub = new HubHolder(() => options.toolbox.chain());
  }

  /**
   * Asks whose credentials they are, once for the whole session. Rejects with {@link AwsCallerError} for those that must not scan; a
   * refusal is left to the task that asks the same.
   */
  async identify(): Promise<void> {
    const { io } = this.#options;
    try {
      await this.#identity(new Exchange(io));
    } catch (error) {
      if (isAbort(error, io.signal)) throw error;
      refusalFor(error);
    }
  }

  async read(batch: NonEmpty<TaskAt>, signal: AbortSignal): Promise<Answer> {
    const exchange = new Exchange(this.#options.io);
    const answers: Read[] = [];
    for (const at of batch) answers.push(await this.#one(at, exchange, signal));
    const parts = answers.map((each) => each.part) as [Part, ...Part[]];
    const waits = answers.flatMap((each) => each.pollAfterMs ?? []);
    const [first] = answers;
    const wire = (batch.length === 1 ? first?.wire : undefined) ?? exchange.wire();
    return { parts, wire, ...(waits.length === 0 ? {} : { pollAfterMs: Math.max(...waits) }) };
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the contract's shape
  async close(): Promise<void> {
    this.#clients.close();
  }

  async #one(at: TaskAt, exchange: Exchange, signal: AbortSignal): Promise<Read> {
    try {
      signal.throwIfAborted();
      return await this.#ask(at, exchange, signal);
    } catch (error) {
      if (isAbort(error, signal)) throw error;
      // Met late, where opening could not find out.
      if (error instanceof AwsCallerError) return notRead(at, 'denied', error.message);
      const { cause, words } = refusalFor(error);
      return refusedRead(at, cause, words);
    }
  }

  async #ask(at: TaskAt, exchange: Exchange, signal: AbortSignal): Promise<Read> {
    const { task, cursor } = at;
    const call = callOf(task);
    const args: JsonObject = isJsonObject(task.args) ? task.args : {};
    if (call === undefined) return notRead(at, 'unsupported', `${task.surface} is not read with ${JSON.stringify(task.args)}`);
    const caller = await untilAborted(this.#identity(exchange), signal);
    if (task.surface === callerSurface) return { ...pageRead(at, null, caller.body), wire: caller.wire };
    const holder = this.#holderFor(at, call, accountOfCaller(caller.body));
    if ('refused' in holder) return holder.refused;
    const region = typeof args['region'] === 'string' ? args['region'] : this.#options.region;
    const send = (operation: string, input: JsonObject): Promise<object> =>
      this.#send(task.surface, { service: call.service, operation, input }, region, holder.of(exchange), exchange, signal);
    try {
      const input = call.input(args);
      if (isJob(call.operation)) return cleaned(call, await jobs[call.operation]({ at, call, input, send, begun: this.#begun }));
      const { paging } = call;
      const paged = paging === null || paging === 'by-task' ? {} : { ...paging.size, ...(cursor === null ? {} : { [paging.ask]: cursor }) };
      return cleaned(call, pageRead(at, paging, plain(await send(call.operation, { ...input, ...paged }))));
    } catch (error) {
      if (!(error instanceof Error) || !(call.answers ?? []).includes(error.name)) throw error;
      return pageRead(at, null, { error: { name: error.name, message: safeWords(error.message) } });
    }
  }

  /** A task for one account must not be answered with the data of another. */
  #holderFor(at: TaskAt, call: Call, own: string | null): { readonly of: (exchange: Exchange) => Holder } | { readonly refused: Read } {
    const { boundary } = at.task;
    const account = accountOf(boundary);
    if (account === undefined ? call.by === 'hub' : account === own) return { of: () => this.#hub };
    const { role } = this.#options.settings;
    if (call.by === 'account' && account !== undefined && own !== null && role !== undefined) {
      return { of: (exchange) => this.#roleOf(account, role, exchange) };
    }
    return { refused: notRead(at, 'unsupported', `the credentials are of account ${own ?? 'unknown'}, not of ${boundary}`) };
  }

  #roleOf(account: string, name: string, exchange: Exchange): Holder {
    let holder = this.#roles.get(account);
    if (holder === undefined) {
      const { settings, io } = this.#options;
      const role = `arn:${settings.partition}:iam::${account}:role/${name.replace(/^\//, '')}`;
      // The first to need a session asks for it, and its exchange tells of the call; the others wait.
      this.#roles.set(account, (holder = new RoleHolder(role, (asking) => this.#assume(role, asking), io.now)));
    }
    return holder.asking(exchange);
  }

  async #assume(role: string, exchange: Exchange): Promise<ReturnType<typeof sessionOf>> {
    const { settings, region, io } = this.#options;
    const question: Question = { service: 'sts', operation: 'AssumeRole', input: assumeInput(role, settings.externalId) };
    // Not the signal of the one task that happens to ask.
    const output = await this.#send(callerSurface, question, region, this.#hub, exchange, io.signal);
    const { providerDate } = exchange.wire();
    return sessionOf(role, output, io.now(), providerDate === null ? null : Date.parse(providerDate));
  }

  /** Shared by all that need it at once. */
  async #identity(exchange: Exchange): Promise<Caller> {
    this.#caller ??= this.#askCaller(exchange);
    try {
      return await this.#caller;
    } catch (error) {
      this.#caller = null;
      throw error;
    }
  }

  async #askCaller(exchange: Exchange): Promise<Caller> {
    const { region, settings, io } = this.#options;
    const question: Question = { service: 'sts', operation: 'GetCallerIdentity', input: {} };
    const body = plain(await this.#send(callerSurface, question, region, this.#hub, exchange, io.signal));
    refuseCaller(body, settings);
    return { body, wire: exchange.wire() };
  }

  #send(surface: string, question: Question, region: string, holder: Holder, exchange: Exchange, signal: AbortSignal): Promise<object> {
    return withCredentials(holder, signal, async (principal) => {
      const client = await this.#clients.of(question.service, region, principal);
      return await exchange.send(surface, question, client, signal);
    });
  }
}

function isJob(operation: string): operation is keyof typeof jobs {
  return Object.hasOwn(jobs, operation);
}
