import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Signer } from '../../../src/contract/signer.ts';
import { checkBatch } from '../../../src/evidence/check/envelope/statement.ts';
import { checkCosignatures } from '../../../src/evidence/check/witness/check.ts';
import { parseEnvelope, statementType } from '../../../src/evidence/envelope/envelope.ts';
import type { BatchPredicate } from '../../../src/evidence/envelope/predicates.ts';
import { predicateTypes } from '../../../src/evidence/envelope/predicates.ts';
import { pemOf, publicKeyOfPem } from '../../../src/evidence/envelope/public-key.ts';
import { batchStatement, parseStatement, statementBytes } from '../../../src/evidence/envelope/statement.ts';
import { verifyEnvelope } from '../../../src/evidence/envelope/verify.ts';
import { parseNote } from '../../../src/evidence/log/note.ts';
import { formatVkey, parseVkey } from '../../../src/evidence/log/vkey.ts';
import { sealEnvelope } from '../../../src/evidence/seal/envelope.ts';
import { signNote, vkeyOfSigner } from '../../../src/evidence/seal/note.ts';
import { p256, privateKeyOf, seeds, signerOf } from '../../evidence/support/keys.ts';
import { cosign, witnessKey } from '../../evidence/support/witness.ts';
import { installed } from '../support/install.ts';
import { cosignProgram, dssePython, sealVerifier } from './seal-programs.ts';

