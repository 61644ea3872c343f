import { describe, expect, it } from 'vitest';
import { GrowingRows } from '../../src/graph/columns/growing.ts';

describe('rows that grow', () => {
  it.each([1, 3, 7, 40])('keep every number of %i in its column', (width) => {
    const rows = new GrowingRows(width);
    const count = 50_000;
    for (let row = 0; row < count; row++) {
      const place = rows.add();
      for (let at = 0; at < width; at++) rows.set(place + at, row * width + at);
    }
    expect(rows.length).toBe(count);
    for (let at = 0; at < width; at++) {
      const column = rows.column(at);
      expect(column).toHaveLength(count);
      expect(column.every((value, row) => value === row * width + at)).toBe(true);
    }
  });

  it('are zeros until they are set, and none where nothing was added', () => {
    const rows = new GrowingRows(2);
    expect(rows.column(0)).toHaveLength(0);
    rows.set(rows.add() + 1, 5);
    expect([rows.column(0), rows.column(1)]).toEqual([Int32Array.of(0), Int32Array.of(5)]);
  });
});
