import { VestigeError } from '../base/errors.ts';

/**
 * `duplicate-key`: what was handed in cannot be made a graph, a connector broke its contract. `stored-damaged`: the bytes of a stored graph
 * are not as they were written. `stored-version`: another version of the program wrote them.
 */
export type GraphErrorCode = 'duplicate-key' | 'stored-damaged' | 'stored-version';

/** There is no graph in what was handed in. */
export class GraphError extends VestigeError {
  readonly code: GraphErrorCode;

  constructor(code: GraphErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
