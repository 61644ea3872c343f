import type { KeyObject } from 'node:crypto';
import { sign } from 'node:crypto';
import { parseSignedCheckpoint } from '../../../src/evidence/log/checkpoint.ts';
import { cosignedBytes, formatCosignature } from '../../../src/evidence/log/cosignature.ts';
import { signatureLine } from '../../../src/evidence/log/note.ts';
import type { Vkey } from '../../../src/evidence/log/vkey.ts';
import { vkeyOf } from '../../../src/evidence/log/vkey.ts';
import { verifyConsistency } from '../../../src/evidence/log/verify-proof.ts';
import type { Post, Posted } from '../../../src/evidence/seal/post.ts';
import { privateKeyOf, publicOf, seeds } from './keys.ts';

/** A line of a witness under a note's text. */
export function cosign(text: string, seconds: number, name = 'witness.example/w1', key: KeyObject = privateKeyOf(seeds.witness)): string {
  const { id } = witnessKey(name, key);
  return signatureLine({ name, id, signature: formatCosignature({ seconds, signature: sign(null, cosignedBytes(text, seconds), key) }) });
}

export function witnessKey(name = 'witness.example/w1', key: KeyObject = privateKeyOf(seeds.witness)): Vkey {
  return vkeyOf('cosignature-v1', name, Buffer.from(publicOf(key).spki, 'base64').subarray(12));
}

/** A witness by the letter of C2SP tlog-witness, in memory; it trusts whoever signs as the origins it knows. */
export function memoryWitness(origins: readonly string[]) {
  const seen = new Map<string, { readonly size: number; readonly root: Uint8Array }>();
  const asked: string[] = [];
  const answer = (status: number, text = '', contentType = 'text/plain'): Posted => ({ status, contentType, body: Buffer.from(text) });
  const post: Post = (url, _type, body) => {
    const text = Buffer.from(body).toString();
    asked.push(`${url} ${text.split('\n')[0] ?? ''}`);
    const parting = text.indexOf('\n\n');
    const [first = '', ...proof] = text.slice(0, parting).split('\n');
    const checkpoint = parseSignedCheckpoint(text.slice(parting + 2));
    const { origin, size, root } = checkpoint;
    const old = Number(first.slice(4));
    if (!origins.includes(origin)) return Promise.resolve(answer(404));
    if (!checkpoint.note.signatures.some(({ name }) => name === origin)) return Promise.resolve(answer(403));
    if (old > size) return Promise.resolve(answer(400));
    const last = seen.get(origin) ?? { size: 0, root: new Uint8Array() };
    if (old !== last.size) return Promise.resolve(answer(409, `${last.size}\n`, 'text/x.tlog.size'));
    if (old === size && old > 0 && !Buffer.from(last.root).equals(root))
      return Promise.resolve(answer(409, `${last.size}\n`, 'text/x.tlog.size'));
    const hashes = proof.map((hash) => Buffer.from(hash, 'base64'));
    const isMore = old === 0 ? proof.length === 0 : verifyConsistency(last, { size, root }, hashes);
    if (!isMore) return Promise.resolve(answer(422));
    seen.set(origin, { size, root });
    return Promise.resolve(answer(200, cosign(checkpoint.note.text, 1_700_000_000)));
  };
  return { post, asked, seen };
}
