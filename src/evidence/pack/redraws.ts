import type { Sample } from '../../model/pack.ts';
import type { PackInput } from './input.ts';
import { bodyOf } from './runs.ts';

/**
 * Earlier drawings over a time that the period shares, by the ledger: exports, and populations that were logged and of which no export followed, for whoever draws
 * again until the sample is to their liking need not export what they did not like, nor keep to the same day. One whose body was erased may be of this
 * period, and is told. The population that this pack is of is none of them; exports of it are.
 */
export function redrawsOf({ ledger, options: { period } }: PackInput): Sample['redraws'] {
  if (ledger === null) return [];
  const before = ledger.leaves.toSorted((a, b) => a.index - b.index);
  const isOf = (its: { readonly from: string; readonly to: string } | undefined): boolean =>
    its === undefined || (its.from < period.to && period.from < its.to);
  const populations = new Map(
    before.filter(({ leaf }) => leaf.kind === 'population').map((each) => [each.index, bodyOf(each, 'population')]),
  );
  const exported = new Set<number>();
  const exports = before
    .filter(({ leaf }) => leaf.kind === 'export')
    .flatMap((each): Sample['redraws'] => {
      if (each.leaf.of !== null) exported.add(each.leaf.of);
      const body = bodyOf(each, 'export');
      const its = body?.period ?? (each.leaf.of === null ? undefined : populations.get(each.leaf.of)?.period);
      return isOf(its) ? [{ leaf: each.index, at: each.leaf.at, nonce: body?.nonce ?? null, size: body?.sample ?? null }] : [];
    });
  const abandoned = before
    .filter(
      ({ index, leaf }) =>
        leaf.kind === 'population' &&
        index !== ledger.population?.index &&
        !exported.has(index) &&
        isOf(populations.get(index)?.period ?? undefined),
    )
    .map(({ index, leaf }) => ({ leaf: index, at: leaf.at, nonce: null, size: null }));
  return [...exports, ...abandoned].sort((a, b) => a.leaf - b.leaf);
}
