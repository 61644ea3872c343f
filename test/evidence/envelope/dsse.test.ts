import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { envelopeBytes, parseEnvelope, statementType } from '../../../src/evidence/envelope/envelope.ts';
import { pae } from '../../../src/evidence/envelope/pae.ts';
import { pemOf, publicKeyOf, publicKeyOfPem, publicKeyOfRaw, rawEd25519, verifies } from '../../../src/evidence/envelope/public-key.ts';
import { verifyEnvelope } from '../../../src/evidence/envelope/verify.ts';
import { runs } from '../../support/runs.ts';
import { p256, privateKeyOf, publicOf, seeds, signerOf } from '../support/keys.ts';

const key = privateKeyOf(seeds.log);
const known = publicOf(key);
const body = Buffer.from('hello world');
const type = 'http://example.com/HelloWorld';

async function sealed(signer = signerOf(key), keyId = signer.publicKey.keyId) {
  return { payloadType: type, payload: body, signatures: [{ keyId, sig: await signer.sign(pae(type, body)) }] };
}
function coded(result: { readonly holds: boolean; readonly faults?: readonly { readonly code: string }[] }): readonly string[] {
  return result.faults?.map(({ code }) => code) ?? [];
}

describe('what a signature is over', () => {
  it('is the vector of the specification, and its signature that of RFC 8032', async () => {
    expect(Buffer.from(pae(type, body)).toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
    expect(Buffer.from(await signerOf(key).sign(pae(type, body))).toString('base64')).toBe(
      '4DHX3Zn4qpBKvEj7maE8O9u9bjXEnPLLnyXVUJ2PXJR8DSLcL3QDpFvfJOj3pB/SPHsl6Jg4boxsMb6KvuYABw==',
    );
  });
  it('counts bytes, not characters', () => {
    expect(Buffer.from(pae('é', Buffer.from('✓'))).toString()).toBe('DSSEv1 2 é 3 ✓');
  });
  it('is another for every other pair of type and body', () => {
    const pair = fc.tuple(fc.string(), fc.uint8Array());
    fc.assert(
      fc.property(pair, pair, ([a, one], [b, other]) => {
        const isSame = a === b && Buffer.from(one).equals(other);
        expect(Buffer.from(pae(a, one)).equals(pae(b, other))).toBe(
          isSame || (Buffer.from(a).equals(Buffer.from(b)) && Buffer.from(one).equals(other)),
        );
      }),
      { numRuns: runs(200, 10_000) },
    );
  });
});

describe('a public key', () => {
  it('has the fingerprint that ssh-keygen prints, and one spelling', () => {
    expect(known).toEqual({
      algorithm: 'ed25519',
      spki: 'MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=',
      keyId: 'SHA256:bbXpuKG6zhzdmnxq256TlqzFBzRl2f6OOg722cYNbU8',
    });
    expect(publicKeyOfPem(pemOf(known))).toEqual(known);
    expect(publicKeyOfRaw(rawEd25519(known) ?? new Uint8Array())).toEqual(known);
  });
  it('of P-256 is the same from a compressed point', () => {
    const { spki } = publicOf(p256());
    const full = Buffer.from(spki, 'base64');
    const short = Buffer.concat([
      Buffer.from('3039301306072a8648ce3d020106082a8648ce3d030107032200', 'hex'),
      Buffer.of(2 + ((full.at(-1) ?? 0) % 2)),
      full.subarray(27, 59),
    ]);
    expect(publicKeyOf(short)?.spki).toBe(spki);
  });
  it.each([
    ['nothing', new Uint8Array()],
    ['no key', Buffer.from('30030201ff', 'hex')],
    ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'der', type: 'spki' })],
    ['P-384', createPublicKey(generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).privateKey).export({ format: 'der', type: 'spki' })],
    ['bytes after it', Buffer.concat([Buffer.from(known.spki, 'base64'), Buffer.of(0)])],
  ])('is not had of %s', (_, spki) => {
    expect(publicKeyOf(spki)).toBeUndefined();
  });
  it('is not had of a private one', () => {
    expect(publicKeyOfPem(key.export({ format: 'pem', type: 'pkcs8' }).toString())).toBeUndefined();
  });
  it('takes no signature of other bytes, another length or another form', async () => {
    for (const signer of [signerOf(key), signerOf(p256())]) {
      const sig = await signer.sign(body);
      expect(verifies(signer.publicKey, body, sig)).toBe(true);
      expect(verifies(signer.publicKey, Buffer.from('hello World'), sig)).toBe(false);
      for (const bad of [new Uint8Array(), sig.subarray(1), Buffer.concat([sig, Buffer.of(0)]), Buffer.alloc(64), Buffer.alloc(72, 0x30)])
        expect(verifies(signer.publicKey, body, bad)).toBe(false);
    }
  });
});

