import type { Json } from '../../src/base/json.ts';
import type { Mapped } from '../../src/contract/connector.ts';
import type { ExplainingCore } from '../../src/contract/explaining-core.ts';
import type { Task } from '../../src/model/page.ts';
import { explainAws } from './explain/explain.ts';
import { mentionsOf } from './explain/mentions.ts';
import { explainWants } from './explain/wants.ts';
import { mappedSurfaces } from './surfaces/list.ts';

/** What explanations of AWS are made with. */
export const awsExplaining = {
  id: 'aws',
  mapping: 4,
  map,
  mentions: mentionsOf,
  explain: explainAws,
  explainWants,
} satisfies ExplainingCore;

const mapOf = new Map(mappedSurfaces.map(({ surface, map: read }) => [surface.id, read]));

function map(task: Task, body: Json): Mapped {
  const read = mapOf.get(task.surface) ?? null;
  if (read !== null) return read(task, body);
  const detail = `pages of ${task.surface} are not understood by this version`;
  return { facts: [], gaps: [{ boundary: task.boundary, surface: task.surface, cause: 'unsupported', detail }] };
}
