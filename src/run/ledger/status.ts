import type { Instant } from '../../base/instant.ts';
import type { LedgerKey, LedgerReader } from '../../contract/ledger.ts';
import type { LeafBody, LeafKind, OutsideAnchor, RunCommand } from '../../model/ledger.ts';

/** A run that was begun, and neither ended nor broken off as far as the ledger tells. It may be under way. */
export interface OpenRun {
  readonly index: number;
  readonly at: Instant;
  /** `null`: what it says was erased. */
  readonly command: RunCommand | null;
  readonly by: string | null;
}

export interface LedgerStatus {
  readonly schema: 1;
  readonly place: string;
  readonly origin: string;
  readonly size: number;
  /** Standard base64. */
  readonly root: string;
  readonly keys: readonly LedgerKey[];
  readonly kinds: Readonly<Partial<Record<LeafKind, number>>>;
  readonly newest: Instant | null;
  /** The newest mark from outside; `null`: nobody outside has marked it. */
  readonly anchor: OutsideAnchor | null;
  readonly openRuns: readonly OpenRun[];
  /** Leaves whose bodies or secrets were erased, as the ledger says itself; at least so many where prunes were not looked into. */
  readonly erased: number;
  /** Leaves of prunes, the oldest, whose bodies were not read: what they removed is not known here. */
  readonly prunesNotRead: number;
}

/** Of so many prunes, the newest, it is read what they removed. */
const MOST_PRUNES = 1000;

/**
 * What a ledger holds, told from its leaves, and from the bodies of runs without an end and of the newest prunes. `place`: what messages call it. Throws what
 * reading it throws.
 */
export async function ledgerStatus(ledger: LedgerReader, place: string, mostPrunes = MOST_PRUNES): Promise<LedgerStatus> {
  const kinds: Partial<Record<LeafKind, number>> = {};
  const open = new Map<number, Instant>();
  const prunes: number[] = [];
  let newest: Instant | null = null;
  for await (const { index, leaf } of ledger.leaves()) {
    kinds[leaf.kind] = (kinds[leaf.kind] ?? 0) + 1;
    newest = leaf.at;
    if (leaf.kind === 'run-intent') open.set(index, leaf.at);
    if ((leaf.kind === 'run-end' || leaf.kind === 'run-abort') && leaf.of !== null) open.delete(leaf.of);
    if (leaf.kind === 'prune') prunes.push(index);
  }
  let erased = 0;
  const read = prunes.slice(-mostPrunes);
  for (const index of read) {
    const body = await bodyOf(ledger, index);
    if (body?.kind === 'prune' && body.what === 'bodies') erased += body.removed;
  }
  const openRuns: OpenRun[] = [];
  for (const [index, at] of open) {
    const body = await bodyOf(ledger, index);
    const intent = body?.kind === 'run-intent' ? body : null;
    openRuns.push({ index, at, command: intent?.command ?? null, by: intent?.by.name ?? null });
  }
  const { origin, size, root, keys } = ledger;
  const anchor = (await ledger.anchors()).at(-1)?.anchor ?? null;
  return {
    schema: 1,
    place,
    origin,
    size,
    root,
    keys,
    kinds,
    newest,
    anchor,
    openRuns,
    erased,
    prunesNotRead: prunes.length - read.length,
  };
}

/** What a leaf commits to; `null`: it was erased. */
export async function bodyOf(ledger: LedgerReader, index: number): Promise<LeafBody | null> {
  return ((await ledger.body(index))?.body ?? null) as LeafBody | null;
}
