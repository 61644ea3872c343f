import type { Json } from '../../src/base/json.ts';
import type { Mapped } from '../../src/contract/connector.ts';
import type { Task } from '../../src/model/page.ts';
import { mappedSurfaces } from './surfaces/list.ts';

const mapOf = new Map(mappedSurfaces.map(({ surface, map }) => [surface.id, map]));

/** Reads a page of any surface. */
export function mapAws(task: Task, body: Json): Mapped {
  const read = mapOf.get(task.surface) ?? null;
  if (read !== null) return read(task, body);
  const detail = `pages of ${task.surface} are not understood by this version`;
  return { facts: [], gaps: [{ boundary: task.boundary, surface: task.surface, cause: 'unsupported', detail }] };
}
