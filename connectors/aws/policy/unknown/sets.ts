import type { Samples } from './predicate.ts';

/**
 * Non-empty sets of texts for a key of several values: every set of samples, the smaller first, then in the samples' order. Takes
 * samples with the empty text apart. That text is in a set alone or beside one other: set operators drop it, so beside one other it
 * stands for several texts of the same outcome, which comparisons of a single value do not take. Not complete beyond `limit` sets.
 */
export function sampleSets(samples: Samples, limit: number): { readonly sets: readonly (readonly string[])[]; readonly complete: boolean } {
  const texts = samples.values.filter((each) => each !== '');
  const sets: (readonly string[])[] = [];
  for (const set of inOrder(texts, samples.values.includes(''))) {
    if (sets.length >= limit) return { sets, complete: false };
    sets.push(set);
  }
  return { sets, complete: samples.complete };
}

function* inOrder(texts: readonly string[], empty: boolean): Generator<readonly string[]> {
  if (empty) yield [''];
  for (const each of texts) yield [each];
  if (empty) for (const each of texts) yield ['', each];
  for (let size = 2; size <= texts.length; size++) yield* chosen(texts, size, 0);
}

function* chosen(texts: readonly string[], size: number, from: number): Generator<readonly string[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let at = from; at <= texts.length - size; at++) {
    for (const rest of chosen(texts, size - 1, at + 1)) yield [texts[at] ?? '', ...rest];
  }
}
