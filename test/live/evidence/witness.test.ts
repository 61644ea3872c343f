import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../src/evidence/check/policy/parse.ts';
import { checkPolicy } from '../../../src/evidence/check/policy/quorum.ts';
import { formatCheckpoint, parseSignedCheckpoint } from '../../../src/evidence/log/checkpoint.ts';
import { consistencyProof, inclusionProof, leafHash, treeRoot } from '../../../src/evidence/log/merkle.ts';
import { formatTlogProof } from '../../../src/evidence/log/proof.ts';
import { formatVkey } from '../../../src/evidence/log/vkey.ts';
import { signNote, vkeyOfSigner } from '../../../src/evidence/seal/note.ts';
import type { Post } from '../../../src/evidence/seal/post.ts';
import { addCheckpoint } from '../../../src/evidence/seal/witness.ts';
import { p256, privateKeyOf, seeds, signerOf } from '../../evidence/support/keys.ts';
import { witnessKey } from '../../evidence/support/witness.ts';
import { installed } from '../support/install.ts';
import { logPrograms } from './go-programs.ts';
import { litewitness, type Witness } from './litewitness.ts';
import { litewitnessProgram } from './seal-programs.ts';

const program = installed(litewitnessProgram);
const programs = installed(logPrograms);
const origin = 'example.com/log';
const signer = signerOf(privateKeyOf(seeds.log));
const post: Post = async (url, contentType, body) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body: Uint8Array.from(body),
    redirect: 'manual',
  });
  const told = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? null;
  return { status: response.status, contentType: told, body: new Uint8Array(await response.arrayBuffer()) };
};

describe.skipIf(program === undefined)('litewitness', () => {
  let witness: Witness | undefined;
  let url = '';
  beforeAll(async () => {
    witness = await litewitness(program ?? '', { origin, vkey: formatVkey(vkeyOfSigner(signer, origin)) });
    url = witness.url;
  }, 60_000);
  afterAll(() => {
    witness?.close();
  });

  async function log(size: number, salt = 'entry', name = origin, by = signer) {
    const leaves = Array.from({ length: size }, (_, index) => leafHash(Buffer.from(`${salt} ${index}`)));
    const note = await signNote(by, name, formatCheckpoint({ origin: name, size, root: treeRoot(leaves) }));
    return {
      url,
      witnesses: [witnessKey()],
      checkpoint: parseSignedCheckpoint(note),
      consistency: (from: number) => Promise.resolve(consistencyProof(leaves, from).map((hash) => Buffer.from(hash).toString('base64'))),
      note,
    };
  }

  it('cosigns our checkpoints as they grow, whatever we believe it saw, and a policy takes them', async () => {
    const policy = parsePolicy(`log ${formatVkey(vkeyOfSigner(signer, origin))}\nwitness w ${formatVkey(witnessKey())}\nquorum w\n`);
    if (!policy.holds) throw new Error(policy.faults[0].code);
    for (const [old, size] of [
      [0, 5],
      [5, 300],
      [0, 301],
      [7, 1000],
      [1000, 1000],
    ] as const) {
      const question = await log(size);
      const { lines, cosigned } = await addCheckpoint(post, { ...question, old });
      expect(Math.abs(Date.parse(cosigned[0]?.at ?? '') - Date.now())).toBeLessThan(60_000);
      expect(checkPolicy(policy.value, `${question.note}${lines.join('')}`)).toMatchObject({
        holds: true,
        value: { witnesses: [{ name: 'w' }] },
      });
    }
  });

  it.skipIf(programs === undefined)(
    'with it a proof holds to torchwood under a policy that asks for a witness, and not without',
    async () => {
      const question = await log(1000);
      const { lines } = await addCheckpoint(post, { ...question, old: 0 });
      const folder = mkdtempSync(join(tmpdir(), 'vestige-proof-'));
      const at = (name: string, content: string): string => {
        writeFileSync(join(folder, name), content);
        return join(folder, name);
      };
      const leaves = Array.from({ length: 1000 }, (_, index) => leafHash(Buffer.from(`entry ${index}`)));
      const proof = (note: string): string =>
        at('proof', formatTlogProof({ extra: null, index: 7, hashes: inclusionProof(leaves, 7), checkpoint: note }));
      const policy = at('policy', `log ${formatVkey(vkeyOfSigner(signer, origin))}\nwitness w ${formatVkey(witnessKey())}\nquorum w\n`);
      const checked = (file: string, leaf: string): string =>
        execFileSync(programs?.verifier ?? '', ['policy', file, at('leaf', leaf), policy], { encoding: 'utf8', stdio: 'pipe' });
      expect(checked(proof(`${question.note}${lines.join('')}`), 'entry 7')).toBe('proven\n');
      expect(() => checked(proof(`${question.note}${lines.join('')}`), 'entry 8')).toThrow(/inclusion proof/);
      expect(() => checked(proof(question.note), 'entry 7')).toThrow(/policy|signature|sign/);
      rmSync(folder, { recursive: true, force: true });
    },
  );

  it('refuses what it must, and we say why', async () => {
    await expect(addCheckpoint(post, { ...(await log(900)), old: 0 })).rejects.toMatchObject({ code: 'conflict' });
    await expect(addCheckpoint(post, { ...(await log(1200, 'fork')), old: 1000 })).rejects.toMatchObject({ code: 'bad-proof' });
    await expect(addCheckpoint(post, { ...(await log(1000, 'fork')), old: 1000 })).rejects.toMatchObject({
      code: expect.stringMatching(/^(conflict|bad-proof)$/),
    });
    await expect(addCheckpoint(post, { ...(await log(5, 'entry', 'example.com/other')), old: 0 })).rejects.toMatchObject({
      code: 'unknown-origin',
    });
    await expect(addCheckpoint(post, { ...(await log(1100, 'entry', origin, signerOf(p256()))), old: 1000 })).rejects.toMatchObject({
      code: 'not-trusted',
    });
    await expect(addCheckpoint(post, { ...(await log(1000)), old: 1000, witnesses: [] })).rejects.toMatchObject({ code: 'mismatch' });
  });
});
