import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Access } from '../../../src/model/access.ts';
import type { Interval } from '../../../src/model/history.ts';
import { holdingsOf, spansOf, type HeldSpan } from '../../../src/run/assure/spans.ts';
import { runs } from '../../support/runs.ts';

const day = (number: number): string => new Date(Date.UTC(2026, 0, number)).toISOString();
const NOW = day(31);

function access(id: string, more: Partial<Access> = {}): Access {
  const plain = { id, boundary: 'sim:1', subject: 'ann', objects: [id], name: id, scope: null, source: id, from: null, until: null };
  return { ...plain, kind: 'assignment', activated: false, ...more };
}

/** A record whose value is the list of the accesses it gives. */
function interval(gives: readonly string[], first: number, last: number, more: Partial<Interval> = {}): Interval {
  return {
    number: first,
    kind: 'attachment',
    boundary: 'sim:1',
    key: 'record',
    family: 'attachment',
    value: gives,
    incarnation: null,
    tellers: [{ boundary: 'sim:1', surface: 'sim:attachments' }],
    names: [],
    evidence: [{ page: `page ${first}`, pointer: '/0' }],
    notBefore: null,
    first: { run: `run ${first}`, at: day(first) },
    last: { run: `run ${last}`, at: day(last) },
    missing: null,
    end: null,
    previous: null,
    ...more,
  };
}

function ended(how: NonNullable<Interval['end']>['how'], after: number, before: number): Pick<Interval, 'end'> {
  return { end: { how, after: day(after), before: day(before), run: `run ${before}`, to: null } };
}

function held(intervals: readonly Interval[], asOf = NOW): readonly HeldSpan[] {
  return spansOf(intervals, ({ value }) => (value as readonly string[]).map((id) => access(id)), asOf);
}

const told = ({ access: { id }, firstSeen, lastSeen, end }: HeldSpan): readonly (string | null)[] => [
  id,
  firstSeen,
  lastSeen,
  end?.how ?? null,
  end?.before ?? null,
];

describe('what one record showed', () => {
  it('is one time through a change that leaves the access in it', () => {
    const spans = held([interval(['p', 'q'], 1, 3, ended('changed', 3, 4)), interval(['p'], 4, 9)]);
    expect(spans.map(told)).toEqual([
      ['q', day(1), day(3), 'changed', day(4)],
      ['p', day(1), day(9), null, null],
    ]);
  });

  it('begins with the change that put the access in, and was not there before it', () => {
    const [, joined] = held([interval(['p'], 1, 3, ended('changed', 3, 4)), interval(['p', 'q'], 4, 9)]);
    expect(joined).toMatchObject({ firstSeen: day(4), notBefore: day(3), access: { id: 'q' } });
  });

  it('is two times where reads saw it away between them', () => {
    const spans = held([interval(['p'], 1, 3, ended('absent', 3, 4)), interval(['p'], 6, 9)]);
    expect(spans.map(told)).toEqual([
      ['p', day(1), day(3), 'absent', day(4)],
      ['p', day(6), day(9), null, null],
    ]);
  });

  it('is two times where another one came under the same name', () => {
    expect(held([interval(['p'], 1, 3, ended('re-created', 3, 4)), interval(['p'], 4, 9)])).toHaveLength(2);
  });

  it('does not end with a value that could not be read, and may have ended in it where the next one lacks it', () => {
    const give = ({ value }: Interval): readonly Access[] | null => (value as readonly string[] | null)?.map((id) => access(id)) ?? null;
    const unread = interval([], 4, 6, { value: null, ...ended('changed', 6, 7) });
    const before = interval(['p', 'q'], 1, 3, ended('changed', 3, 4));
    expect(spansOf([before, { ...unread, end: null }], give, NOW).map(told)).toEqual([
      ['p', day(1), day(3), null, null],
      ['q', day(1), day(3), null, null],
    ]);
    const spans = spansOf([before, unread, interval(['p'], 7, 9)], give, NOW);
    expect(spans.map(told)).toEqual([
      ['q', day(1), day(3), 'changed', day(7)],
      ['p', day(1), day(9), null, null],
    ]);
    expect(spans[0]?.end?.after).toBe(day(3));
  });

  it('had not ended at a moment before reads knew it to be away', () => {
    expect(held([interval(['p'], 1, 3, ended('absent', 3, 6))], day(5)).map(told)).toEqual([['p', day(1), day(3), null, null]]);
  });

  it('had ended at the moment when a run that was over proved it, however far clocks may be off', () => {
    const intervals = [interval(['p'], 1, 3, ended('absent', 3, 6))];
    const spans = spansOf(
      intervals,
      () => [access('p')],
      day(5),
      (run) => run === 'run 6',
    );
    expect(spans.map(told)).toEqual([['p', day(1), day(3), 'absent', day(6)]]);
  });

  it('is not told of at a moment before it was first seen', () => {
    expect(held([interval(['p'], 6, 9)], day(5))).toEqual([]);
  });
});

