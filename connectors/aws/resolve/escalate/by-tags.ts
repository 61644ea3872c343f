import { sha256Hex } from '../../../../src/base/bytes/hash.ts';
import type { Identity } from '../../../../src/model/entity.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import { signature } from '../../rights/dominance.ts';
import type { Principal } from '../estate.ts';
import { asksForTags, mayTag, whereTagged } from '../tagged.ts';
import type { Names } from './names.ts';
import type { Sought } from './needs.ts';
import type { Way } from './ways.ts';

/** A way with what it comes to for some of what it reaches; `less`: a list of the names that it is not for. */
export interface Apart {
  readonly way: Way;
  readonly less: number;
}

/**
 * A way to take over users or roles, those of them apart to which it comes differently as their tags are. Where these are not as is asked
 * and the holder may change tags, it stays as open as it was.
 */
export function byTags(
  way: Way,
  { needs }: Sought,
  holder: Principal,
  kind: 'user' | 'role',
  names: Names,
  tagsOf: (id: EntityId) => Identity['tags'] | undefined,
): readonly Apart[] {
  const asWhole = [{ way, less: -1 }];
  // what is asked of other things says nothing of these
  if (!asksForTags(way.demands) || !needs.every(({ ingredient }) => ingredient.on === kind)) return asWhole;
  const aim = way.aims.get(kind);
  const reached = aim === undefined ? null : names.reached(aim);
  if (reached === null) return asWhole;
  const all = (names.few(reached, Infinity) ?? []).map((place) => names.all[place] ?? '');
  const found = new Map<string, { readonly way: Way; readonly names: Set<string> }>();
  for (const id of all) {
    const left = whereTagged(way, { id, kind, tags: tagsOf(id) }) ?? (mayTag(holder, kind) ? way : null);
    if (left === null) continue;
    const { right, demands } = left;
    const like = `${signature(right)}\n${demands.map(({ clause }) => clause.atoms.map(({ text }) => text).join()).join(';')}`;
    const known = found.get(like);
    if (known === undefined) found.set(like, { way: { ...way, right, demands }, names: new Set([id]) });
    else known.names.add(id);
  }
  return [...found.values()].map(({ way: its, names: here }) => {
    const others = all.filter((each) => !here.has(each));
    return { way: its, less: others.length === 0 ? -1 : names.list(`tagged ${sha256Hex(others.join('\n'))}`, others) };
  });
}
