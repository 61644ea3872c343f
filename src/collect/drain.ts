import type { CaptureWriter } from '../contract/capture.ts';
import type { ConnectorCore, Part, RateLimit, Session, Wire } from '../contract/connector.ts';
import type { Gap, GapCause } from '../model/gap.ts';
import type { Task } from '../model/page.ts';
import { ask } from './asking.ts';
import type { Link } from './chain.ts';
import { CLOSED, type Closings } from './closing.ts';
import { FactTable } from './facts.ts';
import type { CollectIo } from './io.ts';
import type { KeptPages } from './kept.ts';
import type { Pass, Scheduler } from './scheduler.ts';
import type { Tally } from './tally.ts';
import { nameOfTask, taskKey } from './task-key.ts';

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
}

/** Reads the roots and all they spawn, then what each plan stage asks for, until a stage brings nothing new. */
export async function drainStages(course: Course, roots: readonly Task[]): Promise<void> {
  const { core, run, settings } = course;
  const known = new Set<string>();
  const seen = new FactTable();
  let tasks = roots;
  for (let stage = 0; ; stage++) {
    const before = known.size;
    run.tally.stage(stage);
    await drainStage(course, tasks, known, stage, (link) => {
      if (link.mapped !== null) seen.add({ page: link.id, at: link.at === '' ? null : link.at, facts: link.mapped.facts });
    });
    if (core.plan === undefined || known.size === before) break;
    tasks = core.plan(seen, stage, settings);
  }
  run.tally.leftOut(core.leftOut?.(seen, settings) ?? []);
}

/** Resolves when the last task is done; rejects with the first failure, after all have stopped. */
function drainStage(course: Course, tasks: readonly Task[], known: Set<string>, stage: number, saw: (link: Link) => void): Promise<void> {
  const { run, core } = course;
  return new Promise((resolve, reject) => {
    let open = 1;
    let failure: Error | null = null;
    function done(): void {
      if (--open > 0) return;
      if (failure === null) resolve();
      else reject(failure);
    }
    function take(task: Task, link: Link): void {
      run.tally.saw(task, link);
      saw(link);
      for (const spawned of link.mapped?.spawns ?? []) add(spawned, false);
    }
    async function job(task: Task, key: string, pass: Pass): Promise<void> {
      try {
        // Once one task failed the rest only wind down.
        if (failure === null) await drainTask(course, task, key, pass, (link) => take(task, link));
      } catch (error) {
        failure ??= error instanceof Error ? error : new Error(`a session threw ${typeof error}`, { cause: error });
        run.stop.abort(error);
      }
      run.tally.done(task);
      done();
    }
    function add(task: Task, isRoot: boolean): void {
      const key = taskKey(task);
      if (known.has(key)) return;
      known.add(key);
      open++;
      run.tally.known(task, isRoot);
      const limit = limitOf(core, task);
      run.scheduler.run(`${core.id} ${task.boundary} ${limit?.service ?? ''}`, limit, (pass) => job(task, key, pass));
    }
    for (const task of tasks) add(task, stage === 0);
    done();
  });
}

async function drainTask(course: Course, task: Task, key: string, pass: Pass, take: (link: Link) => void): Promise<void> {
  const { running } = course.run;
  const name = `${course.core.id} ${key}`;
  // It cannot wait for us in turn: whoever is named here is reading, not waiting.
  while (running.has(name)) await running.get(name)?.catch(() => undefined);
  const pages = readTask(course, task, key, pass, take);
  running.set(name, pages);
  try {
    await pages;
  } finally {
    running.delete(name);
  }
}

async function readTask(course: Course, task: Task, key: string, pass: Pass, take: (link: Link) => void): Promise<void> {
  const { run, core, session, closings, gaps } = course;
  const { io, signal, tally } = run;
  function leave(cause: GapCause, why: string): void {
    gaps.push({ boundary: task.boundary, surface: task.surface, cause, detail: `${nameOfTask(task, core)}: ${why}` });
  }
  const visited = new Set<string | null>();
  let cursor: string | null = null;
  for (;;) {
    visited.add(cursor);
    let link = run.kept.find(core.id, key, cursor);
    if (link === null) {
      signal.throwIfAborted();
      if (closings.isClosed(task)) {
        leave('unsupported', CLOSED);
        return;
      }
      tally.asking(task);
      const got = await ask({ connector: core.id, session, io, signal, meter: tally }, { task, cursor }, pass);
      if (got === null) {
        leave('budget', 'the budget was used up');
        return;
      }
      link = await keep(run, core, got.part, got.wire);
      // What else the answer held is kept for when its own turn comes; a refusal there may be a different one then.
      for (const other of got.others) if (other.refused === undefined) await keep(run, core, other, got.wire);
    }
    closings.saw(task, link.refused);
    take(link);
    // A cursor given before would go round for ever. The page is kept, and replay finds and names the stuck cursor in it.
    if (link.refused !== null || link.next === null || visited.has(link.next)) return;
    cursor = link.next;
  }
}

/** Written first, mapped then: what the provider said is kept even where we fail to understand it. */
export async function keep(run: Run, core: ConnectorCore<unknown>, part: Part, wire: Wire): Promise<Link> {
  const { task, cursor, next, body } = part;
  const { sentAt, receivedAt, providerDate, requestId, status, raw } = wire;
  const place = { connector: core.id, mapping: core.mapping, task, cursor, next };
  const told = { validAt: part.validAt ?? null, refused: part.refused ?? null };
  const page = await run.writer.put({ envelope: { ...place, sentAt, receivedAt, providerDate, requestId, status, raw, ...told }, body });
  const link = run.kept.add(core, page, true);
  run.tally.kept();
  return link;
}

/** The limit a task counts against: that of its surface's service, else the strictest the connector declares. */
function limitOf(core: ConnectorCore<unknown>, task: Task): RateLimit | null {
  const service = core.surfaces.find((each) => each.id === task.surface)?.service;
  const named = core.limits.find((each) => each.service === service);
  if (named !== undefined) return named;
  const [first, ...rest] = core.limits;
  return first === undefined ? null : rest.reduce((strictest, each) => (each.perSecond < strictest.perSecond ? each : strictest), first);
}
