import { groupBy } from '../../base/group.ts';
import { counted } from '../../base/text/count.ts';
import type { Instant } from '../../base/instant.ts';
import type { Access } from '../../model/access.ts';
import type { EntityId } from '../../model/ids.ts';
import type { Disposition } from '../../model/pack.ts';
import type { Known } from './known.ts';

/** What is known of accesses that a record may be about, and whether it can be said that there is none. */
export interface Scope {
  /** In words what some of these accounts had at a moment, or has now, of an object where one is named; `null`: nothing. */
  heldBy(accounts: ReadonlySet<EntityId>, object: string | null, at: Instant): string | null;
  /** That there was none: told only where all boundaries of the accounts, or of everybody, were read whole. */
  absent(accounts: ReadonlySet<EntityId>, because: string): { readonly disposition: Disposition; readonly because: string };
}

export function scopeOf(known: Known): Scope {
  const { report, assured, reads } = known.input;
  const now = groupBy(assured.accesses, ({ subject }) => subject);
  const lines = report.coverage.filter(({ status }) => status !== 'excluded');
  const read = new Set(
    [...reads, ...lines].filter(({ status }) => status !== 'unread' && status !== 'excluded').map(({ boundary }) => boundary),
  );
  const short = groupBy(
    lines.filter(({ status }) => status !== 'complete'),
    ({ boundary }) => boundary,
  );
  return {
    heldBy(accounts, object, at) {
      for (const account of [...accounts].sort()) {
        const then = known
          .endingsOf(account)
          .filter(({ firstSeen, ended }) => firstSeen <= at && (ended === null || ended.before >= at))
          .map(({ access }) => access);
        const found = [...then, ...(now.get(account) ?? [])].find((access) => object === null || names(access, object));
        if (found !== undefined) return `${known.nameOf(account)} had ${found.name}`;
      }
      return null;
    },
    absent(accounts, because) {
      const own = [...accounts].map((id) => known.identity(id)?.boundary ?? null);
      const boundaries = own.length === 0 ? [...short.keys()] : own.filter((each) => each !== null);
      if (own.length > 0 && !boundaries.some((each) => read.has(each))) {
        return { disposition: 'outside-scope', because: 'it is of a system that no run read' };
      }
      const unread = [...new Set(boundaries)].sort().flatMap((each) => short.get(each) ?? []);
      if (unread.length === 0) return { disposition: 'no-access-found', because };
      const [first] = unread;
      return {
        disposition: 'undetermined',
        because: `${because}, and not all was read: ${counted(unread.length, 'surface')}, ${first?.surface ?? ''} of ${first?.boundary ?? ''} among them`,
      };
    },
  };
}

function names({ objects, id }: Access, object: string): boolean {
  const wanted = object.toLowerCase();
  return id === object || objects.some((each) => each.toLowerCase() === wanted);
}
