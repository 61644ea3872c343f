import type { InferOutput } from 'valibot';
import { isJsonObject, type Json } from '../../../base/json.ts';
import { escapePointer } from '../../../base/pointer.ts';
import type { CitedItem, Pack } from '../../../model/pack.ts';
import { checkDisclosed, type DisclosureCode } from '../../items/check.ts';
import type { CheckedBatch } from './log/batches.ts';
import { bodyAt, leavesOf, type ReadLog } from './log/read-log.ts';
import { PACK } from './manifest.ts';
import type { PackProblemCode, Problems } from './problem.ts';
import { readLines, type PackFiles } from './read.ts';
import { disclosedPageSchema } from './schema/files.ts';

export const PAGES = 'pages.ndjson';
type Disclosed = InferOutput<typeof disclosedPageSchema>;

const codes: Readonly<Record<DisclosureCode, PackProblemCode>> = {
  'bad-form': 'bad-page',
  'page-not-in-batch': 'wrong-item',
  'item-not-in-page': 'wrong-item',
  'page-id': 'wrong-item',
};

/** Every item that is shown leads up to a batch of the log, and every cited one is shown, or kept back for a reason that is true as far as can be told. Answers how many items are shown. */
export function checkPages(
  problems: Problems,
  files: PackFiles,
  pack: Pack,
  log: ReadLog | undefined,
  batches: ReadonlyMap<number, CheckedBatch>,
): number {
  const pages = new Map<string, Disclosed>();
  const bytes = files.get(PAGES);
  let before = '';
  let items = 0;
  for (const { line, value } of bytes === undefined ? [] : readLines(problems, PAGES, bytes, disclosedPageSchema)) {
    const place = `line ${line}`;
    if (value.page <= before)
      problems.add('not-sorted', PAGES, place, 'the pages are not in the order of their ids, each once', {
        seen: value.page,
        expected: `after ${before}`,
      });
    before = value.page;
    items += value.shown.length;
    // What does not hold shows nothing.
    if (log !== undefined && checkPage(problems, place, value, log, batches)) pages.set(value.page, value);
    if (log === undefined) problems.add('bad-page', PAGES, place, `page ${value.page} is shown and the pack has no log that could hold it`);
  }
  pack.records.forEach(({ cited }, index) =>
    cited.forEach((item, which) => {
      checkCited(problems, `/records/${index}/cited/${which}`, item, pages.get(item.page), pack, log);
    }),
  );
  return items;
}

function checkPage(problems: Problems, place: string, page: Disclosed, log: ReadLog, batches: ReadonlyMap<number, CheckedBatch>): boolean {
  const body = bodyAt(log, page.leaf, 'batch');
  if (body?.what !== 'pages') {
    problems.add('bad-page', PAGES, place, `page ${page.page} names entry ${page.leaf} of the log, which is no batch of pages`, {
      seen: body?.what ?? log.leaves[page.leaf]?.kind ?? 'nothing',
    });
    return false;
  }
  const capture = batches.get(page.leaf)?.statement.capture;
  if (capture !== undefined && capture !== page.capture)
    problems.add('bad-page', PAGES, `${place} /capture`, `page ${page.page} is not of the capture that was logged`, {
      seen: page.capture,
      expected: capture ?? 'none',
    });
  const faults = checkDisclosed(page, { count: body.count, root: body.root });
  for (const { code, place: at, seen, expected } of faults)
    problems.add(
      codes[code],
      PAGES,
      at === 'page' || at === '' ? place : `${place} ${at}`,
      `page ${page.page} does not show what was logged: ${code.replaceAll('-', ' ')}`,
      { seen, expected },
    );
  return faults.length === 0;
}

function checkCited(
  problems: Problems,
  place: string,
  item: CitedItem,
  page: Disclosed | undefined,
  { pseudonyms }: Pack,
  log: ReadLog | undefined,
): void {
  const isHere = page !== undefined && shows(page, item.pointer);
  if (item.shown) {
    if (!isHere)
      problems.add(
        'missing-item',
        PACK,
        place,
        `an item is said to be shown and is not in pages.ndjson: ${item.pointer === '' ? 'the whole' : item.pointer} of page ${item.page}`,
      );
    else if (item.capture !== page.capture)
      problems.add('bad-reference', PACK, `${place}/capture`, 'a cited item is of another capture than the page that is shown', {
        seen: item.capture ?? 'none',
        expected: page.capture,
      });
    return;
  }
  const lie = (why: string): void =>
    problems.add('false-withholding', PACK, place, `an item is kept back for a reason that is not true: ${why}`, { seen: item.withheld });
  if (isHere) lie('it is shown in pages.ndjson');
  else if (item.withheld === 'pseudonymised' && pseudonyms === null) lie('people stand by their names in this pack');
  else if (item.withheld === 'not-logged' && page !== undefined) lie('its page is in a batch of the log');
  else if (item.withheld === 'erased' && log === undefined) lie('there is no log in which anything could have been erased');
  else if (item.withheld === 'erased' && log !== undefined && leavesOf(log, 'prune').length === 0)
    lie('no entry of the log says that anything was erased');
}

/**
 * Whether the items shown cover a place in the page's body: the element that it is in; or, where it lies above what the page is cut into, the rest of the
 * body and every element below it.
 */
function shows({ shown, items }: Disclosed, pointer: string): boolean {
  const pointers = new Set(shown.map((item) => item.pointer));
  if (shown.some((item) => item.pointer.startsWith('/') && `${pointer}/`.startsWith(`${item.pointer}/`))) return true;
  const rest = shown.find((item) => item.index === 1);
  if (rest === undefined) return false;
  // What has no element was not cut, whatever it looks like.
  if (items === 2) return true;
  return cutsIn(JSON.parse(rest.value) as Json, '').every(({ at, count }) => {
    if (`${pointer}/`.startsWith(`${at}/`) && pointer !== at) return false;
    if (!`${at}/`.startsWith(`${pointer}/`)) return true;
    for (let i = 0; i < count; i++) if (!pointers.has(`${at}/${i}`)) return false;
    return true;
  });
}

/** The arrays that were cut out of a body, by what stands in their place. */
function cutsIn(value: Json, at: string, depth = 0): readonly { readonly at: string; readonly count: number }[] {
  if (!isJsonObject(value)) return [];
  const members = Object.entries(value);
  const count = value['$items'];
  if (members.length === 1 && typeof count === 'number') return [{ at, count }];
  if (depth === 2) return [];
  return members.flatMap(([name, member]) => (member === undefined ? [] : cutsIn(member, `${at}/${escapePointer(name)}`, depth + 1)));
}
