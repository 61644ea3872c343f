import { sha256Hex } from '../../base/bytes/hash.ts';
import { groupBy } from '../../base/group.ts';
import { byCodeUnit, byKeys } from '../../base/order.ts';
import type { Drawn, PopulationRow, Sample } from '../../model/pack.ts';
import { PackError } from './errors.ts';

/*
 * How rows are drawn. Whoever has the population and the seed draws the same with SHA-256 alone; all texts below are ASCII or UTF-8, hex is lower case.
 *
 *   seed    SHA-256( "vestige-sample/v1" LF <hex: hash of the population's leaf, or its root where there is no ledger> LF <nonce, or nothing> )
 *   strata  rows with the same `stratum`; the strata in the order of their names (UTF-16 code units)
 *   order   within a stratum by SHA-256( <hex seed> <row id> ), as hex
 *   shares  N rows in k strata, n = the smaller of size and N.
 *           n >= k: one of each stratum, and n - k shared out over its further rows (rows - 1);  n < k: n shared out over its rows.
 *           Shared out: floor(n' * r / R) each (r of R rows), what is left one each to the largest n' * r mod R, equal ones by
 *           SHA-256( <hex seed> <stratum> ), as hex.
 *   drawn   of each stratum its first rows in that order; numbered from 1, stratum after stratum.
 *   a row that can't be tested is replaced by the next of its stratum that is not drawn yet; where there is none it stands in for itself.
 */

export interface Draw {
  readonly size: number;
  readonly nonce: string | null;
  /** Hex: hash of the population's leaf, else its root. */
  readonly of: string;
  readonly replaced: readonly { readonly row: string; readonly why: string }[];
}

export function seedOf(of: string, nonce: string | null): string {
  return sha256Hex(`vestige-sample/v1\n${of}\n${nonce ?? ''}`);
}

/** Throws `sample-size`, `not-drawn`, `no-reason`. */
export function drawn(rows: readonly PopulationRow[], draw: Draw, redraws: Sample['redraws']): Sample {
  const { size, nonce, of, replaced } = draw;
  if (!Number.isSafeInteger(size) || size < 1) {
    throw new PackError('sample-size', `cannot draw a sample of ${size} rows: give a whole number from 1 on`);
  }
  const seed = seedOf(of, nonce);
  const strata = [...groupBy(rows, ({ stratum }) => stratum)]
    .sort(byKeys(([name]) => name))
    .map(([name, its]) => ({ name, rows: inOrder(its, seed) }));
  const shares = sharesOf(
    strata.map(({ name, rows: its }) => ({ name, rows: its.length })),
    Math.min(size, rows.length),
    seed,
  );
  const first = strata.flatMap(({ name, rows: its }, i) => its.slice(0, shares[i] ?? 0).map((row) => ({ row, stratum: name })));
  const taken: Drawn[] = first.map(({ row, stratum }, i) => ({ row, stratum, order: i + 1, replaces: null }));
  return {
    size,
    nonce,
    seededBy: nonce === null ? 'management' : 'auditor',
    seed,
    strata: strata.map(({ name, rows: its }, i) => ({ name, rows: its.length, drawn: shares[i] ?? 0 })),
    drawn: withReplacements(taken, new Map(strata.map(({ name, rows: its }) => [name, its])), replaced),
    redraws,
  };
}

function inOrder(rows: readonly PopulationRow[], seed: string): readonly string[] {
  return rows
    .map(({ id }) => ({ id, by: sha256Hex(`${seed}${id}`) }))
    .sort(
      byKeys(
        ({ by }) => by,
        ({ id }) => id,
      ),
    )
    .map(({ id }) => id);
}

/** How many of each stratum, in their order; never more than it has. */
function sharesOf(strata: readonly { readonly name: string; readonly rows: number }[], size: number, seed: string): readonly number[] {
  const least = size >= strata.length ? 1 : 0;
  const left = size - least * strata.length;
  const of = strata.map(({ name, rows }) => ({ name, rows: rows - least }));
  const all = of.reduce((sum, { rows }) => sum + rows, 0);
  if (all === 0) return strata.map(() => least);
  const shares = of.map(({ rows }) => least + Math.floor((left * rows) / all));
  const most = of
    .map(({ name, rows }, i) => ({ i, rest: (left * rows) % all, by: sha256Hex(`${seed}${name}`) }))
    .sort((a, b) => b.rest - a.rest || byCodeUnit(a.by, b.by));
  let over = size - shares.reduce((sum, each) => sum + each, 0);
  for (const { i } of most) {
    if (over === 0) break;
    shares[i] = (shares[i] ?? 0) + 1;
    over--;
  }
  return shares;
}

/** Replacements come after what was drawn, in the order of what they stand in for; one that can't be tested either is replaced in turn. */
function withReplacements(
  taken: readonly Drawn[],
  strata: ReadonlyMap<string, readonly string[]>,
  replaced: Draw['replaced'],
): readonly Drawn[] {
  const why = new Map(replaced.map((each) => [each.row, each.why]));
  for (const [row, reason] of why) {
    if (reason.trim() === '')
      throw new PackError('no-reason', `cannot replace the row "${row}" of the sample: say why it cannot be tested`);
  }
  const used = new Set(taken.map(({ row }) => row));
  const all = [...taken];
  const gone = new Set<string>();
  for (let at = 0; at < all.length; at++) {
    const each = all[at] as Drawn;
    const reason = why.get(each.row);
    if (reason === undefined) continue;
    why.delete(each.row);
    const next = (strata.get(each.stratum) ?? []).find((row) => !used.has(row));
    if (next === undefined) {
      // It stays, and what was said of it stays beside it.
      all[at] = { ...each, replaces: { row: each.row, why: `${reason}; no row of its stratum is left to stand in for it` } };
      continue;
    }
    used.add(next);
    gone.add(each.row);
    all.push({ row: next, stratum: each.stratum, order: all.length + 1, replaces: { row: each.row, why: reason } });
  }
  const [stray] = why.keys();
  if (stray !== undefined) {
    throw new PackError('not-drawn', `cannot replace the row "${stray}" of the sample: it was not drawn`, {
      hint: 'give the id of a row that the sample lists',
    });
  }
  return all.filter(({ row }) => !gone.has(row));
}
