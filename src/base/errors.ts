/**
 * Base of every error this project throws. Callers test `code`, never the message.
 * Messages are lower case, without a full stop, and say what was attempted, on what, what was seen and what to do.
 */
export abstract class VestigeError extends Error {
  abstract readonly code: string;
  /** What the reader can do about it, shown as a `hint:` line. */
  readonly hint: string | undefined;

  constructor(message: string, options: { readonly cause?: unknown; readonly hint?: string | undefined } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.hint = options.hint;
  }
}

/** A state the code believes impossible. Reaching it is our bug (exit code 70). */
export class ImpossibleError extends VestigeError {
  readonly code = 'impossible';
}

export function impossible(what: string, seen?: never): never {
  throw new ImpossibleError(`${what}${seen === undefined ? '' : `: ${JSON.stringify(seen)}`}`);
}
