import { sha256Hex } from '../../../../src/base/bytes/hash.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import type { Estate, Principal } from '../estate.ts';
import type { Tagged } from '../tagged.ts';
import { asksForTags, partedByTags } from '../tagged.ts';
import type { Names } from './names.ts';
import type { Sought } from './needs.ts';
import type { Way } from './ways.ts';

/** A way with what it comes to for some of what it is about; `null`: for all of it. */
export interface Parted {
  readonly way: Way;
  readonly names: ReadonlySet<EntityId> | null;
}

/** Users or roles by name, listed where they are asked for, with their tags. */
export interface About {
  readonly kind: Tagged['kind'];
  readonly names: () => readonly EntityId[];
  readonly tagsOf: (name: EntityId) => Tagged['tags'];
}

/** The tags of whoever is there. */
export function tagsIn({ principals }: Pick<Estate, 'principals'>): About['tagsOf'] {
  return (id) => principals.get(id)?.tags;
}

/** A way to change or take over users or roles, those of them apart to which it comes differently as their tags are. */
export function waysByTags(way: Way, { needs }: Sought, holder: Principal, { kind, names, tagsOf }: About): readonly Parted[] {
  // what is asked of other things says nothing of these
  if (!asksForTags(way.demands) || !needs.every(({ ingredient: { on } }) => on === kind || on === 'oneself')) return [{ way, names: null }];
  const parts = partedByTags(way, names(), (id) => ({ id, kind, tags: tagsOf(id) }), holder);
  return [...parts].map(({ left: { right, demands }, things }) => ({ way: { ...way, right, demands }, names: new Set(things) }));
}

/** The same of what it reaches by name; `less`: a list of the names that each is not for. */
export function reachesByTags(
  way: Way,
  sought: Sought,
  holder: Principal,
  { kind, tagsOf }: Omit<About, 'names'>,
  names: Names,
): readonly { readonly way: Way; readonly less: number }[] {
  let listed: readonly EntityId[] | undefined;
  const all = (): readonly EntityId[] => (listed ??= namesOf(way, kind, names));
  return waysByTags(way, sought, holder, { kind, tagsOf, names: all }).map((part) => {
    const others = part.names === null ? [] : all().filter((each) => part.names?.has(each) === false);
    return { way: part.way, less: others.length === 0 ? -1 : names.list(`tagged ${sha256Hex(others.join('\n'))}`, others) };
  });
}

function namesOf({ aims }: Way, kind: Tagged['kind'], names: Names): readonly EntityId[] {
  const aim = aims.get(kind);
  const reached = aim === undefined ? null : names.reached(aim);
  return reached === null ? [] : (names.few(reached, Infinity) ?? []).map((place) => names.all[place] ?? '');
}
