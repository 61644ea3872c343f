import { movedPairs, type NewName } from '../model/new-name.ts';
import type { Row, WriteTransaction } from './engine.ts';
import { idsOf } from './record.ts';
import { sortOf, type Sort } from './looks.ts';

/**
 * Of the records of a run's sort that ended under an old name by this run, how many only moved: were told by it for the first time, alike, under
 * the new one; and how many are lost with the name: told neither so nor otherwise. `begun`: the rows of what began by this run.
 */
export async function countMoved(
  transaction: WriteTransaction,
  { run, sort }: { readonly run: number; readonly sort: Sort },
  names: readonly NewName[],
  begun: readonly Row[],
): Promise<{ readonly moved: number; readonly lost: number }> {
  let [moved, lost] = [0, 0];
  if (names.length === 0) return { moved, lost };
  const fresh = begun.filter((row) => isOther(row, sort) && row.firstRun === run);
  const goingOn = new Set(fresh.map(({ previous }) => previous));
  for (const name of names) {
    const ended: Row[] = [];
    for await (const row of transaction.rows({ name: name.from })) {
      const isEnded = row.how === 'renamed' && row.endRun === run && row.renamedTo === name.to;
      if (isEnded && isOther(row, sort) && !goingOn.has(row.id)) ended.push(row);
    }
    const under = fresh.filter(({ previous, dependsOn }) => previous === null && idsOf(dependsOn).includes(name.to));
    const pairs = movedPairs(ended, under, name);
    moved += pairs.length;
    lost += ended.length - pairs.length;
  }
  return { moved, lost };
}

function isOther({ kind }: Row, sort: Sort): boolean {
  return kind !== 'identity' && sortOf(kind) === sort;
}
