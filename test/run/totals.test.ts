import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import type { Ending } from '../../src/model/ending.ts';
import type { Answer3 } from '../../src/model/report.ts';
import { classRank, persistenceClasses } from '../../src/model/persistence.ts';
import type { PersistenceClass } from '../../src/model/persistence.ts';
import { testsOf, totalsOf } from '../../src/run/totals.ts';
import { estateOf } from '../paths/literal/estates.ts';
import { randomGraph } from '../paths/random-graph.ts';
import { runs } from '../support/runs.ts';

const small = fc
  .tuple(fc.nat(), fc.integer({ min: 2, max: 14 }), fc.boolean())
  .map(([seed, size, isEstate]) => (isEstate ? estateOf(seed, size) : randomGraph(seed, size)));

it('counts each identity once, by the most lasting of its certain reaches to tier 0', () => {
  fc.assert(
    fc.property(small, (graph) => {
      const most = new Map<string, PersistenceClass>();
      for (const { identity, presence, bounds } of viewOfSmallGraph(graph).reaches({ tierZero: true })) {
        if (presence !== 'certain') continue;
        const known = most.get(identity);
        if (known === undefined || classRank(bounds.lo) > classRank(known)) most.set(identity, bounds.lo);
      }
      const counts = persistenceClasses.map((each) => [each, [...most.values()].filter((one) => one === each).length]);
      const view = viewOfSmallGraph(graph);
      expect(totalsOf(view, view.coverage(), [], []).tierZero).toEqual(Object.fromEntries(counts));
    }),
    { numRuns: runs(150) },
  );
});

describe('the tests of uses that are over', () => {
  const user = (name: string): string => `arn:aws:iam::111122223333:user/${name}`;
  const use = (
    subject: string,
    id: string,
    answer: Answer3,
    more: Partial<Ending> = {},
  ): Partial<Ending> & Pick<Ending, 'id' | 'subject'> => ({
    ...{
      id,
      subject: user(subject),
      outcome: 'ended',
      tierZero: true,
      tests: { ephemeral: 'no', revokedAtOnce: answer, nothingLeft: answer },
    },
    ...more,
  });
  const counts = (...endings: readonly ReturnType<typeof use>[]) => {
    const administrator = { subject: user('root'), capability: 'administer' as const, scope: 'aws:111122223333' };
    const { ephemeral, revokedAtOnce, nothingLeft } = testsOf(
      viewOfSmallGraph({ name: 'uses', grants: [administrator], life: { endings } }),
    );
    expect(nothingLeft).toEqual(revokedAtOnce);
    expect(ephemeral).toEqual({ yes: 0, no: 1, undetermined: 0 });
    return revokedAtOnce;
  };

  it('is not told of who reaches tier 0 and has used nothing up', () => {
    expect(counts()).toEqual({ yes: 0, no: 0, undetermined: 1 });
    expect(counts(use('root', '1', 'undetermined', { outcome: 'not-due' }))).toEqual({ yes: 0, no: 0, undetermined: 1 });
  });

  it('is failed by one use, and passed by all of them, also of who reaches nothing any more', () => {
    expect(counts(use('ann', '1', 'yes'), use('ann', '2', 'yes'))).toEqual({ yes: 1, no: 0, undetermined: 1 });
    expect(counts(use('ann', '1', 'yes'), use('ann', '2', 'no'), use('ann', '3', 'undetermined'))).toEqual({
      yes: 0,
      no: 1,
      undetermined: 1,
    });
    expect(counts(use('ann', '1', 'yes'), use('ann', '2', 'undetermined'))).toEqual({ yes: 0, no: 0, undetermined: 2 });
    expect(counts(use('ann', '1', 'yes'), use('ann', '2', 'undetermined', { outcome: 'not-due' }))).toEqual({
      yes: 1,
      no: 0,
      undetermined: 1,
    });
  });

  it('is of tier 0 alone', () => {
    expect(counts(use('ann', '1', 'no', { tierZero: false }))).toEqual({ yes: 0, no: 0, undetermined: 1 });
  });
});