describe('an envelope', () => {
  it('is read as anybody writes one', async () => {
    const [{ keyId, sig }] = (await sealed()).signatures as [{ keyId: string; sig: Uint8Array }];
    const told = {
      payload: body.toString('base64url'),
      payloadType: type,
      signatures: [{ sig: Buffer.from(sig).toString('base64url'), cert: 'x' }],
      extra: { deep: [1] },
    };
    const read = parseEnvelope(Buffer.from(JSON.stringify(told, undefined, 2)));
    if (!read.holds) throw new Error(read.faults[0].code);
    expect(read.value.signatures[0]?.keyId).toBe('');
    expect(keyId).toBe(known.keyId);
    expect(verifyEnvelope(read.value, [known]).holds).toBe(true);
  });
  it.each([
    ['{', 'not-json'],
    ['[]', 'not-an-envelope'],
    ['{"payloadType":"a","signatures":[{"sig":"AA=="}]}', 'not-an-envelope'],
    ['{"payload":"AA==","signatures":[{"sig":"AA=="}]}', 'not-an-envelope'],
    ['{"payload":"AA==","payloadType":"a","signatures":[]}', 'not-an-envelope'],
    ['{"payload":"AA==","payloadType":"a","signatures":[{"keyid":1,"sig":"AA=="}]}', 'not-an-envelope'],
    ['{"payload":"A","payloadType":"a","signatures":[{"sig":"AA=="}]}', 'not-base64'],
    ['{"payload":"AB==","payloadType":"a","signatures":[{"sig":"AA=="}]}', 'not-base64'],
    ['{"payload":"+_==","payloadType":"a","signatures":[{"sig":"AA=="}]}', 'not-base64'],
    ['{"payload":"AA==","payloadType":"a","signatures":[{"sig":"A A="}]}', 'not-base64'],
  ])('is not %s', (text, code) => {
    expect(coded(parseEnvelope(Buffer.from(text)))).toEqual([code]);
  });
  it('of bytes that are no UTF-8 is none', () => {
    expect(coded(parseEnvelope(Buffer.of(0xff, 0xfe)))).toEqual(['not-json']);
  });
  it('comes back from its bytes', async () => {
    const envelope = await sealed();
    expect(parseEnvelope(envelopeBytes(envelope))).toMatchObject({
      holds: true,
      value: { payloadType: type, signatures: [{ keyId: known.keyId }] },
    });
  });
  it('of a stranger, of a stranger who names our key, and of one who names nobody is refused', async () => {
    const stranger = signerOf(p256());
    expect(coded(verifyEnvelope(await sealed(stranger), [known]))).toEqual(['unknown-key']);
    expect(coded(verifyEnvelope(await sealed(stranger, known.keyId), [known]))).toEqual(['bad-signature']);
    expect(coded(verifyEnvelope(await sealed(stranger, ''), [known]))).toEqual(['bad-signature']);
    expect(coded(verifyEnvelope(await sealed(), []))).toEqual(['unknown-key']);
  });
  it('is not counted twice for one key', async () => {
    const one = await sealed();
    const twice = { ...one, signatures: [...one.signatures, ...one.signatures] };
    const other = signerOf(p256());
    const both = { ...one, signatures: [...one.signatures, ...(await sealed(other)).signatures] };
    expect(coded(verifyEnvelope(twice, [known, other.publicKey], 2))).toEqual(['too-few']);
    expect(verifyEnvelope(both, [known, other.publicKey], 2).holds).toBe(true);
    expect(verifyEnvelope(both, [known]).holds).toBe(true);
  });
  it('under another type is another message', async () => {
    expect(coded(verifyEnvelope({ ...(await sealed()), payloadType: statementType }, [known]))).toEqual(['bad-signature']);
  });
  it('is signed as the platform verifies it too', async () => {
    const signer = signerOf(p256());
    const { signatures } = await sealed(signer);
    const spki = createPublicKey({ key: Buffer.from(signer.publicKey.spki, 'base64'), format: 'der', type: 'spki' });
    expect(verify('sha256', pae(type, body), spki, signatures[0]?.sig ?? new Uint8Array())).toBe(true);
  });
});
