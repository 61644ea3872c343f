import { byCodeUnit } from '../../base/order.ts';
import type { Interval } from '../../model/history.ts';

/** The intervals of each record on two sides, which both come by kind, boundary and key, one of a record. Walks both at once and holds neither. */
export async function* pairs(
  left: AsyncIterable<Interval>,
  right: AsyncIterable<Interval>,
): AsyncGenerator<readonly [before: Interval | null, after: Interval | null]> {
  const [lefts, rights] = [left[Symbol.asyncIterator](), right[Symbol.asyncIterator]()];
  let [before, after] = [await next(lefts), await next(rights)];
  while (before !== null || after !== null) {
    const order = before === null ? 1 : after === null ? -1 : byRecord(before, after);
    yield [order <= 0 ? before : null, order >= 0 ? after : null];
    if (order <= 0) before = await next(lefts);
    if (order >= 0) after = await next(rights);
  }
}

async function next(intervals: AsyncIterator<Interval>): Promise<Interval | null> {
  const step = await intervals.next();
  return step.done === true ? null : step.value;
}

function byRecord(a: Interval, b: Interval): number {
  return byCodeUnit(a.kind, b.kind) || byCodeUnit(a.boundary, b.boundary) || byCodeUnit(a.key, b.key);
}
