import type { Predicate, Samples } from '../unknown/sample.ts';
import { sampleTexts } from '../unknown/sample.ts';
import { readableAs } from '../unknown/value-kinds.ts';
import type { TypedKind } from '../compile/compared.ts';
import type { KindOf } from './kinds.ts';
import type { KeyUse } from './uses.ts';

const MOST_TEXTS = 256;

/** Texts that stand for every value of the keys of a group; for keys compared with each other also as many unequal ones of a kind. */
export function samplesOf(group: readonly KeyUse[], kindOf: KindOf): Samples {
  const predicates = group.flatMap(({ key, predicates: asked }): readonly Predicate[] => {
    const kind = kindOf(key);
    // so that there is a value of the kind though nothing is asked of it
    return kind === null || asked.length > 0 ? asked : [{ on: kind, test: 'equals', value: plainest[kind] }];
  });
  const empty = group.some((each) => each.set) ? 'apart' : 'merged';
  let samples = sampled(predicates, empty);
  for (let round = 1; round < group.length; round++) {
    const each = samples.values.map((pattern): Predicate => ({ on: 'string', test: 'equals', pattern }));
    const next = sampled([...predicates, ...each], empty);
    samples = { values: next.values, complete: samples.complete && next.complete };
  }
  return samples;
}

const plainest: Readonly<Record<TypedKind, string>> = { bool: 'true', numeric: '0', date: '2000-01-01T00:00:00Z', ip: '192.0.2.1' };

/** Those of the samples that are values of the kind. */
export function ofKind(samples: Samples, kind: TypedKind | null): Samples {
  if (kind === null) return samples;
  const isOne = kind === 'bool' ? (text: string) => text === 'true' || text === 'false' : (text: string) => readableAs(kind, text);
  return { values: samples.values.filter(isOne), complete: samples.complete };
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
