import type { Page } from '../../model/page.ts';
import { treeRoot } from '../log/merkle.ts';
import { itemsOf } from './cut.ts';
import type { Item } from './cut.ts';
import { itemHash, itemSalt } from './hash.ts';

export interface SaltedItem extends Item {
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

export interface PageTree {
  /** Hex: root of the tree (RFC 6962) over the hashes of the items, in their order. */
  readonly root: string;
  readonly items: readonly SaltedItem[];
}

/** A page's items with what makes them unguessable. The same secret and page give the same tree. Throws `CanonicalError`. */
export function pageTree(secret: Uint8Array, page: Page): PageTree {
  const items = itemsOf(page).map((item) => {
    const salt = itemSalt(secret, page.id, item.pointer);
    return { ...item, salt, hash: itemHash(salt, item) };
  });
  return { root: hex(treeRoot(items.map((item) => item.hash))), items };
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
