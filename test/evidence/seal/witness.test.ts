import { describe, expect, it } from 'vitest';
import { formatCheckpoint, parseSignedCheckpoint } from '../../../src/evidence/log/checkpoint.ts';
import { consistencyProof, leafHash, treeRoot } from '../../../src/evidence/log/merkle.ts';
import { signNote } from '../../../src/evidence/seal/note.ts';
import type { Post } from '../../../src/evidence/seal/post.ts';
import { addCheckpoint } from '../../../src/evidence/seal/witness.ts';
import { p256, privateKeyOf, seeds, signerOf } from '../support/keys.ts';
import { cosign, memoryWitness, witnessKey } from '../support/witness.ts';

const origin = 'example.com/log';
const signer = signerOf(privateKeyOf(seeds.log));
const url = 'https://witness.example/prefix';

/** A log of so many entries; another `salt` is another log of the same name. */
async function log(size: number, salt = 'entry') {
  const leaves = Array.from({ length: size }, (_, index) => leafHash(Buffer.from(`${salt} ${index}`)));
  const checkpoint = parseSignedCheckpoint(await signNote(signer, origin, formatCheckpoint({ origin, size, root: treeRoot(leaves) })));
  return {
    url,
    witnesses: [witnessKey()],
    checkpoint,
    consistency: (from: number) => Promise.resolve(consistencyProof(leaves, from).map((hash) => Buffer.from(hash).toString('base64'))),
  };
}
const answering =
  (status: number, text: string, contentType = 'text/plain'): Post =>
  () =>
    Promise.resolve({ status, contentType, body: Buffer.from(text) });

describe('asking a witness', () => {
  it('gets a cosignature of the first tree, and of each that follows it', async () => {
    const { post, asked } = memoryWitness([origin]);
    for (const [old, size] of [
      [0, 5],
      [5, 300],
      [300, 300],
    ] as const) {
      const question = await log(size);
      const { cosigned, lines } = await addCheckpoint(post, { ...question, old });
      expect(cosigned).toMatchObject([{ witness: { name: 'witness.example/w1' }, at: '2023-11-14T22:13:20.000Z' }]);
      expect(lines).toEqual([cosign(question.checkpoint.note.text, 1_700_000_000)]);
    }
    expect(asked).toEqual(['old 0', 'old 5', 'old 300'].map((each) => `${url}/add-checkpoint ${each}`));
  });
  it('asks once more from the tree that the witness holds', async () => {
    const { post, asked } = memoryWitness([origin]);
    await addCheckpoint(post, { ...(await log(5)), old: 0 });
    expect((await addCheckpoint(post, { ...(await log(9)), old: 0 })).lines).toHaveLength(1);
    expect((await addCheckpoint(post, { ...(await log(12)), url: `${url}/`, old: 7 })).lines).toHaveLength(1);
    expect(asked.map((each) => each.slice(url.length))).toEqual(
      ['old 0', 'old 0', 'old 5', 'old 7', 'old 9'].map((each) => `/add-checkpoint ${each}`),
    );
  });
  it('is refused for a ledger rolled back, and for one forked, at the same size and at a larger one', async () => {
    const { post } = memoryWitness([origin]);
    await addCheckpoint(post, { ...(await log(9)), old: 0 });
    await expect(addCheckpoint(post, { ...(await log(5)), old: 0 })).rejects.toMatchObject({
      code: 'conflict',
      hint: expect.stringContaining('lost its end'),
    });
    await expect(addCheckpoint(post, { ...(await log(9, 'fork')), old: 9 })).rejects.toMatchObject({ code: 'conflict' });
    await expect(addCheckpoint(post, { ...(await log(12, 'fork')), old: 9 })).rejects.toMatchObject({ code: 'bad-proof' });
  });
  it.each([
    ['a log it does not know', answering(404, 'unknown'), 'unknown-origin'],
    ['a key it does not know', answering(403, ''), 'not-trusted'],
    ['a request it cannot read', answering(400, ''), 'bad-request'],
    ['a proof that does not hold', answering(422, ''), 'bad-proof'],
    ['being out of order', answering(503, ''), 'refused'],
    ['a redirect', answering(302, ''), 'refused'],
    ['a conflict without a size', answering(409, '7\n'), 'conflict'],
    ['a conflict with a size that is none', answering(409, '07\n', 'text/x.tlog.size'), 'conflict'],
    ['a conflict twice', answering(409, '3\n', 'text/x.tlog.size'), 'conflict'],
    ['a page', answering(200, '<html>\n'), 'malformed'],
    ['nothing', answering(200, ''), 'malformed'],
    ['no end', answering(200, 'x'), 'malformed'],
    ['silence', () => Promise.reject(new Error('timed out')), 'unreachable'],
  ] as const)('fails for %s by its own code', async (_, post, code) => {
    await expect(addCheckpoint(post, { ...(await log(5)), old: 0 })).rejects.toMatchObject({ code });
  });
  it('takes no line of a stranger, of another checkpoint, or one that was changed', async () => {
    const question = await log(5);
    const { text } = question.checkpoint.note;
    const good = cosign(text, 1_700_000_000);
    const stranger = cosign(text, 1_700_000_000, 'witness.example/w2', privateKeyOf(seeds.log));
    await expect(addCheckpoint(answering(200, stranger), { ...question, old: 0 })).rejects.toMatchObject({ code: 'mismatch' });
    await expect(addCheckpoint(answering(200, cosign(`${text}x\n`, 1)), { ...question, old: 0 })).rejects.toMatchObject({
      code: 'mismatch',
    });
    const line = Buffer.from(good.split(' ')[2] ?? '', 'base64');
    for (let at = 4; at < line.length; at++) {
      const changed = Buffer.from(line);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const told = `— witness.example/w1 ${changed.toString('base64')}\n`;
      await expect(addCheckpoint(answering(200, told), { ...question, old: 0 }), `byte ${at}`).rejects.toMatchObject({ code: 'mismatch' });
    }
    expect((await addCheckpoint(answering(200, stranger + good), { ...question, old: 0 })).lines).toEqual([good]);
    await expect(addCheckpoint(answering(200, good), { ...question, witnesses: [], old: 0 })).rejects.toMatchObject({ code: 'mismatch' });
  });
  it('sends a checkpoint that a key of P-256 signed', async () => {
    const { post } = memoryWitness([origin]);
    const [other, question] = [signerOf(p256()), await log(5)];
    const checkpoint = parseSignedCheckpoint(await signNote(other, origin, question.checkpoint.note.text));
    expect((await addCheckpoint(post, { ...question, checkpoint, old: 0 })).lines).toHaveLength(1);
  });
});
