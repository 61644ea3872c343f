import { canonicalJson } from '../../base/bytes/canonical.ts';
import type { Json } from '../../base/json.ts';
import type { LedgerReader } from '../../contract/ledger.ts';
import { formatTlogProof } from '../../evidence/log/proof.ts';
import type { PackFile } from '../../contract/pack-format.ts';

/** A checkpoint that a ledger kept because something refers to it. */
export interface KeptCheckpoint {
  readonly size: number;
  readonly note: Uint8Array | string;
}

/**
 * The log as it lies, for a pack: all of its tiles, so that anybody's tools can check it; the names of files are those of a ledger's folder. Bodies are apart.
 */
export async function* logFiles(
  reader: LedgerReader,
  anchors: Awaited<ReturnType<LedgerReader['anchors']>>,
  kept: readonly KeptCheckpoint[],
): AsyncGenerator<PackFile, void, undefined> {
  yield fileOf('log/checkpoint', reader.checkpoint);
  yield fileOf('log/keys.json', canonicalJson(reader.keys as unknown as Json));
  for (const { size, note } of kept) yield fileOf(`log/checkpoints/${size}`, note);
  for (const { anchor, bytes } of anchors) {
    const value = { anchor, bytes: Buffer.from(bytes).toString('base64') };
    yield fileOf(`log/anchors/${anchor.size}-${anchor.how}-${anchor.sha256.slice(0, 8)}.json`, canonicalJson(value as unknown as Json));
  }
  for await (const { path, bytes } of reader.tiles()) yield { path: `log/${path}`, bytes };
}

/** A proof that an entry is in the tree of the reader's checkpoint. */
export async function proofFile(reader: LedgerReader, name: string, index: number): Promise<PackFile> {
  const hashes = (await reader.inclusion(index)).map((each) => Buffer.from(each, 'base64'));
  return fileOf(`proofs/${name}.tlog-proof`, formatTlogProof({ extra: null, index, hashes, checkpoint: reader.checkpoint }));
}

export function fileOf(path: string, content: string | Uint8Array): PackFile {
  return { path, bytes: typeof content === 'string' ? Buffer.from(content, 'utf8') : content };
}
