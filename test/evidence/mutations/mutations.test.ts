import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { checkPack, type PackTrust } from '../../../src/evidence/check/pack/check.ts';
import { readZip } from '../../../src/evidence/check/zip/read.ts';
import { privateKeyOf } from '../../support/../evidence/support/keys.ts';
import { fullTrust, keys, smallPack } from '../../support/evidence/small-pack.ts';
import { checkpointOf, cosignatureLine, jsonFile, signedOver, tileFiles, type Files } from '../../support/evidence/signed-files.ts';
import { origin, SmallLog, witnessName } from '../../support/evidence/small-pack.ts';
import { runs } from '../../support/runs.ts';
import { sha256Hex } from '../../../src/base/bytes/hash.ts';

/*
 * Each case is a pack that somebody changed. `outsider`: who has no key of the ledger. `insider`: who has the key, and signs the manifest anew over what
 * was changed: what the log, the anchors and the pack's own sums say must still tell it.
 */
const original = smallPack();
const paths = [...original.files.keys()].sort();
/** What more than the manifest vouches for. */
const evidence = paths.filter((path) => /^(log|statements|proofs)\/|^(pages|logged)\.ndjson$|^pack\.json$/.test(path));
const thief = privateKeyOf(sha256Hex('thief'));

function copy(files: Files): Files {
  return new Map([...files].map(([path, bytes]) => [path, Uint8Array.from(bytes)]));
}

type Damage = { readonly what: string; readonly to: (bytes: Uint8Array, other: Uint8Array) => Uint8Array | null };
const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), fc.integer({ min: 0, max: 7 })).map(([at, bit]) => ({
    what: `flip bit ${bit} at ${at}`,
    to: (bytes: Uint8Array) => {
      const changed = Uint8Array.from(bytes);
      changed[Math.floor(at * bytes.length)]! ^= 1 << bit;
      return changed;
    },
  })),
  fc
    .double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
    .map((at) => ({ what: `truncate at ${at}`, to: (bytes: Uint8Array) => bytes.slice(0, Math.floor(at * bytes.length)) })),
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.uint8Array({ minLength: 1, maxLength: 40 })).map(([at, more]) => ({
    what: `insert ${more.length} bytes at ${at}`,
    to: (bytes: Uint8Array) =>
      Buffer.concat([bytes.subarray(0, Math.floor(at * bytes.length)), more, bytes.subarray(Math.floor(at * bytes.length))]),
  })),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => ({ what: 'replace by noise', to: () => bytes })),
  fc.constant({ what: 'drop', to: () => null }),
  fc.constant({ what: 'replace by another file', to: (_: Uint8Array, other: Uint8Array) => other }),
);

function damaged(files: Files, path: string, { to }: Damage, other: string): Files | null {
  const before = files.get(path)!;
  const after = to(before, files.get(other)!);
  if (after !== null && Buffer.compare(before, after) === 0) return null;
  const changed = copy(files);
  if (after === null) changed.delete(path);
  else changed.set(path, after);
  return changed;
}

function told(files: Files, trust: PackTrust = fullTrust): readonly string[] {
  return [...new Set(checkPack(files, trust).problems.map(({ code }) => code))];
}

