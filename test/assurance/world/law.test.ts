import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assure } from '../../../src/assurance/assure.ts';
import type { Assured } from '../../../src/model/assured.ts';
import { runs } from '../../support/runs.ts';
import { inputOf, worldOf, type Way } from './estate.ts';
import { breachesOf } from './laws.ts';
import { nothing, plans, type Plan } from './plan.ts';

test('what is said of accesses never contradicts what truly happened', async () => {
  await fc.assert(fc.asyncProperty(plans, holds), { numRuns: runs(150, 20_000) });
}, 3_600_000);

test('what is said does not hang on the order in which records come, or on how often', async () => {
  await fc.assert(fc.asyncProperty(plans, isSteady), { numRuns: runs(40, 5_000) });
}, 3_600_000);

test('what was said to have ended goes on to have when more is told', async () => {
  await fc.assert(fc.asyncProperty(plans, onlyGrows), { numRuns: runs(40, 5_000) });
}, 3_600_000);

async function saidOf(plan: Plan, way?: Way): Promise<Assured> {
  return assure(await inputOf(worldOf(plan), way)).assured;
}

async function holds(plan: Plan): Promise<void> {
  expect(breachesOf(worldOf(plan), await saidOf(plan))).toEqual([]);
}

async function isSteady(plan: Plan): Promise<void> {
  const said = JSON.stringify(await saidOf(plan));
  expect(JSON.stringify(await saidOf(plan, { backwards: true }))).toBe(said);
  expect(JSON.stringify(await saidOf(plan, { twice: true }))).toBe(said);
}

/** Without what was asked by id, and without what was claimed: an end that reads proved is told either way, at moments that meet. */
async function onlyGrows(plan: Plan): Promise<void> {
  const less = await saidOf({ ...plan, probes: [], claims: [], requests: [], reviews: [] });
  const more = await saidOf(plan);
  for (const { access, ended, level } of less.endings) {
    if (ended === null || level === null || level < 2) continue;
    const met = more.endings.filter(
      (each) => each.access.id === access.id && each.ended !== null && each.ended.after < ended.before && ended.after < each.ended.before,
    );
    expect(met, `${access.id} ended between ${ended.after} and ${ended.before}`).not.toEqual([]);
  }
}

const scan: Plan['scans'][number] = {
  at: 0,
  length: 0,
  principals: 'complete',
  attachments: 'complete',
  snapshot: false,
  filter: 'none',
  off: 0,
};
const given: Plan['acts'][number] = { at: -60, act: 'grant', who: 0, what: 0, by: 'person' };

