import * as v from 'valibot';
import { graphInputOf, buildGraph } from '../../../../src/graph/build.ts';
import type { SurfaceCoverage } from '../../../../src/model/gap.ts';
import type { Grant, Link } from '../../../../src/model/grant.ts';
import type { Capability } from '../../../../src/model/capability.ts';
import type { Path, Reach, View } from '../../../../src/model/view.ts';
import { createView } from '../../../../src/paths/view.ts';
import { awsCore } from '../../../../connectors/aws/core.ts';
import { awsCredentials } from '../../../../connectors/aws/resolve/credentials.ts';
import { factIndex } from '../resolve/estate.ts';
import { HOME } from '../resolve/say.ts';
import type { Estate } from './estate.ts';
import { estateOf } from './estate.ts';
import { workloadSurfaces } from './things.ts';
import type { Plan } from './plan.ts';

export const AS_OF = '2026-01-01T00:00:00.000Z';
const DAY = 86_400_000;
const settings = v.parse(awsCore.settings, {});
const read = ['aws:account', 'aws:authorization-details', 'aws:credential-report', 'aws:organization', 'aws:service-control-policies'];
const surfaces = [...new Set([...read, 'aws:roles-anywhere', ...Object.values(workloadSurfaces)])];

export type Elements = readonly (Grant | Link)[];
/** An engine under test: from what was read to elements. */
export type Engine = (estate: Estate) => Elements;

function isReadIn({ unread }: Estate): (surface: string) => boolean {
  return (surface) => surfaces.includes(surface) && !unread.includes(surface);
}

export function resolved(estate: Estate): Elements {
  const isRead = isReadIn(estate);
  return [...awsCore.resolve(factIndex(estate.facts), AS_OF, settings, new Set(), new Set(), isRead)];
}

/** What an engine makes of an estate, and what can be asked of it. */
export interface Seen {
  readonly estate: Estate;
  readonly elements: Elements;
  readonly view: View;
}

export function seen(estate: Estate, engine: Engine = resolved): Seen {
  const facts = factIndex(estate.facts);
  const elements = engine(estate);
  const isRead = isReadIn(estate);
  const traits = awsCore.surfaces.filter(({ id }) => surfaces.includes(id)).map(({ id, yields, role }) => ({ id, yields, role }));
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
  const told = [...awsCredentials(facts)].map(({ value, facts: [first] }) => ({ ...first, key: value.id, value }));
  const graph = buildGraph(graphInputOf(facts, told, elements, coverage, traits, []));
  return { estate, elements, view: createView(graph, { asOf: AS_OF, maxTimeBoundMs: 30 * DAY }) };
}

export function seenOf(plan: Plan, engine: Engine = resolved): Seen {
  return seen(estateOf(plan), engine);
}

export interface End {
  readonly capability: Capability;
  readonly scope: string;
}

/** Where a method leads: every right in the account, or what the target alone may do. */
export function endOf(plan: Plan): End {
  const everything: End = { capability: 'administer', scope: `aws:${plan.account}` };
  if (plan.privilege === 'own-policies') return { capability: 'administer', scope: `aws:${HOME}` };
  return plan.method.reaches === 'account' ? everything : { capability: 'read-secrets', scope: estateOf(plan).secret };
}

export function reachOf({ view, estate }: Seen, { capability, scope }: End): Reach | undefined {
  return view.reach(estate.holder, capability, scope);
}

export function pathOf({ view, estate }: Seen, { capability, scope }: End): Path | undefined {
  return view.path(estate.holder, capability, scope);
}

/** How sure it is that the holder gets there; what gives everything gives the target's privilege too, and more than it should. */
export function presenceOf(all: Seen, end: End): 'certain' | 'possible' | 'none' | 'too-much' {
  if (end.capability !== 'administer' && reachOf(all, { capability: 'administer', scope: `aws:${HOME}` }) !== undefined) return 'too-much';
  const presence = reachOf(all, end)?.presence;
  return presence === undefined || presence === 'refuted' ? 'none' : presence;
}
