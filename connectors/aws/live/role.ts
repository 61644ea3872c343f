import { Secret } from '../../../src/base/redact.ts';
import type { KeySource, Keys, Principal } from './client.ts';
import type { Exchange } from './exchange.ts';
import type { Holder } from './principals.ts';
import { addWords, refusalFor, RefusedError } from './refusal.ts';

/** Of AssumeRole, as far as it is used. */
export interface RoleSession {
  readonly keys: Keys;
  /** When it is time for another one: epoch milliseconds, by the clock that the holder is given. */
  readonly renewAt: number;
}

/** A role's sessions: one AssumeRole for all tasks that wait for it, one more before it ends. A refusal that stands is remembered. */
export class RoleHolder {
  readonly #role: string;
  readonly #assume: (exchange: Exchange) => Promise<RoleSession>;
  readonly #now: () => number;
  #made = 0;
  #pending: Promise<Principal> | null = null;
  #session: { readonly principal: Principal; readonly renewAt: number } | null = null;
  #worked = true;
  #refused: RefusedError | null = null;

  /** `assume` is never run twice at once, nor again after a refusal that stands. */
  constructor(role: string, assume: (exchange: Exchange) => Promise<RoleSession>, now: () => number) {
    this.#role = role;
    this.#assume = assume;
    this.#now = now;
  }

  /** As the one question sees it whose exchange tells of the call, where it is the first to need a session. */
  asking(exchange: Exchange): Holder {
    return {
      name: `the credentials of role ${this.#role}`,
      current: () => this.#current(exchange),
      renew: (expired) => {
        if (expired !== this.#session?.principal || !this.#worked) return;
        this.#session = null;
        this.#worked = false;
      },
      worked: (principal) => {
        if (principal === this.#session?.principal) this.#worked = true;
      },
    };
  }

  async #current(exchange: Exchange): Promise<Principal> {
    if (this.#refused !== null) throw this.#refused;
    if (this.#session !== null && this.#now() < this.#session.renewAt) return this.#session.principal;
    this.#pending ??= this.#start(exchange).finally(() => {
      this.#pending = null;
    });
    return await this.#pending;
  }

  async #start(exchange: Exchange): Promise<Principal> {
    try {
      const { keys, renewAt } = await this.#assume(exchange);
      const principal = { id: `${this.#role}#${this.#made++}`, keys: new Secret<KeySource>(keys) };
      this.#session = { principal, renewAt };
      return principal;
    } catch (error) {
      throw this.#refusal(error);
    }
  }

  /** What refuses once and for all is not asked for each task anew; what may pass is. */
  #refusal(error: unknown): unknown {
    if (error instanceof Error && error.name === 'AbortError') return error;
    const { cause, words } = refusalFor(error);
    const refused = new RefusedError(cause, addWords(words, `cannot assume role ${this.#role} (sts:AssumeRole)`), error);
    if (!passing.has(cause)) this.#refused = refused;
    return refused;
  }
}

const passing: ReadonlySet<string> = new Set(['throttled', 'unreachable', 'expired-credentials']);
