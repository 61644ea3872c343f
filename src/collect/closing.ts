import type { CaptureSource } from '../contract/capture.ts';
import type { ConnectorCore } from '../contract/connector.ts';
import type { GapCause } from '../model/gap.ts';
import type { Task } from '../model/page.ts';

/** After so many answers in a row that a source cannot give, the rest of that surface is not asked of that boundary. */
export const MOST_UNSUPPORTED = 3;

/** Why a task of a closed surface has no answer; the same words while capturing and when the capture is read. */
export const CLOSED = `not asked: ${MOST_UNSUPPORTED} answers in a row were unsupported, which closed the rest for this boundary`;

/** Unsupported answers in a row. */
interface Row {
  readonly operations: Set<string>;
  count: number;
  /** Whether anything else was ever answered, a refusal of another kind too: then the source knows the surface. */
  known: boolean;
}

/**
 * Which surfaces of which boundaries of one source are closed. Three unsupported answers in a row close the operation that gave them; a
 * surface of several operations is closed as a whole where two of them gave three in a row and none ever another answer. So one call
 * that a service lacks does not keep the others from being asked. Answers count in the order in which they come, kept ones too.
 */
export class Closings {
  readonly #core: Pick<ConnectorCore<unknown>, 'asks'>;
  readonly #rows = new Map<string, Row>();

  constructor(core: Pick<ConnectorCore<unknown>, 'asks'>) {
    this.#core = core;
  }

  saw(task: Task, refused: GapCause | null): void {
    if (this.isClosed(task)) return;
    const operation = this.#operationOf(task);
    for (const place of [placeOf(task), `${placeOf(task)} ${operation}`]) {
      const row = this.#rows.get(place) ?? { operations: new Set(), count: 0, known: false };
      this.#rows.set(place, row);
      if (refused === 'unsupported') {
        row.count++;
        row.operations.add(operation);
      } else {
        row.count = 0;
        row.known = true;
      }
    }
  }

  isClosed(task: Task): boolean {
    const ofSurface = this.#rows.get(placeOf(task));
    if (ofSurface !== undefined && !ofSurface.known && ofSurface.count >= MOST_UNSUPPORTED && ofSurface.operations.size > 1) return true;
    return (this.#rows.get(`${placeOf(task)} ${this.#operationOf(task)}`)?.count ?? 0) >= MOST_UNSUPPORTED;
  }

  #operationOf(task: Task): string {
    return this.#core.asks?.(task).operation ?? '';
  }
}

/** The places that were closed while a capture was made: a live source tells of `unsupported` by itself for no other reason. */
export function closedIn(source: CaptureSource): (task: Task) => boolean {
  const closed = new Set(source.origin === 'live' ? source.gaps.flatMap((gap) => (gap.cause === 'unsupported' ? [placeOf(gap)] : [])) : []);
  return (task) => closed.has(placeOf(task));
}

function placeOf({ boundary, surface }: Pick<Task, 'boundary' | 'surface'>): string {
  return `${boundary} ${surface}`;
}
