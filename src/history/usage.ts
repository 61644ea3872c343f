import { parseInstant, type Instant } from '../base/instant.ts';
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
  let latest: StoredUsage | null = null;
  // All that is told of one use comes together.
  for await (const note of transaction.usage({ ...within, every: true })) {
    if (latest !== null && (latest.kind !== note.kind || latest.boundary !== note.boundary || latest.key !== note.key)) {
      yield noteOf(latest);
      latest = null;
    }
    const isMeant = month === undefined || note.month === month;
    if (isMeant && (parseInstant(note.at) ?? Infinity) <= limit && (latest === null || note.at > latest.at)) latest = note;
  }
  if (latest !== null) yield noteOf(latest);
}

function noteOf({ kind, boundary, key, value, at }: StoredUsage): UsageNote {
  return { kind, boundary, key, value, at };
}
