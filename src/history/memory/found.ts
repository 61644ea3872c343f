import { byCodeUnit } from '../../base/order.ts';
import type { Row, RowFilter } from '../engine.ts';

/** The rows of a filter, in the order of the contract. */
export function found(rows: Iterable<Row>, filter: RowFilter): readonly Row[] {
  const keys = filter.keys === undefined ? null : new Set(filter.keys);
  const chosen: Row[] = [];
  for (const row of rows) {
    if (keys?.has(row.key) !== false && isFound(row, filter)) chosen.push(row);
  }
  return chosen.sort(
    (a, b) =>
      byCodeUnit(a.kind, b.kind) || byCodeUnit(a.boundary, b.boundary) || byCodeUnit(a.key, b.key) || a.firstAt - b.firstAt || a.id - b.id,
  );
}

function isFound(row: Row, { kinds, boundaries, name, open, endedUntil, beganUntil, aliveAfter }: RowFilter): boolean {
  if (kinds?.includes(row.kind) === false || boundaries?.includes(row.boundary) === false) return false;
  if (open === true && row.how !== null) return false;
  if (endedUntil !== undefined && (row.endBefore === null || row.endBefore > endedUntil)) return false;
  if (beganUntil !== undefined && row.firstAt > beganUntil) return false;
  if (aliveAfter !== undefined && row.endBefore !== null && row.endBefore <= aliveAfter) return false;
  return name === undefined || row.key === name || row.incarnation === name || (JSON.parse(row.names) as readonly string[]).includes(name);
}
