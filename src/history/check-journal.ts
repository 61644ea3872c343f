import { canonicalJson } from '../base/bytes/canonical.ts';
import { sha256Hex } from '../base/bytes/hash.ts';
import type { Json } from '../base/json.ts';
import type { Contradictions } from './contradictions.ts';
import type { EntryHead, EntryRow, ReadTransaction } from './engine.ts';
import { markOf } from './journal/mark.ts';

/**
 * That every entry of the journal says what its hash says, that the versions of each follow one another without holes and its last one stands, and
 * that none is there which is said to have been pruned. Answers how many there are.
 */
export async function checkJournal(transaction: ReadTransaction, found: Contradictions): Promise<number> {
  const { entry: last } = await transaction.last();
  const forgotten = new Set(await transaction.forgotten());
  let entries = 0;
  let before: EntryHead | null = null;
  for await (const head of transaction.everyEntryHead()) {
    const where = whereOf(head);
    entries++;
    if (head.id > last) found.add(where, 'its number was never given');
    if (forgotten.size > 0 && forgotten.has(markOf(head))) found.add(where, 'it is said to have been pruned');
    const former: EntryHead | null = before !== null && isSame(before, head) ? before : null;
    if (former === null) checkLast(before, found);
    const version = (former?.version ?? 0) + 1;
    if (head.version !== version) found.add(where, `version ${version} before it is not there`);
    if (former?.stands === true) found.add(whereOf(former), 'it stands, and is not the last version');
    if (former !== null && !follows(head, former)) found.add(where, 'the version before it was told later');
    before = head;
  }
  checkLast(before, found);
  let read = 0;
  for await (const entry of transaction.entries({ every: true })) {
    read++;
    await found.reading(whereOf(entry), () => checkValue(entry, found));
  }
  if (read !== entries) found.add('the journal', `${entries} entries are there by key, and ${read} by time`);
  return entries;
}

/** The last version of an entry. */
function checkLast(head: EntryHead | null, found: Contradictions): void {
  if (head !== null && !head.stands) found.add(whereOf(head), 'no version of it stands');
}

function checkValue(entry: EntryRow, found: Contradictions): void {
  const where = whereOf(entry);
  if (sha256Hex(entry.value) !== entry.hash) found.add(where, 'its hash is not that of what it says');
  if (canonicalJson(JSON.parse(entry.value) as Json) !== entry.value) found.add(where, 'what it says is not written as entries are');
  if (!Array.isArray(JSON.parse(entry.names))) found.add(where, 'its names are no list');
}

function isSame(a: EntryHead, b: EntryHead): boolean {
  return a.sort === b.sort && a.key === b.key;
}

function follows({ told, id }: EntryHead, former: EntryHead): boolean {
  return told === former.told ? id > former.id : former.told !== null && (told === null || told > former.told);
}

function whereOf({ id, sort }: EntryHead): string {
  return `${sort} ${id} of the journal`;
}
