import { sha256Hex } from '../../base/bytes/hash.ts';
import { instantOf } from '../../base/instant.ts';
import type { FolderLedger } from '../../evidence/ledger/writer.ts';
import { parseSignedCheckpoint } from '../../evidence/log/checkpoint.ts';
import type { Vkey } from '../../evidence/log/vkey.ts';
import type { Post } from '../../evidence/seal/post.ts';
import { requestTimestamp } from '../../evidence/seal/timestamp.ts';
import { addCheckpoint } from '../../evidence/seal/witness.ts';
import type { OutsideAnchor } from '../../model/ledger.ts';

/** What a mark is made with. The ledger is held meanwhile: nothing can be appended between the checkpoint that goes out and the entry that tells of it. */
export interface AnchorIo {
  readonly post: Post;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly random: (bytes: number) => Uint8Array;
}

const NONCE_BYTES = 16;

/**
 * Has an authority stamp the signed checkpoint, all its bytes as they are kept under `checkpoints/`, and writes that down. `authorities`: PEM that its
 * certificate has to chain to; `null`: it is not held to any. Throws `SealError`, and nothing is written then.
 */
export async function anchorByTimestamp(
  ledger: FolderLedger,
  { post, now, random }: AnchorIo,
  url: string,
  authorities: string | null,
): Promise<OutsideAnchor> {
  await ledger.keepCheckpoint();
  const message = Buffer.from(ledger.checkpoint);
  const { token, stamped } = await requestTimestamp(post, url, message, random(NONCE_BYTES), authorities ?? undefined);
  return kept(ledger, { how: 'rfc3161', at: stamped.at, by: stamped.by }, token, now);
}

/** Has a witness cosign the checkpoint, and writes that down. `witness`: its key. Throws `SealError`, and nothing is written then. */
export async function anchorByWitness(
  ledger: FolderLedger,
  { post, now }: AnchorIo,
  { url, witness }: { readonly url: string; readonly witness: Vkey },
): Promise<OutsideAnchor> {
  await ledger.keepCheckpoint();
  const checkpoint = parseSignedCheckpoint(ledger.checkpoint);
  const { cosigned, lines } = await addCheckpoint(post, {
    ...{ url, witnesses: [witness], checkpoint },
    old: await lastSeen(ledger, witness.name),
    consistency: (from) => ledger.consistency(from),
  });
  const [first] = cosigned;
  const at = first?.at ?? instantOf(now());
  return kept(ledger, { how: 'cosignature', at, by: witness.name }, Buffer.from(lines.join('')), now);
}

/** The largest tree that a witness is known to have seen. */
async function lastSeen(ledger: FolderLedger, name: string): Promise<number> {
  const seen = (await ledger.anchors()).filter(({ anchor }) => anchor.how === 'cosignature' && anchor.by === name);
  return Math.max(0, ...seen.map(({ anchor }) => anchor.size));
}

async function kept(
  ledger: FolderLedger,
  told: Pick<OutsideAnchor, 'how' | 'at' | 'by'>,
  bytes: Uint8Array,
  now: () => number,
): Promise<OutsideAnchor> {
  const anchor: OutsideAnchor = { ...told, size: ledger.size, root: ledger.root, sha256: sha256Hex(bytes) };
  await ledger.keepAnchor(anchor, bytes);
  await ledger.append([{ at: instantOf(now()), of: null, body: { kind: 'anchor', anchor } }]);
  return anchor;
}
