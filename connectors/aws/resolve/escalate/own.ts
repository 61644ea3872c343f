import { outlasts } from '../../rights/dominance.ts';
import type { Principal } from '../estate.ts';
import type { PolicyHeld } from '../held.ts';
import { chainsFrom } from './chains.ts';
import type { Change, Standing } from './changes.ts';
import { changesBy, reachesAsMuch, standingOf } from './changes.ts';
import type { Gain } from './elevated.ts';
import { Gains } from './elevated.ts';
import type { Sought } from './needs.ts';
import type { Holdings } from './search.ts';
import type { Seeker } from './seeker.ts';
import { SELF_GIVEN, isLimited } from './seeker.ts';

const ANY_RIGHT = 'so it may give itself any right';

/** What comes of changing its own rights. */
export interface Own {
  /** Of those that give it everything, certainly and for ever, one. */
  readonly whole: Seeker | null;
  readonly seekers: readonly Seeker[];
  /** What it gains itself, by each method. */
  readonly gains: readonly Gain[];
}

/** What a principal that may change its own rights gives itself, within what limits it and it cannot lift. */
export function ownRights(methods: readonly Sought[], holder: Principal, search: Holdings): Own {
  const all: Change[] = [];
  const gained: Gain[] = [];
  let whole: Seeker | null = null;
  const take = (gains: Gains, change: Change): boolean => {
    all.push(change);
    const isWhole = tell(change, search, gains);
    if (isWhole) whole ??= seekerOf(change);
    return isWhole;
  };
  const start = standingOf(holder, search);
  const single: Change[] = [];
  for (const sought of methods) {
    const gains = new Gains(search.everything, search.templates, holder);
    const changes = changesBy(sought, start, search);
    single.push(...changes);
    changes.some((change) => take(gains, change));
    gained.push(...gains.strongest());
  }
  if (whole === null && single.length > 0 && (isLimited(holder) || single.some(isFurther))) {
    const gains = new Gains(search.everything, search.templates, holder);
    for (const each of single) tell(each, search, gains);
    const before = new Set(gains.strongest());
    chainsFrom(start, methods, search).some((change) => take(gains, change));
    gained.push(...gains.strongest().filter((each) => !before.has(each)));
  }
  return { whole, seekers: strongest(start, all).map(seekerOf), gains: gained };
}

/** Whether it comes to have what it could change its rights by. */
function isFurther({ next, restored }: Change): boolean {
  return restored !== undefined || next.principal.caller.retags !== undefined;
}

function seekerOf({ method, way, next }: Change): Seeker {
  return { principal: next.principal, first: { method, way } };
}

/** Of changes those that lead to others by more than the holder has, and than others that take no more permissions. */
function strongest(start: Standing, all: readonly Change[]): readonly Change[] {
  const gaining = all.filter(({ next }) => !reachesAsMuch(start, next));
  return gaining.filter(
    (weak, at) => !gaining.some((strong, other) => other !== at && replaces(strong, weak) && (other < at || !replaces(weak, strong))),
  );
}

function replaces(strong: Change, weak: Change): boolean {
  if (strong.way.used.length > weak.way.used.length || !reachesAsMuch(strong.next, weak.next)) return false;
  return outlasts(strong.way.right, weak.way.right);
}

/** Whether what it comes to have is everything, certainly and for ever. */
function tell({ method, way, next, restored }: Change, { everything }: Holdings, gains: Gains): boolean {
  const { principal } = next;
  if (next.hasAny) return gains.add({ principal, method, way, because: ANY_RIGHT, document: everything });
  return principal.held.some((held) => {
    const { document } = held;
    return document !== null && gains.add({ principal, method, way, because: becauseOf(held, next, restored), document });
  });
}

function becauseOf({ source }: PolicyHeld, { changed }: Standing, restored: string | undefined): string {
  if (source.name === SELF_GIVEN) return `an older version of ${restored ?? 'a policy'} gives it`;
  const how = changed.length === 0 ? `without ${restored ?? 'what it took off'}` : changed.join(' and ');
  return `${how} it has what ${source.name} gives`;
}
