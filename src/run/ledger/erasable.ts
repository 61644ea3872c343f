import type { LedgerReader } from '../../contract/ledger.ts';
import type { Instant } from '../../base/instant.ts';
import type { BatchKind, LeafBody, LeafKind } from '../../model/ledger.ts';
import { RunLedgerError } from './errors.ts';
import { bodyOf } from './status.ts';

/** An entry whose body, or secret, is still there. */
export interface Erasable {
  readonly index: number;
  readonly at: Instant;
  readonly kind: LeafKind;
  /** Of a batch, what its items are; `null`: it is none, or that was erased. */
  readonly what: BatchKind | null;
}

/** Without what these say nobody could follow the keys, or tell what was erased from what was taken away. */
const kept: ReadonlySet<LeafKind> = new Set(['begun', 'key-change', 'anchor', 'prune']);

const LEAST = 6;

/**
 * What can be erased under a name: of an index that entry alone; of the beginning of a run's capture, id or nonce all its entries; of the beginning of
 * an import's id the entries that tell of it. Empty: all of it was erased before. Throws {@link RunLedgerError} `unknown-entry`, `ambiguous-entry`, and
 * `refused` for entries whose bodies stay.
 */
export async function erasableBy(ledger: LedgerReader, name: string): Promise<readonly Erasable[]> {
  const entries: Entry[] = [];
  for await (const { index, leaf } of ledger.leaves()) entries.push({ index, ...leaf });
  const isIndex = /^(0|[1-9]\d{0,14})$/.test(name) && Number(name) < ledger.size;
  const named = isIndex ? entries.slice(Number(name), Number(name) + 1) : await namedIn(ledger, entries, name);
  const fixed = named.find(({ kind }) => kept.has(kind));
  if (fixed !== undefined) {
    throw new RunLedgerError('refused', `cannot erase what entry ${fixed.index} says: of ${fixed.kind} entries the bodies stay`, {
      hint: 'they tell of keys, marks from outside and what was removed, and of nobody else than who did it',
    });
  }
  const found: Erasable[] = [];
  for (const { index, at, kind } of named) {
    const body = await bodyOf(ledger, index);
    // The secret may have outlived its body: an erasure can be cut off between them.
    if (body === null && (kind !== 'batch' || (await ledger.secret(index)) === null)) continue;
    found.push({ index, at, kind, what: body?.kind === 'batch' ? body.what : null });
  }
  return found;
}

interface Entry {
  readonly index: number;
  readonly at: Instant;
  readonly kind: LeafKind;
  readonly of: number | null;
}

async function namedIn(ledger: LedgerReader, entries: readonly Entry[], name: string): Promise<readonly Entry[]> {
  if (!/^[0-9a-f]+$/.test(name) || name.length < LEAST) throw unknown(ledger, name);
  /** By what is named as a whole: a run by the index of its intent, an import by its id. */
  const groups = new Map<number | string, readonly Entry[]>();
  for (const entry of entries) {
    const body = ids.has(entry.kind) ? await bodyOf(ledger, entry.index) : null;
    if (body === null || !idsOf(body).some((id) => id.startsWith(name))) continue;
    if (body.kind === 'import') groups.set(body.import.id, [...(groups.get(body.import.id) ?? []), entry]);
    else {
      const intent = entry.of ?? entry.index;
      groups.set(
        intent,
        entries.filter(({ index, of }) => index === intent || of === intent),
      );
    }
  }
  const [first, ...others] = groups.values();
  if (first === undefined) throw unknown(ledger, name);
  if (others.length === 0) return first;
  const which = [first, ...others].map(([entry]) => entry?.index).join(', ');
  throw new RunLedgerError(
    'ambiguous-entry',
    `cannot tell what is to be erased: ${JSON.stringify(name)} is the beginning of what entries ${which} tell of`,
    {
      hint: 'name more of it; a capture that was analysed more than once is of several runs: name their nonces, or indexes',
    },
  );
}

const ids: ReadonlySet<LeafKind> = new Set(['run-intent', 'run-end', 'run-abort', 'import']);

function idsOf(body: LeafBody): readonly string[] {
  if (body.kind === 'import') return [body.import.id];
  if (body.kind === 'run-intent' || body.kind === 'run-abort') return [body.nonce];
  if (body.kind !== 'run-end') return [];
  return [body.nonce, body.capture, body.run].filter((id) => id !== null);
}

function unknown(ledger: LedgerReader, name: string): RunLedgerError {
  return new RunLedgerError(
    'unknown-entry',
    `cannot find what is to be erased: none of the ${ledger.size} entries is ${JSON.stringify(name)}`,
    {
      hint: `name an index, or ${LEAST} or more of the first characters of a run's capture, id or nonce, or of an import's id; what was erased is found by its index alone`,
    },
  );
}
