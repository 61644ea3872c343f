import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Predicate } from '../../../../../connectors/aws/policy/unknown/sample.ts';
import { sampleTexts } from '../../../../../connectors/aws/policy/unknown/sample.ts';
import { addressOf, blockContains, bytesOf, numberOf } from '../../../../../connectors/aws/policy/values.ts';
import { runs } from '../../../../support/runs.ts';
import { readability, vectorOf } from './literal.ts';

const ordered = fc.constantFrom('equals', 'less', 'less-or-equal', 'greater', 'greater-or-equal');

function comparisons(on: 'numeric' | 'date', values: fc.Arbitrary<string>): fc.Arbitrary<readonly Predicate[]> {
  return fc.array(fc.record({ on: fc.constant(on), test: ordered, value: values }), {
    minLength: 1,
    maxLength: 5,
  });
}

function outcome(predicates: readonly Predicate[], text: string): string {
  return `${readability(predicates, text)} ${vectorOf(predicates, text)}`;
}

/** Fails where a text fares as no sample does; whether it is a value at all counts. */
function expectAllMet(predicates: readonly Predicate[], all: Iterable<string>): void {
  for (const empty of ['apart', 'merged'] as const) {
    const { values, complete } = sampleTexts(predicates, 10_000, empty);
    expect(complete).toBe(true);
    const met = new Set(values.filter((each) => each !== '' || empty === 'merged').map((each) => outcome(predicates, each)));
    for (const each of all) {
      if (!met.has(outcome(predicates, each))) expect.fail(`${each} fares as none of ${values.join(' ')} (${JSON.stringify(predicates)})`);
    }
    // one of each, besides the empty text
    if (new Set(predicates.map((each) => each.on)).size === 1) expect(met.size).toBe(values.length - (empty === 'apart' ? 1 : 0));
    if (empty === 'apart') expect(values[0]).toBe('');
  }
}

describe('samples of values', () => {
  it('are numbers below, at, between and above', () => {
    const value = fc.constantFrom('-1', '-0.5', '0', '0.25', '0.5', '1', '1.0', '2', 'two', '');
    const all = ['none', ...Array.from({ length: 41 }, (_, at) => String((at - 16) / 8))];
    fc.assert(
      fc.property(comparisons('numeric', value), (predicates) => {
        expectAllMet(predicates, all);
      }),
      { numRuns: runs(300) },
    );
  });

  it('are numbers between great and small ones, in plain decimals', () => {
    const value = fc.constantFrom('0.0000001', '0.0000002', '-900000000000000000000', '900000000000000000000', '123456789012345', '-3.25');
    const all = ['none', '-1000000000000000000000', '-5', '0', '0.00000015', '1', '200000000000000', '1000000000000000000000'];
    fc.assert(
      fc.property(comparisons('numeric', value), (predicates) => {
        expectAllMet(predicates, all);
      }),
      { numRuns: runs(200) },
    );
    expect(sampleTexts([{ on: 'numeric', test: 'equals', value: '1234567890.1234567' }], 64).complete).toBe(false);
  });

  it('are moments to the millisecond', () => {
    const start = Date.parse('2026-11-22T09:30:00.000Z');
    const written = (each: number) => (each % 2 === 0 ? new Date(start + each).toISOString() : String((start + each) / 1000));
    const all = ['none', ...Array.from({ length: 13 }, (_, at) => new Date(start + at - 4).toISOString())];
    fc.assert(
      fc.property(comparisons('date', fc.nat(5).map(written)), (predicates) => {
        expectAllMet(predicates, all);
      }),
      { numRuns: runs(200) },
    );
    // years that RFC 3339 cannot write are epoch seconds
    const far: readonly Predicate[] = [{ on: 'date', test: 'greater', value: '9999-12-31T23:59:59.999Z' }];
    expectAllMet(far, ['none', '9999-12-31T23:59:59.999Z', '300000000000']);
  });

  it('are addresses in each block and in none of those it holds', () => {
    const blocks = ['0.0.0.0/0', '0.0.0.0/6', '2.0.0.0/7', '3.0.0.0/8', '3.0.0.0/32', '255.0.0.0/8', '128.0.0.0/1', '3.0.0.1'];
    const six = ['::/0', '::/6', '200::/7', '300::/8', '8000::/1', '300::', '300::1/128', '2001:db8::/32', '2001:db8::/127', 'ff00::/8'];
    const all = [
      'none',
      ...['0', '1', '2', '3', '4', '127', '128', '254', '255'].flatMap((each) => [`${each}.0.0.0`, `${each}.0.0.1`, `${each}.9.0.0`]),
    ];
    const wide = ['0', '100', '200', '300', '400', '7fff', '8000', '2001', 'fdff', 'ff00', 'ffff'].flatMap((each) => [
      `${each}::`,
      `${each}::1`,
      `${each}:db8::2`,
    ]);
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...blocks, ...six, 'no block'), { minLength: 1, maxLength: 6 }), (values) => {
        expectAllMet(
          values.map((value): Predicate => ({ on: 'ip', test: 'equals', value })),
          [...all, ...wide, '2001:db8::', '2001:db8::1', '2001:db8:1::', '2001:db9::'],
        );
      }),
      { numRuns: runs(200) },
    );
  });

  it('are bytes and truth values, each and another', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom('AAA=', 'YQ==', 'AQA=', 'YQ', ''), { minLength: 1 }), (values) => {
        expectAllMet(
          values.map((value): Predicate => ({ on: 'binary', test: 'equals', value })),
          ['AAA=', 'YQ==', 'AQA=', 'AgA=', 'YQ', 'none'],
        );
      }),
    );
    expect(sampleTexts([{ on: 'bool', test: 'equals-ignoring-case', value: 'TRUE' }], 64, 'merged').values).toEqual(['true', 'false']);
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom('true', 'False', 'yes', 'x', ''), { minLength: 1 }), (values) => {
        const predicates = values.map((value): Predicate => ({ on: 'bool', test: 'equals-ignoring-case', value }));
        const met = sampleTexts(predicates, 64).values.map((each) => vectorOf(predicates, each));
        for (const each of ['true', 'TRUE', 'false', 'yes', 'x', '', 'none']) expect(met).toContain(vectorOf(predicates, each));
      }),
    );
  });

  it('mixed with texts are those of both, and vouched for only where no text is such a value', () => {
    const less: Predicate = { on: 'numeric', test: 'less', value: '5' };
    const named: readonly Predicate[] = [less, { on: 'string', test: 'equals', pattern: 'none' }];
    expectAllMet(named, ['4', '5', 'none', 'other']);
    expect(sampleTexts([less, { on: 'string', test: 'equals', pattern: '4' }], 64)).toMatchObject({ complete: false });
    expect(sampleTexts([less, { on: 'string', test: 'like', pattern: '4*' }], 64)).toMatchObject({ complete: false });
    expect(sampleTexts([less, { on: 'date', test: 'less', value: '2026' }], 64)).toMatchObject({ complete: false });
    const truth: readonly Predicate[] = [
      { on: 'bool', test: 'equals-ignoring-case', value: 'true' },
      { on: 'string', test: 'like', pattern: 't*' },
    ];
    expectAllMet(truth, ['true', 'TRUE', 't', 'none']);
  });
});

