import type { ConnectorCore, RateLimit } from '../contract/connector.ts';
import type { FactIndex } from '../model/fact.ts';
import type { Task } from '../model/page.ts';
import type { Link } from './chain.ts';
import { withOthers, type Ends } from './beside.ts';
import { FactTable } from './facts.ts';
import { Lanes } from './lanes.ts';
import { readTask, type Course } from './reading.ts';
import type { Pass } from './scheduler.ts';
import { taskKey } from './task-key.ts';

/** Reads the roots and all they spawn, then what each plan stage asks for, until a stage brings nothing new. Gives what the plan saw of it. */
export async function drainStages(course: Course, roots: readonly Task[], ends: Ends): Promise<FactIndex> {
  const { core, run, settings } = course;
  const known = new Set<string>();
  const own = new FactTable();
  let seen: FactIndex = own;
  let tasks = roots;
  for (let stage = 0; ; stage++) {
    const before = known.size;
    run.tally.stage(stage);
    await drainStage(course, tasks, known, stage, (link) => {
      if (link.mapped !== null) own.add({ page: link.id, at: link.at === '' ? null : link.at, facts: link.mapped.facts });
    });
    if (core.plan === undefined || known.size === before) break;
    if (stage === 0) seen = withOthers(own, await ends.of(core));
    tasks = core.plan(seen, stage, settings);
  }
  run.tally.leftOut(core.leftOut?.(seen, settings) ?? []);
  return own;
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
      for (const spawned of course.replaced(link.mapped?.spawns ?? [], task)) add(spawned, false);
    }
    function fail(error: unknown): void {
      failure ??= error instanceof Error ? error : new Error(`a session threw ${typeof error}`, { cause: error });
      run.stop.abort(error);
    }
    function ended(task: Task): void {
      run.tally.done(task);
      done();
    }
    async function job(task: Task, key: string, pass: Pass): Promise<void> {
      try {
        // Once one task failed the rest only wind down.
        if (failure === null) await drainTask(course, task, key, pass, (link) => take(task, link));
      } catch (error) {
        fail(error);
      }
      ended(task);
    }
    const lanes = new Lanes(course, { take, fail, ended, isFailed: () => failure !== null });
    function add(task: Task, isRoot: boolean): void {
      const key = taskKey(task);
      if (known.has(key)) return;
      known.add(key);
      open++;
      run.tally.known(task, isRoot);
      const limit = limitOf(core, task);
      const gate = { name: `${core.id} ${limit?.together === true ? '' : task.boundary} ${limit?.service ?? ''}`, limit };
      const most = core.surfaces.find((each) => each.id === task.surface)?.batch ?? 1;
      if (most > 1) lanes.add(task, key, gate, most);
      else run.scheduler.run(gate.name, limit, (pass) => job(task, key, pass));
    }
    for (const task of course.replaced(tasks)) add(task, stage === 0);
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

/** The limit a task counts against: that of its surface's service, else the strictest the connector declares. */
function limitOf(core: ConnectorCore<unknown>, task: Task): RateLimit | null {
  const service = core.surfaces.find((each) => each.id === task.surface)?.service;
  const named = core.limits.find((each) => each.service === service);
  if (named !== undefined) return named;
  const [first, ...rest] = core.limits;
  return first === undefined ? null : rest.reduce((strictest, each) => (each.perSecond < strictest.perSecond ? each : strictest), first);
}