describe('what several records showed', () => {
  it('is there as long as one of them shows it', () => {
    const one = held([interval(['p'], 1, 3, ended('absent', 3, 4))]);
    const other = held([interval(['p'], 2, 9)]);
    expect(holdingsOf([...one, ...other]).map(told)).toEqual([['p', day(1), day(9), null, null]]);
  });

  it('is gone with the last of them', () => {
    const one = held([interval(['p'], 1, 3, ended('absent', 3, 4))]);
    const other = held([interval(['p'], 2, 5, ended('absent', 5, 6))]);
    expect(holdingsOf([...one, ...other]).map(told)).toEqual([['p', day(1), day(5), 'absent', day(6)]]);
  });

  it('is two times where another one came under the same name, though one read ends the first and shows the second', () => {
    const spans = held([interval(['p'], 1, 3, ended('re-created', 3, 5)), interval(['p'], 4, 9)]);
    expect(holdingsOf(spans).map(told)).toEqual([
      ['p', day(1), day(3), 're-created', day(4)],
      ['p', day(4), day(9), null, null],
    ]);
    expect(holdingsOf(spans)[1]?.notBefore).toBe(day(3));
  });

  it('is told to end when the one says that knows', () => {
    const plain = spansOf([interval(['p'], 1, 9)], () => [access('p', { endUntold: true })], NOW);
    const bounded = spansOf([interval(['p'], 1, 8)], () => [access('p', { until: day(20) })], NOW);
    expect(holdingsOf([...plain, ...bounded])[0]?.access.until).toBe(day(20));
  });

  it('has no end where a record that knows says so, whatever another says', () => {
    const lasting = held([interval(['p'], 1, 9)]);
    const bounded = spansOf([interval(['p'], 1, 8)], () => [access('p', { until: day(20), activated: true })], NOW);
    expect(holdingsOf([...lasting, ...bounded])[0]?.access).toMatchObject({ until: null, activated: false });
  });

  it('is called by every name that one of them has', () => {
    const one = spansOf([interval(['p'], 1, 9)], () => [access('p', { objects: ['slot 1'] })], NOW);
    const other = spansOf([interval(['p'], 1, 8)], () => [access('p', { objects: ['AKIA1'] })], NOW);
    expect(holdingsOf([...one, ...other])[0]?.access.objects).toEqual(['slot 1', 'AKIA1']);
  });

  it('is the same in whatever order they are told, and never leaves out a moment at which one was seen', () => {
    const span = fc.record({ first: fc.integer({ min: 1, max: 20 }), length: fc.nat(5), gap: fc.nat(2), open: fc.boolean() });
    fc.assert(
      fc.property(fc.array(span, { minLength: 1, maxLength: 6 }), fc.nat(), (all, turn) => {
        const spans = all.flatMap(({ first, length, gap, open }) => {
          const last = first + length;
          return held([interval(['p'], first, last, open ? {} : ended('absent', last, last + 1 + gap))]);
        });
        const holdings = holdingsOf(spans);
        const at = turn % spans.length;
        expect(holdingsOf([...spans.slice(at), ...spans.slice(0, at)].reverse()).map(told)).toEqual(holdings.map(told));
        for (const { firstSeen, lastSeen } of spans) {
          expect(holdings.some((each) => each.firstSeen <= firstSeen && each.lastSeen >= lastSeen)).toBe(true);
        }
        for (const [place, each] of holdings.slice(1).entries()) expect(each.firstSeen > (holdings[place]?.end?.before ?? '~')).toBe(true);
      }),
      { numRuns: runs(200, 5000) },
    );
  });
});
