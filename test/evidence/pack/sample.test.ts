import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makePack } from '../../../src/evidence/pack/make.ts';
import { drawn, seedOf } from '../../../src/evidence/pack/sample.ts';
import { redrawsOf } from '../../../src/evidence/pack/redraws.ts';
import type { LeafBody } from '../../../src/model/ledger.ts';
import type { PopulationRow } from '../../../src/model/pack.ts';
import { runs } from '../../support/runs.ts';
import { calm, ending, ledger, period, withEnds, withOptions } from './small.ts';

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
const leaf = '1f'.repeat(32);

function row(id: string, stratum: string): PopulationRow {
  return {
    id,
    from: ['source-row'],
    at: period.from,
    subject: null,
    subjectName: '',
    boundary: null,
    system: 'jira',
    what: '',
    events: [],
    ending: null,
    stratum,
    disposition: 'not-due',
    because: '',
  };
}

const populations = fc
  .uniqueArray(fc.tuple(fc.nat(1_000_000), fc.constantFrom('a · tier 0 · trust', 'a · other · account', 'b', 'c', 'd')), {
    selector: ([n]) => n,
    minLength: 1,
    maxLength: 60,
  })
  .map((all) => all.map(([n, stratum]) => row(sha(String(n)), stratum)));

/** The documented way, with SHA-256 and a calculator. */
function again(rows: readonly PopulationRow[], size: number, nonce: string): readonly string[] {
  const seed = sha(`vestige-sample/v1\n${leaf}\n${nonce}`);
  const names = [...new Set(rows.map(({ stratum }) => stratum))].sort();
  const n = Math.min(size, rows.length);
  const one = n >= names.length ? 1 : 0;
  const rest = n - one * names.length;
  const of = names.map((name) => rows.filter(({ stratum }) => stratum === name).length - one);
  const all = of.reduce((a, b) => a + b, 0);
  const shares = of.map((r) => one + (all === 0 ? 0 : Math.floor((rest * r) / all)));
  let left = n - shares.reduce((a, b) => a + b, 0);
  const byRest = names
    .map((name, i) => ({ i, mod: all === 0 ? 0 : (rest * (of[i] ?? 0)) % all, tie: sha(`${seed}${name}`) }))
    .sort((a, b) => b.mod - a.mod || (a.tie < b.tie ? -1 : 1));
  for (const { i } of byRest) if (left-- > 0) shares[i] = (shares[i] ?? 0) + 1;
  return names.flatMap((name, i) =>
    rows
      .filter(({ stratum }) => stratum === name)
      .map(({ id }) => ({ id, by: sha(`${seed}${id}`) }))
      .sort((a, b) => (a.by < b.by ? -1 : 1))
      .slice(0, shares[i])
      .map(({ id }) => id),
  );
}

