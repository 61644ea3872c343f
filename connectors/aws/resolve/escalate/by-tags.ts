import { sha256Hex } from '../../../../src/base/bytes/hash.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import { signature } from '../../rights/dominance.ts';
import type { Estate, Principal } from '../estate.ts';
import { asksForTags, mayTag, whereTagged } from '../tagged.ts';
import type { Names } from './names.ts';
import type { Sought } from './needs.ts';
import type { Way } from './ways.ts';

/** A way with what it comes to for some of what it is about. */
export interface Parted {
  readonly way: Way;
  readonly names: ReadonlySet<EntityId>;
}

/**
 * A way to change or take over users or roles, those of them apart to which it comes differently as their tags are; `null`: it asks for none.
 * Where these are not as is asked and the holder may change tags, it stays as open as it was.
 */
export function partedByTags(
  way: Way,
  { needs }: Sought,
  holder: Principal,
  kind: 'user' | 'role',
  names: () => readonly EntityId[],
  { principals }: Pick<Estate, 'principals'>,
): readonly Parted[] | null {
  // what is asked of other things says nothing of these
  if (!asksForTags(way.demands) || !needs.every(({ ingredient: { on } }) => on === kind || on === 'oneself')) return null;
  const found = new Map<string, { readonly way: Way; readonly names: Set<EntityId> }>();
  for (const id of names()) {
    const left = whereTagged(way, { id, kind, tags: principals.get(id)?.tags }) ?? (mayTag(holder, kind) ? way : null);
    if (left === null) continue;
    const { right, demands } = left;
    const like = `${signature(right)}\n${demands.map(({ clause }) => clause.atoms.map(({ text }) => text).join()).join(';')}`;
    const known = found.get(like);
    if (known === undefined) found.set(like, { way: { ...way, right, demands }, names: new Set([id]) });
    else known.names.add(id);
  }
  return [...found.values()];
}

/** The same of what it reaches by name; `less`: a list of the names that each is not for. */
export function apartByTags(
  way: Way,
  sought: Sought,
  holder: Principal,
  kind: 'user' | 'role',
  names: Names,
  estate: Pick<Estate, 'principals'>,
): readonly { readonly way: Way; readonly less: number }[] {
  const aim = way.aims.get(kind);
  const reached = aim === undefined ? null : names.reached(aim);
  const all = (): readonly EntityId[] =>
    reached === null ? [] : (names.few(reached, Infinity) ?? []).map((place) => names.all[place] ?? '');
  const parts = partedByTags(way, sought, holder, kind, all, estate);
  if (parts === null) return [{ way, less: -1 }];
  return parts.map((part) => {
    const others = all().filter((each) => !part.names.has(each));
    return { way: part.way, less: others.length === 0 ? -1 : names.list(`tagged ${sha256Hex(others.join('\n'))}`, others) };
  });
}