describe('values', () => {
  it('are numbers in plain decimals only', () => {
    expect(['0', '-1', '007', '3.50', '-0'].map(numberOf)).toEqual([0, -1, 7, 3.5, 0]);
    for (const each of ['', ' 1', '1 ', '+1', '1e3', '0x10', '.5', '5.', '1,5', '--1', '١', 'NaN', 'Infinity', '9'.repeat(400)]) {
      expect(numberOf(each), each).toBeUndefined();
    }
  });

  it('are addresses and blocks written as the standards have them', () => {
    const none = [
      '',
      ' 1.2.3.4',
      '1.2.3',
      '1.2.3.4.5',
      '1.2.3.256',
      '01.2.3.4',
      '1.2.3.4/33',
      '1.2.3.4/',
      '1.2.3.4/08',
      '0x1.2.3.4',
      ':',
      ':::',
    ];
    none.push(
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      '1:2:3:4::5:6:7:8',
      '::1::',
      '12345::',
      '::/129',
      'fe80::1%eth0',
      '1.2.3.4::',
      '::1.2.3',
      'g::',
    );
    for (const each of none) expect(addressOf(each), each).toBeUndefined();
    expect(addressOf('10.1.2.3/8')).toEqual(addressOf('10.0.0.0/8'));
    expect(addressOf('::FFFF:1.2.3.4')).toEqual(addressOf('0:0:0:0:0:ffff:102:304'));
    expect(addressOf('1:2:3:4:5:6:7::')).toEqual(addressOf('1:2:3:4:5:6:7:0'));
    expect(addressOf('192.0.2.1')).toEqual(addressOf('192.0.2.1/32'));
  });

  it('that are blocks hold what begins with their bits, and nothing of the other version', () => {
    const holds = (block: string, address: string) => {
      const [a, b] = [addressOf(block), addressOf(address)];
      return a !== undefined && b !== undefined && blockContains(a, b);
    };
    expect(holds('10.0.0.0/8', '10.255.255.255')).toBe(true);
    expect(holds('10.0.0.0/8', '11.0.0.0')).toBe(false);
    expect(holds('128.0.0.0/1', '255.255.255.255')).toBe(true);
    expect(holds('10.0.0.0/16', '10.0.0.0/8')).toBe(false);
    expect(holds('2001:db8::/33', '2001:db8:7fff::')).toBe(true);
    expect(holds('2001:db8::/33', '2001:db8:8000::')).toBe(false);
    expect(holds('::/0', '10.0.0.1')).toBe(false);
    expect(holds('10.0.0.0/8', '::ffff:10.0.0.1')).toBe(false);
    expect(holds('::ffff:0:0/96', '::ffff:10.0.0.1')).toBe(true);
  });

  it('are bytes in the one form of base64', () => {
    expect(['', 'YQ==', 'YWI='].map(bytesOf)).toEqual(['', 'YQ==', 'YWI=']);
    for (const each of ['YQ', 'YQ=', 'YR==', 'Y Q==', 'YQ==\n', '_-==', 'x']) expect(bytesOf(each), each).toBeUndefined();
  });
});
