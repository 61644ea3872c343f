import { canonicalJson } from '../../base/bytes/canonical.ts';
import { sha256Hex } from '../../base/bytes/hash.ts';
import { instantOf, parseInstant, type Instant } from '../../base/instant.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { Appended, JournalEntry } from '../../model/history.ts';
import type { EntryHead, EntryRow, WriteTransaction } from '../engine.ts';
import { HistoryError } from '../errors.ts';
import { markOf } from './mark.ts';

/*
 * Of one key the versions stand in this order: first what runs told, by the end of the earliest run that told it; then what was appended by
 * itself, as it came. Of equals the one that came first. So the order in which runs are recorded does not decide which version stands, and the
 * correction that was imported last does. Of what logs and files tell, a value that is here already is nothing new: a file that is imported
 * again brings no version back that was corrected since. (Boundary, time and names follow from the key and the value.) What was decided or said
 * of an import may be said again: of that only the version that stands is `again`.
 */

const PORTION = 2_000;

/** `told`: the end of the run that tells them; `null`: none does. */
export async function appendEntries(
  transaction: WriteTransaction,
  entries: Iterable<JournalEntry>,
  told: Instant | null,
  now: Instant,
): Promise<Appended> {
  const appending = new Appending(transaction, told === null ? null : momentOf(told), momentOf(now), (await transaction.last()).entry);
  let portion: JournalEntry[] = [];
  for (const entry of entries) {
    portion.push(entry);
    if (portion.length < PORTION) continue;
    await appending.add(portion);
    portion = [];
  }
  if (portion.length > 0) await appending.add(portion);
  return appending.appended;
}

/** A version of an entry as it will be. `fresh`: what is to be added; else it is there. */
interface Version extends EntryHead {
  readonly fresh: Omit<EntryRow, keyof EntryHead> | null;
}

interface Told {
  readonly entry: JournalEntry;
  /** Canonical JSON, and its hash. */
  readonly value: string;
  readonly hash: string;
}

class Appending {
  readonly appended: { -readonly [key in keyof Appended]: number } = { added: 0, again: 0, corrected: 0 };
  readonly #transaction: WriteTransaction;
  readonly #told: number | null;
  readonly #now: number;
  #last: number;
  #isPruned: boolean | null = null;

  constructor(transaction: WriteTransaction, told: number | null, now: number, last: number) {
    this.#transaction = transaction;
    this.#told = told;
    this.#now = now;
    this.#last = last;
  }

  async add(entries: readonly JournalEntry[]): Promise<void> {
    const before = await this.#versionsOf(entries);
    const after = new Map(before);
    const told = entries.map((entry): Told => {
      const value = canonicalJson(entry.value);
      return { entry, value, hash: sha256Hex(value) };
    });
    const forgotten = await this.#forgottenOf(told);
    for (const each of told) {
      const { entry, hash } = each;
      const versions = after.get(keyOf(entry)) ?? [];
      const known = versions.find((version) => version.hash === hash && (version.stands || isTold(entry)));
      if (known !== undefined) {
        this.appended.again++;
        const isToldBefore = isEarlier(this.#told, known.told);
        if (isToldBefore) after.set(keyOf(entry), inOrder(versions.map((one) => (one === known ? { ...one, told: this.#told } : one))));
      } else if (forgotten !== null && forgotten.has(markOf({ ...entry, hash }))) this.appended.again++;
      else {
        this.appended[versions.length === 0 ? 'added' : 'corrected']++;
        after.set(keyOf(entry), inOrder([...versions, this.#fresh(each)]));
      }
    }
    await this.#write(before, after);
  }

  /** What is here of these entries. */
  async #versionsOf(entries: readonly JournalEntry[]): Promise<ReadonlyMap<string, readonly Version[]>> {
    const versions = new Map<string, Version[]>(entries.map((entry) => [keyOf(entry), []]));
    const keys = [...new Map(entries.map(({ sort, key }) => [keyOf({ sort, key }), { sort, key }])).values()];
    for (const head of await this.#transaction.entryHeads(keys)) versions.get(keyOf(head))?.push({ ...head, fresh: null });
    return new Map([...versions].map(([key, own]) => [key, inOrder(own)]));
  }

  /** `null`: nothing was ever pruned here. */
  async #forgottenOf(told: readonly Told[]): Promise<ReadonlySet<string> | null> {
    this.#isPruned ??= (await this.#transaction.prunes()).length > 0;
    if (!this.#isPruned) return null;
    const marks = new Set(told.map(({ entry, hash }) => markOf({ ...entry, hash })));
    return new Set(await this.#transaction.forgotten([...marks]));
  }

  #fresh({ entry: { sort, key, boundary, at, names }, value, hash }: Told): Version {
    const sorted = JSON.stringify([...new Set(names)].sort(byCodeUnit));
    const fresh = { boundary, at: momentOf(at), names: sorted, value, recordedAt: this.#now };
    return { id: ++this.#last, sort, key, hash, version: 0, stands: false, told: this.#told, fresh };
  }

  async #write(before: ReadonlyMap<string, readonly Version[]>, after: ReadonlyMap<string, readonly Version[]>): Promise<void> {
    const added: EntryRow[] = [];
    const changed: EntryHead[] = [];
    for (const [key, versions] of after) {
      const former = new Map(before.get(key)?.map((each) => [each.id, each]));
      for (const { fresh, ...head } of versions) {
        const was = former.get(head.id);
        if (fresh !== null) added.push({ ...head, ...fresh });
        else if (was?.version !== head.version || was.stands !== head.stands || was.told !== head.told) changed.push(head);
      }
    }
    if (added.length > 0) await this.#transaction.addEntries(added.sort((a, b) => a.id - b.id));
    if (changed.length > 0)
      await this.#transaction.changeEntries(changed.map(({ id, version, stands, told }) => ({ id, version, stands, told })));
  }
}

/** By a log or a file, as it happened; else somebody says it. */
function isTold({ sort }: JournalEntry): boolean {
  return sort === 'event' || sort === 'span';
}

function inOrder(versions: readonly Version[]): readonly Version[] {
  const sorted = versions.toSorted((a, b) => byTold(a.told, b.told) || a.id - b.id);
  return sorted.map((each, place) => ({ ...each, version: place + 1, stands: place === sorted.length - 1 }));
}

function byTold(a: number | null, b: number | null): number {
  return a === b ? 0 : isEarlier(a, b) ? -1 : 1;
}

/** What no run told comes after all that runs told. */
function isEarlier(a: number | null, b: number | null): boolean {
  return a !== null && (b === null || a < b);
}

function keyOf({ sort, key }: Pick<EntryHead, 'sort' | 'key'>): string {
  return `${sort} ${key}`;
}

function momentOf(instant: Instant): number {
  const moment = parseInstant(instant);
  if (moment !== undefined && instantOf(moment) === instant) return moment;
  throw new HistoryError('failed', `cannot append to the journal: "${instant}" is no instant in UTC with milliseconds`, {
    hint: 'this is a bug: whoever reads a record has to make instants of its times',
  });
}
