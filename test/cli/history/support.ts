import { painter } from '../../../src/base/text/paint.ts';
import type { Sheet } from '../../../src/base/text/sheet.ts';
import type { RunLine } from '../../../src/contract/store.ts';
import type { Interval } from '../../../src/model/history.ts';
import type { Moment } from '../../../src/run/history/moment.ts';

export const plainSheet: Sheet = { width: 80, paint: painter(false) };

export const days = { first: '2026-09-30T06:00:00.000Z', second: '2026-10-15T06:00:00.000Z', last: '2026-11-01T06:00:20.000Z' } as const;

/** A right that was seen from the first day to the last and is there. */
export function intervalOf(change: Partial<Interval> = {}): Interval {
  return {
    number: 1,
    kind: 'grant',
    boundary: 'aws:111122223333',
    key: 'deploy-bot|administer',
    family: 'grant',
    value: { capability: 'administer' },
    incarnation: null,
    tellers: [{ boundary: 'aws:111122223333', surface: 'aws:authorization-details' }],
    names: ['arn:aws:iam::111122223333:user/deploy-bot'],
    evidence: [],
    notBefore: null,
    first: { run: 'a'.repeat(64), at: days.first },
    last: { run: 'c'.repeat(64), at: days.last },
    missing: null,
    end: null,
    previous: null,
    ...change,
  };
}

export function momentAt(at: string, digit: string, asked = at): Moment {
  const run: RunLine = {
    id: digit.repeat(64),
    capture: digit.repeat(64),
    version: '0.1.0',
    connectors: [{ id: 'aws', mapping: 1 }],
    from: at,
    to: at,
    pages: 2,
    number: 1,
    recordedAt: at,
    conclusions: null,
    hash: digit.repeat(64),
  };
  return { asked, at, run };
}
