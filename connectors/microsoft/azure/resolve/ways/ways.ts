import type { Link } from '../../../../../src/model/grant.ts';
import type { EntityId } from '../../../../../src/model/ids.ts';
import { classRank } from '../../../../../src/model/persistence.ts';
import type { Denies } from '../denies.ts';
import { caveatsOf, heldLink, sourceOf } from '../elements.ts';
import type { Estate } from '../estate.ts';
import type { Held } from '../holdings.ts';
import type { Lasting } from '../lasting.ts';
import { both, throughUnreadGroup } from '../lasting.ts';
import type { RoleViews } from '../role-view.ts';
import { WayPools } from './pools.ts';
import { WaysOfRoles } from './reaching.ts';
import { targetsOf } from './targets.ts';

/** Who may have code run as which managed identity: on what carries it, by assigning it, by having it trust an issuer. */
export function* wayLinks(estate: Estate, held: readonly Held[], roles: RoleViews, denies: Denies): Iterable<Link> {
  const targets = targetsOf(estate);
  if (targets.all.length === 0) return;
  const pools = new WayPools(estate);
  const ways = new WaysOfRoles(targets);
  const writers = new Map<EntityId, Held>();
  const assigners: Held[] = [];
  for (const each of held) {
    const role = roles.of(each.role, each.boundary);
    const view = denies.viewOf(each);
    const { certain, possible, writes, assigns } = ways.of(each, role, view);
    const source = sourceOf(each, role);
    const caveats = caveatsOf(estate, each, view.caveats);
    const because = [`${role.name} lets its holder act through the resources of ${each.scope}`, ...role.because];
    if (certain !== null) yield heldLink(each, pools.enter(certain, each.scope), source, because, { caveats });
    if (possible !== null) {
      const narrowing = each.condition ?? role.permissions?.find(({ condition }) => typeof condition === 'string')?.condition;
      const conditions = [{ text: narrowing ?? because.at(-1) ?? role.name, settled: 'outside' }] as const;
      yield heldLink(each, pools.enter(possible, each.scope), source, because, { caveats, presence: 'possible', conditions });
    }
    if (writes === 'true' && isStronger(each, writers.get(each.principal))) writers.set(each.principal, each);
    if (assigns !== 'false' && writes !== 'true') assigners.push(each);
  }
  yield* attaching(estate, assigners, writers, (each) => {
    const role = roles.of(each.role, each.boundary);
    const view = denies.viewOf(each);
    return {
      pool: pools.enter(ways.attaching(each, role, view), each.scope),
      source: sourceOf(each, role),
      caveats: caveatsOf(estate, each, view.caveats),
    };
  });
  yield* pools.links(targets.all);
}

type Entry = (held: Held) => { readonly pool: EntityId } & Pick<Link, 'source' | 'caveats'>;

/** Assigning takes the right to write a carrier as well, from another role, of the holder or of a group of it. */
function* attaching(estate: Estate, assigners: readonly Held[], writers: ReadonlyMap<EntityId, Held>, entry: Entry): Iterable<Link> {
  const ofGroups = new Map<EntityId, Held[]>();
  for (const each of assigners) {
    const { pool, source, caveats } = entry(each);
    const own = writers.get(each.principal);
    const group = [...estate.groupsOf(each.principal)].flatMap((id) => writers.get(id) ?? []).reduce<Held | undefined>(stronger, undefined);
    const because = ['it may assign managed identities, and write resources that they serve by another role'];
    if (own !== undefined) yield heldLink({ ...each, lasting: both(each.lasting, own.lasting) }, pool, source, because, { caveats });
    else if (group !== undefined) {
      const lasting: Lasting = both(each.lasting, throughUnreadGroup(group.lasting));
      yield heldLink({ ...each, lasting }, pool, source, because, { caveats });
    } else if (!estate.readsMembers(each.principal)) {
      const text = 'it may assign managed identities; whether it may write a resource by some group was not read';
      yield heldLink(each, pool, source, [text], { caveats, presence: 'possible', conditions: [{ text, settled: 'outside' }] });
    }
    ofGroups.set(each.principal, [...(ofGroups.get(each.principal) ?? []), each]);
  }
  if (ofGroups.size === 0) return;
  for (const [writer, own] of writers) {
    for (const group of estate.groupsOf(writer)) {
      for (const each of ofGroups.get(group) ?? []) {
        const { pool, source, caveats } = entry(each);
        const lasting: Lasting = both(own.lasting, throughUnreadGroup(each.lasting));
        const because = ['a group of it may assign managed identities, and it may write resources that they serve'];
        yield heldLink({ ...each, principal: writer, lasting }, pool, source, because, { caveats });
      }
    }
  }
}

function stronger(a: Held | undefined, b: Held): Held {
  return isStronger(b, a) ? b : (a ?? b);
}

/** The more lasting; of two alike, the one whose source comes first. */
function isStronger(a: Held, b: Held | undefined): boolean {
  if (b === undefined) return true;
  const order =
    classRank(a.lasting.bounds.lo) - classRank(b.lasting.bounds.lo) || classRank(a.lasting.bounds.hi) - classRank(b.lasting.bounds.hi);
  return order > 0 || (order === 0 && a.source.id < b.source.id);
}
