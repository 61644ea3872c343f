import { instantOf, parseInstant, type Instant } from '../../base/instant.ts';
import type { Json } from '../../base/json.ts';
import { byCodeUnit, byKeys } from '../../base/order.ts';
import type { HistoryStore } from '../../contract/store.ts';
import type { ExceptionChange, KeptException, PrivilegeException } from '../../model/exception.ts';
import type { JournalEntry } from '../../model/history.ts';
import { ExceptionError } from './errors.ts';

/** An exception with all that was ever decided about it, from the first version. */
export interface ExceptionPast {
  readonly exception: PrivilegeException;
  readonly versions: readonly (KeptException & { readonly version: number; readonly recordedAt: Instant })[];
}

/** As a store keeps it: found by its owner, its approver, its decision and whom it is about. */
export function exceptionEntry(exception: PrivilegeException, change: ExceptionChange): JournalEntry {
  const { id, owner, approver, reference, matcher } = exception;
  const names = [id, owner, approver, reference, matcher.subject].filter((each) => each !== null);
  const kept: KeptException = { exception, change };
  return {
    ...{ sort: 'exception', key: id, boundary: null, at: change.at },
    names: [...new Set(names)].sort(byCodeUnit),
    value: kept as unknown as Json,
  };
}

/** By id. */
export async function keptExceptions(store: HistoryStore): Promise<readonly ExceptionPast[]> {
  const versions = new Map<string, ExceptionPast['versions'][number][]>();
  for await (const { key, version, recordedAt, value } of store.entries({ sorts: ['exception'], every: true })) {
    const kept = { ...(value as unknown as KeptException), version, recordedAt };
    const known = versions.get(key);
    if (known === undefined) versions.set(key, [kept]);
    else known.push(kept);
  }
  return [...versions].sort(byKeys(([id]) => id)).flatMap(([, all]) => {
    const ordered = all.toSorted((a, b) => a.version - b.version);
    const last = ordered.at(-1);
    return last === undefined ? [] : [{ exception: last.exception, versions: ordered }];
  });
}

/** Throws {@link ExceptionError} `unknown-exception`. */
export function exceptionNamed(all: readonly ExceptionPast[], id: string): ExceptionPast {
  const found = all.find(({ exception }) => exception.id === id);
  if (found !== undefined) return found;
  throw new ExceptionError('unknown-exception', `cannot find the exception ${JSON.stringify(id)}`, {
    hint: all.length === 0 ? 'there is none; `vestige exceptions add` makes one' : '`vestige exceptions list` names them',
  });
}

/** The exception as an approval of now may stand beside what is kept. Throws `not-newer` where it is none of a later time. */
export function mustBeNewer(all: readonly ExceptionPast[], given: PrivilegeException): void {
  const known = all.find(({ exception }) => exception.id === given.id)?.exception;
  if (known === undefined || given.approvedAt > known.approvedAt) return;
  throw new ExceptionError('not-newer', `cannot keep the exception ${given.id}: one of this id was approved at ${known.approvedAt}`, {
    hint: 'what it covers was decided then; to cover what it matches now, have it approved anew and say when (approvedAt), or give it another id',
  });
}

export interface Decision {
  readonly what: 'reviewed' | 'tested' | 'revoked';
  readonly by: string;
  /** RFC 3339, or a day. */
  readonly at: string;
  readonly note: string | null;
}

/** The exception after it was reviewed, tested or revoked. Throws `refused` and `ended`. */
export function decided({ exception, versions }: ExceptionPast, { what, by, at, note }: Decision, now: number): KeptException {
  const { id } = exception;
  const ms = parseInstant(at);
  const refuse = (why: string): never => {
    throw new ExceptionError('refused', `cannot say that the exception ${id} was ${what}: ${why}`);
  };
  if (by.trim() === '') refuse('nobody is named');
  if (ms === undefined || ms > now) return refuse(`${JSON.stringify(at)} is ${ms === undefined ? 'no RFC 3339 time' : 'still to come'}`);
  const when = instantOf(ms);
  if (exception.revokedAt !== null)
    throw new ExceptionError('ended', `cannot change the exception ${id}: it was revoked at ${exception.revokedAt}`);
  const last = versions.at(-1)?.change.at;
  if (last !== undefined && when < last) refuse(`something was decided about it later, at ${last}`);
  const change: ExceptionChange = { what, by: by.trim(), at: when, note };
  switch (what) {
    case 'reviewed':
      return { exception: { ...exception, reviewedAt: when }, change };
    case 'tested':
      return { exception: { ...exception, testedAt: when }, change };
    case 'revoked':
      return { exception: { ...exception, revokedAt: when }, change };
    default:
      return what satisfies never;
  }
}
