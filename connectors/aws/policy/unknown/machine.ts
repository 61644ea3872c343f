/**
 * A deterministic automaton over UTF-16 code units that is built as it is walked. A state is a number; {@link DEAD} is the state
 * that accepts nothing any more. Unsound to share between walks of different alphabets: it knows none, so there is nothing to share.
 */
export interface Machine {
  readonly start: number;
  accepts(state: number): boolean;
  /** The characters this state tells from those that no pattern uses. */
  tells(state: number): readonly string[];
  step(state: number, character: string): number;
}

export const DEAD = -1;