describe('a pack that somebody changed', () => {
  it('is told wherever a file of it is damaged, and a share that nobody changed holds', () => {
    const cases = fc.tuple(fc.constantFrom(...paths), damage, fc.constantFrom(...paths), fc.nat(20));
    fc.assert(
      fc.property(cases, ([path, how, other, share]) => {
        if (share === 0) {
          expect(told(copy(original.files))).toEqual([]);
          return;
        }
        const changed = damaged(original.files, path, how, other);
        if (changed !== null) expect(told(changed), `${how.what} of ${path}`).not.toEqual([]);
      }),
      { numRuns: runs(50, 5_000) },
    );
  });

  it('is told where the evidence is damaged and the holder of the key signs the manifest anew', () => {
    const cases = fc.tuple(fc.constantFrom(...evidence), damage, fc.constantFrom(...evidence));
    fc.assert(
      fc.property(cases, ([path, how, other]) => {
        const changed = damaged(original.files, path, how, other);
        if (changed === null) return;
        const again = signedOver(changed, keys.second, original.pack.id, original.predicate);
        expect(told(again), `${how.what} of ${path}`).not.toEqual([]);
      }),
      { numRuns: runs(50, 5_000) },
    );
  });

  it('is told where a file is added, listed or not, or the pack is signed anew with another key', () => {
    const added = copy(original.files).set('csv/more.csv', Buffer.from('x'));
    expect(told(added)).toEqual(['unlisted-file']);
    expect(told(signedOver(copy(original.files), thief, original.pack.id, original.predicate))).toContain('unknown-key');
    expect(told(copy(original.files).set('log/tile/0/001.p/3', Buffer.alloc(96)))).toContain('bad-log');
  });

  it('is told where its zip has an entry twice, bytes that no entry has, or is damaged anywhere', () => {
    const zip = zipSync(Object.fromEntries(original.files), { mtime: new Date(1980, 0, 1), level: 6 });
    const whole = readZip(zip);
    expect(whole.problems.all()).toEqual([]);
    expect(told(new Map(whole.files))).toEqual([]);
    fc.assert(
      fc.property(damage, (how) => {
        const bytes = how.to(zip, zip.subarray(1000));
        if (bytes === null || Buffer.compare(bytes, zip) === 0) return;
        const { files, problems } = readZip(bytes);
        const codes = [...problems.all().map(({ code }) => code), ...told(new Map(files))];
        // Times and rights of entries are no part of a pack; all else is.
        if (codes.length === 0) expect(Object.fromEntries(files)).toEqual(Object.fromEntries(original.files));
      }),
      { numRuns: runs(100, 2_000) },
    );
  });
});

describe('a log that somebody rewrote', () => {
  const { files, log, pack, predicate } = original;

  function withLog(entries: readonly Uint8Array[], checkpoint: string, from: Files = files): Files {
    const changed: Files = new Map([...from].filter(([path]) => !path.startsWith('log/tile/')));
    for (const [path, bytes] of tileFiles(entries)) changed.set(path, bytes);
    return changed.set('log/checkpoint', Buffer.from(checkpoint));
  }

  it('is told where it was rolled back', () => {
    const fewer = log.bytes(log.entries.length - 1);
    const back = withLog(fewer, checkpointOf(origin, fewer, [keys.second]));
    expect(told(signedOver(back, keys.second, pack.id, predicate))).toEqual(expect.arrayContaining(['wrong-predicate', 'wrong-leaf']));
    const earlier = Buffer.from(checkpointOf(origin, log.bytes(), [keys.second]));
    expect(told(signedOver(back, keys.second, pack.id, predicate), { ...fullTrust, earlier })).toContain('forked-log');
  });

  it('is told by the mark of an outsider where an entry of the period was changed and all was signed anew', () => {
    const forked = new SmallLog();
    forked.entries.push(...log.entries);
    const abort = forked.entries.findIndex(({ leaf }) => leaf.kind === 'run-abort');
    forked.entries[abort] = { ...forked.entries[abort]!, leaf: { ...forked.entries[abort]!.leaf, at: '2025-12-02T06:01:01.000Z' } };
    const entries = forked.bytes();
    const changed = withLog(entries, checkpointOf(origin, entries, [keys.second]));
    expect(told(signedOver(changed, keys.second, pack.id, predicate))).toContain('forked-log');
  });

  it('is told where a time stamp or a cosignature is of another log, or by another hand', () => {
    const path = [...files.keys()].find((each) => each.includes('-cosignature-'))!;
    const { anchor } = JSON.parse(Buffer.from(files.get(path)!).toString()) as { anchor: { size: number } };
    const note = Buffer.from(files.get(`log/checkpoints/${anchor.size}`)!).toString();
    const line = Buffer.from(cosignatureLine(witnessName, thief, note, 1_767_312_400));
    const forged = copy(files);
    forged.delete(path);
    const sha256 = sha256Hex(line);
    forged.set(
      `log/anchors/${anchor.size}-cosignature-${sha256.slice(0, 8)}.json`,
      jsonFile({ anchor: { ...anchor, sha256 }, bytes: line.toString('base64') }),
    );
    expect(told(signedOver(forged, keys.second, pack.id, predicate))).toContain('missing-anchor');
    const other = copy(files);
    const stamp = [...files.keys()].find((each) => each.includes('-rfc3161-'))!;
    other.delete(stamp);
    expect(told(signedOver(other, keys.second, pack.id, predicate))).toContain('missing-anchor');
  });
});

