import type { Gap } from '../../../src/model/gap.ts';
import type { EntityId } from '../../../src/model/ids.ts';
import type { View } from '../../../src/model/view.ts';
import { gapsOf, isLiveLink } from '../../../src/rules/shared.ts';
import { missing, saidOf } from './unread.ts';

const members = { among: new Set(['member-of' as const]) };

/** Who is in a group for good, through nested groups too. */
export interface StandingMembers {
  /** For certain; groups and pools stand for who is in them. */
  readonly sure: readonly EntityId[];
  /** Why there may be more. */
  readonly open: readonly Gap[];
}

export function standingMembers(view: View, group: EntityId): StandingMembers {
  const seen = new Set([group]);
  const sure: EntityId[] = [];
  const open: Gap[] = [];
  for (const each of seen) {
    const boundary = view.identity(each)?.boundary ?? null;
    if (boundary !== null)
      open.push(...missing(view, [{ kind: 'membership', surfaces: ['entra:group-members', 'entra:group-pim'] }], boundary, each));
    for (const link of view.linksTo(each, members)) {
      if (!isLiveLink(view, link) || link.bounds.hi !== 'standing') continue;
      if (link.presence !== 'certain' || link.bounds.lo !== 'standing') {
        const doubts = gapsOf(view, link, 'membership', each);
        if (doubts !== undefined) open.push(...saidOf(view, 'entra:group-pim', doubts));
        continue;
      }
      const kind = view.identity(link.from)?.kind;
      if (kind === 'group' || kind === 'pool') seen.add(link.from);
      else sure.push(link.from);
    }
  }
  return { sure: [...new Set(sure)].sort(), open };
}
