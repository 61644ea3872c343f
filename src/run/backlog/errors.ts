import { VestigeError } from '../../base/errors.ts';

/**
 * What stops a backlog or its way to a tracker. `bad-backlog`: an earlier export cannot be read; `bad-state-file`: a Terraform state cannot be read; `no-token`: the
 * environment holds none; `bad-tracker`: its address or name is none; `refused`, `unreachable`, `malformed`: what the tracker answered, or did not; `doubled`:
 * it holds two issues for one item.
 */
export type BacklogErrorCode =
  'bad-backlog' | 'bad-state-file' | 'no-token' | 'bad-tracker' | 'refused' | 'unreachable' | 'malformed' | 'doubled';

export class BacklogError extends VestigeError {
  readonly code: BacklogErrorCode;

  constructor(code: BacklogErrorCode, message: string, options: { readonly cause?: unknown; readonly hint?: string } = {}) {
    super(message, options);
    this.code = code;
  }
}
