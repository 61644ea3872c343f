import type { RunLine } from '../contract/store.ts';
import type { Contradictions } from './contradictions.ts';
import type { ReadTransaction, Row } from './engine.ts';
import { recordKinds } from './kinds.ts';
import { recordKey } from './record.ts';
import { headBuffer, HEAD, headId, isHeadMissing, STAMP, stampOfRow, type Stamp } from './stamp.ts';

export interface Walked {
  readonly intervals: number;
  readonly open: number;
  readonly ids: ReadonlySet<number>;
}

interface Listed {
  readonly stamp: Stamp;
  readonly isMissing: boolean;
  readonly kind: string;
  readonly boundary: string;
}

/** That intervals agree with one another, with the runs and tellers that they cite, and with the lists of what is open. */
export async function checkIntervals(transaction: ReadTransaction, runs: readonly RunLine[], found: Contradictions): Promise<Walked> {
  const numbers = new Set(runs.map((run) => run.number));
  const members = new Map((await transaction.tellerSets()).map((set) => [set.id, set.members]));
  const { row: last } = await transaction.last();
  const ids = new Set<number>();
  const goingOn: (readonly [from: number, to: number])[] = [];
  const listed = await openRows(transaction, found);
  let openBefore: Row | undefined;
  let open = 0;
  for await (const row of transaction.rows({})) {
    const where = `interval ${row.id}`;
    ids.add(row.id);
    if (row.id > last) found.add(where, 'its number was never given');
    for (const run of [row.firstRun, row.seenRun, row.missingRun, row.endRun])
      if (run !== null && !numbers.has(run)) found.add(where, `it cites run ${run}, which is not there`);
    if (row.previous !== null) goingOn.push([row.id, row.previous]);
    checkTimes(row, found);
    if (row.how === null) {
      // Of one record they come together.
      if (openBefore !== undefined && recordKey(openBefore) === recordKey(row))
        found.add(where, `interval ${openBefore.id} of the same record has not ended either`);
      openBefore = row;
      open++;
    }
    const told = members.get(row.tellers);
    if (told === undefined) found.add(where, `who tells it (${row.tellers}) is not there`);
    await found.reading(where, () => {
      for (const text of [row.value, row.dependsOn, row.names, row.evidence]) JSON.parse(text);
    });
    await checkListed(row, told, listed, found);
  }
  for (const id of listed.keys()) found.add(`interval ${id}`, 'it is listed as open and is not there');
  for (const [id, previous] of goingOn)
    if (!ids.has(previous)) found.add(`interval ${id}`, `the interval before it (${previous}) is not there`);
  return { intervals: ids.size, open, ids };
}

/** Takes it from the list. */
async function checkListed(row: Row, told: string | undefined, listed: Map<number, Listed>, found: Contradictions): Promise<void> {
  const where = `interval ${row.id}`;
  const head = listed.get(row.id);
  listed.delete(row.id);
  if (row.how !== null) {
    if (head !== undefined) found.add(where, 'it has ended and is listed as open');
    return;
  }
  if (head === undefined) {
    found.add(where, 'it has not ended and is not listed as open');
    return;
  }
  if (head.kind !== row.kind || head.boundary !== row.boundary) found.add(where, 'it is listed as open among others');
  const stamp = told === undefined ? undefined : await found.reading(where, () => stampOfRow(row, told));
  if (stamp !== undefined && head.stamp !== stamp) found.add(where, 'what it says is not what the list of open intervals says of it');
  if (head.isMissing !== (row.missingRun !== null)) found.add(where, 'the list of open intervals differs on whether it is missing');
}

async function openRows(transaction: ReadTransaction, found: Contradictions): Promise<Map<number, Listed>> {
  const byRow = new Map<number, Listed>();
  for (const heads of await transaction.heads(recordKinds)) {
    const { kind, boundary } = heads;
    const bytes = await found.reading(`what is open of ${kind} in ${boundary}`, () => headBuffer(heads));
    for (let place = 0; bytes !== undefined && place * HEAD < bytes.length; place++) {
      const id = headId(bytes, place);
      if (byRow.has(id)) found.add(`interval ${id}`, 'it is listed as open twice');
      const stamp = bytes.toString('latin1', place * HEAD, place * HEAD + STAMP);
      byRow.set(id, { kind, boundary, stamp, isMissing: isHeadMissing(bytes, place) });
    }
  }
  return byRow;
}

function checkTimes(row: Row, found: Contradictions): void {
  const { id, firstAt, seenAt, notBefore, missingRun, missingAt, how, endAfter, endBefore, endRun } = row;
  const where = `interval ${id}`;
  if (seenAt < firstAt) found.add(where, 'it was last seen before it was first seen');
  if (notBefore !== null && notBefore > firstAt) found.add(where, 'it was seen before it is said to have begun');
  if ((missingRun === null) !== (missingAt === null)) found.add(where, 'since when and by what run it is missing do not go together');
  if ([endAfter, endBefore, endRun].some((each) => (how === null) !== (each === null)))
    found.add(where, 'how, when and by what run it ended do not go together');
  if (endAfter !== null && endBefore !== null && endAfter > endBefore)
    found.add(where, 'it is said to have ended before the moment after which it did');
}
