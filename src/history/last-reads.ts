import type { Instant } from '../base/instant.ts';
import { byKeys } from '../base/order.ts';
import type { RunId, SurfaceRead } from '../model/history.ts';
import type { ReadTransaction } from './engine.ts';
import { byRunTime } from './looks.ts';
import { moment } from './moment.ts';

type Read = SurfaceRead & { readonly run: RunId };

/** Of each surface and boundary the last read; of a moment, that was begun not after it. What was not asked for stands only where nothing else does. */
export async function lastReads(transaction: ReadTransaction, until: Instant | undefined): Promise<readonly Read[]> {
  const limit = until === undefined ? Infinity : moment(until);
  const lines = [...(await transaction.runs())].sort(byRunTime);
  const ranks = new Map(lines.map((line, rank) => [line.number, { line, rank }]));
  const last = new Map<string, { readonly read: Read; readonly rank: number; readonly from: number }>();
  for (const { run, ...read } of await transaction.reads()) {
    const of = ranks.get(run);
    if (of === undefined) continue;
    const from = Date.parse(read.from ?? of.line.from);
    if (from > limit) continue;
    const key = JSON.stringify([read.boundary, read.surface]);
    const former = last.get(key);
    const isExcluded = wasNotAsked(read);
    const wasExcluded = former !== undefined && wasNotAsked(former.read);
    const isLater = former === undefined || from > former.from || (from === former.from && of.rank > former.rank);
    if (former === undefined || (isExcluded === wasExcluded ? isLater : wasExcluded)) {
      last.set(key, { read: { ...read, run: of.line.id }, rank: of.rank, from });
    }
  }
  return [...last.values()]
    .map(({ read }) => read)
    .sort(
      byKeys<Read>(
        (read) => read.boundary,
        (read) => read.surface,
      ),
    );
}

/** A surface that is in none of the files given is unread for the same reason. */
function wasNotAsked({ status, cause }: SurfaceRead): boolean {
  return status === 'excluded' || (status === 'unread' && cause === 'excluded');
}
