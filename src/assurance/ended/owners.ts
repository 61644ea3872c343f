import { byCodeUnit } from '../../base/order.ts';
import type { Access } from '../../model/access.ts';
import type { Identity } from '../../model/entity.ts';
import type { AssuranceSettings } from '../settings.ts';

/** What the first of the owner tags that is there says; `null`: none is, or whose access it is is not known any more. */
export function ownerOf(subject: Identity | undefined, { ownerTags }: AssuranceSettings): string | null {
  if (subject === undefined) return null;
  const tags = Object.entries(subject.tags);
  for (const wanted of ownerTags) {
    const named = tags.filter(([name, value]) => name.toLowerCase() === wanted.toLowerCase() && value.trim() !== '');
    const [first] = named.map(([, value]) => value).sort(byCodeUnit);
    if (first !== undefined) return first;
  }
  return null;
}

/** Of those that apply the one for the narrowest boundaries, then one that names kinds, then the one given last. */
export function controlOwnerOf({ boundary, kind }: Access, { controlOwners }: AssuranceSettings): string | null {
  const found = controlOwners
    .filter((each) => boundary.startsWith(each.boundaries) && (each.kinds === null || each.kinds.includes(kind)))
    .reduce<(typeof controlOwners)[number] | null>((best, each) => (best === null || weighs(each) >= weighs(best) ? each : best), null);
  return found?.owner ?? null;
}

function weighs({ boundaries, kinds }: AssuranceSettings['controlOwners'][number]): number {
  return boundaries.length * 2 + (kinds === null ? 0 : 1);
}
