import type { Instant } from '../base/instant.ts';
import type { CaptureSource } from '../contract/capture.ts';
import type { ConnectorCore, Mapped } from '../contract/connector.ts';
import type { FactIndex } from '../model/fact.ts';
import type { BoundaryId, SurfaceId } from '../model/ids.ts';
import type { Task } from '../model/page.ts';
import { withOthers, type OthersFacts } from './beside.ts';
import { brokenAt, type Break, type TaskPages } from './chain.ts';
import { CLOSED, closedIn } from './closing.ts';
import { FactTable } from './facts.ts';
import { replacedBy } from './log-tasks.ts';
import { taskKey } from './task-key.ts';

/** A task that was to be run, and what became of it. */
export interface AskedTask {
  readonly task: Task;
  readonly key: string;
  /** 0 = a root or spawned by one; else the plan stage that asked for it. */
  readonly stage: number;
  /** Whose page asked for it; `null` for roots and planned tasks. */
  readonly askedBy: SurfaceId | null;
  /** Pages with an answer; refusals are not counted. */
  readonly pages: number;
  readonly broken: Break | null;
}

export interface Followed {
  readonly asked: readonly AskedTask[];
  /** Every boundary it asked or was told of. */
  readonly boundaries: ReadonlySet<BoundaryId>;
  /** What its plan saw of it. */
  readonly seen: FactIndex;
}

/**
 * Works out, from a capture's pages alone, every task that was to be run: the roots, what their pages spawned, then what each
 * `plan` stage asked for, until a stage brings nothing new. The plan of a stage sees the facts of that stage's tasks and of those
 * before it, as it did when the capture was made; `others`: what it saw of other sources. Every task counts, whether the capture has pages of it or not.
 */
export function follow(
  core: ConnectorCore<unknown>,
  settings: unknown,
  source: CaptureSource,
  held: ReadonlyMap<string, TaskPages>,
  others: readonly OthersFacts[] = [],
): Followed {
  const asked: AskedTask[] = [];
  const boundaries = new Set<BoundaryId>(source.gaps.map((gap) => gap.boundary));
  const reason = reasonIn(source);
  const known = new Set<string>();
  const seen = new FactTable();
  const replaced = replacedBy(source.logs);
  let queue: { task: Task; askedBy: SurfaceId | null }[] = replaced(source.roots).map((task) => ({ task, askedBy: null }));
  for (let stage = 0; ; stage++) {
    const before = known.size;
    // The queue grows while it is walked.
    for (const { task, askedBy } of queue) {
      const key = taskKey(task);
      if (known.has(key)) continue;
      known.add(key);
      boundaries.add(task.boundary);
      const pages: TaskPages = held.get(key) ?? { task, links: new Map() };
      let answered = 0;
      for (const { mapped, id, at } of [...pages.links.values()].flat()) {
        if (mapped === null) continue;
        answered++;
        for (const spawned of replaced(mapped.spawns ?? [], task)) queue.push({ task: spawned, askedBy: task.surface });
        for (const boundary of boundariesIn(mapped)) boundaries.add(boundary);
        if (core.plan !== undefined) seen.add({ page: id, at: instantOrNull(at), facts: mapped.facts });
      }
      asked.push({ task, key, stage, askedBy, pages: answered, broken: reason(task, brokenAt(pages, source.origin)) });
    }
    if (core.plan === undefined || known.size === before) return { asked, boundaries, seen };
    queue = replaced(core.plan(withOthers(seen, others), stage, settings)).map((task) => ({ task, askedBy: null }));
  }
}

function boundariesIn(mapped: Mapped): readonly BoundaryId[] {
  return mapped.facts.flatMap((fact) => (fact.kind === 'boundary' ? [fact.value.id] : []));
}

/** A page that is missing because nobody went on asking is told by why nobody did. */
function reasonIn(source: CaptureSource): (task: Task, broken: Break | null) => Break | null {
  const outOfBudget = source.gaps.some((gap) => gap.cause === 'budget');
  const isClosed = closedIn(source);
  return function reason(task, broken) {
    if (broken?.cause !== 'interrupted') return broken;
    if (isClosed(task)) return { cause: 'unsupported', detail: CLOSED };
    return outOfBudget ? { cause: 'budget', detail: `${broken.detail}: the budget was used up` } : broken;
  };
}

function instantOrNull(at: string): Instant | null {
  return at === '' ? null : at;
}
