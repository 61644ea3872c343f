import type { Predicate, Samples } from '../unknown/sample.ts';
import { sampleTexts } from '../unknown/sample.ts';
import type { KeyUse } from './uses.ts';

const MOST_TEXTS = 256;

/** Texts that stand for every value of the keys of a group; for keys compared with each other also as many unequal ones of a kind. */
export function samplesOf(group: readonly KeyUse[]): Samples {
  const predicates = group.flatMap((each) => each.predicates);
  const empty = group.some((each) => each.set) ? 'apart' : 'merged';
  let samples = sampled(predicates, empty);
  for (let round = 1; round < group.length; round++) {
    const each = samples.values.map((pattern): Predicate => ({ on: 'string', test: 'equals', pattern }));
    const next = sampled([...predicates, ...each], empty);
    samples = { values: next.values, complete: samples.complete && next.complete };
  }
  return samples;
}

const MOST_REMEMBERED = 2000;
const remembered = new Map<string, Samples>();

function sampled(predicates: readonly Predicate[], empty: 'apart' | 'merged'): Samples {
  const key = JSON.stringify([empty, predicates]);
  let samples = remembered.get(key);
  if (samples === undefined) {
    samples = sampleTexts(predicates, MOST_TEXTS, empty);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(key, samples);
  }
  return samples;
}
