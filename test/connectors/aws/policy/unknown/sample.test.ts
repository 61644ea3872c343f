import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Predicate } from '../../../../../connectors/aws/policy/unknown/sample.ts';
import { sampleTexts } from '../../../../../connectors/aws/policy/unknown/sample.ts';
import { runs } from '../../../../support/runs.ts';
import { vectorOf, vectors } from './literal.ts';

/** Every text of at most `length` characters. */
function texts(alphabet: readonly string[], length: number): readonly string[] {
  const all = [''];
  let level = [''];
  for (let at = 0; at < length; at++) {
    level = level.flatMap((each) => alphabet.map((character) => each + character));
    all.push(...level);
  }
  return all;
}

function pattern(units: readonly string[], maxLength: number) {
  return fc.string({ unit: fc.constantFrom(...units), maxLength });
}

const anyText: fc.Arbitrary<Predicate> = fc.oneof(
  fc.record({ on: fc.constant('string'), test: fc.constant('like'), pattern: pattern(['a', 'B', '*', '?', '\uE000', '\uE001'], 4) }),
  fc.record({ on: fc.constant('string'), test: fc.constant('equals'), pattern: pattern(['a', 'B', '*', '\uE000'], 3) }),
  fc.record({ on: fc.constant('string'), test: fc.constant('equals-ignoring-case'), pattern: pattern(['a', 'B', '?'], 3) }),
  fc.record({
    on: fc.constant('part-of'),
    pattern: pattern(['a', 'B', '*', '?', '\uE003', '\uE003'], 4),
    whole: pattern(['a', 'B', '*', 'B'], 5),
  }),
  fc.record({ on: fc.constant('bool'), test: fc.constant('equals-ignoring-case'), value: pattern(['a', 'B'], 2) }),
);

/** Fails where some text brings about a vector that no sample does, or the samples break their order. */
function expectAllMet(predicates: readonly Predicate[], all: readonly string[]): void {
  const vector = vectors(predicates);
  const { values, complete } = sampleTexts(predicates, 10_000, 'merged');
  expect(complete).toBe(true);
  expect([...values].sort((a, b) => a.length - b.length || (a < b ? -1 : 1))).toEqual(values);
  const apart = sampleTexts(predicates, 10_000).values;
  expect(apart).toContain('');
  const met = new Set(values.map(vector));
  const filled = new Set(apart.filter((each) => each !== '').map(vector));
  for (const each of all) {
    if (met.has(vector(each)) && (each === '' || filled.has(vector(each)))) continue;
    expect.fail(`${JSON.stringify(each)} brings about ${vector(each)}, none of ${JSON.stringify(values)} does`);
  }
}

