import type { Need } from '../../contract/rule.ts';
import { gapKey, sortedGaps } from '../../judge/fold.ts';
import { settler } from '../../judge/settle.ts';
import type { Capability } from '../../model/capability.ts';
import type { FactKind } from '../../model/fact.ts';
import type { Gap } from '../../model/gap.ts';
import type { BoundaryId } from '../../model/ids.ts';
import type { View } from '../../model/view.ts';
import type { Missing } from '../../paths/compare.ts';
import { boundaryOfName } from '../../paths/scope.ts';

const sources: readonly FactKind[] = ['identity', 'policy', 'attachment', 'membership', 'trust'];
/** What beside policies of identities gives a capability. */
const also: Partial<Record<Capability, readonly FactKind[]>> = {
  'read-secrets': ['secret-policy'],
  'read-data': ['resource-policy'],
  'write-data': ['resource-policy'],
  destroy: ['resource-policy'],
  ordinary: ['resource-policy'],
};

const needs = new Map<string, readonly Need[]>();

/** The same list for the same capabilities: what settles them keeps its answers by it. */
function needsOf(wanted: readonly Capability[]): readonly Need[] {
  const kinds = [...new Set([...sources, ...wanted.flatMap((each) => also[each] ?? [])])];
  const key = kinds.join();
  let known = needs.get(key);
  if (known === undefined) needs.set(key, (known = kinds.map((kind): Need => ({ kind, where: 'reached' }))));
  return known;
}

/**
 * What was not read and could give an identity a right by a way that was not found: sources of grants in every boundary that it could
 * reach, as a rule's `clear` asks for them, in the boundary of the scope, and in those that the way went through which is closed now.
 */
export function missingIn(view: View): Missing {
  const settle = settler(view);
  return (after, { identity, jewel, capability, scope, links }) => {
    // a jewel is reached by any of what counts on it
    const worth = jewel === undefined ? undefined : after.jewels.all.find((each) => each.name === jewel)?.capabilities;
    const wanted = needsOf(worth ?? [capability]);
    const here = after.identity(identity)?.boundary ?? null;
    const found = new Map<string, Gap>();
    const add = (gap: Gap): void => void found.set(gapKey(gap), gap);
    for (const gap of settle(wanted, { identity, boundary: here })) add(gap);
    const more = [scope, ...links.map((each) => each.to)].flatMap((name) => boundaryOf(after, name) ?? []);
    for (const boundary of new Set(more))
      for (const kind of kindsIn(after, boundary, wanted)) for (const gap of after.gapsIn(kind, boundary, identity)) add(gap);
    // people of a directory hold what it assigns them
    if (here !== null && after.coverageOf('assignment', here).length > 0)
      for (const gap of after.gapsIn('assignment', here, identity)) add(gap);
    return sortedGaps(found.values());
  };
}

function kindsIn(view: View, boundary: BoundaryId, wanted: readonly Need[]): readonly FactKind[] {
  return wanted.flatMap(({ kind }) => (view.coverageOf(kind, boundary).length > 0 || kind === 'policy' ? [kind] : []));
}

function boundaryOf(view: View, name: string): BoundaryId | undefined {
  if (view.boundaries.some((each) => each.id === name)) return name;
  return view.identity(name)?.boundary ?? boundaryOfName(name);
}
