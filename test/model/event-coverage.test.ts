import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf } from '../../src/base/instant.ts';
import type { EventSource } from '../../src/model/authorisation.ts';
import { assuredTime, silences, silentFirst } from '../../src/model/event-coverage.ts';
import { emptyReport, sampleReport } from '../support/report.ts';

const DAY = 86_400_000;
const day = (n: number): string => instantOf(Date.UTC(2026, 0, 1) + n * DAY);
const time = { from: day(0), to: day(30) };

type Spans = EventSource['spans'];
const span = (from: number, to: number, tells: 'changes' | 'use' = 'use'): Spans[number] => ({ from: day(from), to: day(to), tells });

describe('the times of which a source told nothing', () => {
  it('are all where it told of none, and none where it told of all', () => {
    expect(silences({ spans: [] }, time, 'changes')).toEqual([time]);
    expect(silences({ spans: [span(-3, 40)] }, time, 'changes')).toEqual([]);
  });

  it('lie between, before and behind what it told, and of use where it told of changes alone', () => {
    const spans = [span(2, 5), span(4, 10, 'changes'), span(20, 25)];
    expect(silences({ spans }, time, 'changes')).toEqual([
      { from: day(0), to: day(2) },
      { from: day(10), to: day(20) },
      { from: day(25), to: day(30) },
    ]);
    expect(silences({ spans }, time, 'use')[1]).toEqual({ from: day(5), to: day(20) });
  });

  it('are exactly the days that no span holds, in any order of spans', () => {
    const spans = fc.array(fc.tuple(fc.integer({ min: -5, max: 35 }), fc.integer({ min: 1, max: 12 })), { maxLength: 8 });
    fc.assert(
      fc.property(spans, (all) => {
        const told = all.map(([from, length]) => span(from, from + length));
        const silent = silences({ spans: told }, time, 'changes');
        for (let at = 0; at < 30; at++) {
          const said = told.some(({ from, to }) => from <= day(at) && day(at) < to);
          expect(silent.some(({ from, to }) => from <= day(at) && day(at) < to)).toBe(!said);
        }
        expect(silences({ spans: told.toReversed() }, time, 'changes')).toEqual(silent);
      }),
    );
  });

  it('are looked for in the look-back, and without one from where the first source begins', () => {
    expect(assuredTime(sampleReport)).toEqual({ from: '2025-10-03T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z' });
    expect(assuredTime({ ...sampleReport, metrics: null }).from).toBe('2025-09-01T00:00:00.000Z');
    expect(assuredTime(emptyReport).from).toBe(emptyReport.run.asOf);
  });

  it('bring the sources that have most of them to the front', () => {
    const source = (name: string, spans: Spans): EventSource => ({
      ...{ source: name, sourceKind: 'provider-log', region: null, boundary: null, spans, events: 1 },
    });
    const sorted = silentFirst([source('whole', [span(0, 30)]), source('part', [span(3, 9)]), source('none', [])], time);
    expect(sorted.map((each) => each.source)).toEqual(['none', 'part', 'whole']);
  });
});