test.each<readonly [string, Plan]>([
  [
    'what the last read lacks, where clocks leave open which read was the last, gave nobody knows what',
    {
      ...nothing,
      acts: [
        { ...given, at: 0 },
        { ...given, at: 0, what: 1 },
        { ...given, at: 0, who: 1 },
      ],
      scans: [
        { ...scan, at: 0, filter: 'shown' },
        { ...scan, at: 1 },
        { ...scan, at: 2 },
        { ...scan, at: 3, principals: 'partial', attachments: 'partial' },
        { ...scan, at: 6, off: 1 },
        { ...scan, at: 5, length: 1, principals: 'unread' },
      ],
      reviews: [{ at: 0, who: 0, what: 0, kept: false, until: null }],
      byUid: false,
      covered: false,
    },
  ],
  [
    'another way that the last read lost between its pages is none that is known to be gone',
    {
      ...nothing,
      acts: [
        { ...given, at: 0, what: 1 },
        { ...given, at: 1 },
        { ...given, act: 'revoke', at: 2 },
      ],
      scans: [1, 0, 3, 2].map((at) => ({ ...scan, at })),
      byUid: false,
      covered: false,
      seed: 13,
    },
  ],
  [
    'that an account was deleted does not say that its access was there until then',
    {
      ...nothing,
      acts: [
        { ...given, at: 0 },
        { ...given, act: 'revoke', at: 1 },
        { ...given, act: 'delete', at: 5 },
      ],
      scans: [scan],
      spans: [{ from: 3, length: 10, tells: 'changes' }],
      later: 100,
      covered: false,
    },
  ],
  [
    'what a long read showed at its beginning may have gone before its end, and so before it was due',
    {
      ...nothing,
      acts: [given, { ...given, act: 'revoke', at: 50 }],
      scans: [{ ...scan, length: 100 }],
      requests: [{ at: -60, who: 0, what: 0, approved: 0, until: 60, extended: null, taskEnds: null }],
      seed: 4,
    },
  ],
  [
    'what is given to another one under the same name says nothing of when the first lost it',
    {
      ...nothing,
      acts: [
        { ...given, at: 0 },
        { ...given, act: 'delete', at: 1 },
        { ...given, act: 'create', at: 1 },
        { ...given, at: 3 },
      ],
      scans: [
        { ...scan, at: 1, filter: 'shown' },
        { ...scan, at: 15 },
      ],
      delay: 1,
      byUid: false,
      covered: false,
      later: 7,
      seed: 1964693786,
    },
  ],
  [
    'a log that tells a beginning a little early does not make what is late longer',
    {
      ...nothing,
      acts: [
        { ...given, at: 7 },
        { ...given, act: 'revoke', at: 200 },
      ],
      scans: [{ ...scan, at: 100 }],
      spans: [{ from: 0, length: 300, tells: 'changes' }],
      reviews: [{ at: -30, who: 0, what: 0, kept: true, until: null }],
      cuts: [{ at: 2, who: 0, how: 'incident' }],
      later: 600,
      seed: 19,
    },
  ],
  [
    'what a provider showed from memory after it was due was not late',
    {
      ...nothing,
      acts: [
        { ...given, at: -60 },
        { ...given, act: 'revoke', at: 92 },
      ],
      scans: [{ ...scan, at: 100 }],
      reviews: [{ at: -30, who: 0, what: 0, kept: true, until: null }],
      cuts: [{ at: 93, who: 0, how: 'incident' }],
      delay: 15,
      later: 60,
      seed: 1,
    },
  ],
  [
    'what a provider showed from memory was not late for as long as it showed it',
    {
      ...nothing,
      acts: [
        { ...given, at: -60 },
        { ...given, act: 'revoke', at: 92 },
      ],
      scans: [
        { ...scan, at: 0 },
        { ...scan, at: 100 },
      ],
      reviews: [{ at: -30, who: 0, what: 0, kept: true, until: null }],
      cuts: [{ at: 50, who: 0, how: 'incident' }],
      delay: 15,
      later: 60,
      seed: 1,
    },
  ],
  [
    'what the last read proved to be gone is gone, although its clock may have been behind',
    {
      ...nothing,
      acts: [
        { ...given, at: -7 },
        { ...given, act: 'revoke', at: 1990 },
        { ...given, at: 2344, what: 1 },
      ],
      scans: [
        { ...scan, at: 1749, length: 19, principals: 'partial' },
        { ...scan, at: 3803, off: -13 },
        { ...scan, at: 2827, length: 31 },
      ],
      probes: [{ at: 1034, who: 0, what: 0, old: 2, answered: true }],
    },
  ],
  [
    'a read of before a log gave it again is none of the two that say that it is gone',
    {
      ...nothing,
      acts: [
        { ...given, at: 765 },
        { ...given, act: 'revoke', at: 1781 },
        { ...given, at: 2724 },
      ],
      scans: [
        { ...scan, at: 4201, length: 43, off: 6 },
        { ...scan, at: 281, snapshot: true },
        { ...scan, at: 2711, length: 19, principals: 'partial', off: 3 },
        { ...scan, at: 977, principals: 'unread', attachments: 'partial', filter: 'shown' },
      ],
      spans: [{ from: 4, length: 2904, tells: 'changes' }],
      delay: 15,
      later: 60,
      seed: 596731256,
    },
  ],
  [
    'that another one followed under the same name does not say that what a log gave the first ended before it was seen',
    {
      ...nothing,
      acts: [
        { ...given, at: 451, what: 1 },
        { ...given, act: 'delete', at: 785 },
        { ...given, act: 'create', at: 1152 },
        { ...given, at: 1906, what: 1 },
      ],
      scans: [
        { ...scan, at: 2420, length: 92, snapshot: true },
        { ...scan, at: 528, off: 7 },
      ],
      byUid: false,
    },
  ],
  [
    'what a log tells by a name after another one has it is none of the first, where the record of it was told otherwise',
    {
      ...nothing,
      acts: [
        { ...given, at: 0 },
        { ...given, act: 'delete', at: 1 },
        { ...given, act: 'create', at: 2251 },
        { ...given, at: 2251 },
      ],
      scans: [
        { ...scan, at: 2206, length: 88 },
        { ...scan, at: 0, principals: 'unread' },
      ],
      covered: false,
      seed: 9,
    },
  ],
  [
    'what a log gave by a name before another one had it is none of the other, where the record of it was told otherwise',
    {
      ...nothing,
      acts: [
        { ...given, at: -662 },
        { ...given, act: 'delete', at: 2510 },
        { ...given, act: 'create', at: 2826 },
        { ...given, at: 2935 },
      ],
      scans: [
        { ...scan, at: 4209, length: 100 },
        { ...scan, at: 2249, length: 86, principals: 'unread', snapshot: true },
      ],
      covered: false,
      seed: 9,
    },
  ],
  [
    'what a log gave and a read by a clock that was behind lacked may have gone until that read',
    {
      ...nothing,
      acts: [
        { ...given, at: -3 },
        { ...given, act: 'revoke', at: 0 },
        { ...given, at: 6 },
      ],
      scans: [
        { ...scan, at: 5, off: -3 },
        { ...scan, at: 6 },
        { ...scan, at: 8 },
      ],
      delay: 1,
      byUid: false,
      covered: false,
    },
  ],
  [
    'what a read by a clock that was ahead showed may have gone before it was due',
    {
      ...nothing,
      acts: [
        { ...given, at: -60 },
        { ...given, act: 'revoke', at: 102 },
      ],
      scans: [{ ...scan, at: 100, off: 20 }],
      reviews: [{ at: -30, who: 0, what: 0, kept: true, until: null }],
      cuts: [{ at: 110, who: 0, how: 'incident' }],
      later: 60,
      seed: 1,
    },
  ],
  [
    'what a read by a clock that was behind saw first may have begun after it was due',
    {
      ...nothing,
      acts: [
        { ...given, at: 95 },
        { ...given, act: 'revoke', at: 102 },
      ],
      scans: [
        { ...scan, at: 100, off: -20 },
        { ...scan, at: 101 },
      ],
      requests: [{ at: -60, who: 0, what: 0, approved: 0, until: null, extended: null, taskEnds: null }],
      cuts: [{ at: 90, who: 0, how: 'incident' }],
      later: 60,
      seed: 1,
    },
  ],
])('%s', async (_, plan) => {
  const { endings } = await saidOf(plan);
  expect(endings.length).toBeGreaterThan(0);
  await holds(plan);
});
