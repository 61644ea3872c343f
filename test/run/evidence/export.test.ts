import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../src/base/bytes/hash.ts';
import type { Json } from '../../../src/base/json.ts';
import { checkPack } from '../../../src/evidence/check/pack/check.ts';
import { parseVkey } from '../../../src/evidence/log/vkey.ts';
import { parseEnvelope } from '../../../src/evidence/envelope/envelope.ts';
import { parseStatement } from '../../../src/evidence/envelope/statement.ts';
import { verifyEnvelope } from '../../../src/evidence/envelope/verify.ts';
import { checkDisclosed } from '../../../src/evidence/items/check.ts';
import { isValueOf } from '../../../src/evidence/items/values.ts';
import { eraseBody } from '../../../src/evidence/ledger/erase.ts';
import { openLedger } from '../../../src/evidence/ledger/open.ts';
import { isBodyOf } from '../../../src/evidence/log/leaf.ts';
import { leafHash } from '../../../src/evidence/log/merkle.ts';
import { parseTlogProof } from '../../../src/evidence/log/proof.ts';
import { verifyInclusion } from '../../../src/evidence/log/verify-proof.ts';
import { parseSignedCheckpoint } from '../../../src/evidence/log/checkpoint.ts';
import type { BodyOf, SaltedBody } from '../../../src/model/ledger.ts';
import { frameworks, type DisclosedPage, type DisclosedRecord, type Pack } from '../../../src/model/pack.ts';
import { nodeDisk, type PackDisk } from '../../../src/run/evidence/folder.ts';
import { packFormats } from '../../../reports/list.ts';
import type { PackFormat } from '../../../src/contract/pack-format.ts';
import { testSigner } from '../../support/ledger.ts';
import { demoState, exported, filesIn, operator, period, reader, scratch, type DemoState } from './support.ts';

/** A PDF takes longer than all the rest, and its words cannot be searched. */
const formats: readonly PackFormat[] = packFormats.filter(({ id }) => id !== 'pdf');
const quick = formats.filter(({ id }) => id !== 'xlsx');

let state: DemoState;
let bare: DemoState;
beforeAll(async () => {
  state = await demoState();
  bare = { ...state, ledger: null, logbook: null };
}, 120_000);

function target(): string {
  return join(scratch(), 'out', 'pack');
}

type Files = ReadonlyMap<string, Buffer>;

function packIn(files: Files): Pack {
  return JSON.parse(files.get('pack.json')!.toString()) as Pack;
}

function linesIn(files: Files, name: string): unknown[] {
  const lines = files.get(name)!.toString().split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => JSON.parse(line) as unknown);
}

function manifestHolds(files: Files): void {
  const manifest = JSON.parse(files.get('manifest.json')!.toString()) as { files: { path: string; bytes: number; sha256: string }[] };
  const listed = [...files.keys()].filter((path) => path !== 'manifest.json' && path !== 'pack.dsse.json');
  expect(manifest.files.map(({ path }) => path)).toEqual(listed.sort());
  for (const { path, bytes, sha256 } of manifest.files)
    expect({ path, bytes: files.get(path)!.length, sha256: sha256Hex(files.get(path)!) }).toEqual({ path, bytes, sha256 });
}

