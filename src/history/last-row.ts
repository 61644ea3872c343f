import type { Row } from './engine.ts';
import { recordKey } from './record.ts';

/**
 * Of each record the last of its intervals, all of which are given: the open one; where all have ended, the one that no other goes on from. Ids
 * do not tell: they rise in the order of recording, and runs are recorded in any order.
 */
export async function lastRows(rows: AsyncIterable<Row>): Promise<readonly Row[]> {
  const byRecord = new Map<string, Row[]>();
  for await (const row of rows) {
    const own = byRecord.get(recordKey(row));
    if (own === undefined) byRecord.set(recordKey(row), [row]);
    else own.push(row);
  }
  return [...byRecord.values()].flatMap((own) => lastOf(own) ?? []);
}

function lastOf(rows: readonly Row[]): Row | undefined {
  if (rows.length < 2) return rows[0];
  const open = rows.find(({ how }) => how === null);
  if (open !== undefined) return open;
  const gone = new Set(rows.map(({ previous }) => previous));
  return rows.filter(({ id }) => !gone.has(id)).reduce<Row | undefined>(later, undefined);
}

function later(last: Row | undefined, row: Row): Row {
  return last === undefined || row.firstAt > last.firstAt || (row.firstAt === last.firstAt && row.id > last.id) ? row : last;
}