const folder = mkdtempSync(join(tmpdir(), 'vestige-dsse-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const run = (program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string =>
  execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
const file = (name: string, bytes: string | Uint8Array): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};

const blob = 'what the batch is of';
const root = createHash('sha256').update(blob).digest('hex');
const batch: BatchPredicate = {
  what: 'findings',
  count: 1,
  root,
  nonce: root,
  capture: root,
  asOf: '2026-11-22T09:30:00.000Z',
  program: 'vestige 0.1.0',
  configuration: root,
  hashing: 'vestige-values/v1',
};
const signers: Readonly<Record<string, Signer>> = { ed25519: signerOf(privateKeyOf(seeds.log)), p256: signerOf(p256()) };

/** An envelope of ours, with what it signs: as it is, and with one byte of its payload changed. */
async function ours(signer: Signer) {
  const bytes = Buffer.from(await sealEnvelope(signer, batchStatement(batch)));
  expect(checkBatch(bytes, [signer.publicKey]).holds).toBe(true);
  const told = JSON.parse(bytes.toString()) as { payload: string };
  const payload = Buffer.from(told.payload, 'base64');
  payload[payload.length - 5] = (payload.at(-5) ?? 0) ^ 1;
  return { bytes, changed: JSON.stringify({ ...told, payload: payload.toString('base64') }) };
}

const go = installed(sealVerifier);
describe.skipIf(go === undefined)('go-securesystemslib', () => {
  it.each(['ed25519', 'p256'])('takes our envelopes by %s without being told a key id, and we take its', async (kind) => {
    const signer = signers[kind]!;
    const { bytes, changed } = await ours(signer);
    const key = file('pub.pem', pemOf(signer.publicKey));
    const verify = (text: string | Uint8Array) => run(go ?? '', ['verify-dsse', key, file('envelope.json', text)]);
    expect(verify(bytes)).toBe(Buffer.from(statementBytes(batchStatement(batch))).toString());
    expect(() => verify(changed)).toThrow();
    const place = join(folder, `theirs-${kind}`);
    mkdirSync(place);
    run(go ?? '', ['sign-dsse', kind, statementType, file('payload.json', statementBytes(batchStatement(batch))), place]);
    const theirs = publicKeyOfPem(readFileSync(join(place, 'pub.pem'), 'utf8'))!;
    const read = parseEnvelope(readFileSync(join(place, 'envelope.json')));
    if (!read.holds) throw new Error(read.faults[0].code);
    // it names the key as we do
    expect(read.value.signatures[0]?.keyId).toBe(theirs.keyId);
    expect(verifyEnvelope(read.value, [theirs]).holds).toBe(true);
    expect(verifyEnvelope(read.value, [signer.publicKey]).holds).toBe(false);
  });
});

describe.skipIf(go === undefined)('the notes of transparency-dev', () => {
  const text = 'example.com/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n';
  it.each(['ed25519', 'p256'])('are ours by %s', async (kind) => {
    const signer = signers[kind]!;
    const vkey = formatVkey(vkeyOfSigner(signer, 'example.com/log'));
    const note = await signNote(signer, 'example.com/log', text);
    run(go ?? '', ['verify-note', vkey, file('note', note)]);
    expect(() => run(go ?? '', ['verify-note', vkey, file('note', note.replace('\n0\n', '\n1\n'))])).toThrow();
  });
  it('are cosigned there and here alike', async () => {
    const note = await signNote(signers['ed25519']!, 'example.com/log', text);
    run(go ?? '', ['verify-note', formatVkey(witnessKey()), file('note', `${note}${cosign(text, 1_700_000_000)}`)]);
    const [vkey = '', ...signed] = run(go ?? '', ['cosign', 'witness.example/go', file('note', note)]).split('\n');
    const checked = checkCosignatures(parseNote(signed.join('\n')), [parseVkey(vkey)]);
    expect(checked).toMatchObject({ holds: true, value: [{ witness: { name: 'witness.example/go' } }] });
  });
});

const python = installed(dssePython);
describe.skipIf(python === undefined)('securesystemslib', () => {
  const script = `
import json, sys
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from securesystemslib.dsse import Envelope
from securesystemslib.signer import SSlibKey, CryptoSigner
if sys.argv[1] == "verify":
    key = SSlibKey.from_crypto(load_pem_public_key(open(sys.argv[2], "rb").read()), keyid=sys.argv[4])
    print(list(Envelope.from_dict(json.load(open(sys.argv[3]))).verify([key], threshold=1))[0])
else:
    signer = CryptoSigner.generate_ed25519() if sys.argv[1] == "ed25519" else CryptoSigner.generate_ecdsa()
    envelope = Envelope(payload=open(sys.argv[2], "rb").read(), payload_type=sys.argv[3], signatures={})
    envelope.sign(signer)
    print(json.dumps({"key": signer.public_key.keyval["public"], "scheme": signer.public_key.scheme, "envelope": envelope.to_dict()}))
`;
  it.each(['ed25519', 'p256'])('takes our envelopes by %s, and we take its', async (kind) => {
    const signer = signers[kind]!;
    const { bytes, changed } = await ours(signer);
    const code = file('dsse.py', script);
    const key = file('pub.pem', pemOf(signer.publicKey));
    const verify = (text: string | Uint8Array) =>
      run(python ?? '', [code, 'verify', key, file('envelope.json', text), signer.publicKey.keyId]);
    expect(verify(bytes).trim()).toBe(signer.publicKey.keyId);
    expect(() => verify(changed)).toThrow();
    const told = JSON.parse(
      run(python ?? '', [code, kind, file('payload.json', statementBytes(batchStatement(batch))), statementType]),
    ) as {
      key: string;
      envelope: { signatures: { keyid: string }[] };
    };
    const pem =
      kind === 'ed25519'
        ? `-----BEGIN PUBLIC KEY-----\n${Buffer.from(`302a300506032b6570032100${told.key}`, 'hex').toString('base64')}\n-----END PUBLIC KEY-----\n`
        : told.key;
    const theirs = publicKeyOfPem(pem)!;
    // its key ids are of its own making: whoever takes its envelopes hands the key over by that id
    const keyId = told.envelope.signatures[0]?.keyid ?? '';
    const read = parseEnvelope(Buffer.from(JSON.stringify(told.envelope)));
    if (!read.holds) throw new Error(read.faults[0].code);
    expect(verifyEnvelope(read.value, [{ ...theirs, keyId }]).holds).toBe(true);
    expect(verifyEnvelope(read.value, [signer.publicKey]).holds).toBe(false);
  });
});

const cosignTool = installed(cosignProgram);
describe.skipIf(cosignTool === undefined)('cosign', () => {
  const home = { HOME: folder, COSIGN_PASSWORD: 'x', TUF_ROOT: join(folder, 'tuf') };
  it.each(['ed25519', 'p256'])('takes our envelopes by %s, in a bundle', async (kind) => {
    const signer = signers[kind]!;
    const { bytes, changed } = await ours(signer);
    const key = file('cosign-pub.pem', pemOf(signer.publicKey));
    const subject = file('blob', blob);
    const verify = (envelope: string | Uint8Array) => {
      const { payload, payloadType, signatures } = JSON.parse(Buffer.from(envelope).toString()) as {
        payload: string;
        payloadType: string;
        signatures: { keyid: string; sig: string }[];
      };
      const bundle = {
        mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        verificationMaterial: { publicKey: { hint: signer.publicKey.keyId } },
        dsseEnvelope: { payload, payloadType, signatures },
      };
      const args = [
        '--key',
        key,
        '--bundle',
        file('bundle.json', JSON.stringify(bundle)),
        '--insecure-ignore-tlog',
        '--type',
        predicateTypes.batch,
      ];
      return run(cosignTool ?? '', ['verify-blob-attestation', ...args, subject], home);
    };
    expect(() => verify(bytes)).not.toThrow();
    expect(() => verify(changed)).toThrow();
  });
  it('signs what we take', () => {
    run(cosignTool ?? '', ['generate-key-pair'], home);
    const args = [
      '--key',
      join(folder, 'cosign.key'),
      '--type',
      predicateTypes.batch,
      '--predicate',
      file('predicate.json', JSON.stringify(batch)),
    ];
    const offline = [
      '--tlog-upload=false',
      '--use-signing-config=false',
      '--new-bundle-format',
      '--yes',
      '--bundle',
      join(folder, 'theirs.json'),
    ];
    run(cosignTool ?? '', ['attest-blob', ...args, ...offline, file('blob', blob)], home);
    const { dsseEnvelope } = JSON.parse(readFileSync(join(folder, 'theirs.json'), 'utf8')) as { dsseEnvelope: object };
    const key = publicKeyOfPem(readFileSync(join(folder, 'cosign.pub'), 'utf8'))!;
    const read = parseEnvelope(Buffer.from(JSON.stringify(dsseEnvelope)));
    if (!read.holds) throw new Error(read.faults[0].code);
    const verified = verifyEnvelope(read.value, [key]);
    if (!verified.holds) throw new Error(verified.faults[0].code);
    const statement: unknown = JSON.parse(Buffer.from(verified.value.payload).toString());
    expect(statement).toMatchObject({ predicateType: predicateTypes.batch, predicate: batch, subject: [{ digest: { sha256: root } }] });
    // it still writes the older statement, which is none of ours
    expect(statement).toMatchObject({ _type: 'https://in-toto.io/Statement/v0.1' });
    expect(parseStatement(verified.value.payload).holds).toBe(false);
  });
});
