import { canonicalJson } from '../../base/bytes/canonical.ts';
import { byKeys } from '../../base/order.ts';
import type { Json } from '../../base/json.ts';
import type { PageId } from '../../model/ids.ts';
import type { BatchKind } from '../../model/ledger.ts';
import type { Page } from '../../model/page.ts';
import { treeRoot } from '../log/merkle.ts';
import { pageHash, saltOf, saltedHash } from './hash.ts';
import { hex, pageTree } from './tree.ts';

/** What a leaf of a batch says of it. */
export interface Batch {
  readonly count: number;
  /** Hex: root of the tree (RFC 6962) over the hashes of what is in it. */
  readonly root: string;
}

export interface PagesBatch extends Batch {
  /** By page id, in rising order: the batch's own. Roots in hex. */
  readonly roots: readonly { readonly page: PageId; readonly root: string }[];
}

/**
 * The pages of a capture under one root, by rising page id whatever the order they come in. Holds one page at a time, and 128 characters for each.
 * Throws what reading the pages throws.
 */
export async function pagesBatch(secret: Uint8Array, pages: AsyncIterable<Page> | Iterable<Page>): Promise<PagesBatch> {
  const roots: { readonly page: PageId; readonly root: string }[] = [];
  for await (const page of pages) roots.push({ page: page.id, root: pageTree(secret, page).root });
  roots.sort(byKeys((each) => each.page));
  return { count: roots.length, root: hex(treeRoot(pageHashes(roots))), roots };
}

/** Leaves of a batch's tree. */
export function pageHashes(roots: PagesBatch['roots']): Uint8Array[] {
  return roots.map(({ page, root }) => pageHash(page, root));
}

/** Findings or endings under one root, in the order given: the report's. Throws `CanonicalError`. */
export function valuesBatch(secret: Uint8Array, what: Exclude<BatchKind, 'pages'>, values: Iterable<Json>): Batch {
  const hashes = valueHashes(secret, what, values);
  return { count: hashes.length, root: hex(treeRoot(hashes)) };
}

/** Leaves of the tree of a batch of values. Throws `CanonicalError`. */
export function valueHashes(secret: Uint8Array, what: Exclude<BatchKind, 'pages'>, values: Iterable<Json>): readonly Uint8Array[] {
  const hashes: Uint8Array[] = [];
  for (const value of values) hashes.push(saltedHash(saltOf(secret, `${what}|${hashes.length}`), canonicalJson(value)));
  return hashes;
}
