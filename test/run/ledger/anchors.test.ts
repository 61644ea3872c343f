import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLedger, readLedger } from '../../../src/evidence/ledger/open.ts';
import type { FolderLedger } from '../../../src/evidence/ledger/writer.ts';
import type { Post } from '../../../src/evidence/seal/post.ts';
import { formatVkey, parseVkey } from '../../../src/evidence/log/vkey.ts';
import { anchorByTimestamp, anchorByWitness } from '../../../src/run/ledger/anchors.ts';
import { checkLedger, type CheckedLedger, type LedgerTrust } from '../../../src/run/ledger/check/check.ts';
import { ledgerStatus } from '../../../src/run/ledger/status.ts';
import { answerOf, issue, pemOfCert, timeStamping, tokenOf } from '../../evidence/support/authority.ts';
import { memoryWitness, witnessKey } from '../../evidence/support/witness.ts';
import { testSigner } from '../../support/ledger.ts';

const at = '2026-11-20T00:00:00.000Z';
const by = { name: 'Ida Quist', from: 'configuration' } as const;
const origin = 'test.example/log';
const now = (): number => Date.parse(at);
const random = (bytes: number): Uint8Array => Buffer.alloc(bytes, 7);
const authority = issue({ name: 'Root', authority: true });
const stamps = issue({ name: 'Stamps', issuer: authority, purposes: [timeStamping] });

let folder: string;
let ledger: FolderLedger;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vestige-anchors-'));
  ledger = await createLedger(folder, { origin, signer: testSigner(), signerSettings: { kind: 'file' }, at, by, program: 'vestige 0' });
});
afterEach(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

/** An authority that stamps the checkpoint of now. */
const stamping: Post = () => {
  const token = tokenOf({ signer: stamps, message: Buffer.from(ledger.checkpoint), nonce: random(16) });
  return Promise.resolve({ status: 200, contentType: 'application/timestamp-reply', body: answerOf(token) });
};

async function checked(trust: Partial<LedgerTrust> = {}): Promise<CheckedLedger> {
  const keys = [parseVkey((await readLedger(folder)).keys[0]?.vkey ?? '')];
  return checkLedger(folder, { keys, earlier: null, authorities: null, witnesses: [], ...trust });
}

describe('a mark from outside', () => {
  it('by an authority is kept with the checkpoint it is of, logged, and holds', async () => {
    const anchor = await anchorByTimestamp(ledger, { post: stamping, now, random }, 'https://tsa.example', pemOfCert(authority));
    expect(anchor).toMatchObject({ how: 'rfc3161', size: 1, by: 'Stamps', at: '2026-01-01T12:00:00.000Z' });
    expect(ledger.size).toBe(2);
    expect(await checked({ authorities: pemOfCert(authority) })).toMatchObject({ problems: [], anchors: [{ anchor, isNamed: true }] });
    expect(await checked()).toMatchObject({ problems: [], anchors: [{ isNamed: false }] });
    expect((await ledgerStatus(await readLedger(folder), 'x')).anchor).toEqual(anchor);
    const stranger = pemOfCert(issue({ name: 'Root', authority: true }));
    expect((await checked({ authorities: stranger })).problems).toMatchObject([{ code: 'anchor-differs', place: 'leaf 1' }]);
  });

  it('by a witness holds too, and the next one goes on from what the witness saw', async () => {
    const { post, asked } = memoryWitness([origin]);
    const witness = witnessKey();
    const ask = (): Promise<unknown> => anchorByWitness(ledger, { post, now, random }, { url: 'https://w.example', witness });
    await ask();
    await ask();
    expect(asked.map((each) => each.split(' ').slice(1).join(' '))).toEqual(['old 0', 'old 1']);
    const { problems, anchors } = await checked({ witnesses: [witness] });
    expect([problems, anchors.map(({ anchor, isNamed }) => [anchor.how, anchor.size, isNamed])]).toEqual([
      [],
      [
        ['cosignature', 1, true],
        ['cosignature', 2, true],
      ],
    ]);
    expect(formatVkey(witness)).toContain(anchors[0]?.anchor.by);
  });

  it('that is refused leaves nothing in the ledger', async () => {
    const { post } = memoryWitness([]);
    const asked = anchorByWitness(ledger, { post, now, random }, { url: 'https://w.example', witness: witnessKey() });
    await expect(asked).rejects.toMatchObject({ code: 'unknown-origin' });
    expect([ledger.size, await ledger.anchors()]).toEqual([1, []]);
    expect((await checked()).problems).toEqual([]);
  });

  it('that is changed, swapped or lost is found', async () => {
    await anchorByTimestamp(ledger, { post: stamping, now, random }, 'https://tsa.example', null);
    const [name = ''] = readdirSync(join(folder, 'anchors'));
    const file = join(folder, 'anchors', name);
    const kept = readFileSync(file, 'utf8');
    const other = answerOf(tokenOf({ signer: stamps, message: Buffer.from('another'), nonce: random(16) }));
    for (const [text, code] of [
      [kept.replace(/"bytes":"..../, '"bytes":"AAAA'), 'anchor-differs'],
      [JSON.stringify({ ...(JSON.parse(kept) as object), bytes: Buffer.from(other).toString('base64') }), 'anchor-differs'],
      ['no JSON', 'anchor-differs'],
      ['{}', 'anchor-differs'],
    ] as const) {
      writeFileSync(file, text);
      expect((await checked()).problems).toMatchObject([{ code, file: `anchors/${name}` }]);
    }
    rmSync(file);
    expect((await checked()).problems).toMatchObject([{ code: 'missing-anchor', file: `anchors/${name}` }]);
    writeFileSync(file, kept);
    rmSync(join(folder, 'checkpoints/1'));
    expect((await checked()).problems).toMatchObject([{ code: 'missing-anchor', file: 'checkpoints/1' }]);
  });
});

describe('what a smaller tree left', () => {
  it('is no fault, and a lie in it is; files beyond the tree are told as unfinished', async () => {
    await ledger.append(
      [1, 2].map(() => ({ at, of: null, body: { kind: 'prune', what: 'captures', until: null, removed: 1, ids: '', by } })),
    );
    await ledger.append([{ at, of: null, body: { kind: 'prune', what: 'captures', until: null, removed: 1, ids: '', by } }]);
    expect((await checked()).problems).toEqual([]);
    const narrow = join(folder, 'tile/0/000.p/3');
    const bytes = readFileSync(narrow);
    writeFileSync(narrow, Buffer.alloc(bytes.length));
    expect((await checked()).problems).toMatchObject([{ code: 'tile-differs', file: 'tile/0/000.p/3' }]);
    writeFileSync(narrow, bytes);
    writeFileSync(join(folder, 'tile/0/000.p/9'), Buffer.alloc(9 * 32));
    expect(await checked()).toMatchObject({ problems: [], unfinished: 1 });
  });
});
