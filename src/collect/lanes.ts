import { isNonEmpty, type NonEmpty } from '../base/json.ts';
import type { RateLimit } from '../contract/connector.ts';
import type { Task } from '../model/page.ts';
import type { Link } from './chain.ts';
import { askingOf, keep, keepOthers, leave, readTask, type Course } from './reading.ts';
import type { Pass } from './scheduler.ts';
import { askTogether, type Waiting } from './together.ts';

/** Whom the pages of a stage go to. */
export interface Stage {
  take(task: Task, link: Link): void;
  /** Once for every task, after all its pages. */
  ended(task: Task): void;
  fail(error: unknown): void;
  /** Once one task failed the rest only wind down. */
  isFailed(): boolean;
}

interface Entry extends Waiting {
  /** Lets go of the task, which no other source may read meanwhile. `null` = it is not ours yet. */
  free: (() => void) | null;
}

interface Gate {
  readonly name: string;
  readonly limit: RateLimit | null;
}

interface Lane {
  readonly gate: Gate;
  readonly most: number;
  /** From {@link head} on; those before it were drawn. */
  readonly waiting: Entry[];
  head: number;
  /** To be asked again, before all that waits. */
  readonly again: Entry[];
  /** Jobs that were scheduled and have not yet taken what waits: always enough for all that does. */
  jobs: number;
}

/** Tasks of one stage that wait to be asked several at once, lane by lane: those of one surface in one boundary. */
export class Lanes {
  readonly #course: Course;
  readonly #stage: Stage;
  readonly #lanes = new Map<string, Lane>();

  constructor(course: Course, stage: Stage) {
    this.#course = course;
    this.#stage = stage;
  }

  add(task: Task, key: string, gate: Gate, most: number): void {
    // gates may be shared by boundaries, a batch never is
    const name = `${gate.name} ${task.boundary} ${task.surface}`;
    let lane = this.#lanes.get(name);
    if (lane === undefined) this.#lanes.set(name, (lane = { gate, most, waiting: [], head: 0, again: [], jobs: 0 }));
    lane.waiting.push({ task, key, tried: { throttle: 0, server: 0 }, polls: 0, free: null });
    this.#send(lane);
  }

  #send(lane: Lane): void {
    while (lane.again.length + lane.waiting.length - lane.head > lane.jobs * lane.most) {
      lane.jobs++;
      this.#course.run.scheduler.run(lane.gate.name, lane.gate.limit, (pass) => this.#job(lane, pass));
    }
  }

  async #job(lane: Lane, pass: Pass): Promise<void> {
    // What one page or one plan asks for is added in one go: after a turn all of it waits.
    await Promise.resolve();
    lane.jobs--;
    const batch = this.#draw(lane);
    if (!isNonEmpty(batch)) return;
    const open = new Set<Entry>(batch);
    try {
      await this.#ask(lane, batch, open, pass);
    } catch (error) {
      this.#stage.fail(error);
    }
    for (const each of open) this.#end(each);
  }

  /** Those that have to be asked, the longest waiting first; of the others it is seen to here. */
  #draw(lane: Lane): readonly Entry[] {
    const drawn: Entry[] = [];
    while (drawn.length < lane.most) {
      const entry = nextOf(lane);
      if (entry === undefined) break;
      try {
        if (this.#isToAsk(lane, entry)) drawn.push(entry);
      } catch (error) {
        this.#stage.fail(error);
        this.#end(entry);
      }
    }
    return drawn;
  }

  #isToAsk(lane: Lane, entry: Entry): boolean {
    const { core, run, closings } = this.#course;
    const { task, key } = entry;
    if (this.#stage.isFailed()) {
      this.#end(entry);
      return false;
    }
    if (entry.free === null && !this.#claim(lane, entry)) return false;
    const link = run.kept.find(core.id, key, null);
    if (link !== null) {
      this.#took(lane, entry, link);
      return false;
    }
    run.signal.throwIfAborted();
    if (closings.isClosed(task)) {
      leave(this.#course, task, 'unsupported');
      this.#end(entry);
      return false;
    }
    run.tally.asking(task);
    return true;
  }

  /** Whether it is ours to read. Where another source reads it now, it waits outside all gates, and then finds the pages kept. */
  #claim(lane: Lane, entry: Entry): boolean {
    const { running } = this.#course.run;
    const name = `${this.#course.core.id} ${entry.key}`;
    const other = running.get(name);
    if (other !== undefined) {
      void other
        .catch(() => undefined)
        .then(() => {
          lane.waiting.push(entry);
          this.#send(lane);
        });
      return false;
    }
    const done = new Promise<void>((resolve) => {
      entry.free = () => {
        running.delete(name);
        resolve();
      };
    });
    running.set(name, done);
    return true;
  }

  /** Takes out of `open` those that are ended, or that somebody else will end. */
  async #ask(lane: Lane, batch: NonEmpty<Entry>, open: Set<Entry>, pass: Pass): Promise<void> {
    const { core, run } = this.#course;
    const got = await askTogether(askingOf(this.#course), batch, pass);
    if (got === null) {
      for (const each of batch) leave(this.#course, each.task, 'budget');
      return;
    }
    for (const { of, part } of got.settled) {
      const link = await keep(run, core, part, got.wire);
      this.#took(lane, of, link);
      open.delete(of);
    }
    await keepOthers(run, core, got.others, got.wire);
    if (got.waitMs > 0) await run.io.sleep(got.waitMs, run.signal);
    for (const each of got.again) open.delete(each);
    lane.again.push(...got.again);
    this.#send(lane);
  }

  /** The first page of a task; what follows it is asked for alone. */
  #took(lane: Lane, entry: Entry, link: Link): void {
    const { closings, run } = this.#course;
    const { task, key } = entry;
    closings.saw(task, link.refused);
    this.#stage.take(task, link);
    const { next } = link;
    if (link.refused !== null || next === null) {
      this.#end(entry);
      return;
    }
    run.scheduler.run(lane.gate.name, lane.gate.limit, async (pass) => {
      try {
        if (!this.#stage.isFailed()) await readTask(this.#course, task, key, pass, (each) => this.#stage.take(task, each), next);
      } catch (error) {
        this.#stage.fail(error);
      }
      this.#end(entry);
    });
  }

  #end(entry: Entry): void {
    entry.free?.();
    this.#stage.ended(entry.task);
  }
}

function nextOf(lane: Lane): Entry | undefined {
  const entry = lane.again.shift() ?? lane.waiting[lane.head++];
  if (lane.head >= lane.waiting.length) lane.waiting.length = lane.head = 0;
  return entry;
}
