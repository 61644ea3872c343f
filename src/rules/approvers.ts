import type { ActivationPolicy } from '../model/activation-policy.ts';
import type { Gap } from '../model/gap.ts';
import type { Link, LinkKind } from '../model/grant.ts';
import type { BoundaryId, EntityId } from '../model/ids.ts';
import { classRank } from '../model/persistence.ts';
import type { View } from '../model/view.ts';
import { stateAt } from '../model/window.ts';
import { gatedBy } from './activation.ts';
import { gapAbout } from './shared.ts';

/** Those whom identities stand for: themselves, or the members of groups and of groups in them. Nobody is in two of the sets. */
export interface Crowd {
  /** Certainly, and without switching anything on. */
  readonly now: ReadonlySet<EntityId>;
  /** Only once they have switched their own membership on. */
  readonly later: ReadonlySet<EntityId>;
  /** It is not certain that they are, or in which class. */
  readonly perhaps: ReadonlySet<EntityId>;
  /** Disabled, in the recycle bin, or in no list of a directory that was read whole. */
  readonly blocked: ReadonlySet<EntityId>;
  /** Why there may be more. */
  readonly unread: readonly Gap[];
}

type Way = 'now' | 'later' | 'perhaps';

const worse: Readonly<Record<Way, number>> = { now: 0, perhaps: 1, later: 2 };
const memberships: ReadonlySet<LinkKind> = new Set(['member-of']);
const ownerships: ReadonlySet<LinkKind> = new Set(['owns']);

/** Takes groups apart. A group that is in itself, by whatever way round, adds nobody twice. */
export function crowdOf(view: View, ids: Iterable<EntityId>): Crowd {
  const ways = new Map<EntityId, Way>();
  const people = new Map<EntityId, Way>();
  const unread: Gap[] = [];
  const open: (readonly [EntityId, Way])[] = [...ids].map((id) => [id, 'now'] as const);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [id, way] = next;
    const before = ways.get(id);
    if (before !== undefined && worse[before] <= worse[way]) continue;
    ways.set(id, way);
    if (!isMany(view, id)) {
      people.set(id, way);
      continue;
    }
    if (before === undefined) unread.push(...unreadMembers(view, id));
    for (const link of view.linksTo(id, { among: memberships })) {
      const step = wayOf(view, link);
      if (step !== undefined) open.push([link.from, worse[step] > worse[way] ? step : way]);
    }
  }
  return sorted(view, people, unread);
}

function sorted(view: View, people: ReadonlyMap<EntityId, Way>, unread: readonly Gap[]): Crowd {
  const sets = { now: new Set<EntityId>(), later: new Set<EntityId>(), perhaps: new Set<EntityId>(), blocked: new Set<EntityId>() };
  const gaps = [...unread];
  for (const [id, way] of people) {
    const state = stateOf(view, id);
    if (state === 'there') sets[way].add(id);
    else if (state === 'blocked') sets.blocked.add(id);
    else {
      sets.perhaps.add(id);
      gaps.push(...state);
    }
  }
  return { ...sets, unread: gaps };
}

function isMany(view: View, id: EntityId): boolean {
  const kind = view.identity(id)?.kind;
  return kind === 'group' || kind === 'pool';
}

function unreadMembers(view: View, id: EntityId): readonly Gap[] {
  const boundary = view.identity(id)?.boundary ?? null;
  return boundary === null ? [] : view.gapsIn('membership', boundary, id);
}

/** How a member is one: `undefined` where it is not, or not now. */
function wayOf(view: View, { presence, windows, bounds, openness }: Link): Way | undefined {
  if (presence === 'refuted' || openness === 'none' || stateAt(windows, view.now) !== 'current') return undefined;
  const eligible = classRank('eligible');
  if (classRank(bounds.hi) <= eligible) return 'later';
  return presence === 'certain' && classRank(bounds.lo) > eligible ? 'now' : 'perhaps';
}

/** Whether somebody can act; where nothing tells, why. */
function stateOf(view: View, id: EntityId): 'there' | 'blocked' | readonly Gap[] {
  const identity = view.identity(id);
  if (identity !== undefined && view.evidenceOf('identity', id).length > 0) {
    return identity.enabled === false || identity.deletedAt !== undefined ? 'blocked' : 'there';
  }
  const boundary = identity?.boundary ?? homeOf(view, id);
  const gaps = view.gapsIn('identity', boundary, id);
  if (gaps.length === 0) return 'blocked';
  return [gapAbout(view, 'identity', boundary, `${id} is in none of the lists that were read`, id), ...gaps];
}

/** Named by a policy alone, it is no identity of the graph: its directory is told by the name. */
function homeOf(view: View, id: EntityId): BoundaryId {
  const [form, tenant] = id.split('/');
  return form === 'entra' && tenant !== undefined ? `entra:${tenant}` : (view.boundaries[0]?.id ?? 'unknown');
}

// Three rules ask about the same.
const approvers = new WeakMap<View, Map<string, Crowd>>();

/** Who may approve what a policy governs. */
export function approversOf(view: View, policy: ActivationPolicy): Crowd {
  let known = approvers.get(view);
  if (known === undefined) approvers.set(view, (known = new Map<string, Crowd>()));
  let crowd = known.get(policy.id);
  if (crowd === undefined) known.set(policy.id, (crowd = crowdOf(view, policy.approvers)));
  return crowd;
}

/** Who has to have something approved by this policy: whoever may switch it on, by whatever membership. */
export function holdersOf(view: View, policy: ActivationPolicy): Crowd {
  const ids = gatedBy(view, policy.id)
    .filter(({ element }) => element.gate !== 'none')
    .map(({ element }) => (element.type === 'grant' ? element.subject : element.from));
  return crowdOf(view, new Set(ids));
}

/** Links by which somebody owns one of these groups. */
export function ownersOf(view: View, groups: Iterable<EntityId>): readonly Link[] {
  return [...groups].flatMap((group) =>
    view
      .linksTo(group, { among: ownerships })
      .filter((link) => link.presence === 'certain' && stateAt(link.windows, view.now) === 'current'),
  );
}
