import { sha256Hex } from '../../base/bytes/hash.ts';
import { isJsonObject, type Json } from '../../base/json.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { EntryRow, ReadTransaction, Row } from '../engine.ts';
import { foundHash } from '../sql/found.ts';
import { markOf } from './mark.ts';

/** Entries of before a cutoff that may go. What was decided, imported and verified stays for ever, and so do its entries. */
export interface OldEntries {
  readonly ids: readonly number[];
  /** By what they are known again: one that is told anew later is none that is new. */
  readonly marks: readonly string[];
  /** SHA-256 over the marks, a line each, in their order. */
  readonly digest: string;
  /** Old enough to go, and kept for a hold: by its reason. */
  readonly held: ReadonlyMap<string, number>;
  /** Old enough to go, and kept because they may be about somebody or something that stays. */
  readonly needed: number;
}

interface EntryHold {
  readonly boundary?: string;
  readonly name?: string;
  readonly reason: string;
}

const PORTION = 2_000;

/**
 * Events and spans of before the cutoff. A record of use goes with its time. Any other event stays as long as whom it is about may be there: a
 * leaver whose access was never taken away is found by the record of the leaving, however old. Whom it is about is told by its subject, and by other
 * names, which are looked for among all that is told of identities that stay; where it has neither, by what it was done with or on.
 */
export async function oldEntries(
  transaction: ReadTransaction,
  cutoff: number,
  going: ReadonlyMap<number, Row>,
  holds: readonly EntryHold[],
): Promise<OldEntries> {
  const old = new Map<string, EntryRow[]>();
  for await (const entry of transaction.entries({ sorts: ['event', 'span'], until: cutoff, every: true })) {
    const key = `${entry.sort} ${entry.key}`;
    const versions = old.get(key);
    if (versions === undefined) old.set(key, [entry]);
    else versions.push(entry);
  }
  await withoutYounger(transaction, old);
  const held = new Map<string, number>();
  for (const [key, versions] of old) {
    const hold = holds.find((each) => versions.some((entry) => isHeld(entry, each)));
    if (hold === undefined) continue;
    old.delete(key);
    held.set(hold.reason, (held.get(hold.reason) ?? 0) + versions.length);
  }
  let needed = 0;
  if (old.size > 0) {
    const staying = await namesOfWhatStays(transaction, going);
    for (const [key, versions] of old) {
      if (!versions.some((entry) => isNeeded(entry, staying))) continue;
      old.delete(key);
      needed += versions.length;
    }
  }
  const entries = [...old.values()].flat();
  const marks = entries.map(markOf).sort(byCodeUnit);
  return { ids: entries.map(({ id }) => id), marks, digest: sha256Hex(marks.map((mark) => `${mark}\n`).join('')), held, needed };
}

/** An entry goes with all its versions. One that was corrected to a later time is not old. */
async function withoutYounger(transaction: ReadTransaction, old: Map<string, EntryRow[]>): Promise<void> {
  const firsts = [...old.values()].flatMap(([first]) => first ?? []);
  const counts = new Map<string, number>();
  for (let at = 0; at < firsts.length; at += PORTION)
    for (const { sort, key } of await transaction.entryHeads(firsts.slice(at, at + PORTION)))
      counts.set(`${sort} ${key}`, (counts.get(`${sort} ${key}`) ?? 0) + 1);
  for (const [key, versions] of old) if (counts.get(key) !== versions.length) old.delete(key);
}

/** What was imported is of no boundary, and may be about any. */
function isHeld(entry: EntryRow, { boundary, name }: EntryHold): boolean {
  if (boundary !== undefined && entry.boundary !== null && entry.boundary !== boundary) return false;
  if (name === undefined || entry.key === name || entry.value.includes(JSON.stringify(name).slice(1, -1))) return true;
  return (JSON.parse(entry.names) as readonly string[]).includes(name);
}

/** Numbers of texts, in lower case: two may have one, and then something is kept that could go. */
async function namesOfWhatStays(transaction: ReadTransaction, going: ReadonlyMap<number, Row>): Promise<ReadonlySet<number>> {
  const staying = new Set<number>();
  for await (const { id, kind, key, incarnation, names, value } of transaction.rows({})) {
    if (going.has(id)) continue;
    const texts = [key, ...(incarnation ?? '').split(' '), ...(JSON.parse(names) as readonly string[])];
    if (kind === 'identity') addTexts(JSON.parse(value) as Json, texts);
    for (const text of texts) staying.add(numberOf(text));
  }
  return staying;
}

function addTexts(value: Json | undefined, texts: string[]): void {
  if (typeof value === 'string') texts.push(value);
  else if (Array.isArray(value)) for (const each of value as readonly Json[]) addTexts(each, texts);
  else if (isJsonObject(value)) for (const each of Object.values(value)) addTexts(each, texts);
}

function isNeeded({ sort, value }: EntryRow, staying: ReadonlySet<number>): boolean {
  if (sort === 'span') return false;
  const event = JSON.parse(value) as Json;
  // What is none of our events says nothing that could be weighed.
  if (!isJsonObject(event)) return true;
  if (event['type'] === 'used') return false;
  const isThere = (text: Json | undefined): boolean => typeof text === 'string' && staying.has(numberOf(text));
  const who = [event['subject'], ...keysOf(event['about'])].filter((each) => typeof each === 'string');
  return who.length > 0 ? who.some(isThere) : isThere(event['object']) || isThere(event['scope']);
}

/** The values of keys under which somebody is known. */
function keysOf(about: Json | undefined): readonly (Json | undefined)[] {
  if (!Array.isArray(about)) return [];
  return (about as readonly Json[]).map((each) => (isJsonObject(each) ? each['value'] : undefined));
}

function numberOf(text: string): number {
  return foundHash(text.trim().toLowerCase());
}
