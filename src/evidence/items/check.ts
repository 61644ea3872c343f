import { canonicalJson } from '../../base/bytes/canonical.ts';
import { hashJson } from '../../base/bytes/hash.ts';
import type { Json } from '../../base/json.ts';
import type { DisclosedPage } from '../../model/pack.ts';
import type { Batch } from './batch.ts';
import { ENVELOPE, itemsOf } from './cut.ts';
import { SALT_BYTES, itemHash, pageHash } from './hash.ts';
import { isHash, leadsTo } from './ways.ts';
import { wholeOf } from './whole.ts';

/**
 * `bad-form`: not written as a disclosed page is. `page-not-in-batch`, `item-not-in-page`: the way up does not lead to the root. `page-id`: every item is
 * shown, and they are not the page of that id.
 */
export type DisclosureCode = 'bad-form' | 'page-not-in-batch' | 'item-not-in-page' | 'page-id';

export interface DisclosureProblem {
  readonly code: DisclosureCode;
  /** `page`, or the pointer of an item. */
  readonly place: string;
  readonly seen: string;
  readonly expected: string;
}

/**
 * Everything that is wrong with a page as it is disclosed, held against the root and count that the ledger has of its batch; nothing: what is shown is
 * what was logged, at its place. Says nothing of what is not shown. Hostile content gives problems, never an exception; its shape (the members of
 * {@link DisclosedPage} and their types) is the caller's to check.
 */
export function checkDisclosed(disclosed: DisclosedPage, batch: Batch): readonly DisclosureProblem[] {
  const problems: DisclosureProblem[] = [];
  const bad = (code: DisclosureCode, place: string, seen: string, expected: string): unknown =>
    problems.push({ code, place, seen, expected });

  for (const [what, text] of [
    ['page', disclosed.page],
    ['root', disclosed.root],
    ['root of the batch', batch.root],
  ] as const)
    if (!isHash(text)) bad('bad-form', 'page', `${what} ${brief(text)}`, '64 lower-case hexadecimal digits');
  if (problems.length > 0) return problems;

  if (!leadsTo(batch.root, batch.count, disclosed.index, pageHash(disclosed.page, disclosed.root), disclosed.path))
    bad(
      'page-not-in-batch',
      'page',
      `page ${disclosed.index} with root ${disclosed.root}`,
      `a way to ${batch.root} over ${batch.count} pages`,
    );

  let last = -1;
  for (const item of disclosed.shown) {
    const place = item.pointer;
    if (!(item.index > last)) bad('bad-form', place, `item ${item.index} after item ${last}`, 'items in rising order, each once');
    last = Math.max(last, item.index);
    const salt = Buffer.from(item.salt, 'base64');
    if (salt.length !== SALT_BYTES || salt.toString('base64') !== item.salt)
      bad('bad-form', place, `salt ${brief(item.salt)}`, `${SALT_BYTES} bytes in standard base64`);
    if (expectedPointer(item.index, item.pointer) !== item.pointer)
      bad('bad-form', place, `item ${item.index}`, 'item 0 for the envelope, item 1 for the rest of the body, others for its elements');
    if (canonicalOf(item.value) !== item.value) bad('bad-form', place, brief(item.value), 'canonical JSON');
    else if (!leadsTo(disclosed.root, disclosed.items, item.index, itemHash(salt, item), item.path))
      bad(
        'item-not-in-page',
        place,
        `item ${item.index}: ${brief(item.value)}`,
        `a way to ${disclosed.root} over ${disclosed.items} items`,
      );
  }
  if (problems.length === 0 && disclosed.shown.length === disclosed.items) {
    const id = idOf(disclosed.shown);
    if (id !== disclosed.page) bad('page-id', 'page', id ?? 'items that no page is cut into', disclosed.page);
  }
  return problems;
}

function expectedPointer(index: number, pointer: string): string {
  if (index === 0) return ENVELOPE;
  if (index === 1) return '';
  return pointer.startsWith('/') ? pointer : '/…';
}

/** The page id that all of its items give. */
function idOf(shown: DisclosedPage['shown']): string | null {
  const whole = wholeOf(shown);
  if (whole === null) return null;
  const again = itemsOf(whole as unknown as Parameters<typeof itemsOf>[0]);
  const same =
    again.length === shown.length && again.every((item, i) => item.pointer === shown[i]?.pointer && item.value === shown[i].value);
  return same ? hashJson(whole) : null;
}

function canonicalOf(text: string): string | null {
  try {
    return canonicalJson(JSON.parse(text) as Json);
  } catch {
    return null;
  }
}

function brief(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