describe('sample texts', () => {
  // in tests of five characters: those of the patterns in both cases, and one besides
  const short = texts(['a', 'A', 'b', 'B', '*', '?', 'z'], 4);

  it('bring about whatever a short text does: patterns, literals, either case, parts of a text', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 4 }), (predicates) => {
        expectAllMet(predicates, short);
      }),
      { numRuns: runs(150) },
    );
  });

  it('bring about whatever a text with colons does to ARN patterns beside whole-string patterns', () => {
    const colons = texts([':', 'a', 'z'], 7).filter((each) => each.split(':').length >= 5);
    const segment = pattern(['a', '*', '?'], 2);
    const arn = fc.array(segment, { minLength: 5, maxLength: 7 }).map((each): Predicate => ({ on: 'arn', pattern: each.join(':') }));
    const like = pattern([':', ':', 'a', '*', '?'], 6).map((each): Predicate => ({ on: 'string', test: 'like', pattern: each }));
    fc.assert(
      fc.property(fc.array(arn, { minLength: 1, maxLength: 3 }), fc.array(like, { maxLength: 2 }), (arns, likes) => {
        expectAllMet([...arns, ...likes], ['', ...colons]);
      }),
      { numRuns: runs(100) },
    );
  });

  it('are one for each vector, and the shortest', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1, maxLength: 4 }), (predicates) => {
        const vector = vectors(predicates);
        const { values } = sampleTexts(predicates, 10_000, 'merged');
        const lengths = new Map(values.map((each) => [vector(each), each.length]));
        expect(lengths.size).toBe(values.length);
        // truth values alone go by their names, which are longer than another text
        if (predicates.every((each) => each.on === 'bool')) return;
        const longer = short.filter((each) => (lengths.get(vector(each)) ?? Infinity) > each.length);
        expect(longer).toEqual([]);
      }),
      { numRuns: runs(60) },
    );
  });

  it('are the same for predicates in any order, repeated or not', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 5 }), (predicates) => {
        expect(sampleTexts([...predicates, ...predicates].reverse(), 10_000)).toEqual(sampleTexts(predicates, 10_000));
      }),
      { numRuns: runs(100) },
    );
  });

  it('tell repositories and branches that overlap', () => {
    const predicates: readonly Predicate[] = [
      { on: 'string', test: 'like', pattern: 'repo:o/*' },
      { on: 'string', test: 'like', pattern: '*:ref:refs/heads/main' },
      { on: 'string', test: 'equals', pattern: 'repo:o/r:ref:refs/heads/main' },
    ];
    const { values, complete } = sampleTexts(predicates, 64, 'merged');
    expect(complete).toBe(true);
    expect(values.map((each) => vectorOf(predicates, each)).sort()).toEqual(['000', '010', '100', '110', '111']);
    expect(values).toContain('repo:o/r:ref:refs/heads/main');
    expect(values).toContain('repo:o/');
  });

  it('find the part of a text that a pattern leaves open', () => {
    const whole = 'arn:aws:iam::111122223333:user/ann/ann';
    expect(sampleTexts([{ on: 'part-of', pattern: 'arn:aws:iam::111122223333:user/\uE003', whole }], 64, 'merged').values).toEqual([
      '',
      'ann/ann',
    ]);
    expect(sampleTexts([{ on: 'part-of', pattern: '*:user/\uE003/\uE003', whole }], 64, 'merged').values).toEqual(['', 'ann']);
    // two places, nothing open around them: the same text in both
    expect(sampleTexts([{ on: 'part-of', pattern: '\uE003/\uE003', whole: 'ann/ann' }], 64, 'merged').values).toEqual(['', 'ann']);
    expect(sampleTexts([{ on: 'part-of', pattern: '\uE003/\uE003', whole: 'ann/bob' }], 64, 'merged').values).toEqual(['']);
    // a wildcard of the value is none of the pattern
    expect(sampleTexts([{ on: 'part-of', pattern: '\uE003', whole: 'a*' }], 64, 'merged').values).toEqual(['', 'a*']);
    // without a place it is so for every text, or for none
    expect(sampleTexts([{ on: 'part-of', pattern: '*', whole }], 64, 'merged').values).toEqual(['']);
  });

  it('hold a letter beyond ASCII that folds to one within, and do not vouch for others', () => {
    const kelvin: readonly Predicate[] = [
      { on: 'string', test: 'equals-ignoring-case', pattern: 'k' },
      { on: 'string', test: 'equals', pattern: 'k' },
      { on: 'string', test: 'equals', pattern: 'K' },
    ];
    expect(sampleTexts(kelvin, 64).values).toContain('\u212A');
    expect(sampleTexts([{ on: 'string', test: 'equals-ignoring-case', pattern: 'ΣΑΣ' }], 64).complete).toBe(false);
  });

  it('say so when there are more than the limit, and hand out no more', () => {
    const many = Array.from({ length: 30 }, (_, at): Predicate => ({ on: 'string', test: 'equals', pattern: `v${at}` }));
    expect(sampleTexts(many, 32)).toMatchObject({ complete: true });
    expect(sampleTexts(many, 32).values).toHaveLength(32);
    expect(sampleTexts(many, 31)).toMatchObject({ complete: false });
    expect(sampleTexts(many, 31).values).toHaveLength(31);
    const numbers = many.map((_, at): Predicate => ({ on: 'numeric', test: 'equals', value: String(at) }));
    expect(sampleTexts(numbers, 8)).toMatchObject({ complete: false });
    expect(sampleTexts(numbers, 8).values).toHaveLength(8);
  });

  it('give up on patterns whose automata multiply, in good time', () => {
    const tangled = 'abcdefgh'
      .split('')
      .map((each, at): Predicate => ({ on: 'string', test: 'like', pattern: `*${each}*${at}${each}?${at}*${each}${each}*` }));
    const { values, complete } = sampleTexts(tangled, 4096);
    expect(complete).toBe(false);
    expect(values.length).toBeGreaterThan(1);
    const everyPart: Predicate = { on: 'part-of', pattern: '*\uE003*', whole: Array.from({ length: 400 }, (_, at) => at).join('') };
    expect(sampleTexts([everyPart], 64).complete).toBe(false);
  });

  it('read a hundred account numbers quickly', () => {
    const accounts = Array.from({ length: 100 }, (_, at): Predicate => ({
      on: 'arn',
      pattern: `arn:aws:iam::${String(100_000_000_000 + at * 7_919_919)}:role/*`,
    }));
    const { values, complete } = sampleTexts(accounts, 256);
    expect(complete).toBe(true);
    expect(values).toHaveLength(102);
  });
});
