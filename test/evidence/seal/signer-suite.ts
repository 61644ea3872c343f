import { createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PublicKey, Signer } from '../../../src/contract/signer.ts';
import { verifyEnvelope } from '../../../src/evidence/envelope/verify.ts';
import { parseEnvelope } from '../../../src/evidence/envelope/envelope.ts';
import { pae } from '../../../src/evidence/envelope/pae.ts';
import { publicKeyOf, verifies } from '../../../src/evidence/envelope/public-key.ts';
import { openNote, parseNote } from '../../../src/evidence/log/note.ts';
import { sealEnvelope } from '../../../src/evidence/seal/envelope.ts';
import { signNote, vkeyOfSigner } from '../../../src/evidence/seal/note.ts';

export interface SignerCase {
  readonly name: string;
  readonly algorithm: PublicKey['algorithm'];
  /** Bytes of the longest message that it signs. */
  readonly longest: number;
  readonly open: () => Promise<Signer>;
}

/** What every signer has to do, wherever its key is. */
export function signerSuite({ name, algorithm, longest, open }: SignerCase): void {
  describe(`the signer ${name}`, () => {
    let signer: Signer;
    beforeAll(async () => {
      signer = await open();
    });
    afterAll(async () => {
      await signer.close();
    });
    it('tells a key in the one spelling, and where it is', () => {
      expect(signer.publicKey.algorithm).toBe(algorithm);
      expect(publicKeyOf(Buffer.from(signer.publicKey.spki, 'base64'))).toEqual(signer.publicKey);
      expect(signer.place).not.toBe('');
      expect(signer.place).not.toMatch(/PRIVATE|BEGIN/);
    });
    it('signs messages, short and long, so that the platform verifies them', async () => {
      const key = createPublicKey({ key: Buffer.from(signer.publicKey.spki, 'base64'), format: 'der', type: 'spki' });
      for (const length of [1, 4096, longest]) {
        const message = Buffer.alloc(length, 'm');
        const signature = await signer.sign(message);
        expect(algorithm === 'ed25519' ? verify(null, message, key, signature) : verify('sha256', message, key, signature)).toBe(true);
        expect(verifies(signer.publicKey, message, signature)).toBe(true);
        expect(verifies(signer.publicKey, Buffer.concat([message, Buffer.of(0)]), signature)).toBe(false);
      }
    });
    it('signs several at once', async () => {
      const messages = Array.from({ length: 5 }, (_, index) => Buffer.from(`message ${index}`));
      const signatures = await Promise.all(messages.map((message) => signer.sign(message)));
      for (const [index, signature] of signatures.entries()) expect(verifies(signer.publicKey, messages[index]!, signature)).toBe(true);
    });
    it('seals a statement and signs a note', async () => {
      const statement = { subject: [{ name: 'a', digest: { sha256: 'aa' } }], predicateType: 'urn:x', predicate: {} } as const;
      const envelope = parseEnvelope(await sealEnvelope(signer, statement));
      if (!envelope.holds) throw new Error(envelope.faults[0].code);
      expect(verifyEnvelope(envelope.value, [signer.publicKey]).holds).toBe(true);
      expect(verifies(signer.publicKey, pae(envelope.value.payloadType, envelope.value.payload), envelope.value.signatures[0]!.sig)).toBe(
        true,
      );
      const note = parseNote(await signNote(signer, 'example.com/log', 'example.com/log\n0\nroot\n'));
      expect(openNote(note, [vkeyOfSigner(signer, 'example.com/log')])).toHaveLength(1);
    });
  });
}
