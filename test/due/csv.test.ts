import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRecords, type CsvRecord } from '../../src/due/rows/csv-records.ts';
import { runs } from '../support/runs.ts';

function records(text: string | Uint8Array, delimiter = ',', cut = 1 << 20): readonly CsvRecord[] {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  function* chunks(): Generator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += cut) yield bytes.subarray(at, at + cut);
  }
  return [...csvRecords(chunks(), delimiter)];
}

const cell = fc.string({ unit: fc.constantFrom('a', 'ö', '😀', '"', ',', ';', '\t', '\n', '\r\n', ' ', '=') });

describe('records of CSV', () => {
  it('are those that were written, for every delimiter, line break and cut', () => {
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        table,
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 9 }),
        (rows, delimiter, end, cut) => {
          const text = stringify(rows, { delimiter, record_delimiter: end, quoted_string: true });
          expect(records(text, delimiter, cut).map((each) => ('fields' in each ? each.fields : each))).toEqual(rows);
        },
      ),
      { numRuns: runs(150) },
    );
  });

  it('are those that another reader finds in any text it can read', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', 'b', '""') }), (text) => {
        let expected: readonly (readonly string[])[];
        try {
          // empty lines are left out; a line with an empty quoted cell alone is not told apart from one by it
          expected = parse(text, { relax_column_count: true, record_delimiter: ['\n', '\r\n'] });
        } catch {
          return;
        }
        const read = records(text, ',', 3);
        const own = read.map((each) => ('fields' in each ? each.fields : null));
        expect(own).toEqual(expected.filter((fields) => fields.length > 1 || fields[0] !== ''));
      }),
      { numRuns: runs(300) },
    );
  });

  it('know the line they begin in', () => {
    expect(records('a,b\r\n\r\n1,"x\r\ny"\r2,z\n3,q').map(({ line }) => line)).toEqual([1, 3, 5, 6]);
  });

  it('end where quoting breaks: what follows may be what somebody wrote into a cell', () => {
    const forged = 'id,note\n1,"he said "hello\n10442,approved by nobody\n"\n2,fine\n';
    expect(records(forged)).toEqual([
      { line: 1, fields: ['id', 'note'] },
      { line: 2, bad: 'a quoted field goes on after its closing quote: nothing after it can be read', last: true },
    ]);
    expect(records('a,b\n1,"open\n2,z\n').at(-1)).toMatchObject({ line: 2, last: true });
  });

  it('that are too long are named, and those after them are read', () => {
    const long = 'x'.repeat(1 << 20);
    for (const cut of [1 << 22, 70_000]) {
      const read = records(`a,b\n1,${long}\n2,z\n3,"${long}\n4,no`, ',', cut);
      expect(read.map((each) => ('fields' in each ? each.fields : [each.line, each.bad.slice(0, 22), each.last]))).toEqual([
        ['a', 'b'],
        [2, 'the row is longer than', undefined],
        ['2', 'z'],
        [4, expect.stringMatching(/a quote/), true],
      ]);
    }
  });

  it('that are not UTF-8 are named, and those after them are read', () => {
    const read = records(Buffer.from('a,b\n1,caf\u00e9\n2,z\n', 'latin1'));
    expect(read[1]).toMatchObject({ line: 2, bad: expect.stringContaining('UTF-8') as string });
    expect(read[2]).toMatchObject({ line: 3, fields: ['2', 'z'] });
  });
});
