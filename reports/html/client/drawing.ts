/** Makes elements of the page's templates and of texts: `textContent` and places in drawings are all that is ever filled in. */
export const drawing = String.raw`
const number = (n) => String(n).replace(/\B(?=(?:\d{3})+$)/g, ',');
const make = (tag, cls, text) => { const node = document.createElement(tag); if (cls) node.className = cls; if (text !== undefined) node.textContent = text; return node; };
const pressed = (text, act) => { const node = make('button', '', text); node.type = 'button'; node.addEventListener('click', act); return node; };
// A template's clone with its holes filled from row[at] on.
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
`;
