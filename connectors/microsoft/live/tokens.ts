import { VestigeError } from '../../../src/base/errors.ts';
import type { Secret } from '../../../src/base/redact.ts';
import { FaultError } from '../../../src/http/fault.ts';
import type { Caller } from './own-token.ts';
import { callerOf } from './own-token.ts';

/** A token as a credential gives it. `expiresAt`: epoch milliseconds. */
export interface GivenToken {
  readonly token: Secret<string>;
  readonly expiresAt: number;
}

export interface TokenWish {
  /** A token that the service refused: one must be made anew, not taken from what the credential keeps. */
  readonly anew: boolean;
  /** What the service said that the token must hold. */
  readonly claims?: string;
}

/** What signs in. It rejects with a {@link FaultError} for a refusal, and with another error of ours for what a person has to mend. */
export interface CredentialSource {
  /** `client-secret`: for messages. */
  readonly kind: string;
  getToken(scope: string, wish: TokenWish): Promise<GivenToken>;
}

export interface Token extends GivenToken {
  readonly caller: Caller;
}

/** The credential is of another tenant than the one that was to be read. */
export class WrongTenantError extends VestigeError {
  readonly code = 'wrong-tenant';
}

/** A token is made anew so long before its end: no page may be asked with one that ends on the way. */
const BEFORE_END_MS = 5 * 60_000;
/** A sign-in that was refused is not tried again at once by all that wait for it. */
const REFUSED_MS = 30_000;

interface Held {
  readonly token: Promise<Token>;
  /** Epoch milliseconds; infinite while it is being made. */
  until: number;
}

/** Tokens by what they are for: made once for all that need one, kept until shortly before their end. */
export class Tokens {
  readonly #source: CredentialSource;
  readonly #tenant: string | undefined;
  readonly #now: () => number;
  readonly #held = new Map<string, Held>();

  constructor(source: CredentialSource, tenant: string | undefined, now: () => number) {
    this.#source = source;
    this.#tenant = tenant;
    this.#now = now;
  }

  async of(scope: string): Promise<Token> {
    const held = this.#held.get(scope);
    // The credential's own copy of one that is about to end is none that we want.
    return await (held !== undefined && held.until > this.#now() ? held.token : this.#make(scope, { anew: held !== undefined }));
  }

  /** In the place of one that was refused. Of several that had the same, the first makes a new one for all. */
  async instead(refused: Token, scope: string, claims: string | undefined): Promise<Token> {
    const held = this.#held.get(scope);
    const other = await held?.token.catch(() => refused);
    if (held !== undefined && other !== undefined && other !== refused) return other;
    return await this.#make(scope, { anew: true, ...(claims === undefined ? {} : { claims }) });
  }

  #make(scope: string, wish: TokenWish): Promise<Token> {
    const held: Held = { token: this.#ask(scope, wish), until: Infinity };
    this.#held.set(scope, held);
    held.token.then(
      (token) => {
        // A token that lasts no longer than that is used for half of its time.
        const left = token.expiresAt - this.#now();
        held.until = this.#now() + (left > 2 * BEFORE_END_MS ? left - BEFORE_END_MS : left / 2);
      },
      (error: unknown) => {
        const passes = error instanceof FaultError && error.fault.retry !== 'no';
        held.until = this.#now() + (passes ? 0 : REFUSED_MS);
      },
    );
    return held.token;
  }

  async #ask(scope: string, wish: TokenWish): Promise<Token> {
    const given = await this.#source.getToken(scope, wish);
    const caller = callerOf(given.token.reveal());
    if (this.#tenant !== undefined && caller.tenant !== null && caller.tenant !== this.#tenant) {
      throw new WrongTenantError(
        `cannot read tenant ${this.#tenant}: the token that ${this.#source.kind} gave is of tenant ${caller.tenant}`,
        { hint: `use a credential of ${this.#tenant}, or set tenant: ${caller.tenant}` },
      );
    }
    return { ...given, caller };
  }
}
