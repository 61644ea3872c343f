import { VestigeError } from '../base/errors.ts';

export type GraphErrorCode = 'duplicate-key';

/** What was handed in cannot be made a graph: a connector broke its contract. */
export class GraphError extends VestigeError {
  readonly code: GraphErrorCode;

  constructor(code: GraphErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
