/** `start(root, list)`: a list with its filters, its search, its order, its groups, on screen and on paper. */
export const list = String.raw`
const FIRST = 5, PRINT = 2000;
// Which texts hold the query, one mark per text: a row is found when any of its texts is.
let lower = null;
function marks(query) {
  if (lower === null) lower = texts.map((text) => text.toLowerCase());
  const found = new Uint8Array(texts.length);
  const wanted = query.toLowerCase();
  for (let i = 0; i < lower.length; i++) if (lower[i].includes(wanted)) found[i] = 1;
  return found;
}
function start(root, list) {
  const facets = list.facets.length, HEAD = 2 + facets, TEXTS = HEAD + 2;
  const ui = { form: root.querySelector('form'), search: root.querySelector('input'), status: root.querySelector('[role=status]'), rows: root.querySelector('.rows'), keys: root.querySelector('.hint span') };
  const chosen = list.facets.map((facet, index) => {
    const counts = new Map();
    for (const row of list.rows) counts.set(row[2 + index], (counts.get(row[2 + index]) || 0) + 1);
    const label = make('label', '', facet.label);
    const select = make('select');
    select.setAttribute('aria-label', facet.label);
    select.append(new Option('all', ''));
    facet.values.forEach((value, at) => { if (counts.has(at)) select.append(new Option(value + ' (' + number(counts.get(at)) + ')', String(at))); });
    label.append(select);
    if (counts.size > 1) ui.form.append(label);
    select.addEventListener('change', fresh);
    return select;
  });
  const sortLabel = make('label', '', 'Order');
  const sort = make('select');
  sort.setAttribute('aria-label', 'Order');
  sort.append(new Option('by ' + list.by, 'group'), new Option('by subject', 'subject'));
  list.facets.forEach((facet, at) => sort.append(new Option('by ' + facet.label.toLowerCase(), String(at))));
  sortLabel.append(sort);
  ui.form.append(sortLabel);
  sort.addEventListener('change', fresh);
  // Where the reader is, in a list that scrolls in its box.
  const where = make('p', 'where');
  where.setAttribute('aria-hidden', 'true');
  ui.rows.before(where);
  ui.rows.setAttribute('role', 'list');
  ui.rows.setAttribute('aria-label', list.things);
  // Rows that match; of them those that are listed, which of these begin a group, and which groups are listed whole.
  let seen = [], listed = [], heads = new Map(), ends = new Map(), unfolded = new Set(), open = new Set(), groups = 0;
  const view = windowOf(ui.rows, item, tell);
  let waiting = 0;
  ui.search.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(fresh, 120); });
  ui.form.addEventListener('submit', (event) => { event.preventDefault(); fresh(); });
  ui.form.hidden = false;
  function fresh() { clearTimeout(waiting); select(); draw(); }
  function select() {
    const query = ui.search.value.trim();
    const found = query === '' ? null : marks(query);
    const groupFound = found && list.groups.map((group) => group.some((text, at) => at > 0 && found[text]));
    const wanted = chosen.map((each) => (each.value === '' ? -1 : Number(each.value)));
    seen = list.rows.filter((row) => {
      for (let f = 0; f < facets; f++) if (wanted[f] >= 0 && row[2 + f] !== wanted[f]) return false;
      if (!found || groupFound[row[0]]) return true;
      for (let i = TEXTS; i < row.length; i++) if (found[row[i]]) return true;
      return false;
    });
    if (sort.value === 'subject') seen.sort((a, b) => (texts[a[1]] < texts[b[1]] ? -1 : texts[a[1]] > texts[b[1]] ? 1 : 0));
    else if (sort.value !== 'group') { const at = 2 + Number(sort.value); seen.sort((a, b) => a[at] - b[at]); }
  }
  // Of a group of many rows the first stand there, until it is unfolded.
  function arrange(whole) {
    listed = []; heads = new Map(); ends = new Map(); groups = 0;
    if (sort.value !== 'group') { listed = seen; return; }
    for (let from = 0, until = 0; from < seen.length; from = until) {
      const group = seen[from][0];
      while (until < seen.length && seen[until][0] === group) until++;
      const all = until - from, isFolded = !whole && all > FIRST * 2 && !unfolded.has(group), count = isFolded ? FIRST : all;
      heads.set(listed.length, { group, all, isFoldable: !whole && all > FIRST * 2 && !isFolded });
      for (let row = from; row < from + count; row++) listed.push(seen[row]);
      if (isFolded) ends.set(listed.length - 1, { group, left: all - count });
      groups++;
    }
  }
  function draw(stay) {
    arrange(false);
    const isHead = (row) => heads.has(row), room = view.room(listed.length, isHead), left = listed.length - room;
    if (left > 0) listed = listed.slice(0, room);
    ui.status.textContent = number(seen.length) + ' of ' + number(list.rows.length) + ' ' + list.things + (groups ? ', in ' + number(groups) + (groups === 1 ? ' group' : ' groups') + ' by ' + list.by : '') + (ends.size ? '; of a group of more than ' + FIRST * 2 + ' the first ' + FIRST + ' are listed until you ask for the others' : '') + (left > 0 ? '; the last ' + number(left) + ' are not listed: narrow the list to see them' : '');
    where.textContent = '';
    ui.keys.hidden = !view.reset(listed.length, isHead, stay);
    root.dataset.ready = String(seen.length);
  }
  function tell(first, last) {
    let head = first;
    if (heads.size) while (head > 0 && !heads.has(head)) head--;
    const group = heads.get(head), named = group && clone(list.groups[group.group][0], list.groups[group.group], 1).querySelector('h3');
    where.textContent = number(first + 1) + ' to ' + number(last + 1) + ' of ' + number(listed.length) + ' listed' + (named ? ': ' + named.textContent : '');
  }
  function fold(group, isOpen, focused) {
    if (isOpen) unfolded.add(group); else unfolded.delete(group);
    draw(true);
    for (const [row, head] of heads) if (head.group === group) return view.focus(row + focused, !isOpen);
  }
  function item(at) {
    const row = listed[at], node = make('div', 'row'), head = heads.get(at), end = ends.get(at);
    if (head) node.append(headOf(head));
    node.append(details(row, open.has(row)));
    if (end) node.append(pressed('Show ' + number(end.left) + ' more of this group', () => fold(end.group, true, FIRST)));
    return node;
  }
  function headOf(head) {
    const group = list.groups[head.group], node = make('div', 'group');
    node.append(clone(group[0], group, 1));
    if (head.isFoldable) node.append(pressed('Show the first ' + FIRST + ' of ' + number(head.all) + ' only', () => fold(head.group, false, 0)));
    return node;
  }
  function details(row, isOpen) {
    const node = make('details'), summary = make('summary');
    summary.append(clone(row[HEAD], row, TEXTS));
    node.append(summary);
    const fill = () => {
      if (node.children.length > 1) return;
      const body = make('div', 'body');
      body.append(clone(row[HEAD + 1], row, TEXTS + holesOf(row[HEAD])));
      node.append(body);
    };
    node.addEventListener('toggle', () => { if (node.open) { fill(); open.add(row); } else open.delete(row); });
    if (isOpen) { fill(); node.open = true; }
    return node;
  }
  fresh();
  return {
    // On paper all that match are opened; of more than can be read the first stand with a line each, and a word says how many do not.
    print() {
      arrange(true);
      const isAll = listed.length <= PRINT, nodes = [];
      for (let at = 0; at < listed.length && at < PRINT; at++) {
        const node = make('div', 'row');
        if (heads.has(at)) node.append(headOf(heads.get(at)));
        node.append(isAll ? printed(listed[at]) : details(listed[at], false));
        nodes.push(node);
      }
      view.whole(nodes);
      ui.status.textContent = number(seen.length) + ' of ' + number(list.rows.length) + ' ' + list.things + (isAll ? ', each with its detail' : '. Printed here: the first ' + number(PRINT) + ', without detail; ' + number(listed.length - PRINT) + ' are left out. Narrow the list to ' + number(PRINT) + ' or fewer to print it whole');
    },
    restore() { draw(true); },
    // Shows the first row that has one of these texts, whatever the list was narrowed to; answers whether there is one.
    show(named) {
      const row = list.rows.find((each) => { for (let i = TEXTS; i < each.length; i++) if (named.has(each[i])) return true; return false; });
      if (!row) return false;
      ui.search.value = '';
      for (const each of chosen) each.value = '';
      unfolded.add(row[0]);
      open.add(row);
      fresh();
      const at = listed.indexOf(row);
      if (at < 0) return false;
      view.focus(at, true).scrollIntoView({ block: 'center' });
      return true;
    },
    say(words) { ui.status.textContent = words; },
    root,
  };
  // Opened for paper only: what was closed on screen is closed there again.
  function printed(row) {
    const was = open.has(row), node = details(row, true);
    node.addEventListener('toggle', () => { if (!was) open.delete(row); });
    return node;
  }
}
`;
