/**
 * The page's only script; its hash stands in the content security policy. It draws lists from the data block by cloning the page's
 * `template` elements and filling their holes with `textContent`: it has no way to make markup of a text.
 */
export const script = String.raw`
'use strict';
(async () => {
const GROUPS = 25, FIRST = 5, PAGE = 100, PRINT = 2000;
const block = document.getElementById('data');
let json = block.textContent;
if (block.dataset.packed) {
  const say = (words) => document.querySelectorAll('[data-list] [role=status]').forEach((each) => { each.textContent = words; });
  say('Unpacking the lists');
  try {
    const packed = atob(json), bytes = new Uint8Array(packed.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = packed.charCodeAt(i);
    json = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).text();
  } catch (error) {
    say('The lists of this page could not be unpacked, so nothing of them is shown: the page was changed, or this browser is too old. Use a newer one, or the JSON or CSV report.');
    throw error;
  }
}
const data = JSON.parse(json);
json = null;
// Texts and their numbers are written short; see text-coder.ts for the form.
const families = [];
const texts = data.texts.map((each) => {
  if (typeof each === 'string') { if (each.length >= 12) families.push(each); return each; }
  const [family, prefix, suffix, middle] = each, like = families[family];
  return (families[family] = like.slice(0, prefix) + middle + like.slice(like.length - suffix));
});
let met = 0;
const numbered = (code) => (code === 0 ? met++ : code > 0 ? code - 1 : met + code);
for (const list of Object.values(data.lists)) {
  const at = 4 + list.facets.length;
  // A row repeats what the last of its shapes has at the same places; see data.ts.
  const lasts = new Map();
  list.rows = list.rows.map((row) => {
    const shapes = row[at - 2] + ' ' + row[at - 1], last = lasts.get(shapes), whole = row.slice(0, at);
    whole[1] = numbered(row[1]);
    for (let i = at; i < row.length; i++) {
      if (typeof row[i] === 'number') whole.push(numbered(row[i]));
      else for (let count = row[i][0]; count > 0; count--) whole.push(last[whole.length]);
    }
    lasts.set(shapes, whole);
    return whole;
  });
  for (const group of list.groups) for (let i = 1; i < group.length; i++) group[i] = numbered(group[i]);
}
let lower = null;
const number = (n) => String(n).replace(/\B(?=(?:\d{3})+$)/g, ',');
const make = (tag, cls, text) => { const node = document.createElement(tag); if (cls) node.className = cls; if (text !== undefined) node.textContent = text; return node; };
// A template's clone with its holes filled from row[at] on; 'at' moves past them.
const holes = new Map(), HOLES = 'bdi,[data-at]';
function clone(shape, row, at) {
  const template = document.getElementById('t' + shape);
  const node = document.importNode(template.content, true);
  const list = node.querySelectorAll(HOLES);
  holes.set(shape, list.length);
  list.forEach((hole, i) => {
    const text = texts[row[at + i]], places = hole.dataset.at;
    if (places === undefined) hole.textContent = text;
    else places.split(' ').forEach((name, n) => hole.setAttribute(name, (text.charCodeAt(n) - 0xe000) / 10 + '%'));
  });
  return node;
}
function holesOf(shape) {
  if (!holes.has(shape)) holes.set(shape, document.getElementById('t' + shape).content.querySelectorAll(HOLES).length);
  return holes.get(shape);
}
// Which texts hold the query, one mark per text: a row is found when any of its texts is.
function marks(query) {
  if (lower === null) lower = texts.map((text) => text.toLowerCase());
  const found = new Uint8Array(texts.length);
  const wanted = query.toLowerCase();
  for (let i = 0; i < lower.length; i++) if (lower[i].includes(wanted)) found[i] = 1;
  return found;
}
function start(root, list) {
  const facets = list.facets.length, HEAD = 2 + facets, TEXTS = HEAD + 2;
  const ui = { form: root.querySelector('form'), search: root.querySelector('input'), status: root.querySelector('[role=status]'), rows: root.querySelector('.rows'), back: null, next: null };
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
  const pager = make('div', 'status');
  ui.back = make('button', '', 'Previous'); ui.next = make('button', '', 'Next');
  ui.back.type = ui.next.type = 'button';
  const where = make('span');
  pager.append(ui.back, where, ui.next);
  ui.rows.after(pager);
  let page = 0, seen = [];
  const turn = (by) => { page += by; draw(); root.scrollIntoView(); };
  ui.back.addEventListener('click', () => turn(-1));
  ui.next.addEventListener('click', () => turn(1));
  let waiting = 0;
  ui.search.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(fresh, 120); });
  ui.form.addEventListener('submit', (event) => { event.preventDefault(); fresh(); });
  ui.form.hidden = false;
  function fresh() { page = 0; select(); draw(); }
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
  function draw(whole) {
    ui.rows.replaceChildren();
    const groups = [];
    if (sort.value === 'group') for (const row of seen) { const last = groups.at(-1); if (last && last[0][0] === row[0]) last.push(row); else groups.push([row]); }
    const all = sort.value === 'group' ? groups.length : seen.length;
    const size = whole ? Infinity : sort.value === 'group' ? GROUPS : PAGE;
    const from = whole ? 0 : page * size, until = Math.min(all, from + size);
    if (sort.value === 'group') for (const rows of groups.slice(from, until)) ui.rows.append(group(rows, whole));
    else { const box = make('div'); for (const row of seen.slice(from, until)) box.append(item(row, whole)); ui.rows.append(box); }
    ui.status.textContent = number(seen.length) + ' of ' + number(list.rows.length) + ' ' + list.things + (sort.value === 'group' && all ? ', in ' + number(all) + (all === 1 ? ' group' : ' groups') + ' by ' + list.by : '');
    where.textContent = number(all ? from + 1 : 0) + ' to ' + number(until) + ' of ' + number(all) + (sort.value === 'group' ? ' groups' : ' ' + list.things);
    ui.back.disabled = from === 0; ui.next.disabled = until >= all;
    pager.hidden = all <= size;
    root.dataset.ready = String(seen.length);
  }
  function group(rows, whole) {
    const box = make('section', 'group');
    const head = list.groups[rows[0][0]];
    box.append(clone(head[0], head, 1));
    let shown = 0;
    const more = make('button');
    more.type = 'button';
    const add = (count) => {
      for (const row of rows.slice(shown, shown + count)) box.insertBefore(item(row, whole), more);
      shown = Math.min(rows.length, shown + count);
      more.textContent = 'Show ' + number(Math.min(PAGE, rows.length - shown)) + ' more (' + number(rows.length - shown) + ' left of ' + number(rows.length) + ')';
      more.hidden = shown >= rows.length;
    };
    more.addEventListener('click', () => add(PAGE));
    box.append(more);
    add(whole ? Infinity : rows.length <= FIRST * 2 ? rows.length : FIRST);
    return box;
  }
  function item(row, open) {
    const node = make('details'), summary = make('summary');
    summary.append(clone(row[HEAD], row, TEXTS));
    node.append(summary);
    const fill = () => {
      if (node.children.length > 1) return;
      const body = make('div', 'body');
      body.append(clone(row[HEAD + 1], row, TEXTS + holesOf(row[HEAD])));
      node.append(body);
    };
    node.addEventListener('toggle', () => { if (node.open) fill(); });
    if (open) { fill(); node.open = true; }
    return node;
  }
  fresh();
  return {
    // On paper everything that is selected is opened, unless it is too much: then the lines as they stand, and a word about it.
    print() { if (seen.length <= PRINT) draw(true); else ui.status.textContent += '; printed as shown, without detail: narrow the list to ' + number(PRINT) + ' or fewer to print it whole'; },
    restore() { draw(); },
    find(text) { ui.search.value = text; fresh(); return seen.length; },
    root,
  };
}
const open = [];
for (const root of document.querySelectorAll('[data-list]')) {
  const list = data.lists[root.dataset.list];
  if (list.rows.length > 0) open.push(start(root, list));
}
let folded = [];
addEventListener('beforeprint', () => {
  open.forEach((list) => list.print());
  folded = [...document.querySelectorAll('details.paper:not([open])')];
  folded.forEach((each) => { each.open = true; });
});
addEventListener('afterprint', () => { open.forEach((list) => list.restore()); folded.forEach((each) => { each.open = false; }); });
const wanted = /^#([0-9a-f]{12,64})$/.exec(location.hash);
if (wanted && open.length > 0) {
  let list = open.find((each) => each.find(wanted[1]) > 0 || each.find('') < 0);
  if (!list) { list = open[0]; list.find(wanted[1]); }
  list.root.scrollIntoView();
}
document.documentElement.dataset.ready = 'true';
})();
`;
