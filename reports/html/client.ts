import { begin } from './client/begin.ts';
import { drawing } from './client/drawing.ts';
import { heights } from './client/heights.ts';
import { list } from './client/list.ts';
import { unpack } from './client/unpack.ts';
import { rowWindow } from './client/window.ts';

/**
 * The page's only script; its hash stands in the content security policy. It draws lists from the data block by cloning the page's
 * `template` elements and filling their holes with `textContent`: it has no way to make markup of a text.
 */
export const script = `
'use strict';
(async () => {${unpack}${drawing}${heights}${rowWindow}${list}${begin}})();
`;
