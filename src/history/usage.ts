import { parseInstant, type Instant } from '../base/instant.ts';
import { byKeys } from '../base/order.ts';
import type { UsageNote } from '../model/history.ts';
import type { ReadTransaction, StoredUsage, WriteTransaction } from './engine.ts';

const PORTION = 10_000;

/** Keeps what was told last, and what was told last in its month. */
export async function putUsage(transaction: WriteTransaction, notes: Iterable<UsageNote>): Promise<void> {
  let portion: StoredUsage[] = [];
  for (const note of notes) {
    portion.push({ ...note, month: null }, { ...note, month: note.at.slice(0, 7) });
    if (portion.length < PORTION) continue;
    await transaction.putUsage(portion);
    portion = [];
  }
  if (portion.length > 0) await transaction.putUsage(portion);
}

export interface UsageFilter {
  readonly boundary?: string;
  readonly month?: string;
  readonly until?: Instant;
}

/** As told last; of a moment, as told last by then, as far as what is kept of each month tells. By kind, boundary, key. */
export async function* usageUntil(transaction: ReadTransaction, { boundary, month, until }: UsageFilter): AsyncGenerator<UsageNote> {
  const within = boundary === undefined ? {} : { boundary };
  if (until === undefined) {
    for await (const note of transaction.usage({ ...within, ...(month === undefined ? {} : { month }) })) yield noteOf(note);
    return;
  }
  const limit = parseInstant(until) ?? -Infinity;
  const latest = new Map<string, UsageNote>();
  for (const each of month === undefined ? [undefined, ...(await monthsUntil(transaction, until))] : [month]) {
    for await (const note of transaction.usage({ ...within, ...(each === undefined ? {} : { month: each }) })) {
      const key = JSON.stringify([note.kind, note.boundary, note.key]);
      const former = latest.get(key);
      if ((parseInstant(note.at) ?? Infinity) <= limit && (former === undefined || note.at > former.at)) latest.set(key, noteOf(note));
    }
  }
  yield* [...latest.values()].sort(
    byKeys<UsageNote>(
      (note) => note.kind,
      (note) => note.boundary,
      (note) => note.key,
    ),
  );
}

/** From that of the first run that is kept. */
async function monthsUntil(transaction: ReadTransaction, until: Instant): Promise<readonly string[]> {
  const first = (await transaction.runs()).reduce((least, { from }) => (from < least ? from : least), until).slice(0, 7);
  const months: string[] = [];
  for (let month = first; month <= until.slice(0, 7); month = monthAfter(month)) months.push(month);
  return months;
}

function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7);
}

function noteOf({ kind, boundary, key, value, at }: StoredUsage): UsageNote {
  return { kind, boundary, key, value, at };
}
