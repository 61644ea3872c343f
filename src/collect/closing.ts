import type { CaptureSource } from '../contract/capture.ts';
import type { GapCause } from '../model/gap.ts';
import type { Task } from '../model/page.ts';

/** After so many answers in a row that a source cannot give, the rest of that surface is not asked of that boundary. */
export const MOST_UNSUPPORTED = 3;

/** Why a task of a closed surface has no answer; the same words while capturing and when the capture is read. */
export const CLOSED = `not asked: ${MOST_UNSUPPORTED} answers in a row were unsupported, which closed this surface for the boundary`;

/** Which surfaces of which boundaries of one source are closed. Answers count in the order in which they come, kept ones too. */
export class Closings {
  readonly #inARow = new Map<string, number>();

  saw(task: Task, refused: GapCause | null): void {
    const place = placeOf(task);
    if (this.isClosed(task)) return;
    if (refused === 'unsupported') this.#inARow.set(place, (this.#inARow.get(place) ?? 0) + 1);
    else this.#inARow.delete(place);
  }

  isClosed(task: Task): boolean {
    return (this.#inARow.get(placeOf(task)) ?? 0) >= MOST_UNSUPPORTED;
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
