import type { NonEmpty } from '../../base/json.ts';
import type { FactKind } from '../../model/fact.ts';
import type { Gap } from '../../model/gap.ts';
import type { BoundaryId } from '../../model/ids.ts';
import type { CrownJewel } from '../../model/jewel.ts';
import type { Path, View } from '../../model/view.ts';
import { gapAbout } from '../shared.ts';

const known = new WeakMap<View, Map<string, readonly Gap[]>>();

/** What is missing for everyone of the sources of rights to a jewel; empty: all that could give one was read. */
export function unreadOf(view: View, name: string): readonly Gap[] {
  let gaps = known.get(view);
  if (gaps === undefined) known.set(view, (gaps = new Map(view.jewels.all.map((each) => [each.name, missingFor(view, each)] as const))));
  return gaps.get(name) ?? [];
}

function missingFor(view: View, jewel: CrownJewel): readonly Gap[] {
  const { name, scope } = jewel;
  const boundaries = placesOf(view, jewel);
  if (boundaries.length === 0)
    return [nothingOf(view, scope, `crown jewel ${name} is ${scope}, and nothing that was read tells what that holds`)];
  // What a policy on the thing itself gives is told by it alone; an identity has its trusts.
  const onItself: readonly FactKind[] = jewel.boundary === null || view.identity(scope) !== undefined ? [] : ['resource-policy'];
  return boundaries.flatMap((boundary) => {
    if (!isSpokenOf(view, boundary))
      return [nothingOf(view, boundary, `crown jewel ${name} lies in ${boundary}, of which nothing was read`)];
    const kinds: readonly FactKind[] = ['policy', 'attachment', 'membership', 'trust', ...onItself];
    return kinds.flatMap((kind) => view.gapsIn(kind, boundary).filter((gap) => gap.subject === undefined));
  });
}

/** Where rights to it may be held: in its boundary; rights to a container anywhere in what was read, where that holds some of it. */
function placesOf(view: View, { boundary, scope }: CrownJewel): readonly BoundaryId[] {
  if (boundary !== null) return [boundary];
  const read = view.boundaries.map((each) => each.id);
  if (read.includes(scope)) return [scope];
  return read.some((each) => view.scopes.contains(scope, each)) ? read : [];
}

function isSpokenOf(view: View, boundary: BoundaryId): boolean {
  return view.boundaries.some((each) => each.id === boundary) && view.coverageOf('policy', boundary).length > 0;
}

function nothingOf(view: View, boundary: BoundaryId, detail: string): Gap {
  return gapAbout(view, 'policy', boundary, detail, undefined, 'excluded');
}

/** Why a right held in another boundary may not work: the name tells no boundary, and its own side alone does not decide. */
export function elsewhere(view: View, { name, boundary }: CrownJewel, path: Path | undefined): NonEmpty<Gap> | undefined {
  if (path === undefined || boundary === null || path.grant.boundary === boundary) return undefined;
  const { scope, boundary: heldIn, source } = path.grant;
  if (view.scopes.isWhole(scope) || view.scopes.above(scope).length > 0) return undefined;
  const detail = `${source.name} of ${heldIn} names crown jewel ${name}; whether ${boundary}, where it lies, lets it was not read`;
  return [gapAbout(view, 'resource-policy', boundary, detail, path.identity)];
}
