import type { Json } from '../../src/base/json.ts';
import type { Mapped } from '../../src/contract/connector.ts';
import type { MappedSurface } from '../../src/contract/mapped-surface.ts';
import { notUnderstood } from '../../src/contract/reading.ts';
import type { Task } from '../../src/model/page.ts';

/** Maps a page by its surface. */
export function mapWith(surfaces: readonly MappedSurface[]): (task: Task, body: Json) => Mapped {
  const mapOf = new Map(surfaces.map(({ surface, map }) => [surface.id, map]));
  return (task, body) => mapOf.get(task.surface)?.(task, body) ?? notUnderstood(task);
}
