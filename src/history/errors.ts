import { VestigeError } from '../base/errors.ts';

/**
 * `busy`: another writer did not end in time. `unreachable`: the server or file cannot be opened. `newer-schema`: a later version made the
 * store. `older-schema`: it must be migrated first. `broken`: the store contradicts itself. `full`: no room was left; nothing was recorded.
 * `no-time`: a run whose pages tell no time. `unknown-run`: conclusions of a run whose facts were not recorded. `bad-place`: the place
 * configured cannot be understood. `pruned`: a run older than what the retention removed. `failed`: the engine refused for a reason it tells.
 */
export type HistoryCode =
  | 'busy'
  | 'unreachable'
  | 'newer-schema'
  | 'older-schema'
  | 'broken'
  | 'full'
  | 'no-time'
  | 'unknown-run'
  | 'bad-place'
  | 'pruned'
  | 'failed';

export class HistoryError extends VestigeError {
  readonly code: HistoryCode;

  constructor(code: HistoryCode, message: string, options: { readonly cause?: unknown; readonly hint?: string } = {}) {
    super(message, options);
    this.code = code;
  }
}
