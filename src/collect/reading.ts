import type { CaptureWriter } from '../contract/capture.ts';
import type { ConnectorCore, Part, Session, Wire } from '../contract/connector.ts';
import type { Gap } from '../model/gap.ts';
import type { Task } from '../model/page.ts';
import { ask, type Asking } from './asking.ts';
import type { Link } from './chain.ts';
import { CLOSED, type Closings } from './closing.ts';
import type { CollectIo } from './io.ts';
import type { KeptPages } from './kept.ts';
import type { Replacing } from './log-tasks.ts';
import type { Pass, Scheduler } from './scheduler.ts';
import type { Tally } from './tally.ts';
import { nameOfTask } from './task-key.ts';

/** What all sources of one run share. */
export interface Run {
  readonly io: CollectIo;
  readonly writer: CaptureWriter;
  readonly kept: KeptPages;
  readonly scheduler: Scheduler;
  readonly tally: Tally;
  /** Ours: one source's failure stops the others. */
  readonly stop: AbortController;
  /** The caller's signal and ours. */
  readonly signal: AbortSignal;
  /** Tasks under way, by connector and key: a second source that asks the same waits, and then finds its pages kept. */
  readonly running: Map<string, Promise<void>>;
}

/** One source being read. */
export interface Course {
  readonly run: Run;
  readonly core: ConnectorCore<unknown>;
  readonly settings: unknown;
  readonly session: Session;
  readonly closings: Closings;
  /** Grows: what was not asked for want of budget, or because its surface was closed. */
  readonly gaps: Gap[];
  /** Puts what is asked of logs anew in the place of what the settings alone would ask. */
  readonly replaced: Replacing;
}

/** What asking for this source goes through. */
export function askingOf({ run, core, session }: Course): Asking {
  return { connector: core.id, session, io: run.io, signal: run.signal, meter: run.tally };
}

/** A task that has no answer, or not a whole one, because we did not ask. */
export function leave({ core, gaps }: Course, task: Task, cause: 'unsupported' | 'budget'): void {
  const why = cause === 'budget' ? 'the budget was used up' : CLOSED;
  gaps.push({ boundary: task.boundary, surface: task.surface, cause, detail: `${nameOfTask(task, core)}: ${why}` });
}

/**
 * Reads a task page by page, from the cursor told to its end or to the first refusal; the first page is at `null`. Pages that are kept
 * already are not asked for.
 */
export async function readTask(
  course: Course,
  task: Task,
  key: string,
  pass: Pass,
  take: (link: Link) => void,
  from: string | null = null,
): Promise<void> {
  const { run, core, closings } = course;
  const { signal, tally } = run;
  const visited = new Set<string | null>([null]);
  let cursor = from;
  for (;;) {
    visited.add(cursor);
    let link = run.kept.find(core.id, key, cursor);
    if (link === null) {
      signal.throwIfAborted();
      if (closings.isClosed(task)) {
        leave(course, task, 'unsupported');
        return;
      }
      tally.asking(task);
      const got = await ask(askingOf(course), { task, cursor }, pass);
      if (got === null) {
        leave(course, task, 'budget');
        return;
      }
      link = await keep(run, core, got.part, got.wire);
      await keepOthers(run, core, got.others, got.wire);
    }
    closings.saw(task, link.refused);
    take(link);
    // A cursor given before would go round for ever. The page is kept, and replay finds and names the stuck cursor in it.
    if (link.refused !== null || link.next === null || visited.has(link.next)) return;
    cursor = link.next;
  }
}

/** What else an answer held is kept for when its own turn comes; a refusal there may be a different one then. */
export async function keepOthers(run: Run, core: ConnectorCore<unknown>, others: readonly Part[], wire: Wire): Promise<void> {
  for (const other of others) if (other.refused === undefined) await keep(run, core, other, wire);
}

/** Written first, mapped then: what the provider said is kept even where we fail to understand it. */
export async function keep(run: Run, core: ConnectorCore<unknown>, part: Part, wire: Wire): Promise<Link> {
  const { task, cursor, next, body } = part;
  const { sentAt, receivedAt, providerDate, requestId, raw } = wire;
  const status = part.status ?? wire.status;
  const place = { connector: core.id, mapping: core.mapping, task, cursor, next };
  const told = { validAt: part.validAt ?? null, refused: part.refused ?? null };
  const page = await run.writer.put({ envelope: { ...place, sentAt, receivedAt, providerDate, requestId, status, raw, ...told }, body });
  const link = run.kept.add(core, page, true);
  run.tally.kept();
  return link;
}
