import type { Link } from '../../../../src/model/grant.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import type { Directory } from './directory.ts';
import { linkOn } from './elements.ts';
import { activeSomehow } from './lasting.ts';

/** What can be in a group. */
const members: ReadonlySet<string> = new Set(['user', 'guest', 'group', 'service-principal', 'managed-identity', 'agent']);

/**
 * Groups that hold something and whose members nobody asked for, because what they hold is told by another system: anything of the tenant may
 * be in them. Through a pool, so many links as there are objects and such groups. Where members were not read at all the ledger says so.
 */
export function* unaskedLinks(directory: Directory): Iterable<Link> {
  const { boundary, identities, groups, elsewhere, askedMembers } = directory;
  if (!directory.isRead('group-members')) return;
  const unasked = [...elsewhere].filter((id) => groups.has(id) && !askedMembers.has(id));
  if (unasked.length === 0) return;
  const pool = `pool:${boundary}:who-may-be-in-groups-not-asked`;
  const source = { id: 'entra:group-members', kind: 'surface', name: 'members of groups that were not asked', boundary };
  const lasting = activeSomehow(['who is in the group was not asked'], { lo: 'eligible', hi: 'standing' });
  for (const group of unasked) {
    const provided = [`it is in group ${identities.get(group)?.name ?? group}, whose members were not asked for`];
    yield linkOn({ boundary, source, lasting, evidence: groups.get(group)?.pages ?? [], provided }, pool, 'member-of', group);
  }
  const own = new Set<EntityId>(unasked.length === 1 ? unasked : []);
  for (const { id, kind } of identities.values()) {
    if (!members.has(kind) || own.has(id)) continue;
    yield linkOn({ boundary, source, lasting, evidence: [] }, id, 'member-of', pool);
  }
}
