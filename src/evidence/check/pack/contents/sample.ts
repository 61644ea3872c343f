import { sha256Hex } from '../../../../base/bytes/hash.ts';
import { groupBy } from '../../../../base/group.ts';
import { byCodeUnit, byKeys } from '../../../../base/order.ts';
import type { Pack, PopulationRow, Sample } from '../../../../model/pack.ts';
import { PACK } from '../manifest.ts';
import type { Problems } from '../problem.ts';

/*
 * The sample drawn again from population and seed, by docs/evidence.md, in code that shares nothing with what drew it:
 *   seed    SHA-256("vestige-sample/v1" LF <hex leaf hash of the population's leaf, or its root> LF <nonce, or nothing>)
 *   order   within a stratum by hex SHA-256(<hex seed><row id>), strata by name
 *   shares  one of each stratum where the size allows, the rest by largest remainder, ties by hex SHA-256(<hex seed><stratum>)
 * A row that is not in the sample although it is drawn was replaced by the next of its stratum, which names it.
 */

/** `of`: hex of the leaf hash of the population's leaf, or of its root where no log is here. */
export function checkSample(problems: Problems, { population, sample }: Pack, of: string): void {
  if (sample === null) return;
  const wrong = (place: string, says: string, seen: string | number, expected: string | number): void =>
    problems.add('wrong-sample', PACK, `/sample${place}`, says, { seen, expected });
  const seededBy = sample.nonce === null ? 'management' : 'auditor';
  if (sample.seededBy !== seededBy)
    wrong(
      '/seededBy',
      sample.nonce === null
        ? 'no nonce of an auditor is named, so that management chose the seed'
        : 'the seed has a nonce and is said to be of management',
      sample.seededBy,
      seededBy,
    );
  const seed = sha256Hex(`vestige-sample/v1\n${of}\n${sample.nonce ?? ''}`);
  if (seed !== sample.seed) wrong('/seed', 'the seed is not that of the population and the nonce', sample.seed, seed);
  if (sample.size < 1) wrong('/size', 'a sample has one row or more', sample.size, '1 or more');

  const strata = [...groupBy(population.rows, ({ stratum }) => stratum)]
    .sort(byKeys(([name]) => name))
    .map(([name, rows]) => ({ name, rows: inOrder(rows, seed) }));
  const shares = sharesOf(
    strata.map(({ name, rows }) => ({ name, size: rows.length })),
    Math.min(sample.size, population.rows.length),
    seed,
  );
  const expected = strata.map(({ name, rows }, at) => `${name}: ${shares[at] ?? 0} of ${rows.length}`);
  const told = sample.strata.map(({ name, rows, drawn }) => `${name}: ${drawn} of ${rows}`);
  compare(told, expected, (at, seen, wanted) =>
    wrong(
      `/strata/${at}`,
      'the strata are not those of the population, or the sample is not shared out over them by their size',
      seen,
      wanted,
    ),
  );

  const drawn = drawnAgain(
    strata.map(({ name, rows }, at) => ({ name, rows, share: shares[at] ?? 0 })),
    new Set(sample.drawn.map(({ row }) => row)),
  );
  compare(sample.drawn.map(shown), drawn.map(shown), (at, seen, wanted) =>
    wrong(`/drawn/${at}`, 'the sample is not the one that this seed draws from this population', seen, wanted),
  );
  sample.drawn.forEach(({ replaces }, at) => {
    if (replaces !== null && replaces.why.trim() === '')
      wrong(`/drawn/${at}/replaces/why`, 'a row was replaced and nothing says why', 'nothing', 'a reason');
  });
}

type Line = Pick<Sample['drawn'][number], 'row' | 'stratum' | 'order'> & { readonly replaces: { readonly row: string } | null };

function shown({ row, stratum, order, replaces }: Line): string {
  return `${order}. ${row} of ${stratum}${replaces === null ? '' : `, for ${replaces.row}`}`;
}

function drawnAgain(
  strata: readonly { readonly name: string; readonly rows: readonly string[]; readonly share: number }[],
  kept: ReadonlySet<string>,
): readonly Line[] {
  const all: Line[] = strata.flatMap(({ name, rows, share }) =>
    rows.slice(0, share).map((row) => ({ row, stratum: name, order: 0, replaces: null })),
  );
  all.forEach((line, at) => (all[at] = { ...line, order: at + 1 }));
  const used = new Set(all.map(({ row }) => row));
  const gone = new Set<string>();
  const waiting = new Map(strata.map(({ name, rows }) => [name, rows.filter((row) => !used.has(row))]));
  for (let at = 0; at < all.length; at++) {
    const { row, stratum } = all[at] as Line;
    if (kept.has(row)) continue;
    const next = waiting.get(stratum)?.shift();
    // Where nothing can stand in for it, a row has to be in the sample.
    if (next === undefined) continue;
    gone.add(row);
    all.push({ row: next, stratum, order: all.length + 1, replaces: { row } });
  }
  return all.filter(({ row }) => !gone.has(row));
}

function inOrder(rows: readonly PopulationRow[], seed: string): readonly string[] {
  return rows
    .map(({ id }) => ({ id, by: sha256Hex(seed + id) }))
    .sort(
      byKeys(
        ({ by }) => by,
        ({ id }) => id,
      ),
    )
    .map(({ id }) => id);
}

function sharesOf(strata: readonly { readonly name: string; readonly size: number }[], size: number, seed: string): readonly number[] {
  const first = size >= strata.length ? 1 : 0;
  const over = strata.map((each) => ({ ...each, left: each.size - first }));
  const rows = over.reduce((sum, { left }) => sum + left, 0);
  const places = size - first * strata.length;
  if (rows === 0) return strata.map(() => first);
  const shares = over.map(({ left }) => first + Math.floor((places * left) / rows));
  const missing = size - shares.reduce((sum, each) => sum + each, 0);
  over
    .map(({ name, left }, at) => ({ at, remainder: (places * left) % rows, by: sha256Hex(seed + name) }))
    .sort((a, b) => b.remainder - a.remainder || byCodeUnit(a.by, b.by))
    .slice(0, missing)
    .forEach(({ at }) => (shares[at] = (shares[at] ?? 0) + 1));
  return shares;
}

function compare(seen: readonly string[], expected: readonly string[], differ: (at: number, seen: string, expected: string) => void): void {
  for (let at = 0; at < Math.max(seen.length, expected.length); at++)
    if (seen[at] !== expected[at]) differ(at, seen[at] ?? 'nothing', expected[at] ?? 'nothing');
}
