import { DAY_MS, parseInstant, type Instant } from '../../base/instant.ts';
import type { Assured } from '../../model/assured.ts';
import type { EntityId } from '../../model/ids.ts';
import type { Usage } from '../../model/entity.ts';
import type { View } from '../../model/view.ts';
import { msOf } from '../ended/moments.ts';
import { joined, type Bounds, type Time } from './times.ts';

/** The calendar months, of UTC, in which identities were seen to act. */
export interface Uses {
  /** `isTold`: something tells of its use. After the last use that the provider tells there was none; before it there can have been. */
  of(identity: EntityId): { readonly isTold: boolean; readonly times: Bounds };
}

export function usesOf(view: View, assured: Assured): Uses {
  const logged = new Map<EntityId, Set<string>>();
  for (const { type, succeeded, at, subject, actor } of assured.events) {
    if (type !== 'used' || !succeeded || msOf(at) > view.now) continue;
    for (const who of [subject, actor]) {
      if (who === null) continue;
      const known = logged.get(who) ?? new Set();
      logged.set(who, known.add(at.slice(0, 7)));
    }
  }
  return {
    of(identity) {
      const usage = view.usage(identity);
      const seen = [...(logged.get(identity) ?? [])].map(monthOf);
      const told = usage === undefined || usage.lastUsed === 'unknown' ? null : usage;
      const last = told === null || told.lastUsed === 'never' ? [] : [monthOf(told.lastUsed)];
      const sure = joined([...seen, ...last]);
      return { isTold: told !== null || seen.length > 0, times: { sure, could: joined([...sure, before(told, last[0], view.now)]) } };
    },
  };
}

/** Before which it can have been used any time. */
function before(told: Usage | null, last: Time | undefined, now: number): Time {
  if (told === null) return { from: -Infinity, until: Infinity };
  if (last !== undefined) return { from: -Infinity, until: last.until };
  // A source that looks back so far only tells nothing of what was before.
  return { from: -Infinity, until: told.lookBackDays === null ? -Infinity : now - told.lookBackDays * DAY_MS };
}

function monthOf(at: Instant): Time {
  const [year = 0, month = 0] = at.slice(0, 7).split('-').map(Number);
  const next = month === 12 ? `${String(year + 1).padStart(4, '0')}-01` : `${at.slice(0, 4)}-${String(month + 1).padStart(2, '0')}`;
  return { from: firstOf(at.slice(0, 7)), until: firstOf(next) };
}

function firstOf(month: string): number {
  return parseInstant(`${month}-01`) ?? Infinity;
}
