/** Reads the data block into `data` and `texts`. Where it cannot be read every list says so, and nothing more is drawn. See `data.ts` and `text-coder.ts` for the form. */
export const unpack = String.raw`
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
  // A row repeats what the last of its shapes has at the same places.
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
`;
