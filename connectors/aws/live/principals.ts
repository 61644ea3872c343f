import type { Secret } from '../../../src/base/redact.ts';
import { untilAborted } from '../../../src/http/abort.ts';
import type { KeySource, Principal } from './client.ts';
import { addWords, isExpired, refusalFor, RefusedError } from './refusal.ts';

/** Where a call's credentials come from, and what is done when their time is over. */
export interface Holder {
  /** In words, for messages: `the credentials of role arn:…`. */
  readonly name: string;
  current(): Promise<Principal>;
  /** These are expired, by the provider's word: {@link Holder.current} gives newer ones from now on. */
  renew(expired: Principal): void;
  /** They were taken by the provider. */
  worked(principal: Principal): void;
}

/**
 * Runs with the holder's credentials; where the provider says that they are expired, once more with fresh ones. Fresh ones that never
 * worked are not renewed again: {@link RefusedError} `expired-credentials`.
 */
export async function withCredentials<T>(holder: Holder, signal: AbortSignal, run: (principal: Principal) => Promise<T>): Promise<T> {
  const first = await untilAborted(holder.current(), signal);
  try {
    return await tried(holder, first, run);
  } catch (error) {
    if (!isExpired(error)) throw error;
    holder.renew(first);
    const second = await untilAborted(holder.current(), signal);
    if (second === first) throw unrenewed(holder, error);
    try {
      return await tried(holder, second, run);
    } catch (again) {
      throw isExpired(again) ? unrenewed(holder, again) : again;
    }
  }
}

async function tried<T>(holder: Holder, principal: Principal, run: (principal: Principal) => Promise<T>): Promise<T> {
  const answer = await run(principal);
  holder.worked(principal);
  return answer;
}

function unrenewed({ name }: Holder, error: unknown): RefusedError {
  const ours = `${name} are expired, and the credential chain gives no newer ones: renew them (sign in again, or set new keys), then resume`;
  return new RefusedError('expired-credentials', addWords(refusalFor(error).words, ours), error);
}

/** The credentials the scan starts from: the SDK's own chain, which renews what it can before its end. */
export class HubHolder implements Holder {
  readonly name = 'the credentials of the scan';
  readonly #chain: () => Promise<Secret<KeySource>>;
  #made = 0;
  #now: Promise<Principal> | null = null;
  #last: Principal | null = null;
  #worked = true;

  constructor(chain: () => Promise<Secret<KeySource>>) {
    this.#chain = chain;
  }

  async current(): Promise<Principal> {
    this.#now ??= this.#start();
    try {
      return await this.#now;
    } catch (error) {
      this.#now = null;
      throw error;
    }
  }

  renew(expired: Principal): void {
    // Somebody else may have renewed them since.
    if (expired !== this.#last || !this.#worked) return;
    this.#now = null;
    this.#worked = false;
  }

  worked(principal: Principal): void {
    if (principal === this.#last) this.#worked = true;
  }

  async #start(): Promise<Principal> {
    const id = `hub#${this.#made++}`;
    const principal = { id, keys: await this.#chain() };
    this.#last = principal;
    return principal;
  }
}