describe('a pack of a ledger', () => {
  it('is listed whole, sealed over its list, logged, and shows the items its records cite', async () => {
    const place = target();
    const { pack, leaf } = await exported(state, { target: place, zip: true });
    const files = filesIn(place);
    manifestHolds(files);
    expect(packIn(files)).toEqual(pack);
    expect(pack).toMatchObject({ framework: 'soc2', period, integrity: { level: 'logged' } });
    expect(pack.population.rows.length).toBeGreaterThan(3);

    const envelope = parseEnvelope(files.get('pack.dsse.json')!);
    if (!envelope.holds) throw new Error('no envelope');
    const verified = verifyEnvelope(envelope.value, [testSigner().publicKey]);
    if (!verified.holds) throw new Error('not signed');
    const statement = parseStatement(verified.value.payload);
    if (!statement.holds) throw new Error('no statement');
    expect(statement.value.subject.map(({ name }) => name)).toEqual([...files.keys()].filter((path) => path !== 'pack.dsse.json').sort());
    expect(statement.value.predicate).toMatchObject({ pack: pack.id, content: sha256Hex(files.get('pack.json')!) });

    const log = await reader(state);
    expect(files.get('log/checkpoint')!.toString()).toBe(log.checkpoint);
    const { size, root } = parseSignedCheckpoint(log.checkpoint);
    const bodies = new Map(linesIn(files, 'log/bodies.ndjson').map((line) => [(line as { index: number }).index, line as SaltedBody]));
    for await (const { index, bytes, leaf: each } of log.leaves()) {
      if (index === leaf) expect(each).toMatchObject({ kind: 'export', of: pack.integrity.population });
      if (bodies.has(index)) expect(isBodyOf(each, bodies.get(index)!)).toBe(true);
      const name = index === leaf ? 'export' : index === pack.integrity.population ? 'population' : null;
      if (name === null) continue;
      const proof = parseTlogProof(files.get(`proofs/${name}.tlog-proof`)!);
      expect(verifyInclusion(root, size, index, leafHash(bytes), proof.hashes)).toBe(true);
    }
    const said = (index: number): unknown => bodies.get(index)!.body;
    expect(said(leaf!)).toMatchObject({ pack: pack.id, content: sha256Hex(files.get('pack.json')!), by: operator });
    expect(said(pack.integrity.population!)).toMatchObject({ root: pack.population.root, size: pack.population.rows.length });

    const pages = linesIn(files, 'pages.ndjson') as DisclosedPage[];
    expect(pages.length).toBeGreaterThan(0);
    expect(pages.map((each) => each.page)).toEqual(pages.map((each) => each.page).sort());
    for (const page of pages) {
      const batch = said(page.leaf) as BodyOf<'batch'>;
      expect(checkDisclosed(page, batch)).toEqual([]);
      expect(files.has(`statements/${batch.statement}.json`)).toBe(true);
    }
    const logged = linesIn(files, 'logged.ndjson') as DisclosedRecord[];
    expect(logged.map(({ ending }) => ending)).toEqual(pack.records.flatMap((each) => (each.logged === null ? [] : [each.ending.id])));
    for (const { leaf, item, ending, ...shown } of logged) {
      const its = pack.records.find((record) => record.ending.id === ending)!.ending as unknown as Json;
      expect(isValueOf(said(leaf) as BodyOf<'batch'>, item, its, shown)).toBe(true);
    }
    const shown = new Set(pages.map(({ page }) => page));
    for (const { page, shown: isShown, withheld } of pack.records.flatMap(({ cited }) => cited)) {
      expect(isShown).toBe(withheld === null);
      if (isShown) expect(shown.has(page)).toBe(true);
    }
    expect(pack.records.some(({ logged }) => logged !== null)).toBe(true);
    const key = parseVkey(pack.integrity.vkey!);
    const checked = checkPack(files, { keys: [key], authorities: null, witnesses: [], policy: null, earlier: null });
    expect(checked.problems).toEqual([]);
    expect(checked).toMatchObject({ level: 'logged', signed: { isNamed: true } });
    expect(Object.keys(unzipSync(readFileSync(`${place}.zip`)))).toEqual([...files.keys()].sort());
  });

  it('of a sample says whose seed it was drawn by, and the next one that it was drawn before', async () => {
    const options = { sample: { size: 3, nonce: 'auditor 17' } };
    const first = await exported(state, { target: target(), options });
    const second = await exported(state, { target: target(), options: { sample: { size: 3, nonce: null } } });
    expect(first.pack.sample).toMatchObject({ seededBy: 'auditor', nonce: 'auditor 17' });
    expect(second.pack.sample).toMatchObject({ seededBy: 'management', nonce: null });
    expect(second.pack.sample!.redraws.map(({ leaf }) => leaf)).toContain(first.leaf);
    expect(first.pack.population.root).toBe(second.pack.population.root);
    expect(first.pack.sample!.seed).not.toBe(second.pack.sample!.seed);
  });

  it('withholds items of a capture that is not here any more, and says so', async () => {
    const { pack } = await exported(state, { target: target(), captures: [] });
    const cited = pack.records.flatMap((record) => record.cited);
    expect(cited.length).toBeGreaterThan(0);
    expect(new Set(cited.map(({ withheld }) => withheld))).toEqual(new Set(['page-not-kept']));
  });

  it('tells bodies that were erased as erased, and brings the rest', async () => {
    const erasing = await demoState();
    const log = await openLedger(erasing.ledger!, testSigner());
    const intents: number[] = [];
    for await (const { index, leaf } of log.leaves()) if (leaf.kind === 'run-intent') intents.push(index);
    await eraseBody(log, intents[0]!, { at: '2026-11-02T00:00:00.000Z', by: operator });
    await log.close();
    const place = target();
    const { pack } = await exported(erasing, { target: place });
    const bodies = linesIn(filesIn(place), 'log/bodies.ndjson').map((line) => (line as { index: number }).index);
    expect(bodies).not.toContain(intents[0]);
    expect(bodies).toContain(intents[1]);
    const run = pack.runs.find(({ intent }) => intent === intents[0]);
    expect(run?.by ?? null).toBeNull();
  });
});

