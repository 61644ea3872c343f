import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkBatch, checkPackStatement } from '../../../../src/evidence/check/envelope/statement.ts';
import { envelopeBytes, parseEnvelope, statementType } from '../../../../src/evidence/envelope/envelope.ts';
import { pae } from '../../../../src/evidence/envelope/pae.ts';
import type { BatchPredicate, PackPredicate } from '../../../../src/evidence/envelope/predicates.ts';
import { batchStatement, packStatement, parseStatement, statementBytes } from '../../../../src/evidence/envelope/statement.ts';
import { sealEnvelope } from '../../../../src/evidence/seal/envelope.ts';
import { p256, privateKeyOf, seeds, signerOf } from '../../support/keys.ts';

const hex = (text: string) => createHash('sha256').update(text).digest('hex');
const batch: BatchPredicate = {
  what: 'findings',
  count: 3,
  root: hex('root'),
  nonce: hex('nonce'),
  capture: hex('capture'),
  asOf: '2026-11-22T09:30:00.000Z',
  program: 'vestige 0.1.0',
  configuration: hex('configuration'),
  hashing: 'vestige-values/v1',
};
const pack: PackPredicate = {
  pack: hex('pack'),
  framework: 'soc2',
  period: { from: '2026-01-01T00:00:00.000Z', to: '2026-07-01T00:00:00.000Z' },
  content: hex('content'),
  ledger: { origin: 'example.com/log', size: 12, root: Buffer.alloc(32, 7).toString('base64'), population: 10, export: 11 },
};
const signer = signerOf(privateKeyOf(seeds.log));
const keys = [signer.publicKey];

function coded(result: { readonly holds: boolean; readonly faults?: readonly { readonly code: string }[] }): readonly string[] {
  return result.faults?.map(({ code }) => code) ?? [];
}

/** Signs whatever payload, under whatever type, in our own spelling of an envelope. */
async function sealing(payload: string | Uint8Array, payloadType = statementType): Promise<Uint8Array> {
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
  const sig = await signer.sign(pae(payloadType, bytes));
  return envelopeBytes({ payloadType, payload: bytes, signatures: [{ keyId: signer.publicKey.keyId, sig }] });
}

describe('a statement of a batch', () => {
  it('is its root, named by what it is of, and comes back whole', async () => {
    const bytes = await sealEnvelope(signer, batchStatement(batch));
    expect(checkBatch(bytes, keys)).toEqual({
      holds: true,
      value: {
        statement: {
          subject: [{ name: 'findings', digest: { sha256: batch.root } }],
          predicateType: 'urn:vestige:predicate:batch:1',
          predicate: batch,
        },
        by: keys,
      },
    });
  });
  it('has the same bytes whatever the order of its members', async () => {
    const turned = Object.fromEntries(Object.entries(batch).reverse()) as unknown as BatchPredicate;
    expect(await sealEnvelope(signer, batchStatement(turned))).toEqual(await sealEnvelope(signer, batchStatement(batch)));
  });
  it('fails when any byte of its envelope is another', async () => {
    for (const made of [signer, signerOf(p256())]) {
      const bytes = await sealEnvelope(made, batchStatement(batch));
      for (let at = 0; at < bytes.length; at++) {
        const changed = Uint8Array.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
        expect(checkBatch(changed, [made.publicKey]).holds, `byte ${at}`).toBe(false);
      }
      for (const length of [0, 1, 100, bytes.length - 1]) expect(checkBatch(bytes.subarray(0, length), [made.publicKey]).holds).toBe(false);
    }
  });
  it('fails for a subject that is not its root', async () => {
    const other = { ...batchStatement(batch), subject: [{ name: 'findings', digest: { sha256: hex('other') } }] as const };
    expect(coded(checkBatch(await sealEnvelope(signer, other), keys))).toEqual(['subject']);
    const renamed = { ...batchStatement(batch), subject: [{ name: 'pages', digest: { sha256: batch.root } }] as const };
    expect(coded(checkBatch(await sealEnvelope(signer, renamed), keys))).toEqual(['subject']);
  });
  it.each([
    ['no batch', { ...batch, what: 'rows' }],
    ['half a thing', { ...batch, count: 1.5 }],
    ['fewer than none', { ...batch, count: -1 }],
    ['upper-case hex', { ...batch, nonce: batch.nonce.toUpperCase().replace(/^\d/, 'A') }],
    ['no time', { ...batch, asOf: '2026-13-22T09:30:00.000Z' }],
    ['a member more', { ...batch, extra: 1 }],
    ['a member less', { what: 'pages' }],
  ])('fails for a predicate with %s', async (_, predicate) => {
    const told = { ...batchStatement(batch), predicate };
    const codes = coded(checkBatch(await sealEnvelope(signer, told), keys));
    expect(codes.length).toBeGreaterThan(0);
    expect(new Set(codes)).toEqual(new Set(['predicate']));
  });
  it('is not one of a pack, nor signed as something else, nor told in another spelling', async () => {
    expect(coded(checkPackStatement(await sealEnvelope(signer, batchStatement(batch)), keys))).toEqual(['predicate-type']);
    const payload = statementBytes(batchStatement(batch));
    expect(coded(checkBatch(await sealing(payload, 'text/plain'), keys))).toEqual(['payload-type']);
    expect(coded(checkBatch(await sealing(`${Buffer.from(payload).toString()}\n`), keys))).toEqual(['not-canonical']);
    const more = JSON.stringify({ ...(JSON.parse(Buffer.from(payload).toString()) as object), zz: 1 });
    expect(coded(checkBatch(await sealing(more), keys))).toEqual(['not-canonical']);
    const bytes = await sealing(payload);
    expect(coded(checkBatch(Buffer.concat([bytes, Buffer.from('\n')]), keys))).toEqual(['not-canonical']);
  });
  it('with half a surrogate pair in a hint beside is refused, and nothing breaks', async () => {
    const bytes = Buffer.from(await sealEnvelope(signer, batchStatement(batch))).toString();
    const more = bytes.replace('"signatures":[', '"signatures":[{"keyid":"\\ud800","sig":"AA=="},');
    expect(coded(checkBatch(Buffer.from(more), keys))).toEqual(['not-canonical']);
  });
});

