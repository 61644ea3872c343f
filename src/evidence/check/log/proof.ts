import { parseSignedCheckpoint, type SignedCheckpoint } from '../../log/checkpoint.ts';
import { leafHash } from '../../log/merkle.ts';
import { openNote } from '../../log/note.ts';
import { parseTlogProof, type TlogProof } from '../../log/proof.ts';
import { verifyInclusion } from '../../log/verify-proof.ts';
import type { Vkey } from '../../log/vkey.ts';
import type { LogProblem } from './problem.ts';
import { attempt } from './tiles.ts';

export interface CheckedProof {
  readonly proof: TlogProof | null;
  readonly checkpoint: SignedCheckpoint | null;
  /** None: the entry is in the log of the checkpoint, which a trusted key signed. */
  readonly problems: readonly LogProblem[];
}

/** Checks that a file of a proof shows an entry in a log whose checkpoint a trusted key signed. Nothing is thrown for hostile bytes. */
export function checkTlogProof(bytes: Uint8Array, entry: Uint8Array, trusted: readonly Vkey[], file = ''): CheckedProof {
  const problems: LogProblem[] = [];
  const proof = attempt(file, problems, () => parseTlogProof(bytes));
  const checkpoint = proof === undefined ? undefined : attempt(file, problems, () => parseSignedCheckpoint(proof.checkpoint), 'checkpoint');
  if (proof === undefined || checkpoint === undefined) return { proof: proof ?? null, checkpoint: null, problems };
  const keys = attempt(file, problems, () => openNote(checkpoint.note, trusted), 'checkpoint');
  if (keys !== undefined && !keys.some(({ name, type }) => name === checkpoint.origin && type !== 'cosignature-v1'))
    problems.push({
      code: 'other-origin',
      file,
      place: 'checkpoint',
      seen: checkpoint.origin,
      expected: keys.map(({ name }) => name).join(', '),
    });
  if (!verifyInclusion(checkpoint.root, checkpoint.size, proof.index, leafHash(entry), proof.hashes))
    problems.push({
      code: 'proof-differs',
      file,
      place: `leaf ${proof.index} of ${checkpoint.size}`,
      seen: `${proof.hashes.length} hashes that lead elsewhere`,
      expected: Buffer.from(checkpoint.root).toString('base64'),
    });
  return { proof, checkpoint, problems };
}
