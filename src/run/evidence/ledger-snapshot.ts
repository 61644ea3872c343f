import { canonicalJson } from '../../base/bytes/canonical.ts';
import type { LedgerReader } from '../../contract/ledger.ts';
import { leafHash } from '../../evidence/log/merkle.ts';
import type { LoggedEnding, PackLeaf, PackLedger } from '../../evidence/pack/input.ts';
import type { LeafBody, LeafKind, SaltedBody } from '../../model/ledger.ts';
import type { Period } from '../../model/pack.ts';

/** What a ledger said at one moment. */
export interface Snapshot {
  readonly leaves: readonly PackLeaf[];
  readonly bodies: ReadonlyMap<number, SaltedBody>;
  /** Hex of the leaf hash of an entry; `undefined`: there is none. */
  hashOf(index: number): string | undefined;
}

/** Reads entries from one on; those before it as an earlier snapshot has them. Whatever the ledger throws is thrown. */
export async function snapshotOf(reader: LedgerReader, before?: Snapshot): Promise<Snapshot> {
  const leaves = [...(before?.leaves ?? [])];
  const bodies = new Map(before?.bodies ?? []);
  const hashes = new Map<number, string>();
  for await (const { index, bytes, leaf } of reader.leaves(leaves.length)) {
    const salted = await reader.body(index);
    if (salted !== null) bodies.set(index, salted);
    leaves.push({ index, leaf, body: salted === null ? null : (salted.body as unknown as LeafBody) });
    hashes.set(index, Buffer.from(leafHash(bytes)).toString('hex'));
  }
  return { leaves, bodies, hashOf: (index) => hashes.get(index) ?? before?.hashOf(index) };
}

export function packLedgerOf(
  reader: LedgerReader,
  { leaves }: Snapshot,
  anchors: PackLedger['anchors'],
  endings: readonly LoggedEnding[],
  population: PackLedger['population'],
): PackLedger {
  const { origin, size, root, keys } = reader;
  const vkey = keys.find(({ until }) => until === null)?.vkey ?? '';
  return { origin, vkey, size, root, keys, anchors, leaves, endings, population };
}

const always: ReadonlySet<LeafKind> = new Set<LeafKind>(['begun', 'key-change', 'anchor', 'export', 'population']);
/** Bodies that say who did something, by name. */
const withoutNames: ReadonlySet<LeafKind> = new Set<LeafKind>(['run-end', 'batch', 'anchor']);

export interface BodyLines {
  readonly text: string;
  /** Of the entries they are of. */
  readonly indexes: ReadonlySet<number>;
}

/**
 * Lines of `log/bodies.ndjson`, by index: bodies of the period's entries, of all entries of runs that touch it, and of those of any time that the log is
 * understood by, or that something of the pack names (`also`). `named`: those too that bear the name of whoever did it; else only those that cannot, and those of `own`, which this export wrote.
 */
export function bodyLines(
  { leaves, bodies }: Snapshot,
  period: Period,
  named: boolean,
  also: ReadonlySet<number>,
  own: readonly number[],
): BodyLines {
  const isWithin = ({ leaf }: PackLeaf): boolean => leaf.at >= period.from && leaf.at < period.to;
  const runs = new Set(leaves.filter(isWithin).map(beginningOf));
  let text = '';
  const indexes = new Set<number>();
  for (const each of leaves) {
    const { index, leaf } = each;
    const salted = bodies.get(index);
    const isWanted = always.has(leaf.kind) || also.has(index) || runs.has(beginningOf(each));
    const isShown = named || withoutNames.has(leaf.kind) || own.includes(index);
    if (salted === undefined || !isWanted || !isShown) continue;
    indexes.add(index);
    text += `${canonicalJson({ index, ...salted })}\n`;
  }
  return { text, indexes };
}

/** What it belongs to: of a run its intent. */
function beginningOf({ index, leaf }: PackLeaf): number {
  return leaf.of ?? index;
}
