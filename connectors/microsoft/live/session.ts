import type { JsonObject, NonEmpty } from '../../../src/base/json.ts';
import { isJsonObject, isNonEmpty } from '../../../src/base/json.ts';
import { impossible } from '../../../src/base/errors.ts';
import type { Answer, Part, Session, TaskAt } from '../../../src/contract/connector.ts';
import type { MicrosoftCall, MicrosoftService } from '../call.ts';
import { isGuid } from '../ids.ts';
import { notRead, partOf, saidBy } from './answer.ts';
import type { Batched } from './batch.ts';
import { isBatched, MOST_IN_BATCH, readBatch } from './batch.ts';
import { Exchange } from './exchange.ts';
import type { Caller } from './own-token.ts';
import { callerBody } from './own-token.ts';
import { refusedBy } from './refusal.ts';
import type { Services } from './service.ts';

export interface SessionOptions {
  readonly calls: readonly MicrosoftCall[];
  readonly services: Services;
  /** Whose token says who we are. */
  readonly own: MicrosoftService;
  readonly now: () => number;
}

/** Asks nobody: the session answers it from its own token. */
const CALLER = 'caller';

/** Reads what the table of calls names, and sends nothing else. */
export class MicrosoftSession implements Session {
  readonly #options: SessionOptions;
  readonly #calls: ReadonlyMap<string, MicrosoftCall>;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#calls = new Map(options.calls.map((call) => [call.name, call]));
  }

  /** Who we are; rejects where we cannot sign in. */
  async caller(): Promise<Caller> {
    const { services, own } = this.#options;
    return (await services.tokenFor(own)).caller;
  }

  async read(batch: NonEmpty<TaskAt>, signal: AbortSignal): Promise<Answer> {
    const exchange = new Exchange(this.#options.now);
    const parts = batch.length === 1 ? [await this.#one(batch[0], exchange, signal)] : await this.#several(batch, exchange, signal);
    if (!isNonEmpty(parts)) return impossible('an answer without a part');
    const { slowDownMs } = exchange;
    return { parts, wire: exchange.wire(), ...(slowDownMs > 0 ? { slowDownMs } : {}) };
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the contract's shape
  async close(): Promise<void> {
    this.#options.services.close();
  }

  async #one(at: TaskAt, exchange: Exchange, signal: AbortSignal): Promise<Part> {
    const question = this.#questionOf(at);
    if ('refused' in question) return question;
    return await refusing(at, signal, () => this.#ask(question, exchange, signal));
  }

  /** Those that may go together do, twenty to a request; the others one after the other. */
  async #several(batch: readonly TaskAt[], exchange: Exchange, signal: AbortSignal): Promise<readonly Part[]> {
    const parts: Part[] = [];
    const together = new Map<MicrosoftService, Batched[]>();
    for (const at of batch) {
      const question = this.#questionOf(at);
      if ('refused' in question) parts.push(question);
      else if (isBatched(question)) {
        const refused = await this.#refusedAsForeign(at, signal);
        if (refused !== null) parts.push(refused);
        else together.set(question.call.service, [...(together.get(question.call.service) ?? []), question]);
      } else parts.push(await this.#one(at, exchange, signal));
    }
    const { services, now } = this.#options;
    for (const questions of together.values()) {
      for (let i = 0; i < questions.length; i += MOST_IN_BATCH) {
        const some = questions.slice(i, i + MOST_IN_BATCH);
        try {
          parts.push(...(await readBatch(some, services, exchange, signal, now)));
        } catch (error) {
          signal.throwIfAborted();
          for (const { at } of some) parts.push(refusedBy(at, error));
        }
      }
    }
    return parts;
  }

  #questionOf(at: TaskAt): Batched | (Part & { readonly refused: NonNullable<Part['refused']> }) {
    const args: JsonObject = isJsonObject(at.task.args) ? at.task.args : {};
    const name = args['call'];
    const call = typeof name === 'string' ? (name === CALLER ? callerCall(at, this.#options.own) : this.#calls.get(name)) : undefined;
    if (call?.surface === at.task.surface) return { at, call, args };
    const refused = 'unsupported';
    return { ...notRead(at, refused, `${at.task.surface} is not read with ${JSON.stringify(at.task.args)}`), refused };
  }

  async #ask({ at, call, args }: Batched, exchange: Exchange, signal: AbortSignal): Promise<Part> {
    const { services, now } = this.#options;
    const foreign = await this.#foreign(at);
    if (foreign !== null) return foreign;
    if (call.name === CALLER) return { ...at, body: callerBody(await this.caller()), next: null };
    const { service, headers } = call;
    const isQuery = service === 'resource-graph';
    const asked = {
      service,
      path: at.cursor === null || isQuery ? call.path(args) : at.cursor,
      ...(headers === undefined ? {} : { headers }),
      // A next link of a POST is asked for as it was begun.
      ...(call.body === undefined ? {} : { body: call.body(args, isQuery ? at.cursor : null) }),
    };
    const received = await services.send(asked, exchange, signal);
    return partOf(at, call, services.rootOf(service), saidBy(received.status, received.headers, received.body), now());
  }

  /** The refusal of a boundary that is another tenant than the one our token is of; `null` = nothing speaks against it. */
  async #foreign(at: TaskAt): Promise<Part | null> {
    const [kind, tenant = ''] = at.task.boundary.split(':');
    if (kind !== 'entra' || !isGuid(tenant)) return null;
    const { tenant: own } = await this.caller();
    return own === null || own === tenant ? null : notRead(at, 'denied', `the credentials are of tenant ${own}, not of ${tenant}`);
  }

  async #refusedAsForeign(at: TaskAt, signal: AbortSignal): Promise<Part | null> {
    try {
      return await this.#foreign(at);
    } catch (error) {
      signal.throwIfAborted();
      return refusedBy(at, error);
    }
  }
}

async function refusing(at: TaskAt, signal: AbortSignal, ask: () => Promise<Part>): Promise<Part> {
  try {
    signal.throwIfAborted();
    return await ask();
  } catch (error) {
    signal.throwIfAborted();
    return refusedBy(at, error);
  }
}

function callerCall({ task }: TaskAt, service: MicrosoftService): MicrosoftCall {
  return { name: CALLER, surface: task.surface, service, operation: 'own token', path: () => '/', drops: [], permissions: [] };
}
