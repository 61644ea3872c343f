import { groupBy } from '../../../../src/base/group.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import type { Directory } from './directory.ts';

/** The groups that each object is in, directly or through others, as far as was read. */
export function ancestryOf(memberships: Directory['before']['memberships']): (member: EntityId) => ReadonlySet<EntityId> {
  const parents = groupBy(memberships, ([member]) => member);
  const known = new Map<EntityId, ReadonlySet<EntityId>>();
  return (member) => {
    let all = known.get(member);
    if (all === undefined) {
      const found = new Set<EntityId>();
      const open = [member];
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        for (const [, group] of parents.get(next) ?? []) {
          if (found.has(group)) continue;
          found.add(group);
          open.push(group);
        }
      }
      known.set(member, (all = found));
    }
    return all;
  };
}
