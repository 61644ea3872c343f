import type { List } from './tenant.ts';

/** What a path answers: a list, and the longest page that the service gives of it. */
export interface Answer {
  /** By which it is counted. */
  readonly operation: string;
  readonly list: List;
  readonly longest: number;
  /** The answer is an object and no list. */
  readonly one?: true;
  /** What it draws from. */
  readonly draws: Draw;
}

/** A bucket that a request draws from, and how much. `null`: Microsoft publishes no limit of it. */
export interface Draw {
  readonly bucket: string;
  readonly rate: 'directory' | 'reports' | 'arm' | 'resource-graph' | null;
  readonly cost: number;
}