describe('a statement of a pack', () => {
  const files = [
    { path: 'pack.json', sha256: hex('b') },
    { path: 'manifest.json', sha256: hex('a') },
  ] as const;
  it('names its files in one order', async () => {
    const [one, other] = [packStatement(pack, files), packStatement(pack, [files[1], files[0]])];
    expect(statementBytes(one)).toEqual(statementBytes(other));
    const checked = checkPackStatement(await sealEnvelope(signer, one), keys);
    expect(checked).toMatchObject({
      holds: true,
      value: { statement: { subject: [{ name: 'manifest.json' }, { name: 'pack.json' }], predicate: pack } },
    });
  });
  it('without a ledger says so, and none is not the same as absent', async () => {
    expect(checkPackStatement(await sealEnvelope(signer, packStatement({ ...pack, ledger: null }, files)), keys).holds).toBe(true);
    const { ledger: _, ...less } = pack;
    const told = { ...packStatement(pack, files), predicate: less };
    expect(coded(checkPackStatement(await sealEnvelope(signer, told), keys))).toEqual(['predicate']);
  });
});

describe("anybody's statement", () => {
  it.each([
    ['{}', 'not-a-statement'],
    ['x', 'not-json'],
    [
      '{"_type":"https://in-toto.io/Statement/v0.1","subject":[{"digest":{"sha256":"aa"}}],"predicateType":"a","predicate":{}}',
      'not-a-statement',
    ],
    ['{"_type":"https://in-toto.io/Statement/v1","subject":[],"predicateType":"a","predicate":{}}', 'not-a-statement'],
    ['{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"a"}],"predicateType":"a","predicate":{}}', 'not-a-statement'],
    [
      '{"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"SHA256":"aa"}}],"predicateType":"a","predicate":{}}',
      'not-a-statement',
    ],
    [
      '{"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"sha256":"AA"}}],"predicateType":"a","predicate":{}}',
      'not-a-statement',
    ],
    [
      '{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"a","digest":{"sha256":"aa"}},{"name":"a","digest":{"sha256":"ab"}}],"predicateType":"a","predicate":{}}',
      'not-a-statement',
    ],
  ])('is not %s', (text, code) => {
    expect(coded(parseStatement(Buffer.from(text)))).toEqual([code]);
  });
  it('is read with members that nobody here knows', () => {
    const text =
      '{"x":1,"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"sha512":"aa"},"uri":"u"}],"predicateType":"a","predicate":{"y":2}}';
    expect(parseStatement(Buffer.from(text))).toEqual({
      holds: true,
      value: { subject: [{ name: null, digest: { sha512: 'aa' } }], predicateType: 'a', predicate: { y: 2 } },
    });
  });
  it('is found in its envelope', async () => {
    expect(parseEnvelope(await sealEnvelope(signer, packStatement(pack, [{ path: 'a', sha256: hex('a') }]))).holds).toBe(true);
  });
});
