import type { BoundaryId, SurfaceId } from '../model/ids.ts';
import type { Task } from '../model/page.ts';
import type { Meter } from './asking.ts';
import type { Link } from './chain.ts';
import type { Budget, Progress } from './io.ts';

interface Known {
  /** `null` until a page tells. */
  kind: string | null;
  /** Asked before any boundary was known: no boundary of the estate until a page tells of it. */
  rootOnly: boolean;
  open: number;
  answered: boolean;
}

/** Counts what a run does, for its budget and for whoever watches. It decides nothing about what was read. */
export class Tally implements Meter {
  readonly #budget: Budget;
  readonly #now: () => number;
  readonly #started: number;
  readonly #listener: ((progress: Progress) => void) | undefined;
  readonly #boundaries = new Map<BoundaryId, Known>();
  readonly #leftOut = new Set<string>();
  #calls = 0;
  #throttled = 0;
  #refused = 0;
  #pages = 0;
  #tasksDone = 0;
  #tasksKnown = 0;
  #stage = 0;
  #reading: SurfaceId | null = null;
  // Counted anew only after something changed: there may be thousands of boundaries, and a change at every page.
  #counted: Progress['boundaries'] | null = null;

  constructor(now: () => number, budget: Budget = {}, listener?: (progress: Progress) => void) {
    this.#now = now;
    this.#started = now();
    this.#budget = budget;
    this.#listener = listener;
  }

  call(): boolean {
    const { calls = Infinity, milliseconds = Infinity } = this.#budget;
    if (this.#calls >= calls || this.#now() - this.#started >= milliseconds) return false;
    this.#calls++;
    return true;
  }

  throttled(): void {
    this.#throttled++;
  }

  known(task: Task, isRoot: boolean): void {
    this.#tasksKnown++;
    const boundary = this.#at(task.boundary);
    if (boundary.open++ === 0 || boundary.rootOnly !== (boundary.rootOnly && isRoot)) this.#counted = null;
    boundary.rootOnly &&= isRoot;
    this.#tell();
  }

  done(task: Task): void {
    this.#tasksDone++;
    if (--this.#at(task.boundary).open === 0) this.#counted = null;
    this.#tell();
  }

  asking(task: Task): void {
    this.#reading = task.surface;
  }

  kept(): void {
    this.#pages++;
    this.#tell();
  }

  saw(task: Task, link: Link): void {
    if (link.refused === null) this.#at(task.boundary).answered = true;
    else this.#refused++;
    for (const fact of link.mapped?.facts ?? []) {
      if (fact.kind !== 'boundary') continue;
      const told = this.#at(fact.value.id);
      if (told.kind !== fact.value.kind) this.#counted = null;
      told.kind = fact.value.kind;
    }
  }

  stage(stage: number): void {
    this.#stage = Math.max(this.#stage, stage);
    this.#tell();
  }

  leftOut(words: readonly string[]): void {
    for (const each of words) this.#leftOut.add(each);
    this.#tell();
  }

  progress(): Progress {
    this.#counted ??= this.#count();
    return {
      calls: this.#calls,
      pages: this.#pages,
      tasksDone: this.#tasksDone,
      tasksKnown: this.#tasksKnown,
      throttled: this.#throttled,
      refused: this.#refused,
      stage: this.#stage,
      reading: this.#reading,
      boundaries: this.#counted,
      leftOut: [...this.#leftOut].sort(),
    };
  }

  #count(): Progress['boundaries'] {
    const kind = this.#usualKind();
    const counted = [...this.#boundaries.values()].filter((each) => (each.kind === null ? !each.rootOnly : each.kind === kind));
    const done = counted.filter((each) => each.open === 0);
    return { kind, known: counted.length, done: done.length, silent: done.filter((each) => !each.answered).length };
  }

  #usualKind(): string | null {
    const counts = new Map<string, number>();
    for (const { kind } of this.#boundaries.values()) if (kind !== null) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    let most: string | null = null;
    for (const [kind, count] of counts) {
      const best = most === null ? 0 : (counts.get(most) ?? 0);
      if (count > best || (count === best && most !== null && kind < most)) most = kind;
    }
    return most;
  }

  #at(boundary: BoundaryId): Known {
    let known = this.#boundaries.get(boundary);
    if (known === undefined) this.#boundaries.set(boundary, (known = { kind: null, rootOnly: true, open: 0, answered: false }));
    return known;
  }

  #tell(): void {
    this.#listener?.(this.progress());
  }
}
