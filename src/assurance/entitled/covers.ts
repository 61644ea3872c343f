import { groupBy } from '../../base/group.ts';
import type { Access } from '../../model/access.ts';
import type { Covered } from '../../model/authorisation.ts';
import type { ScopeId } from '../../model/ids.ts';
import { isSameId } from '../../model/same-id.ts';
import type { View } from '../../model/view.ts';
import { fold } from './fold.ts';

/** `perhaps`: it names something by a name that nothing has that was read, so that it can't be said that it is not this. */
export type Covers = 'yes' | 'perhaps' | 'no';

/** An approval that names nothing: what it is about is told nowhere. */
export const namesNothing: Covered = { objects: [], scope: null, kinds: null };

export interface Covering {
  covers(covered: Covered, access: Access): Covers;
  /** By any of its names, or by what stands last in one. */
  isNamed(access: Access, object: string): boolean;
  /** Whether the place is the one the access is given on, in whichever form it is written. */
  isOn(access: Access, scope: ScopeId): boolean;
  /** Whether one of the two places holds the other. */
  isNear(access: Access, scope: ScopeId): boolean;
  /** Whether anything that was ever held has this name. */
  isKnown(object: string): boolean;
  /** Whether it is a place that was read, or holds one. */
  isPlace(scope: ScopeId): boolean;
  /** All accesses that were ever held there, or within. */
  within(scope: ScopeId): readonly Access[];
}

/** `accesses`: all that were ever held. By their names it is known what a name does not mean. */
export function coveringOf(view: Pick<View, 'scopes' | 'boundaries'>, accesses: readonly Access[]): Covering {
  const names = new Map(accesses.map((each) => [each.id, namesOf(each)]));
  const whole = new Set<string>();
  const ends = new Set<string>();
  for (const name of [...names.values()].flat()) {
    whole.add(name);
    for (const end of endsOf(name)) ends.add(end);
  }
  const places = placesOf(view, accesses);

  const isNamed = (access: Access, object: string): boolean => {
    const wanted = fold(object);
    return (names.get(access.id) ?? namesOf(access)).some((name) => isSameId(name, wanted));
  };
  const isKnown = (object: string): boolean => ends.has(fold(object)) || endsOf(fold(object)).some((end) => whole.has(end));

  const byPlace = groupBy(accesses, placeOf);

  function holds(scope: ScopeId, inner: ScopeId): Covers {
    if (fold(scope) === fold(inner) || view.scopes.contains(scope, inner)) return 'yes';
    const meant = places.get(fold(scope));
    if (meant === undefined) return 'perhaps';
    const holding = [...meant].filter((each) => each === inner || view.scopes.contains(each, inner)).length;
    return holding === 0 ? 'no' : meant.size === 1 ? 'yes' : 'perhaps';
  }

  function naming(objects: readonly string[] | null, access: Access): Covers {
    if (objects === null) return 'yes';
    if (objects.some((each) => isNamed(access, each))) return 'yes';
    return objects.length === 0 || objects.some((each) => !isKnown(each)) ? 'perhaps' : 'no';
  }

  return {
    isNamed,
    isKnown,
    isPlace: (scope) => places.has(fold(scope)) || [...byPlace.keys()].some((each) => view.scopes.contains(scope, each)),
    within: (scope) => [...byPlace].filter(([place]) => holds(scope, place) === 'yes').flatMap(([, of]) => of),
    isOn: (access, scope) => fold(placeOf(access)) === fold(scope),
    isNear(access, scope) {
      const inner = placeOf(access);
      return view.scopes.contains(scope, inner) || view.scopes.contains(inner, scope);
    },
    covers({ objects, scope, kinds }, access) {
      if (kinds !== null && !kinds.includes(access.kind)) return 'no';
      const named = naming(objects, access);
      return named === 'no' ? 'no' : least(named, scope === null ? 'yes' : holds(scope, placeOf(access)));
    },
  };
}

function least(a: Covers, b: Covers): Covers {
  return a === 'no' || b === 'no' ? 'no' : a === 'perhaps' || b === 'perhaps' ? 'perhaps' : 'yes';
}

/** What an access without a place of its own is given on is its whole boundary. */
function placeOf({ scope, boundary }: Access): ScopeId {
  return scope ?? boundary;
}

function namesOf({ objects, name }: Access): readonly string[] {
  return [...new Set([...objects, name].map(fold))].filter((each) => each !== '');
}

/** The text itself, and all that stands behind a slash of it. */
function endsOf(name: string): readonly string[] {
  const ends = [name];
  for (let at = name.indexOf('/'); at >= 0; at = name.indexOf('/', at + 1)) ends.push(name.slice(at + 1));
  return ends;
}

/** Places by every way of writing them: whole, without the connector, the last part, the name of a boundary. */
function placesOf(
  { boundaries, scopes }: Pick<View, 'scopes' | 'boundaries'>,
  accesses: readonly Access[],
): ReadonlyMap<string, ReadonlySet<ScopeId>> {
  const places = new Map<string, Set<ScopeId>>();
  const put = (text: string, scope: ScopeId): void => {
    if (text !== '') places.set(fold(text), (places.get(fold(text)) ?? new Set<ScopeId>()).add(scope));
  };
  const known = new Set([...boundaries.map(({ id }) => id), ...accesses.flatMap((each) => [placeOf(each), each.boundary])]);
  for (const each of [...known]) for (const above of scopes.above(each)) known.add(above);
  for (const scope of known) {
    put(scope, scope);
    put(scope.slice(scope.indexOf(':') + 1), scope);
    put(scope.slice(scope.lastIndexOf('/') + 1), scope);
  }
  for (const { id, name } of boundaries) if (name !== null) put(name, id);
  return places;
}
