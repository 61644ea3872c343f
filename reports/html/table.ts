import { html, nothing, type Fragment } from './markup.ts';

const MANY: Fragment = { shape: ' class="many"', texts: [] };
const MOST: Fragment = { shape: ' class="many most"', texts: [] };
const STACKED: Fragment = { shape: ' class="stack" role="table"', texts: [] };

/**
 * A head that begins with `#` stands over numbers. `stacks`: on a narrow screen each cell stands under the one before it, and the heads are left out; rows
 * and cells have to tell their roles then, for a browser takes those from how they are laid out.
 */
export function table(heads: readonly string[], rows: readonly Fragment[], stacks = false): Fragment {
  const cells = heads.map((head) =>
    head.startsWith('#') ? html`<th scope="col" class="n">${head.slice(1)}</th>` : html`<th scope="col">${head}</th>`,
  );
  return html`<div class="scroll" tabindex="0" role="group" aria-label="table, scrolls sideways where it is wider than the page"><table${stacks ? STACKED : heads.length > 8 ? MOST : heads.length > 4 ? MANY : nothing}><thead><tr>${cells}</tr></thead><tbody>${rows}</tbody></table></div>`;
}
