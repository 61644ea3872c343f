import { HistoryError } from './errors.ts';

/** Something of a store that contradicts the rest of it. */
export interface Contradiction {
  /** `run 3`, `interval 17`. */
  readonly where: string;
  readonly seen: string;
}

const LISTED = 100;

/** What was found, counted; the first hundred listed. */
export class Contradictions {
  readonly listed: Contradiction[] = [];
  count = 0;

  add(where: string, seen: string): void {
    this.count++;
    if (this.listed.length < LISTED) this.listed.push({ where, seen });
  }

  /** What reads something that may be damaged; `undefined` where it is, and that is one of them. */
  async reading<T>(where: string, read: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      if (error instanceof HistoryError && error.code === 'broken') this.add(where, error.message);
      else if (error instanceof SyntaxError) this.add(where, 'what it says is no JSON');
      else throw error;
      return undefined;
    }
  }
}
