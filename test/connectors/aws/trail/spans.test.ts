import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awsCore } from '../../../../connectors/aws/core.ts';
import { changesIn, meaningOf } from '../../../../connectors/aws/trail/meanings/list.ts';
import { spansOf } from '../../../../connectors/aws/trail/span.ts';
import { instantOf, parseInstant } from '../../../../src/base/instant.ts';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import type { Mapped } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import { runs } from '../../../support/runs.ts';
import { eventsIn, from, lookup, mapped, recordOf, region, spansIn, to } from './support.ts';

const whole = {
  source: 'aws:cloudtrail-events',
  sourceKind: 'provider-log',
  region,
  from,
  to: '2026-11-21T23:45:00.000Z',
  tells: 'changes',
};
const one = (eventTime = '2026-11-10T09:14:00Z'): JsonObject =>
  recordOf('AttachUserPolicy', { userName: 'bob', policyArn: 'p' }, { eventTime });
const next = ({ spawns = [] }: Mapped): Task => {
  const [task, ...more] = spawns;
  if (task === undefined || more.length > 0) throw new Error(`there are ${spawns.length} tasks`);
  return task;
};
const argsOf = ({ args }: Task): JsonObject => args as JsonObject;

describe('what was told whole', () => {
  it('is told by the last page, to a quarter of an hour before the reading', () => {
    const first = mapped([one()], { token: 't1' });
    expect(spansIn(first)).toEqual([]);
    const last = mapped([one()], { task: next(first) });
    expect(last.spawns).toEqual([]);
    expect(spansIn(last)).toEqual([whole]);
  });

  it('is told of an account in which nothing happened', () => {
    expect(spansIn(mapped([]))).toEqual([whole]);
  });

  it.each([
    ['a record that is no JSON', '{"eventTime":'],
    ['a record without an id', { ...one(), eventID: '' }],
    ['a record of another region', { ...one(), awsRegion: 'eu-north-1' }],
    ['a record of another account', { ...one(), recipientAccountId: '444455556666' }],
    ['a change of IAM that nobody knows', { ...one(), eventName: 'GrantEverything' }],
  ] as const)('leaves out the second of %s, on whatever page it stood, and says so', (_, lost) => {
    const first = mapped([one(), lost], { token: 't1' });
    expect(first.gaps).toHaveLength(1);
    const spans = spansIn(mapped([one()], { task: next(first) }));
    expect(spans.map((each) => [each.from, each.to])).toEqual([
      [from, '2026-11-10T09:14:00.000Z'],
      ['2026-11-10T09:14:01.000Z', whole.to],
    ]);
  });

  it('is nothing where it is not known when the lost record was', () => {
    const first = awsCore.map(lookup(), { Events: ['what is this'], NextToken: 't1' });
    expect(first.gaps).toHaveLength(1);
    const last = mapped([one()], { task: next(first) });
    expect(eventsIn(last)).toHaveLength(1);
    expect(spansIn(last)).toEqual([]);
  });

  it('is nothing where the list does not go on', () => {
    const stuck = mapped([one()], { task: lookup({ token: 't1' }), token: 't1' });
    expect(stuck.gaps).toMatchObject([{ cause: 'malformed' }]);
    expect([stuck.spawns, spansIn(stuck)]).toEqual([[], []]);
    const refused = awsCore.map(lookup(), { NextToken: 't1' });
    expect(refused.gaps).toHaveLength(1);
    expect(spansIn(refused)).toEqual([]);
  });

  it('never holds a moment that was lost, nor one outside of what was asked', () => {
    const begin = parseInstant(from) ?? 0;
    const moment = fc.integer({ min: -3_600_000, max: 22 * 86_400_000 }).map((ms) => instantOf(begin + ms));
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 8 }), (lost) => {
        const spans = spansOf({ region, from, to, tells: 'changes' }, [...new Set(lost)].sort());
        for (const span of spans) {
          expect(span.from < span.to && span.from >= from && span.to <= whole.to).toBe(true);
          for (const each of lost) expect(each >= span.from && each < span.to).toBe(false);
        }
        const told = spans.reduce((sum, each) => sum + (parseInstant(each.to) ?? 0) - (parseInstant(each.from) ?? 0), 0);
        expect(told).toBeGreaterThanOrEqual((parseInstant(whole.to) ?? 0) - begin - lost.length * 1000);
      }),
      { numRuns: runs(100, 5000) },
    );
  });
});

describe('an account with many changes', () => {
  const names = changesIn(true);
  /** Fifty events of the last two minutes: three weeks of them are far more pages than there are kinds of changes. */
  const busy = Array.from({ length: 50 }, (_, at): Json => one(instantOf((parseInstant(to) ?? 0) - at * 2000)));

  it('is asked for one kind of change after the other, and whole after the last', () => {
    let task = next(mapped(busy, { token: 't1' }));
    const asked: unknown[] = [];
    for (;;) {
      asked.push(argsOf(task)['event']);
      expect(argsOf(task)['token']).toBeUndefined();
      const told = mapped([], { task });
      if (told.spawns?.length === 0) {
        expect(spansIn(told)).toEqual([whole]);
        break;
      }
      expect(spansIn(told)).toEqual([]);
      task = next(told);
    }
    expect(asked).toEqual(names);
  });

  it('keeps what was lost on the way', () => {
    const first = next(mapped(['{', ...busy.slice(1)], { token: 't1' }));
    const last = mapped([], { task: { ...first, args: { ...argsOf(first), event: names.at(-1) ?? '' } } });
    expect(spansIn(last)).toHaveLength(2);
  });

  it('goes on through pages where that is fewer calls', () => {
    const spread = Array.from({ length: 50 }, (_, at): Json => one(instantOf((parseInstant(to) ?? 0) - at * 3_600_000)));
    expect(argsOf(next(mapped(spread, { token: 't1' })))).toMatchObject({ token: 't1' });
  });

  it('knows every name it asks for', () => {
    expect(names.length).toBeGreaterThan(80);
    const regional = changesIn(false);
    expect(regional.length).toBeLessThan(names.length);
    expect(regional).not.toContain('AttachUserPolicy');
    expect(meaningOf('iam.amazonaws.com', 'ListUsers', true)).toBeNull();
    expect(meaningOf('iam.amazonaws.com', 'TagRole', false)).toBeNull();
    expect(meaningOf('iam.amazonaws.com', 'constructor', false)).toBeUndefined();
    expect(meaningOf('constructor', 'x', false)).toBeNull();
  });
});
