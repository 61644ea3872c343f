import * as v from 'valibot';
import { buildGraph, graphInputOf } from '../../../../src/graph/build.ts';
import type { SurfaceCoverage } from '../../../../src/model/gap.ts';
import type { Grant, Link } from '../../../../src/model/grant.ts';
import type { View } from '../../../../src/model/view.ts';
import { createView } from '../../../../src/paths/view.ts';
import { awsCore } from '../../../../connectors/aws/core.ts';
import { awsCredentials } from '../../../../connectors/aws/resolve/credentials.ts';
import { workloadSurfaces } from '../escalation/things.ts';
import { factIndex } from '../resolve/estate.ts';
import type { Read } from './facts.ts';

const settings = v.parse(awsCore.settings, {});
const surfaces = [
  ...new Set([
    ...['aws:account', 'aws:authorization-details', 'aws:credential-report', 'aws:organization', 'aws:service-control-policies'],
    ...Object.values(workloadSurfaces),
  ]),
];
const traits = awsCore.surfaces.filter(({ id }) => surfaces.includes(id)).map(({ id, yields, role }) => ({ id, yields, role }));

/** What the connector makes of an estate, and the views of it at some moments. */
export interface Engine {
  readonly elements: readonly (Grant | Link)[];
  viewAt(ms: number): View;
}

/** `told`: what an engine that is broken makes of each element. */
export function engineOf(
  { facts: all, unread }: Read,
  asOf: number,
  told: (element: Grant | Link) => readonly (Grant | Link)[] = (element) => [element],
): Engine {
  const facts = factIndex(all);
  const isRead = (surface: string): boolean => surfaces.includes(surface) && !unread.includes(surface);
  const elements = [...awsCore.resolve(facts, new Date(asOf).toISOString(), settings, new Set(), new Set(), isRead)].flatMap(told);
  const coverage = facts.boundaries.flatMap((boundary) =>
    surfaces.map((surface): SurfaceCoverage => ({
      boundary,
      surface,
      status: isRead(surface) ? 'complete' : 'unread',
      cause: isRead(surface) ? null : 'denied',
      detail: null,
      permission: '',
      ifUnread: '',
      pages: 1,
      facts: 1,
    })),
  );
  const credentials = [...awsCredentials(facts)].map(({ value, facts: [first] }) => ({ ...first, key: value.id, value }));
  const graph = buildGraph(graphInputOf(facts, credentials, elements, coverage, traits, []));
  return { elements, viewAt: (ms) => createView(graph, { asOf: new Date(ms).toISOString(), maxTimeBoundMs: 30 * 86_400_000 }) };
}