describe('a pack without a ledger', () => {
  it('says that integrity rests on management, and has nothing signed or logged', async () => {
    const place = target();
    const { pack, leaf } = await exported(bare, { target: place });
    const files = filesIn(place);
    manifestHolds(files);
    expect(leaf).toBeNull();
    expect(pack.integrity).toMatchObject({ level: 'unsigned', vkey: null });
    expect(pack.integrity.says).toContain('integrity rests on management');
    expect([...files.keys()].filter((path) => /^(log|proofs|statements)\/|dsse|pages/.test(path))).toEqual([]);
    expect(files.get('VERIFY.md')!.toString()).toContain('integrity rests on management');
    expect(new Set(pack.records.flatMap(({ cited }) => cited.map(({ withheld }) => withheld)))).toEqual(new Set(['not-logged']));
  });

  it('is the same bytes each time', async () => {
    const [one, two] = [target(), target()];
    for (const place of [one, two]) await exported(bare, { target: place, framework: 'nist-800-53', formats: quick, zip: true });
    expect(readFileSync(`${one}.zip`).equals(readFileSync(`${two}.zip`))).toBe(true);
  });

  it.each(frameworks)('is made for %s', async (framework) => {
    const { pack } = await exported(bare, { target: target(), framework });
    expect(pack.framework).toBe(framework);
    expect(pack.controls.length).toBeGreaterThan(0);
    expect(JSON.stringify(pack.controls)).not.toMatch(/compliant/i);
  });
});

describe('a pack without names', () => {
  const names = ['ann.keller', 'greta.holm', 'kai.brandt', 'dana.frost', 'farah.aziz', 'sven.dahl', 'Ida Quist'];
  const key = Buffer.alloc(32, 9);

  it('has none of them in any file, and shows no page', async () => {
    for (const [of, made] of [
      [state, formats],
      [bare, []],
    ] as const) {
      const place = target();
      const { pack, pseudonyms } = await exported(of, { target: place, formats: made, options: { pseudonymKey: key } });
      expect(pack.pseudonyms).toMatchObject({ key: sha256Hex(key) });
      const told = pseudonyms!.flatMap((each) => each.names);
      expect(told).toEqual(expect.arrayContaining(['greta.holm', 'dana.frost']));
      for (const [path, bytes] of filesIn(place)) {
        const text = path.endsWith('.xlsx')
          ? Object.values(unzipSync(bytes))
              .map((each) => Buffer.from(each).toString())
              .join('\n')
          : bytes.toString();
        for (const name of names) expect(text.toLowerCase().includes(name.toLowerCase()) ? `${path}: ${name}` : '').toBe('');
      }
      expect(filesIn(place).get('pages.ndjson')?.toString() ?? '').toBe('');
      expect(filesIn(place).get('logged.ndjson')?.toString() ?? '').toBe('');
    }
  });

  it('is not made with captures, which hold the names', async () => {
    const asked = exported(bare, { target: target(), withCaptures: true, options: { pseudonymKey: key } });
    await expect(asked).rejects.toMatchObject({ code: 'bad-option' });
  });
});

describe('a disk that fails', () => {
  it('leaves nothing behind, at whatever file', async () => {
    for (const failing of [1, 3, 5]) {
      const place = target();
      let writes = 0;
      const disk: PackDisk = {
        ...nodeDisk,
        write: (path, chunks) =>
          ++writes === failing
            ? Promise.reject(Object.assign(new Error('no space left'), { code: 'ENOSPC' }))
            : nodeDisk.write(path, chunks),
      };
      await expect(exported(bare, { target: place, disk, zip: true })).rejects.toMatchObject({ code: 'write-failed' });
      expect(readdirSync(dirname(place))).toEqual([]);
    }
  });

  it('does not write over a pack', async () => {
    const place = target();
    await exported(bare, { target: place });
    const before = filesIn(place);
    await expect(exported(bare, { target: place })).rejects.toMatchObject({ code: 'exists' });
    expect(filesIn(place)).toEqual(before);
  });
});

describe('a period that nothing was read in', () => {
  it('has no pack', async () => {
    const place = target();
    const options = { period: { from: '2024-01-01T00:00:00.000Z', to: '2025-01-01T00:00:00.000Z' } };
    await expect(exported(bare, { target: place, options })).rejects.toMatchObject({
      code: 'nothing-read',
      hint: expect.stringMatching(/^a run speaks for the time of its read alone: the nearest is of \d{4}-/) as string,
    });
    expect(existsSync(place)).toBe(false);
  });
});