describe('a sample', () => {
  test('can be drawn again from the population and the seed alone', () => {
    fc.assert(
      fc.property(populations, fc.integer({ min: 1, max: 70 }), fc.string(), fc.boolean(), (rows, size, nonce, backwards) => {
        const sample = drawn(backwards ? rows.toReversed() : rows, { size, nonce, of: leaf, replaced: [] }, []);
        expect(sample.drawn.map((each) => each.row)).toEqual(again(rows, size, nonce));
        expect(sample.drawn.map(({ order }) => order)).toEqual(sample.drawn.map((_, i) => i + 1));
        expect(sample.drawn).toHaveLength(Math.min(size, rows.length));
        for (const stratum of sample.strata) expect(stratum.drawn).toBeLessThanOrEqual(stratum.rows);
        if (size >= sample.strata.length) for (const stratum of sample.strata) expect(stratum.drawn).toBeGreaterThan(0);
      }),
      { numRuns: runs(200, 20_000) },
    );
  });

  test('has the seed that the page of it says, and says whose it is', () => {
    expect(seedOf(leaf, 'n')).toBe(sha(`vestige-sample/v1\n${leaf}\nn`));
    const rows = [row(sha('1'), 'a')];
    expect(drawn(rows, { size: 1, nonce: null, of: leaf, replaced: [] }, []).seededBy).toBe('management');
    expect(drawn(rows, { size: 1, nonce: '', of: leaf, replaced: [] }, []).seededBy).toBe('auditor');
  });

  test('replaces what cannot be tested by the next of its stratum, and what stands in for it in turn', () => {
    const rows = ['1', '2', '3', '4'].map((each) => row(sha(each), 'a'));
    const order = again(rows, 4, 'n');
    const [first, second, third] = order as [string, string, string];
    const replaced = [
      { row: first, why: 'the owner is away' },
      { row: third, why: 'and so is this one' },
    ];
    const sample = drawn(rows, { size: 2, nonce: 'n', of: leaf, replaced }, []);
    expect(sample.drawn).toEqual([
      { row: second, stratum: 'a', order: 2, replaces: null },
      { row: order[3], stratum: 'a', order: 4, replaces: { row: third, why: 'and so is this one' } },
    ]);
  });

  test('keeps a row that nothing is left to stand in for, and what was said of it', () => {
    const rows = [row(sha('1'), 'a'), row(sha('2'), 'b')];
    const sample = drawn(rows, { size: 2, nonce: 'n', of: leaf, replaced: [{ row: sha('1'), why: 'lost' }] }, []);
    expect(sample.drawn.map((each) => each.row).sort()).toEqual(rows.map(({ id }) => id).sort());
    expect(sample.drawn.find((each) => each.row === sha('1'))?.replaces?.why).toContain('lost');
  });

  test.each([
    ['sample-size', { size: 0, replaced: [] }],
    ['sample-size', { size: 1.5, replaced: [] }],
    ['not-drawn', { size: 1, replaced: [{ row: 'x', why: 'y' }] }],
    ['no-reason', { size: 1, replaced: [{ row: sha('1'), why: ' ' }] }],
  ])('is refused: %s', (code, given) => {
    expect(() => drawn([row(sha('1'), 'a')], { ...given, nonce: 'n', of: leaf }, [])).toThrow(expect.objectContaining({ code }));
  });

  test('of a pack is drawn of the leaf of its population, else of its root', () => {
    const given = withOptions(withEnds(['1', '2', '3'].map((id) => ending(id))), { sample: { size: 2, nonce: 'n' } });
    const alone = makePack(given);
    expect(alone.sample?.seed).toBe(seedOf(alone.population.root, 'n'));
    expect(alone.records).toHaveLength(2);
    const logged = makePack({ ...given, ledger: ledger([], { population: { index: 0, hash: leaf } }) });
    expect(logged.sample?.seed).toBe(seedOf(leaf, 'n'));
    expect(logged.population.root).toBe(alone.population.root);
  });

  test('of something to replace needs to be one', () => {
    const given = withOptions(calm(), { replaced: [{ row: 'x', why: 'y' }] });
    expect(() => makePack(given)).toThrow(expect.objectContaining({ code: 'no-sample' }));
    const backwards = withOptions(calm(), { period: { from: period.to, to: period.from } });
    expect(() => makePack(backwards)).toThrow(expect.objectContaining({ code: 'period' }));
  });
});

describe('redraws', () => {
  const by = { name: 'x', from: 'given' } as const;
  const population = (of = period): LeafBody => ({ kind: 'population', period: of, asOf: of.to, size: 1, root: leaf, by });
  const exported = (of = period): LeafBody => ({
    kind: 'export',
    pack: 'p',
    framework: 'pci',
    period: of,
    content: leaf,
    nonce: 'first',
    sample: 25,
    by,
  });
  const shifted = { from: period.from, to: '2026-09-01T00:00:00.000Z' };
  const other = { from: '2020-01-01T00:00:00.000Z', to: period.from };

  test('are told of every earlier drawing over a time of the period, of one that was never exported, and of one that was erased', () => {
    const all = ledger([
      ['2026-10-02T00:00:00.000Z', population()],
      ['2026-10-02T00:01:00.000Z', exported(), 0],
      ['2026-10-02T00:02:00.000Z', population()],
      ['2026-10-02T00:03:00.000Z', population(other)],
      ['2026-10-02T00:04:00.000Z', exported(other), 3],
      ['2026-10-02T00:05:00.000Z', population()],
      ['2026-10-02T00:06:00.000Z', exported(), 5],
      ['2026-10-02T00:07:00.000Z', population()],
      ['2026-10-02T00:08:00.000Z', exported(), 7],
      ['2026-10-02T00:09:00.000Z', population(shifted)],
      ['2026-10-02T00:10:00.000Z', exported(shifted), 9],
    ]);
    const leaves = all.leaves.map((each) => (each.index === 5 || each.index === 6 ? { ...each, body: null } : each));
    const told = redrawsOf({ ...calm(), ledger: { ...all, leaves, population: { index: 7, hash: leaf } } });
    expect(told).toEqual([
      { leaf: 1, at: '2026-10-02T00:01:00.000Z', nonce: 'first', size: 25 },
      { leaf: 2, at: '2026-10-02T00:02:00.000Z', nonce: null, size: null },
      { leaf: 6, at: '2026-10-02T00:06:00.000Z', nonce: null, size: null },
      { leaf: 8, at: '2026-10-02T00:08:00.000Z', nonce: 'first', size: 25 },
      { leaf: 10, at: '2026-10-02T00:10:00.000Z', nonce: 'first', size: 25 },
    ]);
  });
});