describe('a pack whose maker has the key and lies', () => {
  const lies: readonly (readonly [string, string, Parameters<typeof smallPack>[0]])[] = [
    [
      'keeps back a run without an end',
      'withheld-run',
      (pack) => ({ ...pack, runs: pack.runs.filter(({ state }) => state !== 'without-end') }),
    ],
    ['keeps back a run that ended', 'withheld-run', (pack) => ({ ...pack, runs: pack.runs.filter(({ state }) => state !== 'ended') })],
    [
      'says that a stopped run ended',
      'wrong-run',
      (pack) => ({ ...pack, runs: pack.runs.map((run) => ({ ...run, state: 'ended' as const })) }),
    ],
    [
      'lets a control say more',
      'wrong-control',
      (pack) => ({ ...pack, controls: pack.controls.map((each) => ({ ...each, says: 'supports' as const })) }),
    ],
    [
      'takes away what fails a control',
      'wrong-control',
      (pack) => ({
        ...pack,
        controls: pack.controls.map((each) => ({
          ...each,
          says: 'cannot-tell' as const,
          tests: each.tests.map((test) => ({ ...test, exceptions: [] })),
        })),
      }),
    ],
    [
      'changes a disposition',
      'wrong-population',
      (pack) => ({
        ...pack,
        population: { ...pack.population, rows: pack.population.rows.map((row) => ({ ...row, disposition: 'ended-in-time' as const })) },
      }),
    ],
    [
      'leaves out a row',
      'wrong-population',
      (pack) => ({ ...pack, population: { ...pack.population, rows: pack.population.rows.slice(1) } }),
    ],
    [
      'counts otherwise',
      'wrong-reconciliation',
      (pack) => ({
        ...pack,
        population: {
          ...pack.population,
          reconciliation: { ...pack.population.reconciliation, sources: { ...pack.population.reconciliation.sources, 'source-row': 1 } },
        },
      }),
    ],
    [
      'hides people whom nobody knows',
      'wrong-reconciliation',
      (pack) => ({ ...pack, population: { ...pack.population, reconciliation: { ...pack.population.reconciliation, unmatched: [] } } }),
    ],
    ['changes the seed', 'wrong-sample', (pack) => ({ ...pack, sample: { ...pack.sample!, seed: '0'.repeat(64) } })],
    ['draws another row', 'wrong-sample', (pack) => ({ ...pack, sample: { ...pack.sample!, drawn: pack.sample!.drawn.slice(1) } })],
    ['hides an earlier draw', 'wrong-sample', (pack) => ({ ...pack, sample: { ...pack.sample!, redraws: [] } })],
    ['claims that management had no say', 'wrong-sample', (pack) => ({ ...pack, sample: { ...pack.sample!, nonce: null } })],
    ['leaves out a record', 'bad-reference', (pack) => ({ ...pack, records: pack.records.slice(1) })],
    [
      'tells of marks that are not there',
      'missing-anchor',
      (pack) => ({
        ...pack,
        integrity: { ...pack.integrity, anchors: pack.integrity.anchors.map((each) => ({ ...each, by: 'somebody else' })) },
      }),
    ],
    ['was made of a longer log', 'wrong-integrity', (pack) => ({ ...pack, integrity: { ...pack.integrity, size: 999 } })],
    ['miscounts the log', 'wrong-integrity', (pack) => ({ ...pack, integrity: { ...pack.integrity, leaves: {} } })],
    [
      'shows nothing and says that it does',
      'missing-item',
      (pack) => ({
        ...pack,
        records: pack.records.map((record) => ({
          ...record,
          cited: record.cited.map((each) => ({ ...each, page: 'f'.repeat(64), shown: true, withheld: null })),
        })),
      }),
    ],
    [
      'keeps back what it shows',
      'false-withholding',
      (pack) => ({
        ...pack,
        records: pack.records.map((record) => ({
          ...record,
          cited: record.cited.map((each) => ({ ...each, shown: false, withheld: 'pseudonymised' as const })),
        })),
      }),
    ],
    ['has a self-test that does not add up', 'bad-reference', (pack) => ({ ...pack, selfTest: { asked: 9, right: 3, wrong: [] } })],
    [
      'is not anchored and does not say so',
      'over-claimed',
      (pack) => ({ ...pack, integrity: { ...pack.integrity, level: 'logged', says: 'all is well' } }),
    ],
  ];

  it.each(lies)('%s: %s', (_, code, lie) => {
    expect(told(smallPack(lie).files)).toContain(code);
  });
});
