import { VestigeError } from '../base/errors.ts';

/** The command could not start as it was given (exit code 2). */
export class UsageError extends VestigeError {
  readonly code = 'usage';
}
