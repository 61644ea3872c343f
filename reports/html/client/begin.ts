/** Starts every list that has rows, opens what is folded before the page is printed, and goes to what its address names. */
export const begin = String.raw`
const started = [];
for (const root of document.querySelectorAll('[data-list]')) {
  const list = data.lists[root.dataset.list];
  if (list.rows.length > 0) started.push(start(root, list));
}
let folded = [];
addEventListener('beforeprint', () => {
  started.forEach((list) => list.print());
  folded = [...document.querySelectorAll('details.paper:not([open])')];
  folded.forEach((each) => { each.open = true; });
});
addEventListener('afterprint', () => { started.forEach((list) => list.restore()); folded.forEach((each) => { each.open = false; }); });
function go() {
  const wanted = /^#([0-9a-f]{12,64})$/.exec(location.hash);
  if (!wanted || started.length === 0) return;
  const named = new Set();
  texts.forEach((text, at) => { if (text.startsWith(wanted[1])) named.add(at); });
  if (named.size > 0 && started.some((list) => list.show(named))) return;
  started[0].say('Nothing in this report has the id ' + wanted[1] + ' that the address names: it is not among what was found here');
  started[0].root.scrollIntoView();
}
addEventListener('hashchange', go);
go();
document.documentElement.dataset.ready = 'true';
`;
