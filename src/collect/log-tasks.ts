import type { Task } from '../model/page.ts';

/**
 * Puts what is asked of logs anew in the place of what the settings alone would ask: where one of `logs` is of the same surface and boundary as
 * a task, all of that surface and boundary are asked instead of it.
 */
export function replacedBy(logs: readonly Task[] | undefined): Replacing {
  if (logs === undefined || logs.length === 0) return (tasks) => tasks;
  const groups = new Map<string, Task[]>();
  for (const task of logs) {
    const group = groups.get(placeOf(task));
    if (group === undefined) groups.set(placeOf(task), [task]);
    else group.push(task);
  }
  return (tasks, by) =>
    tasks.flatMap((task) => (by !== undefined && placeOf(by) === placeOf(task) ? [task] : (groups.get(placeOf(task)) ?? [task])));
}

/** `by`: whose pages asked for them. What a log's own pages ask of it is how it goes on, and stays. */
export type Replacing = (tasks: readonly Task[], by?: Task) => readonly Task[];

/** As they were asked when a reading was stopped: asked at another moment they would be others, and what was read would be read again. */
export function asBefore(logs: readonly Task[], kept: readonly Task[]): readonly Task[] {
  if (kept.length === 0) return logs;
  const known = new Set(kept.map(placeOf));
  const places = new Set(logs.map(placeOf));
  return [...kept.filter((task) => places.has(placeOf(task))), ...logs.filter((task) => !known.has(placeOf(task)))];
}

function placeOf({ surface, boundary }: Task): string {
  return `${surface} ${boundary}`;
}
