/**
 * `windowOf(box, draw, moved)`: a list of which only the rows in view, some more and the one in use are in the document, and that has the
 * height of all. `draw(i)` makes row i, an element whose first `details` is the row itself; rows measure themselves. A list of up to 100 rows stands
 * whole in the page, a longer one scrolls in its box: arrows, Page Up and Down, Home and End move the focus in it, and one of its rows is in
 * the order of the Tab key. `moved(first, last)` is told which rows are in view.
 */
export const rowWindow = String.raw`
const WHOLE = 100, MORE = 8;
function windowOf(box, draw, moved) {
  const gaps = [0, 1, 2, 3].map(() => { const gap = make('div'); gap.setAttribute('aria-hidden', 'true'); return gap; });
  const shown = new Map();
  let count = 0, heights = heightsOf(0), isLong = false, current = 0, width = 0, likely = { row: 60, head: 0 }, hasHead = () => false;
  const detailsOf = (node) => node.querySelector('details'), summaryOf = (node) => detailsOf(node).firstChild;
  const guess = (row) => likely.row + (hasHead(row) ? likely.head : 0);
  function clear() {
    for (const node of shown.values()) sized.unobserve(node);
    shown.clear();
    box.replaceChildren();
  }
  function nodeOf(row) {
    let node = shown.get(row);
    if (node) return node;
    node = draw(row);
    node.dataset.row = row;
    node.setAttribute('role', 'listitem');
    node.setAttribute('aria-posinset', row + 1);
    node.setAttribute('aria-setsize', count);
    if (isLong) summaryOf(node).tabIndex = row === current ? 0 : -1;
    shown.set(row, node);
    sized.observe(node);
    return node;
  }
  function place(from, until) {
    for (const [row, node] of shown) if ((row < from || row >= until) && row !== current) { shown.delete(row); sized.unobserve(node); node.remove(); }
    for (const gap of gaps) gap.remove();
    const order = [];
    let end = 0;
    const add = (row) => {
      if (row > end) { const gap = gaps[order.length === 0 ? 0 : row === from ? 1 : 2]; gap.style.height = heights.before(row) - heights.before(end) + 'px'; order.push(gap); }
      order.push(nodeOf(row));
      end = row + 1;
    };
    if (current < from) add(current);
    for (let row = from; row < until; row++) add(row);
    if (current >= until) add(current);
    if (end < count) { gaps[3].style.height = heights.before(count) - heights.before(end) + 'px'; order.push(gaps[3]); }
    // What is there already stays where it is, so that it keeps the focus.
    let at = box.firstChild;
    for (const node of order) { if (node === at) at = at.nextSibling; else box.insertBefore(node, at); }
  }
  // Answers whether a row is of another height than it was taken to be.
  function measure() {
    let isOther = false;
    for (const [row, node] of shown) {
      const height = node.getBoundingClientRect().height;
      if (Math.abs(height - heights.of(row)) < 0.01) continue;
      heights.set(row, height);
      isOther = true;
    }
    return isOther;
  }
  function render() {
    if (count === 0) return;
    if (!isLong) { if (shown.size < count) place(0, count); return; }
    // What is at the top edge stays there whatever the rows above it turn out to measure.
    const first = heights.at(box.scrollTop), into = box.scrollTop - heights.before(first);
    for (let again = 0; again < 4; again++) {
      const top = heights.before(first) + into;
      place(Math.max(0, first - MORE), Math.min(count, heights.at(top + box.clientHeight) + 1 + MORE));
      const isOther = measure(), now = heights.before(first) + into;
      if (isOther) place(Math.max(0, first - MORE), Math.min(count, heights.at(now + box.clientHeight) + 1 + MORE));
      if (Math.abs(box.scrollTop - now) >= 1) box.scrollTop = now;
      if (!isOther) break;
    }
    const top = box.scrollTop;
    moved(heights.at(top + 1), heights.at(top + box.clientHeight - 1));
  }
  // How high rows are that were not drawn yet, by those that were.
  function learn() {
    let rows = 0, heads = 0, rowsHeight = 0, headsHeight = 0;
    for (const node of shown.values()) {
      const { top, height } = node.getBoundingClientRect(), head = detailsOf(node).getBoundingClientRect().top - top;
      if (detailsOf(node) === node.lastChild && !node.lastChild.open) { rows++; rowsHeight += height - head; }
      if (head > 1) { heads++; headsHeight += head; }
    }
    if (rows > 0) likely.row = rowsHeight / rows;
    if (heads > 0) likely.head = headsHeight / heads;
  }
  function lay() {
    const top = isLong ? heights.at(box.scrollTop) : 0;
    for (let again = 0; isLong && again < 2; again++) {
      heights = heightsOf(count, guess);
      box.scrollTop = heights.before(Math.min(top, count - 1));
      render();
      learn();
    }
    render();
  }
  let waiting = 0;
  const sized = new ResizeObserver(() => {
    if (waiting || !isLong) return;
    waiting = requestAnimationFrame(() => {
      waiting = 0;
      if (!isLong || shown.size === 0) return;
      if (box.clientWidth === width) return render();
      width = box.clientWidth;
      lay();
    });
  });
  sized.observe(box);
  box.addEventListener('scroll', render, { passive: true });
  function reveal(row, toTop) {
    if (!isLong) return;
    for (let again = 0; again < 5; again++) {
      const begin = heights.before(row), height = heights.of(row), top = box.scrollTop, view = box.clientHeight;
      const to = toTop || begin < top || height > view ? begin : begin + height > top + view ? begin + height - view : top;
      if (Math.abs(to - top) < 1 && shown.has(row)) break;
      box.scrollTop = to;
      render();
      if (box.scrollTop === top && shown.has(row)) break;
    }
  }
  function focus(row, toTop) {
    turn(row);
    reveal(row, toTop);
    const node = nodeOf(row);
    if (!node.isConnected) render();
    const summary = summaryOf(node);
    summary.focus({ preventScroll: isLong });
    return summary;
  }
  function turn(row) {
    if (row === current) return;
    const last = shown.get(current), next = shown.get(row);
    current = row;
    if (!isLong) return;
    if (last) summaryOf(last).tabIndex = -1;
    if (next) summaryOf(next).tabIndex = 0;
  }
  box.addEventListener('focusin', (event) => { const node = event.target.closest('[data-row]'); if (node) turn(Number(node.dataset.row)); });
  box.addEventListener('keydown', (event) => {
    const node = event.target.closest('[data-row]');
    if (!node || event.target !== summaryOf(node) || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const row = Number(node.dataset.row), page = (by) => heights.at(Math.max(0, heights.before(row) + by * box.clientHeight * 0.9));
    const to = { ArrowDown: () => row + 1, ArrowUp: () => row - 1, Home: () => 0, End: () => count - 1, ...(isLong ? { PageDown: () => Math.max(row + 1, page(1)), PageUp: () => Math.min(row - 1, page(-1)) } : {}) }[event.key];
    if (!to) return;
    event.preventDefault();
    focus(Math.max(0, Math.min(count - 1, to())));
  });
  return {
    // Other rows, from the first; or, with 'stay', the same place in what is much the same list. Answers whether it scrolls in its box.
    reset(rows, headed, stay) {
      const top = stay ? box.scrollTop : 0;
      clear();
      count = rows; hasHead = headed; isLong = count > WHOLE; current = 0;
      box.classList.toggle('long', isLong);
      width = box.clientWidth;
      heights = heightsOf(count, guess);
      if (isLong) { box.append(gaps[3]); gaps[3].style.height = heights.before(count) + 'px'; box.scrollTop = top; }
      lay();
      return isLong;
    },
    // As many rows as a page may be high in every browser.
    room: (rows, headed) => { let height = 0, row = 0; for (hasHead = headed; row < rows && height < 16e6; row++) height += guess(row); return row; },
    focus,
    // All of 'nodes' and no window, until the next reset.
    whole(nodes) { clear(); count = 0; isLong = false; box.classList.remove('long'); box.append(...nodes); },
  };
}
`;
