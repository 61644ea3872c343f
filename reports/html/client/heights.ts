/**
 * `heightsOf(count, estimate)`: how high each of so many rows is, where each begins, and which is at a height; each answer and each change
 * in steps that grow with the logarithm of their number (a Fenwick tree).
 */
export const heights = String.raw`
function heightsOf(count, estimate) {
  const own = new Float64Array(count), tree = new Float64Array(count + 1);
  for (let at = 1; at <= count; at++) {
    own[at - 1] = estimate(at - 1);
    tree[at] += own[at - 1];
    const above = at + (at & -at);
    if (above <= count) tree[above] += tree[at];
  }
  let widest = 1;
  while (widest * 2 <= count) widest *= 2;
  return {
    of: (row) => own[row],
    set(row, height) {
      const by = height - own[row];
      own[row] = height;
      if (by !== 0) for (let at = row + 1; at <= count; at += at & -at) tree[at] += by;
    },
    // Where the row begins; of 'count': how high all are.
    before(row) {
      let sum = 0;
      for (let at = row; at > 0; at -= at & -at) sum += tree[at];
      return sum;
    },
    // The row at a height; the last one beneath all.
    at(height) {
      let row = 0;
      for (let step = widest, left = height; step > 0; step >>= 1) {
        if (row + step > count || tree[row + step] > left) continue;
        row += step;
        left -= tree[row];
      }
      return Math.max(0, Math.min(row, count - 1));
    },
  };
}
`;
